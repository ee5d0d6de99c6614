"""A file without its faulty parts, so that the rules can be asked about the rest of it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.rules import Declared
from jaki_replica.tenancy.configuration.schema import RegionSection, findings
from jaki_replica.tenancy.configuration.terms import RegionConfig

# What stands in for a required section, or a value of it, that cannot be judged; rules that need it stay silent.
STAND_IN: dict[str, Any] = {
    "region": {
        "slug": "stand-in",
        "name": "-",
        "government": "-",
        "kind": "province",
        "code": "00",
        "zone": "Asia/Jakarta",
        "languages": ["id"],
        "hosts": ["stand-in"],
        "number_prefix": "XX",
    },
    "brand": {
        "portal": "-",
        "letters": "X",
        "primary": "#000000",
        "accent": "#000000",
        "corner": "4",
        "motif": "stand-in",
        "promise": "-",
    },
    "emergency": [{"number": "112", "name": "-"}],
    "areas": {"kinds": {}},
    "positions": {},
    "agencies": {},
    "groups": {},
    "categories": {},
    "channels": {},
    "workflow": {"validator": "stand-in", "arbiter": "stand-in"},
    "evaluation": {"office": "stand-in"},
}

SINGLE = ("region", "brand", "workflow", "evaluation")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left, and the paths at which something is broken."""

    config: RegionConfig
    broken: frozenset[str]


def without_faults(data: object, found: Sequence[Finding]) -> Rest:
    """The configuration that remains when faulty values, and what cannot be without them, are taken out."""
    tree: dict[str, Any] = deepcopy(data) if isinstance(data, dict) else {}
    left = list(found)
    while True:
        for path in sorted({finding.path for finding in left}, key=len, reverse=True):
            _take_out(tree, path)
        try:
            config: RegionConfig = RegionSection().load(tree)
            return Rest(config, frozenset(finding.where for finding in (*found, *left)))
        except ValidationError as error:
            following = list(findings(error.messages))
            left = following if following != left else [Finding((f.path[0],), "") for f in following]


def _take_out(tree: dict[str, Any], path: type_path) -> None:
    if not path:
        tree.update({key: value for key, value in STAND_IN.items() if not isinstance(tree.get(key), (dict, list))})
        return
    if _replaced(tree, path):
        return
    holder: Any = tree
    for depth, step in enumerate(path[:-1]):
        # Taking one item out of a list would move the others, so the list goes as a whole.
        if isinstance(holder, list) or not _holds(holder, step):
            _drop(tree, path[:depth])
            return
        holder = holder[step]
    if isinstance(holder, dict) and path[-1] in holder:
        _drop(tree, path)
    else:
        _drop(tree, path[:-1] or path)


def _replaced(tree: dict[str, Any], path: type_path) -> bool:
    """Whether one value of a required section could be replaced, so that the rest of the section stays."""
    section = tree.get(str(path[0]))
    if path[0] not in SINGLE or len(path) == 1 or not isinstance(section, dict):
        return False
    known = path[1] in STAND_IN[str(path[0])]
    if known:
        section[str(path[1])] = STAND_IN[str(path[0])][path[1]]
    return known


def _holds(holder: object, step: str | int) -> bool:
    return isinstance(holder, dict) and step in holder


def _drop(tree: dict[str, Any], path: type_path) -> None:
    if not path:
        return
    holder: Any = tree
    for step in path[:-1]:
        if not _holds(holder, step):
            return
        holder = holder[step]
    if len(path) == 1:
        section = str(path[0])
        tree.pop(section, None)
        if section in STAND_IN:
            tree[section] = deepcopy(STAND_IN[section])
    elif isinstance(holder, dict):
        holder.pop(path[-1], None)


def declared_in(data: object) -> Declared:
    """The names a file declares, right or wrong in themselves."""
    tree = data if isinstance(data, dict) else {}
    areas = tree.get("areas")
    return Declared(
        kinds=_keys(areas.get("kinds") if isinstance(areas, dict) else None),
        positions=_keys(tree.get("positions")),
        agencies=_keys(tree.get("agencies")),
        referrals=_keys(tree.get("referrals")),
        groups=_keys(tree.get("groups")),
        categories=_keys(tree.get("categories")),
        numbers=_numbers(tree.get("emergency")),
    )


def _keys(section: object) -> frozenset[str]:
    return frozenset(section) if isinstance(section, dict) else frozenset()


def _numbers(section: object) -> frozenset[str]:
    items = section if isinstance(section, list) else []
    return frozenset(str(item.get("number")) for item in items if isinstance(item, dict))
