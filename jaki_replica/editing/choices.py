"""Options that several editor pages offer."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui import language


def categories_and_heads(config: RegionConfig) -> list[tuple[str, str]]:
    """What a rule may be for: nothing yet, the whole of a first word, or one category."""
    heads = dict.fromkeys(one.key.partition(".")[0] for one in config.categories if "." in one.key)
    found = [(head, f"{_head_words(config, head)} ({head})") for head in heads if config.category(head) is None]
    return [("", "–"), *found, *((one.key, language.words(one.name)) for one in config.categories)]


def _head_words(config: RegionConfig, head: str) -> str:
    group = config.group(head)
    return language.words(group.name) if group else head
