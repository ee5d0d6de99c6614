"""What an installation on one machine keeps in `var/`: its master key, its addresses, its first logins."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from jaki_replica.embedded import Login, write_logins
from jaki_replica.embedded.files import write
from jaki_replica.foundation import clock
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding.actions import ensure_account
from jaki_replica.operator_console import accounts
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

KEY_FILE = "master.key"
ENV_FILE = "installation.env"
LOGINS_FILE = "logins.json"


def secret_of(var: Path, name: str) -> str:
    """The 64 hexadecimal characters kept in the file `name`, made at the first call; only our user reads them."""
    file = var / name
    if not file.exists():
        write(file, secrets.token_hex(32) + "\n")
    return file.read_text(encoding="utf-8").strip()


def note_addresses(var: Path, values: Mapping[str, str]) -> None:
    """Write the settings of the running installation, so that `jaki` in this folder finds it."""
    write(var / ENV_FILE, "".join(f"{name}='{value}'\n" for name, value in values.items()))


@dataclass(slots=True)
class Logins:
    """The logins of this installation: kept ones are used again, new ones get a random password."""

    var: Path
    kept: dict[tuple[str, str], Login]

    @classmethod
    def read(cls, var: Path) -> Logins:
        """What `logins.json` holds; nothing where there is none."""
        try:
            found = json.loads((var / LOGINS_FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            found = []
        return cls(var, {(entry["tenant"], entry["username"]): Login(**entry) for entry in found})

    def ensure_admin(self, runtime: Runtime, tenant: Tenant, address: str) -> None:
        """An admin of the region, where it has none of that name."""
        password = secrets.token_urlsafe(12)
        opened = ensure_account(
            runtime, tenant, username="admin", password=password, name=f"Admin {tenant.name}", role=Role.ADMIN
        )
        if opened:
            self.keep(Login(tenant.slug, "admin", "admin", password, f"{address}/masuk"))

    def ensure_operator(self, runtime: Runtime, address: str) -> None:
        """The first operator."""
        password = secrets.token_urlsafe(12)
        if ensure_operator(runtime, username="operator", password=password):
            self.keep(Login("operator", "operator", "operator", password, f"{address}/masuk"))

    def keep(self, login: Login) -> None:
        """Note a login; the file is written at once."""
        self.kept[login.tenant, login.username] = login
        write_logins(self.var, list(self.kept.values()))


def ensure_operator(runtime: Runtime, *, username: str, password: str) -> bool:
    """Open an operator's account as the owner; False where the name is known already."""
    with owner_transaction(runtime.settings) as connection, Session(connection) as session:
        opened = accounts.open_account(session, username=username, password=password, at=clock.now())
        session.flush()
    return opened
