"""Who starts an installation reads which post each of its logins holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jaki_replica.cli.installation import Logins
from jaki_replica.cli.running import _welcome
from jaki_replica.embedded import Login

ADDRESS = "http://jakarta.localhost:8000/masuk"


def test_the_post_of_an_official_is_printed_and_kept_and_older_files_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = {"tenant": "jakarta", "role": "admin", "username": "admin", "password": "rahasia-1", "url": ADDRESS}
    (tmp_path / "logins.json").write_text(json.dumps([older]), encoding="utf-8")
    logins = Logins.read(tmp_path)
    logins.keep(Login("jakarta", "official", "lurah", "rahasia-2", ADDRESS, post="Lurah Gunung"))
    _welcome({"jakarta": "http://jakarta.localhost:8000"}, logins, lambda words: None)
    lines = capsys.readouterr().out.splitlines()
    [of_official] = [line for line in lines if "rahasia-2" in line]
    assert of_official.endswith(f"lurah / rahasia-2  {ADDRESS}  (Lurah Gunung)")
    [of_admin] = [line for line in lines if "rahasia-1" in line]
    assert of_admin.endswith(ADDRESS)
    assert [one.post for one in Logins.read(tmp_path).kept.values()] == ["", "Lurah Gunung"]
    assert json.loads((tmp_path / "logins.json").read_text(encoding="utf-8")) == [
        older,
        {**older, "role": "official", "username": "lurah", "password": "rahasia-2", "post": "Lurah Gunung"},
    ]
