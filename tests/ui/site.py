"""An app with nothing but the shared pages and the portal, for five regions made by hand; and a server for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.serving import make_server

from jaki_replica import ui
from jaki_replica.portal.pages import blueprint
from jaki_replica.tenancy.configuration.terms import (
    Agency,
    AreaKind,
    Areas,
    CategoryGroup,
    Channel,
    Connector,
    Contact,
    Duration,
    EmergencyNumber,
    Escalation,
    Evaluation,
    Identity,
    Intake,
    Level,
    PageTexts,
    Privacy,
    RegionConfig,
    Service,
    ServiceKind,
    Sla,
    SlaLimits,
    SlaOverride,
    SlaStep,
    Text,
    TimeUnit,
    Workflow,
)
from jaki_replica.ui import errors, security
from tests.branding.brands import FIVE

ZONES = {"maluku-utara": "Asia/Jayapura"}
SEVEN_DAYS = SlaLimits(
    verify=Duration(6, TimeUnit.HOUR),
    accept=Duration(6, TimeUnit.HOUR),
    answer=Duration(3),
    amber=Duration(4),
    red=Duration(6),
    finish=Duration(7),
    validate=Duration(48, TimeUnit.HOUR),
)
CHANNELS = (
    Channel("app", Text("Aplikasi"), Intake.SELF, Connector.PORTAL),
    Channel("wa", Text("WhatsApp"), Intake.CONNECTOR, Connector.WHATSAPP, "0811 1000 2000"),
    Channel("mail", Text("Surel", "E-mail"), Intake.CONNECTOR, Connector.EMAIL, "lapor@contoh.example"),
    Channel("sp4n", Text("SP4N-LAPOR! 1708"), Intake.CONNECTOR, Connector.SP4N, "1708"),
    Channel("fb", Text("Akun tanpa alamat"), Intake.CONNECTOR, Connector.SOCIAL),
    Channel("x", Text("Media sosial", "Social media"), Intake.OPERATOR, Connector.SOCIAL, "javascript:alert(1)"),
    Channel("desk", Text("Kantor kelurahan", "Ward office"), Intake.OPERATOR, address="Semua kelurahan"),
    Channel("shut", Text("Kanal tutup"), Intake.OPERATOR, open=False),
)
LONG = "Surat pernyataan pertanggungjawaban mutlak"


def _service(key: str, name: str, kind: ServiceKind = ServiceKind.INFORMATION, url: str = "") -> Service:
    needs = (Text("KTP asli", "Identity card"), Text("Kartu Keluarga", "Family card"))
    group = Text("Surat", "Papers")
    return Service(
        key, Text(name), Text("Syarat dan biaya"), "id-card", group, kind, "dukcapil", url=url, requirements=needs
    )


SERVICES = (
    _service("ktp", "KTP dan KK"),
    _service("surat", LONG),
    _service("pajak", "Pajak daerah", ServiceKind.LINK, "https://pajak.contoh.example"),
    _service("janji", "Antrean puskesmas", ServiceKind.BOOKING),
)


def region(slug: str) -> RegionConfig:
    """One of the five brands around the same ordinary region; Jakarta promises seven days, the others fourteen."""
    name = FIVE[slug].portal.removeprefix("Lapor ")
    return RegionConfig(
        identity=Identity(
            slug, name, f"Pemerintah {name}", "city", "31", ZONES.get(slug, "Asia/Jakarta"), ("id", "en"), (slug,), "AB"
        ),
        brand=FIVE[slug],
        emergency=(EmergencyNumber("112", Text("Darurat", "Emergency")), EmergencyNumber("113", Text("Pemadam"))),
        areas=Areas((AreaKind("kel", Level.VILLAGE, Text("Kelurahan"), "Kel.", "Lurah"),)),
        positions=(),
        agencies=(Agency("dukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),),
        referrals=(),
        groups=(CategoryGroup("trees", Text("Pohon dan taman", "Trees and parks"), "trees"),),
        categories=(),
        routes=(),
        channels=CHANNELS,
        workflow=Workflow("validator", "arbiter"),
        evaluation=Evaluation("bkd"),
        services=SERVICES,
        pages=PageTexts(
            notice=Text("Portal contoh.", "Demonstration portal."),
            contact=Contact("Jalan Merdeka 1", "021 1234567", "08111000", "info@contoh.example", ""),
        ),
        privacy=Privacy("Bagian Organisasi", "1", Text("Saya setuju.", "I agree.")),
        sla=Sla(
            SEVEN_DAYS if slug == "jakarta" else SlaLimits(),
            (SlaOverride("trees", finish=Duration(3)),),
            (Escalation(SlaStep.FINISH, Duration(1), 2),),
        ),
    )


REGIONS = {slug: region(slug) for slug in FIVE}


def make_app(*, debug: bool = True, regions: dict[str, RegionConfig] = REGIONS) -> Flask:
    """The app. The first label of the host names the region; any other host has none."""
    app = Flask("site")
    app.debug = debug
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.secret_key = "of-the-tests"
    CSRFProtect(app)

    @app.before_request
    def enter() -> None:
        found = regions.get(request.host.split(".")[0].split(":")[0])
        if found is not None:
            g.region = found

    ui.register(app)
    errors.register(app)
    security.register(app)
    app.register_blueprint(blueprint)

    @app.get("/galat/<int:code>")
    def fail(code: int) -> Response:
        return errors.page(code)

    @app.get("/pecah")
    def crash() -> str:
        raise RuntimeError("on purpose")

    return app


@dataclass(frozen=True, slots=True)
class Served:
    """The site on a port of this machine."""

    port: int

    def address(self, slug: str, path: str) -> str:
        """A page of a region."""
        return f"http://{slug}.localhost:{self.port}{path}"


@contextmanager
def served() -> Iterator[Served]:
    """The site, for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(server.server_port)
    finally:
        server.shutdown()
        thread.join()
