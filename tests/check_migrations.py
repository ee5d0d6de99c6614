"""Whether the migrations make exactly what the models say, one head each, in versions that are safe to run."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, NullPool, create_engine

from jaki_replica.embedded.servers import running_servers
from jaki_replica.foundation.db import RegionBase
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.places import PACKAGE, shipped
from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy import history, provisioning
from jaki_replica.tenancy.models import PlatformBase
from jaki_replica.tenancy.owner import owner_url
from jaki_replica.tenancy.terms import Tenant, TenantState

ROOT = PACKAGE.parent
HISTORIES = ("platform", "tenant")
FILE_NAME = re.compile(r"20\d\d_[01]\d_[0-3]\d_[a-z0-9_]+\.py")
MODELS = re.compile(r"^class \w+\((?:Region|Platform)Base\)", re.MULTILINE)
TENANT = Tenant(
    id=new_id(),
    slug="check",
    name="Check",
    code="00.00",
    kind="city",
    zone="Asia/Jakarta",
    state=TenantState.ACTIVE,
    hosts=("check.localhost",),
    schema="t_check",
    role="t_check",
)

# What squawk warns of and we do on purpose, with the reason.
ACCEPTED = {
    "require-timeout-settings": "the migrator sets lock_timeout for every schema",
    "require-concurrent-index-creation": "a schema is upgraded in one transaction, which CONCURRENTLY cannot be in",
    "require-concurrent-index-deletion": "as above",
    "prefer-robust-stmts": "a version runs as a whole or not at all: nothing is half there at the second try",
    "prefer-bigint-over-int": "our integers count or number within one region; ids are UUIDs",
    "prefer-bigint-over-smallint": "as above",
    "prefer-text-field": "sa.String without a length is VARCHAR without a limit, which is text",
}


def load_models() -> None:
    """Import every module that holds a table, so that the metadata are complete."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if MODELS.search(file.read_text(encoding="utf-8")):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def name_faults(folder: Path) -> Iterator[str]:
    """Versions whose file name does not begin with a date and go on with words."""
    for file in sorted((folder / "versions").glob("*.py")):
        if not FILE_NAME.fullmatch(file.name):
            yield f"{file.name}: a version's file name is a date and words, such as 2026_11_23_the_first_tables.py"


def head_faults(folder: Path) -> Iterator[str]:
    """A history must end in one version."""
    heads = ScriptDirectory.from_config(history.configuration(folder)).get_heads()
    if len(heads) != 1:
        yield f"the {folder.name} history has {len(heads)} heads ({', '.join(heads)}): put one after the other"


def differences(settings: Settings, metadata: MetaData, schema: str) -> Iterator[str]:
    """Where the tables that the history made in `schema` differ from the models."""
    shared = metadata.schema is not None
    options = {
        "compare_server_default": True,
        "include_schemas": shared,
        "version_table_schema": schema if shared else None,
        "include_name": lambda name, kind, _parents: kind != "schema" or name == (schema if shared else None),
    }
    path = {} if shared else {"options": f"-csearch_path={schema}"}
    engine = create_engine(owner_url(settings), poolclass=NullPool, connect_args=path)
    with engine.connect() as connection:
        for found in compare_metadata(MigrationContext.configure(connection, opts=options), metadata):
            for one in found if isinstance(found, list) else [found]:
                yield f"{schema}: to reach the models the history lacks: {in_words(one)}"


def in_words(step: tuple[object, ...]) -> str:
    """One step of alembic's comparison, short: names instead of whole tables."""
    words = [
        f"{getattr(p, 'table', '')} {p.name}".strip() if hasattr(p, "name") else str(p) for p in step if p is not None
    ]
    return " ".join(words)


def rights_differences() -> Iterator[str]:
    """Tables whose rows may only be added, in the models and not in the history or the other way round."""
    folder = history.tenant_history()
    created = history.compiled(folder, None, history.head(folder)).creates
    for table in RegionBase.metadata.sorted_tables:
        if table.name in created and bool(table.info.get("append_only")) != created[table.name]:
            yield f'{table.name}: info={{"append_only": True}} stands in the model or in the version, not in both'


def squawk_faults(folder: Path, work: Path) -> Iterator[str]:
    """What squawk says of the SQL of every version."""
    beside = Path(sys.executable).with_name("squawk")
    program = str(beside) if beside.exists() else shutil.which("squawk")
    if program is None:
        yield "squawk is not installed: pip install squawk-cli"
        return
    for version in ScriptDirectory.from_config(history.configuration(folder)).walk_revisions():
        file = work / f"{version.revision}.sql"
        before = version.down_revision
        assert before is None or isinstance(before, str), "a version has one version before it"
        file.write_text(history.compiled(folder, before, version.revision).sql, encoding="utf-8")
        told = subprocess.run(
            [program, "--assume-in-transaction", "--pg-version=15", f"--exclude={','.join(ACCEPTED)}", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            yield f"squawk on {Path(version.path).name}:\n{told.stdout}{told.stderr}"


def migrated_differences(folder: Path) -> Iterator[str]:
    """Run both histories on a server of our own and compare."""
    with running_servers(folder, durable=False) as servers:
        values = {"MASTER_KEY": "5a" * 32, "DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url}
        settings = read_settings(values)
        provisioning.prepare_platform(settings)
        provisioning.make_role(settings, TENANT)
        provisioning.make_schema(settings, TENANT)
        yield from differences(settings, PlatformBase.metadata, "platform")
        yield from differences(settings, RegionBase.metadata, TENANT.schema)


def faults(work: Path) -> Iterator[str]:
    """Everything that is wrong; servers are started only where the files themselves are in order."""
    load_models()
    found = [*rights_differences()]
    for name in HISTORIES:
        folder = shipped("migrations") / name
        found += [*name_faults(folder), *head_faults(folder)]
    yield from found
    if not found:
        yield from squawk_faults(history.tenant_history(), work)
        yield from migrated_differences(work / "servers")


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    with tempfile.TemporaryDirectory(prefix="jaki-migrations-") as name:
        work = Path(name)
        work.chmod(0o755)
        found = list(faults(work))
    for line in found:
        print(line)
    if not found:
        print("The histories make what the models say.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
