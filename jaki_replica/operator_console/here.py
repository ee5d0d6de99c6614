"""What every page of the console has at hand: the platform's session, who is here, the keys."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import current_app, request, url_for
from flask_login import current_user
from flask_sqlalchemy import SQLAlchemy

from jaki_replica.operators.keys import Keys
from jaki_replica.operators.terms import SignedIn, Stage, Visit
from jaki_replica.tenancy.models import PlatformBase
from jaki_replica.ui.edge import client
from jaki_replica.ui.signing_in import Person

ROLE = "operator"
KEYS = "jaki_operator_keys"

db = SQLAlchemy(metadata=PlatformBase.metadata)


class OperatorPerson(Person):
    """Somebody who has given a password; inside only with the second factor."""

    def __init__(self, signed: SignedIn) -> None:
        """`signed` is what the session's row says now."""
        role = ROLE if signed.stage is Stage.INSIDE else f"{ROLE}/{signed.stage}"
        super().__init__(signed.token, name=signed.username, role=role)
        self.signed = signed


def who() -> SignedIn:
    """The person of this request. Only for pages that nobody else reaches."""
    found: SignedIn = current_user.signed
    return found


def keys() -> Keys:
    """The keys of the operators' secrets."""
    found: Keys = current_app.extensions[KEYS]
    return found


def visit() -> Visit:
    """From where this request comes."""
    return Visit(client(), request.headers.get("User-Agent", ""))


def address(endpoint: str, values: Mapping[str, object]) -> str:
    """The address of a page with a question; values that are empty are left out."""
    asked = urlencode({name: value for name, value in values.items() if value})
    return f"{url_for(endpoint)}?{asked}" if asked else url_for(endpoint)
