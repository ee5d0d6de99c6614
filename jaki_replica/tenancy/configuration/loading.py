"""From files to configurations: reading, schema and rules together, all faults at once with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from marshmallow import ValidationError

from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.tenancy.configuration import rules
from jaki_replica.tenancy.configuration.document import mark_of
from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.pruning import declared_in, without_faults
from jaki_replica.tenancy.configuration.reader import LARGEST, Document, read
from jaki_replica.tenancy.configuration.schema import RegionSection, findings
from jaki_replica.tenancy.configuration.terms import RegionConfig

type_check = Callable[[RegionConfig], Iterable[Finding]]


def load_file(path: str | Path, checks: Sequence[type_check] = ()) -> RegionConfig:
    """The configuration in a file. `checks` are further checks, of packages above this one.

    Raises Invalid with every fault: `file:line:col: path`, what is wrong, what was expected.
    """
    return load_document(_read_file(Path(path)), checks)


def load_text(raw: bytes, name: str, checks: Sequence[type_check] = ()) -> RegionConfig:
    """As `load_file`, for content that is not on disk, such as an upload."""
    return load_document(read(raw, name), checks)


def load_stored(text: str) -> RegionConfig:
    """A configuration from a stored revision, which was checked when it was made."""
    config: RegionConfig = RegionSection().load(_mapping(read(text.encode(), "revision").data))
    return config


def load_document(document: Document, checks: Sequence[type_check] = ()) -> RegionConfig:
    """The configuration in a document that was read. Raises Invalid with every fault."""
    config, found = judge(document.data, checks)
    if found:
        raise Invalid(f"{document.name} has {_count(len(found))}.", document.faults(found))
    return config


def judge(data: object, checks: Sequence[type_check] = ()) -> tuple[RegionConfig, list[Finding]]:
    """The configuration in plain text values, and everything that is wrong with it.

    Where values do not fit the schema, the configuration is what is left without them.
    """
    try:
        config: RegionConfig = RegionSection().load(_mapping(data))
        return config, [*rules.check(config), *_asked(checks, config)]
    except ValidationError as error:
        return _as_far_as_possible(data, list(findings(error.messages)))


def _mapping(data: object) -> Mapping[str, object]:
    """What the schema is given; a file that is no mapping lacks every section."""
    return data if isinstance(data, dict) else {}


def _as_far_as_possible(data: object, found: list[Finding]) -> tuple[RegionConfig, list[Finding]]:
    """What can be told beyond the schema's faults, so that one run tells everything."""
    rest = without_faults(data, found)
    more = rules.check(rest.config, declared_in(data), rest.broken)
    return rest.config, [*found, *more]


def _asked(checks: Sequence[type_check], config: RegionConfig) -> list[Finding]:
    return [finding for check in checks for finding in check(config)]


def check_files(paths: Sequence[str | Path], checks: Sequence[type_check] = ()) -> tuple[Fault, ...]:
    """Every fault of the files, each by itself and between them. Empty when all can be applied."""
    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    configs: dict[str, RegionConfig] = {}
    for path in paths:
        try:
            document = documents[str(path)] = _read_file(Path(path))
            configs[str(path)] = load_document(document, checks)
        except Invalid as error:
            faults += error.faults
    for name, finding in rules.check_across(configs):
        faults += documents[name].faults([finding])
    return tuple(faults)


def read_base(path: str | Path) -> str | None:
    """The mark of the content a file was made from (see `document.marked`), or None where it has none."""
    return mark_of(Path(path).read_bytes()[:200].decode("utf-8", "replace"))


def _read_file(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            return read(file.read(LARGEST + 1), str(path))
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise Invalid(f"{path} cannot be read.", (Fault(f"{path}:1:1: file", reason, "check the path"),)) from error


def _count(number: int) -> str:
    return "1 fault" if number == 1 else f"{number} faults"
