"""What an installation on one machine keeps in `var/`: its master key, its addresses, its first logins."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jaki_replica.embedded import Login, write_logins
from jaki_replica.embedded.files import write
from jaki_replica.foundation import clock
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding.actions import ensure_account
from jaki_replica.operators import actions, queries, rules
from jaki_replica.operators.keys import Keys
from jaki_replica.tenancy.owner import owner_session
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

KEY_FILE = "master.key"
ENV_FILE = "installation.env"
LOGINS_FILE = "logins.json"
OPERATOR = "operator"


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
        """The first operator, with a second factor whose secret and recovery codes are kept beside the password."""
        kept = self.kept.get((OPERATOR, OPERATOR))
        password = kept.password if kept else secrets.token_urlsafe(12)
        secret = first_operator(runtime, username=OPERATOR, password=password)
        if secret:
            otpauth = rules.address_of(secret, OPERATOR, runtime.settings.operator_host)
            kept = Login(OPERATOR, OPERATOR, OPERATOR, password, f"{address}/masuk", secret, otpauth)
            self.keep(kept)
        if kept and kept.totp_secret and not kept.recovery_codes:
            self.keep(replace(kept, recovery_codes=first_codes(runtime, OPERATOR)))

    def keep(self, login: Login) -> None:
        """Note a login; the file is written at once."""
        self.kept[login.tenant, login.username] = login
        write_logins(self.var, list(self.kept.values()))


def first_operator(runtime: Runtime, *, username: str, password: str) -> str:
    """See that the operator has an account and a second factor, as the owner.

    The new secret, or an empty text where the person has enrolled already.
    """
    at = clock.now()
    with owner_session(runtime.settings) as session:
        actions.open_account(session, username=username, password=password, at=at, by="jaki up")
        if queries.by_username(session, username).totp_secret is not None:
            return ""
        return actions.enrol_by_command(session, username, keys=Keys.of(runtime.settings), at=at, by="jaki up")


def first_codes(runtime: Runtime, username: str) -> tuple[str, ...]:
    """Recovery codes for an operator who has none; nothing for one who has made codes already."""
    with owner_session(runtime.settings) as session:
        person = queries.by_username(session, username)
        if queries.recovery_codes_left(session, person.id):
            return ()
        return actions.new_codes(session, person.id, by="jaki up", keys=Keys.of(runtime.settings), at=clock.now())
