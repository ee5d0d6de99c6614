"""Somebody in a browser of the region's admin, by HTTP alone."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Protocol

from werkzeug.test import Client, TestResponse

from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.terms import Tenant
from tests.regions import PASSWORD, USERNAME


@dataclass
class Visitor:
    client: Client
    host: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"http://{self.host}")

    def post(self, path: str, **data: object) -> TestResponse:
        sent = {"csrf_token": self.token(), **data}
        return shown_again(self, self.client.post(path, base_url=f"http://{self.host}", data=sent))

    def upload(self, data: bytes, name: str = "daftar.xlsx") -> TestResponse:
        return self.post("/admin/pejabat/unggah", berkas=(io.BytesIO(data), name))

    def token(self) -> str:
        return hidden(self.get("/masuk").text or "", "csrf_token") or hidden(self.get("/admin").text, "csrf_token")

    def sign_in(self, username: str = USERNAME, password: str = PASSWORD) -> TestResponse:
        return self.post("/masuk", username=username, password=password)


class Browser(Protocol):
    def get(self, path: str) -> TestResponse: ...


def shown_again(browser: Browser, answer: TestResponse) -> TestResponse:
    """The page of a form that was put aside; any other answer as it is."""
    aside = answer.status_code == 303 and "isian=" in answer.headers["Location"]
    return browser.get(answer.headers["Location"]) if aside else answer


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    return found[1] if found else ""


def visitor(gate: Gate, tenant: Tenant, username: str = "", password: str = PASSWORD) -> Visitor:
    made = Visitor(Client(gate), tenant.host)
    if username:
        answer = made.sign_in(username, password)
        assert answer.status_code == 303, answer.text
    return made
