"""The browser's cookie: signed with a key of this tenant alone, so that another host takes it for nothing."""

from __future__ import annotations

import hashlib

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import TENANT
from jaki_replica.tenancy.terms import Tenant

OPERATOR = "operator"


def owner() -> str:
    """Whose cookie this request may carry: the tenant's id, or the operator."""
    tenant: Tenant | None = request.environ.get(TENANT)
    return tenant.key if tenant else OPERATOR


class TenantSessions(SecureCookieSessionInterface):
    """Flask's signed cookie with a key derived from the master key and the tenant's id.

    The cookie holds the CSRF secret and, for staff, a token; who that is stands in the tenant's own schema.
    """

    def __init__(self, settings: Settings) -> None:
        """Keys come from the master key of `settings`."""
        self._settings = settings
        self._serializers: dict[str, URLSafeTimedSerializer] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """The serializer of this request's tenant, or of the operator."""
        return self.of(owner())

    def of(self, owner: str) -> URLSafeTimedSerializer:
        """The serializer of one tenant (its key) or of the operator."""
        found = self._serializers.get(owner)
        if found is None:
            found = self._serializers[owner] = URLSafeTimedSerializer(
                self._settings.derived_key(f"cookie:{owner}"),
                salt=f"session:{owner}",
                serializer=self.serializer,
                signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
            )
        return found


def register(app: Flask, settings: Settings) -> None:
    """Use tenant-bound cookies in `app`: for this host only, not readable by scripts, `__Host-` behind TLS."""
    app.session_interface = TenantSessions(settings)
    app.config.update(
        SECRET_KEY=settings.derived_key("forms"),
        SESSION_COOKIE_NAME="__Host-jaki" if settings.https else "jaki",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # what a token is worth ends with its row, however often it is used
        WTF_CSRF_TIME_LIMIT=12 * 3600,
    )
