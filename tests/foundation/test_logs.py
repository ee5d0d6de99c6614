"""What a log line may hold: constants and fields, never what a person wrote or what opens a door."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from jaki_replica.foundation import logs
from jaki_replica.foundation.db import open_engine
from jaki_replica.settings import Settings

NIK = "3171234567890001"
SECRET = "rahasia"


@pytest.fixture(params=[True, False], ids=["json", "console"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure("INFO", json=request.param)
    root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
    yield stream
    root.handlers[:] = kept
    root.setLevel(level)
    structlog.reset_defaults()


def failed(secret: str) -> None:
    password = secret
    raise ValueError(f"not a number: {NIK}\nwith {password}")


def test_a_traceback_names_places_and_kinds_and_no_values(written: io.StringIO) -> None:
    log = structlog.get_logger("test")
    try:
        failed(SECRET)
    except ValueError:
        log.exception("it failed", password=SECRET, token=SECRET, nik=NIK, turn=3)
        logging.getLogger("library").exception("theirs failed")
    text = written.getvalue()
    assert "it failed" in text
    assert "theirs failed" in text
    assert "in failed" in text
    assert "ValueError: not a number: [number]" in text
    assert SECRET not in text
    assert NIK not in text


def test_an_error_of_the_database_shows_neither_parameters_nor_details(
    written: io.StringIO, settings: Settings
) -> None:
    assert settings.owner_url is not None
    engine = open_engine(settings.owner_url, size=1, overflow=0, name="test")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TEMPORARY TABLE people (name text PRIMARY KEY)")
            for _ in "12":
                connection.exec_driver_sql("INSERT INTO people VALUES (%s)", (SECRET,))
    except Exception:
        structlog.get_logger("test").exception("refused")
    engine.dispose()
    text = written.getvalue()
    assert "UniqueViolation" in text
    assert SECRET not in text


def led_on() -> None:
    try:
        _ = {}["first"]
    except KeyError as error:
        raise RuntimeError("second") from error


def test_causes_come_before_what_they_led_to(written: io.StringIO) -> None:
    try:
        led_on()
    except RuntimeError:
        structlog.get_logger("test").exception("both")
    text = written.getvalue()
    assert text.index("KeyError") < text.index("RuntimeError")


def test_json_is_one_line_with_the_scope_of_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", json=True)
    with structlog.contextvars.bound_contextvars(tenant="kota", tenant_id="0123", request_id="abc"):
        structlog.get_logger("test").info("request", status=200)
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["event"], line["tenant"], line["tenant_id"], line["request_id"]) == ("request", "kota", "0123", "abc")
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


def test_half_a_character_and_things_without_a_json_form_are_written_all_the_same(written: io.StringIO) -> None:
    structlog.get_logger("test").info("odd", half="\ud800", where=Settings, many=[1, {"a": None}])
    assert "odd" in written.getvalue()


def test_what_is_below_the_level_is_not_written(written: io.StringIO) -> None:
    log = structlog.get_logger("test.part")
    log.debug("quiet")
    log.warning("loud")
    text = written.getvalue()
    assert "quiet" not in text
    assert "loud" in text
    assert "test.part" in text
