"""Regions for tests: two that are alike in everything but their slug, code and host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.places import PACKAGE
from jaki_replica.officials.models import Account
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.configuration.loading import load_file
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import Scope
from jaki_replica.tenancy.terms import Tenant

ROOT = PACKAGE.parent
SAME_ID = UUID("01935b3e-0000-7000-8000-000000000001")
USERNAME = "admin"
PASSWORD = "a long password for tests"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two regions; `left` has the slug that is a prefix of `right`'s."""

    left: Tenant
    right: Tenant

    @property
    def both(self) -> tuple[Tenant, Tenant]:
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class AtWork:
    """A region at work: what a page or a job has at hand."""

    runtime: Runtime
    scope: Scope
    book: Rulebook

    @property
    def session(self) -> Session:
        return self.scope.session


@cache
def template() -> RegionConfig:
    """The region of the commented example file."""
    return load_file(ROOT / "tenants.example.yaml")


def region(slug: str, code: str, prefix: str, kind: str = "city") -> RegionConfig:
    """The example region under another slug, code and host."""
    base = template()
    identity = replace(base.identity, slug=slug, code=code, hosts=(slug,), number_prefix=prefix, kind=kind)
    return replace(base, identity=identity)


def make_pair(runtime: Runtime) -> Pair:
    """Bring both live and give each the same admin: same id, same name, same password."""
    left = create_region(runtime, Onboarding(region("kota", "11.72", "KA"), actor="test"))
    right = create_region(runtime, Onboarding(region("kota-dua", "33.72", "KB"), actor="test"))
    for tenant in (left, right):
        with runtime.scope_of(tenant) as entered:
            entered.session.add(
                Account(
                    id=SAME_ID,
                    username=USERNAME,
                    password_hash=passwords.hashed(PASSWORD),
                    display_name="Petugas Contoh",
                    role="admin",
                    active=True,
                    created_at=clock.now(),
                )
            )
            entered.session.commit()
    return Pair(left, right)
