"""The five regions of `tenants/`, live in this worker's installation, with officials for one place in each."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from jaki_replica import worker
from jaki_replica.areas import actions as areas
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.officials import actions as officials
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import ROOT

POLYGONS = Path(os.environ.get("JAKI_AREAS", ROOT.parent / "shared" / "areas"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A known place in a region: where it is, which village must be found, and which matter is reported there."""

    slug: str
    file: str
    landmark: str
    lat: float
    lon: float
    village: str
    category: str


SPOTS = (
    Spot("jakarta", "dki-jakarta", "Monumen Nasional", -6.1754, 106.8272, "Gambir", "roads.pothole"),
    Spot(
        "banda-aceh",
        "kota-banda-aceh",
        "Masjid Raya Baiturrahman",
        5.5535,
        95.3173,
        "Kampung Baru",
        "waste.uncollected",
    ),
    Spot(
        "lampung", "provinsi-lampung", "Lapangan Enggal, Bandar Lampung", -5.4229, 105.2590, "Enggal", "roads.pothole"
    ),
    Spot("palembang", "kota-palembang", "Benteng Kuto Besak", -2.9911, 104.7597, "Sembilan-belas Ilir", "lights.out"),
    Spot(
        "maluku-utara",
        "provinsi-maluku-utara",
        "Benteng Oranje, Ternate",
        0.7925,
        127.3860,
        "Gamalama",
        "roads.pothole",
    ),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A region with the people of the journey; all have the same password."""

    tenant: Tenant
    spot: Spot
    first: str
    owner: str
    judge: str
    password: str


def live(runtime: Runtime, spot: Spot) -> Tenant:
    """Bring the region live, with its polygons where they are at hand."""
    config = region_files.load(ROOT / "tenants" / f"{spot.slug}.yaml")
    tenant = create_region(runtime, Onboarding(config, actor="test"))
    file = POLYGONS / f"{spot.file}.geojson.gz"
    if file.exists():
        with runtime.scope_of(tenant) as entered:
            areas.import_file(entered.session, tenant.code, file, by="test", at=clock.now())
            runtime.commit(entered)
    return tenant


def staff(runtime: Runtime, tenant: Tenant, spot: Spot) -> Scene:
    """Whoever looks first at a complaint of this place, whoever owns its matter, and somebody who judges."""
    password = secrets.token_urlsafe(12)
    with runtime.scope_of(tenant) as entered:
        book = Rulebooks().of(runtime, entered)
        code = book.ground.locator.locate(spot.lat, spot.lon).code
        routed = book.route(spot.category, code)
        since = clock.now() - timedelta(days=300)
        people = {"pertama": (Role.OFFICIAL, routed.unit), "pemilik": (Role.OFFICIAL, routed.owner)}
        for username, (role, unit) in people.items():
            account = officials.open_account(
                entered.session,
                username=username,
                password=password,
                display_name=f"Pejabat Contoh {username}",
                role=role,
                at=since,
            )
            entered.session.flush()
            officials.appoint(entered.session, account, unit, tenure=Tenure.DEFINITIVE, since=since)
        officials.open_account(
            entered.session,
            username="pemeriksa",
            password=password,
            display_name="Pemeriksa Contoh",
            role=Role.VALIDATOR,
            at=since,
        )
        entered.session.flush()
        runtime.commit(entered)
    return Scene(tenant, spot, "pertama", "pemilik", "pemeriksa", password)


def work(runtime: Runtime, tenant: Tenant) -> None:
    """What the worker would do: photos are made ready, messages are tried."""
    files = open_store(runtime.settings.files)
    process = worker.Process(runtime, worker.jobs(runtime.settings, files), files)
    worker.work_off(process, tenant, rows=40)
