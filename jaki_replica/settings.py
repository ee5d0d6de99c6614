"""The process's settings: typed, from the environment and `.env`, every fault reported at once."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from os import environ
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy import URL

from jaki_replica.foundation.db import normal_url
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.files import FilesSettings
from jaki_replica.foundation.files.s3 import Bucket

type_network = IPv4Network | IPv6Network

HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
KEY_EXAMPLE = "64 hexadecimal characters (openssl rand -hex 32)"
MOST_REPEATED = 12  # different bytes; 32 random ones hold 27 or more


class Environment(StrEnum):
    """Where this process runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Mail:
    """The SMTP relay that takes our messages; without a `host` they become files in `folder` and reach nobody.

    The files go after `days`: they name people and hold links.
    """

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    sender: str
    starttls: bool
    folder: Path
    days: int = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a process needs to know before it starts. Secrets are left out of its repr."""

    environment: Environment
    base_domain: str
    port: int
    https: bool
    master_key: bytes = field(repr=False)
    owner_url: URL | None = field(repr=False)
    platform_url: URL = field(repr=False)
    redis_url: str = field(repr=False)
    role_prefix: str
    engines: int
    pool_size: int
    pool_overflow: int
    trusted_proxies: tuple[type_network, ...]
    files: FilesSettings
    body_limit_mb: int
    registry_seconds: float
    metrics_token: str = field(repr=False)
    web_url: str
    log_level: str
    mail: Mail
    live_streams: int = 0
    live_offered: bool = False

    @property
    def operator_host(self) -> str:
        """The host of the operator console."""
        return f"operator.{self.base_domain}"

    def derived_key(self, purpose: str) -> bytes:
        """A key for one purpose, from the master key (HMAC-SHA-256, RFC 2104)."""
        return hmac.digest(self.master_key, purpose.encode(), hashlib.sha256)

    def host_name(self, label: str) -> str:
        """The full host of a label such as `jakarta`; a name with a dot is already full."""
        return label if "." in label else f"{label}.{self.base_domain}"

    def web_address(self, host: str) -> str:
        """The address a person types for `host`, with the port only where it must be said."""
        usual = 443 if self.https else 80
        scheme = "https" if self.https else "http"
        port = "" if self.port == usual or self.environment is Environment.PRODUCTION else f":{self.port}"
        return f"{scheme}://{host}{port}"


@dataclass(slots=True)
class _Reader:
    """Reads one name after another and gathers what is wrong instead of stopping at the first."""

    values: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, shape: str, example: str) -> None:
        """Note a fault; `shape` describes the value and never repeats it."""
        self.faults.append(Fault(name, shape, f"for example {name}={example}"))

    def text(self, name: str, default: str | None, example: str, pattern: str = r".*") -> str:
        """A text that matches `pattern`; without a default it must be given."""
        value = self.values.get(name, "")
        if not value:
            if default is None:
                self.fault(name, "is not set", example)
            return default or ""
        if not re.fullmatch(pattern, value):
            self.fault(name, f"has the wrong form ({len(value)} characters)", example)
        return value

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number between `low` and `high`."""
        value = self.values.get(name, "") or str(default)
        try:
            number = float(value)
        except ValueError:
            number = low - 1
        if not low <= number <= high:  # also where it is not a number at all
            self.fault(name, f"must be a number from {low:g} to {high:g}", f"{default:g}")
            return default
        return number

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number between `low` and `high`."""
        number = self.number(name, default, low, high)
        if number != int(number):
            self.fault(name, f"must be a whole number from {low} to {high}", str(default))
        return int(number)

    def switch(self, name: str, default: bool) -> bool:
        """Yes or no, as `true` or `false`."""
        value = (self.values.get(name, "") or str(default)).lower()
        if value not in {"true", "false"}:
            self.fault(name, "must be true or false", str(default).lower())
        return value == "true"

    def database(self, name: str) -> URL | None:
        """A PostgreSQL address, or None where the name is not set."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            found = normal_url(value)
        except Exception:  # whatever the parser dislikes, its words would repeat the password
            found = None
        if found is None or not found.database:
            self.fault(name, "is not the address of a PostgreSQL database", "postgresql://jaki:secret@127.0.0.1/jaki")
        return found

    def master_key(self, name: str, *, strict: bool) -> bytes:
        """At least 32 bytes in hexadecimal; where `strict`, they must also look random."""
        value = self.text(name, None, KEY_EXAMPLE, r"([0-9a-fA-F]{2}){32,}")
        key = bytes.fromhex(value) if re.fullmatch(r"([0-9a-fA-F]{2})+", value) else b""
        if strict and key and len(set(key)) < MOST_REPEATED:
            self.fault(name, "repeats itself and can be guessed", KEY_EXAMPLE)
        return key

    def networks(self, name: str) -> tuple[type_network, ...]:
        """Addresses of proxies, separated by commas."""
        found = []
        for part in filter(None, (p.strip() for p in self.values.get(name, "").split(","))):
            try:
                found.append(ip_network(part))
            except ValueError:
                self.fault(name, "must be addresses or networks separated by commas", "127.0.0.1/32,10.0.0.0/8")
        return tuple(found)


def _mail(read: _Reader, *, needed: bool) -> Mail:
    return Mail(
        host=read.text("SMTP_HOST", None if needed else "", "mail.example.go.id", r"[^\s/]+"),
        port=read.whole("SMTP_PORT", 1025, 1, 65535),
        username=read.text("SMTP_USERNAME", "", "lapor"),
        password=read.text("SMTP_PASSWORD", "", "secret"),
        sender=read.text("SMTP_SENDER", "lapor@localhost", "lapor@example.go.id", r"[^@\s]+@[^@\s]+"),
        starttls=read.switch("SMTP_STARTTLS", False),
        folder=Path(read.text("MAIL_FOLDER", "var/mail", "/srv/jaki/mail")),
        days=read.whole("MAIL_FOLDER_DAYS", 30, 1, 3650),
    )


def _files(read: _Reader) -> FilesSettings:
    """A folder, or a bucket where FILES_S3_BUCKET is set."""
    folder = Path(read.text("FILES", "var/files", "/srv/jaki/files"))
    name = read.text("FILES_S3_BUCKET", "", "jaki-files", r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
    if not name:
        return FilesSettings(folder)
    bucket = Bucket(
        name=name,
        endpoint=read.text("FILES_S3_ENDPOINT", None, "https://s3.example.go.id", r"https?://[^\s/]+"),
        access_key=read.text("FILES_S3_ACCESS_KEY", None, "jaki"),
        secret_key=read.text("FILES_S3_SECRET_KEY", None, "secret"),
        region=read.text("FILES_S3_REGION", "us-east-1", "us-east-1", r"[a-z0-9-]+"),
        encrypted=read.switch("FILES_S3_ENCRYPTED", False),
    )
    return FilesSettings(folder, bucket)


def _platform_url(read: _Reader, owner: URL | None, master: bytes, prefix: str) -> URL:
    """The web's own login to the platform schema; derived from the owner's address where not given."""
    given = read.database("PLATFORM_DATABASE_URL")
    if given is not None:
        return given
    if owner is None:
        if not any(f.field.endswith("DATABASE_URL") for f in read.faults):
            read.fault("DATABASE_URL", "is not set", "postgresql://jaki:secret@127.0.0.1:5432/jaki")
        return URL.create("postgresql+psycopg2")
    return owner.set(username=platform_role(prefix), password=platform_password(master))


def platform_role(prefix: str) -> str:
    """The login role of the running application for the `platform` schema."""
    return f"{prefix}jaki_platform"


def platform_password(master_key: bytes) -> str:
    """The password of that role, from the master key."""
    return hmac.digest(master_key, b"role:platform", hashlib.sha256).hex()


def read_settings(values: Mapping[str, str]) -> Settings:
    """Settings from a mapping of names to texts. Raises Invalid with every fault at once."""
    read = _Reader(values)
    environment = read.text("ENVIRONMENT", "development", "production", "|".join(Environment))
    key = read.master_key("MASTER_KEY", strict=environment == Environment.PRODUCTION)
    prefix = read.text("DATABASE_ROLE_PREFIX", "", "a_", r"[a-z][a-z0-9_]{0,15}")
    owner = read.database("DATABASE_URL")
    port = read.whole("PORT", 8000, 1, 65535)
    settings = Settings(
        environment=Environment(environment) if environment in set(Environment) else Environment.DEVELOPMENT,
        base_domain=read.text("BASE_DOMAIN", "localhost", "lapor.example.go.id", HOST_NAME.pattern),
        port=port,
        https=read.switch("HTTPS", environment == "production"),
        master_key=key,
        owner_url=owner,
        platform_url=_platform_url(read, owner, key, prefix),
        redis_url=read.text("REDIS_URL", None, "redis://:secret@127.0.0.1:6379/0", r"(rediss?|unix|valkeys?)://.+"),
        role_prefix=prefix,
        engines=read.whole("ENGINES", 40, 1, 2000),
        pool_size=read.whole("POOL_SIZE", 2, 1, 50),
        pool_overflow=read.whole("POOL_OVERFLOW", 2, 0, 50),
        trusted_proxies=read.networks("TRUSTED_PROXIES"),
        files=_files(read),
        body_limit_mb=read.whole("BODY_LIMIT_MB", 80, 1, 1024),
        registry_seconds=read.number("REGISTRY_SECONDS", 1, 0.05, 60),
        metrics_token=read.text("METRICS_TOKEN", "", "32 random characters", r"[!-~]{16,}"),
        web_url=read.text("WEB_URL", f"http://127.0.0.1:{port}", "http://127.0.0.1:8000", r"http://[^\s/]+"),
        log_level=read.text("LOG_LEVEL", "INFO", "INFO", "DEBUG|INFO|WARNING|ERROR"),
        mail=_mail(read, needed=environment == Environment.PRODUCTION),
        live_streams=read.whole("LIVE_STREAMS", 0, 0, 5000),
        live_offered=read.switch("LIVE_OFFERED", False),
    )
    if read.faults:
        raise Invalid(
            "The settings are not complete",
            tuple(read.faults),
            remedy="run `make up` once in this folder, or see config/example.env",
        )
    return settings


INSTALLATION = Path("var/installation.env")


def given(folder: Path | None = None) -> dict[str, str]:
    """All names and values that count, later ones winning: what `jaki up` noted here, `.env`, the environment."""
    here = folder or Path.cwd()
    found: dict[str, str] = {}
    for file in (here / INSTALLATION, here / ".env"):
        try:
            found |= {k: v for k, v in dotenv_values(file, interpolate=False).items() if v is not None}
        except PermissionError:
            continue  # another user's installation: its secrets are not for us
        except UnicodeDecodeError as error:
            raise Invalid(f"{file.name} is not a text in UTF-8", remedy="save it again as UTF-8") from error
    return found | environ


def load(folder: Path | None = None) -> Settings:
    """The settings of this process. Raises Invalid with every fault at once."""
    return read_settings(given(folder))
