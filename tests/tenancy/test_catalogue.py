"""What the catalogue of a region's real schema must not hold, so that a region may lie on any server or in any pool."""

from __future__ import annotations

import re

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy.terms import Tenant
from tests.tenancy.small import rights, run

IN_SCHEMA = "relnamespace = to_regnamespace(current_schema())"
NATURAL_KEYS = {"character varying", "text", "date", "integer", "smallint"}
MOST_TABLES = 40

FORBIDDEN = {
    "a table without a primary key": f"""
        SELECT relname FROM pg_class c WHERE {IN_SCHEMA} AND relkind IN ('r', 'p')
           AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')""",
    "a trigger": f"""
        SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE {IN_SCHEMA} AND NOT tgisinternal""",
    "a rule": f"SELECT rulename FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class WHERE {IN_SCHEMA}",
    "a function": "SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(current_schema())",
    "a view, sequence or foreign table": f"""
        SELECT relname FROM pg_class WHERE {IN_SCHEMA} AND relkind NOT IN ('r', 'i', 't')""",
    "an identity or generated column": f"""
        SELECT relname, attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE {IN_SCHEMA} AND (attidentity <> '' OR attgenerated <> '')""",
    "a foreign key out of the schema": f"""
        SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
         WHERE c.{IN_SCHEMA} AND f.relnamespace <> c.relnamespace""",
    "another owner than the schema's": f"""
        SELECT relname FROM pg_class WHERE {IN_SCHEMA} AND pg_get_userbyid(relowner) <> current_user""",
    "a right of everybody": f"""
        SELECT relname FROM pg_class c, aclexplode(c.relacl) g WHERE {IN_SCHEMA} AND g.grantee = 0
        UNION ALL SELECT nspname FROM pg_namespace n, aclexplode(n.nspacl) g
         WHERE g.grantee = 0 AND nspname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL SELECT datname FROM pg_database d, aclexplode(d.datacl) g
         WHERE g.grantee = 0 AND datname = current_database()""",
    "an extension beside plpgsql": "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'",
}

DEFAULT = re.compile(r"now\(\)|true|false|-?\d+|'(?:[^']|'')*'::[a-z ]+(?:\[\])?")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_regions_schema_does_not_hold(what: str, settings: Settings, empty_tenant: Tenant) -> None:
    assert run(settings, FORBIDDEN[what], empty_tenant) == []


def test_defaults_are_constants_or_the_time_of_the_transaction(settings: Settings, empty_tenant: Tenant) -> None:
    query = f"""
        SELECT relname || '.' || attname, pg_get_expr(adbin, adrelid) FROM pg_attrdef d
          JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
         WHERE {IN_SCHEMA}"""
    found = {str(name): str(default) for name, default in run(settings, query, empty_tenant)}
    assert found
    assert {name: value for name, value in found.items() if not DEFAULT.fullmatch(value)} == {}


def test_primary_keys_are_uuids_or_natural_and_never_counted_by_the_server(
    settings: Settings, empty_tenant: Tenant
) -> None:
    query = f"""
        SELECT relname || '.' || attname, format_type(atttypid, atttypmod), atthasdef FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
         WHERE {IN_SCHEMA} AND k.contype = 'p'"""
    for name, kind, has_default in run(settings, query, empty_tenant):
        assert not has_default, name
        plain = re.sub(r"\(\d+\)", "", str(kind))
        assert plain == "uuid" or plain in NATURAL_KEYS, name
        assert plain == "uuid" or not str(name).endswith(".id"), name


def test_a_region_has_at_most_forty_tables(settings: Settings, empty_tenant: Tenant) -> None:
    assert 1 < len(rights(settings, empty_tenant)) <= MOST_TABLES + 1


def test_a_regions_login_owns_nothing_and_may_not_change_what_is_only_added_to(
    settings: Settings, empty_tenant: Tenant
) -> None:
    owned = f"""
        SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
         WHERE r.rolname = '{empty_tenant.role}' AND d.deptype = 'o'"""
    assert run(settings, owned) == [(0,)]
    found = rights(settings, empty_tenant)
    assert found["alembic_version"] == {"SELECT"}
    for table in ("config_revisions", "area_sets", "areas"):
        assert found[table] == {"SELECT", "INSERT"}


def test_times_have_a_zone(settings: Settings, empty_tenant: Tenant) -> None:
    query = f"""
        SELECT relname, attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE {IN_SCHEMA} AND relkind = 'r' AND atttypid = 'timestamp'::regtype"""
    assert run(settings, query, empty_tenant) == []
