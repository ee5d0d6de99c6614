"""The login roles: whose they are, what the server is told of their passwords, and how these are changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Invalid
from jaki_replica.settings import Settings, platform_role
from jaki_replica.tenancy import provisioning, roles
from jaki_replica.tenancy.engines import Engines, tenant_url
from jaki_replica.tenancy.owner import owner_transaction
from tests.conftest import fresh_database, settings_for
from tests.tenancy.conftest import type_make
from tests.tenancy.small import rights, run


def test_a_role_that_serves_another_database_is_not_taken_over(worker: str, make: type_make, site: Settings) -> None:
    taken = make("satu")
    other = settings_for(fresh_database(f"jaki_{worker}_other"), site.role_prefix, site.files)
    with pytest.raises(Conflict, match=r"DATABASE_ROLE_PREFIX|belongs to the database"):
        provisioning.prepare_platform(other)
    assert platform_role(other.role_prefix) == platform_role(site.role_prefix)
    with pytest.raises(Conflict, match=f"{taken.role} belongs to the database"):
        provisioning.make_role(other, taken)


def test_a_database_that_cannot_be_closed_to_others_is_refused(worker: str, site: Settings) -> None:
    name = f"jaki_{worker}_open"
    fresh = settings_for(fresh_database(name), f"{worker}_o_", site.files)
    run(fresh, f"CREATE ROLE \"{name}\" CREATEROLE LOGIN PASSWORD 'x'")
    run(fresh, f'GRANT CREATE, CONNECT ON DATABASE "{name}" TO "{name}"')
    assert fresh.owner_url is not None
    stranger = replace(fresh, owner_url=fresh.owner_url.set(username=name, password="x"))
    with pytest.raises(Invalid, match="stays open to every login"):
        provisioning.prepare_platform(stranger)
    run(fresh, f'REVOKE ALL ON DATABASE "{name}" FROM "{name}"; DROP ROLE "{name}"')


def test_a_rotated_password_shuts_out_the_old_one_and_open_sessions_go_on(make: type_make, site: Settings) -> None:
    before = make()
    engines = Engines(site)
    with engines.of(before).connect() as connection:
        after = provisioning.rotate_password(site, before.slug, actor="test", at=clock.now())
        assert after.password_version == 2
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        with engines.of(after).connect() as fresh:
            assert fresh.exec_driver_sql("SELECT current_user").scalar() == before.role
        assert connection.exec_driver_sql("SELECT 2").scalar() == 2
        assert len(engines) == 1
    with pytest.raises(OperationalError):
        Engines(site).of(before).connect()
    assert rights(site, after) == rights(site, before)
    engines.close()


def test_a_password_is_in_no_statement_that_the_server_sees(make: type_make, site: Settings) -> None:
    tenant = make()
    secret = tenant_url(site, tenant).password
    statements: list[str] = []
    with owner_transaction(site) as connection:
        event.listen(connection, "before_cursor_execute", lambda c, cursor, text, *rest: statements.append(text))
        roles.make_login(connection, tenant.role, str(secret), tenant.schema)
    assert any("SCRAM-SHA-256$" in text for text in statements)
    assert all(str(secret) not in text for text in statements)
