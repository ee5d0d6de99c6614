"""The file of a region on its way: judged as any region's file, and as the file of this region and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.preparing.terms import Preparation
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration import loading
from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.provisioning import RESERVED_LABELS
from jaki_replica.tenancy.registry import Picture

type_check = Callable[[RegionConfig], Iterable[Finding]]


def judged(text: str, preparation: Preparation, settings: Settings, picture: Picture) -> RegionConfig:
    """The configuration in `text`. Raises Invalid with every fault: `file:line:col: path`, and what to do."""
    checks = (*region_files.CHECKS, *_own_checks(preparation, settings, picture))
    return loading.load_text(text.encode("utf-8", "replace"), f"{preparation.slug}.yaml", checks)


def _own_checks(preparation: Preparation, settings: Settings, picture: Picture) -> tuple[type_check, ...]:
    """What this region's file must hold beside what every file must."""

    def is_its_own(config: RegionConfig) -> Iterator[Finding]:
        for name, expected in (("code", preparation.code), ("slug", preparation.slug)):
            found = getattr(config.identity, name)
            if found != expected:
                message = f'"{found}" is another region: this is the preparation of {preparation.name}'
                yield Finding(("region", name), message, f"write {expected}, or open that region's preparation")

    def has_free_hosts(config: RegionConfig) -> Iterator[Finding]:
        for index, label in enumerate(config.identity.hosts):
            host = settings.host_name(label)
            holder = picture.by_host.get(host)
            path = ("region", "hosts", index)
            if holder is not None and holder.code != preparation.code:  # a broken run has registered its own
                yield Finding(path, f"{host} already leads to {holder.name}", "choose another host")
            elif host in {settings.base_domain, *(f"{label}.{settings.base_domain}" for label in RESERVED_LABELS)}:
                yield Finding(path, f"{host} is kept for the installation itself", "choose another host")

    return is_its_own, has_free_hosts
