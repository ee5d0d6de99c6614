"""Whatever somebody changed in a region's schema or login by hand is named, and nothing is touched by looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy.drift import SCRATCH, Drift, find_drift
from jaki_replica.tenancy.migrating import upgrade_all
from jaki_replica.tenancy.terms import Tenant
from tests.tenancy.conftest import type_make
from tests.tenancy.small import FIRST, SECOND, forget, history_of, make_region, plan, run

DAMAGE = {
    "a dropped index": ("DROP INDEX ix_notes_words", "- index CREATE INDEX ix_notes_words"),
    "an extra column": ("ALTER TABLE notes ADD COLUMN extra text", "+ column notes.extra text"),
    "a dropped column": ("ALTER TABLE notes DROP COLUMN words", "- column notes.words text"),
    "another type": (
        "ALTER TABLE notes ALTER COLUMN words TYPE varchar(9)",
        "+ column notes.words character varying(9)",
    ),
    "a default": ("ALTER TABLE notes ALTER COLUMN words SET DEFAULT 'x'", "+ column notes.words text default 'x'"),
    "a missing grant": ("REVOKE UPDATE ON notes FROM {role}", "- grant UPDATE on notes to its login"),
    "a grant too many": ("GRANT UPDATE ON facts TO {role}", "+ grant UPDATE on facts to its login"),
    "a grant to a neighbour": ("GRANT SELECT ON notes TO {other}", "+ grant SELECT on notes to {other}"),
    "a grant on one column": ("GRANT SELECT (words) ON notes TO {other}", "+ grant SELECT on notes.words to {other}"),
    "a grant to everybody": ("GRANT SELECT ON notes TO PUBLIC", "+ grant SELECT on notes to everybody"),
    "a schema open to a neighbour": (
        "GRANT USAGE ON SCHEMA {schema} TO {other}",
        "+ grant USAGE on the schema to {other}",
    ),
    "a right to create": ("GRANT CREATE ON SCHEMA {schema} TO {role}", "+ grant CREATE on the schema to its login"),
    "a planted function": (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "+ function f() security definer",
    ),
    "a view": ("CREATE VIEW v AS SELECT 1 AS one", "+ object v v"),
    "a sequence": ("CREATE SEQUENCE s", "+ object S s"),
    "a rule": ("CREATE RULE r AS ON DELETE TO notes DO INSTEAD NOTHING", "+ rule notes.r"),
    "row security": ("ALTER TABLE notes ENABLE ROW LEVEL SECURITY", "+ table notes row security"),
    "a policy": ("CREATE POLICY p ON notes USING (true)", "+ policy notes.p"),
    "a table too many": ("CREATE TABLE more (id uuid PRIMARY KEY)", "+ table more"),
    "a table that a crash empties": ("ALTER TABLE facts SET UNLOGGED", "+ table facts unlogged"),
    "a lost primary key": (
        "ALTER TABLE facts DROP CONSTRAINT facts_pkey",
        "- constraint facts.facts_pkey PRIMARY KEY (id)",
    ),
    "a type": ("CREATE TYPE colour AS ENUM ('red')", "+ type colour"),
    "default rights": (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO PUBLIC",
        "+ default rights",
    ),
    "another owner": (
        "GRANT {other} TO CURRENT_USER; GRANT CREATE ON SCHEMA {schema} TO {other}; ALTER TABLE facts OWNER TO {other}",
        "+ owner {other} of facts",
    ),
    "rights elsewhere": (
        "GRANT SELECT ON platform.tenants TO {role}",
        "+ login has rights on platform.tenants",
    ),
    "a way into a neighbour": ("GRANT {other} TO {role}", "+ login is a member of {other}"),
    "a login that may make roles": ("ALTER ROLE {role} CREATEROLE", "+ login may do more than log in"),
    "a login that is locked": ("ALTER ROLE {role} NOLOGIN", "- login exists"),
    "another search path": (
        "ALTER ROLE {role} IN DATABASE {database} SET search_path = public",
        "- login starts in its schema",
    ),
    "a login that may not connect": ("REVOKE CONNECT ON DATABASE {database} FROM {role}", "- login may connect"),
}
# What would keep the region's role from being dropped.
AFTERWARDS = {
    "another owner": "ALTER TABLE facts OWNER TO CURRENT_USER",
    "rights elsewhere": "REVOKE SELECT ON platform.tenants FROM {role}",
}


@pytest.fixture(scope="module")
def neighbour(site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A region that is as it should be; its role is what the damage of others is about."""
    folder = history_of(tmp_path_factory.mktemp("histories") / "first", FIRST)
    made = make_region(site, folder, "tetangga", 300)
    yield made
    forget(site, made)


def told(drift: Drift) -> list[str]:
    return [f"- {line}" for line in drift.missing] + [f"+ {line}" for line in drift.surplus]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_change_by_hand_is_named_and_only_named(
    damage: str, site: Settings, make: type_make, neighbour: Tenant, first: Path
) -> None:
    region = make()
    assert site.owner_url is not None
    names = {
        "role": region.role,
        "other": neighbour.role,
        "schema": region.schema,
        "database": site.owner_url.database,
    }
    statement, expected = (part.format(**names) for part in DAMAGE[damage])
    run(site, statement, region)
    found = find_drift(site, [neighbour, region], first)
    assert "{other}" in DAMAGE[damage][0] or told(found[0]) == []
    assert any(line.startswith(expected) for line in told(found[1])), told(found[1])
    run(site, AFTERWARDS.get(damage, "SELECT 1").format(**names), region)


def test_looking_for_drift_changes_nothing(site: Settings, make: type_make, first: Path) -> None:
    region = make()
    run(site, "DROP INDEX ix_notes_words", region)
    assert find_drift(site, [region], first) == find_drift(site, [region], first)
    assert run(site, f"SELECT 1 FROM pg_namespace WHERE nspname = '{SCRATCH}'") == []


def test_regions_of_different_versions_are_each_compared_with_their_own(
    site: Settings, make: type_make, tmp_path: Path, first: Path
) -> None:
    second = history_of(tmp_path / "second", FIRST, SECOND)
    old, new = make(), make()
    upgrade_all(site, [new], plan(second))
    assert [told(d) for d in find_drift(site, [old, new], second)] == [[], []]
    assert told(find_drift(site, [new], first)[0]) == ["+ version v2, which is not in the history at hand"]


def test_a_schema_that_is_gone_is_one_line(site: Settings, make: type_make, first: Path) -> None:
    region = make()
    run(site, f'DROP SCHEMA "{region.schema}" CASCADE')
    assert told(find_drift(site, [region], first)[0]) == [f"- schema {region.schema}"]


def test_a_region_made_by_the_real_history_has_no_drift(settings: Settings, empty_tenant: Tenant) -> None:
    assert told(find_drift(settings, [empty_tenant])[0]) == []
