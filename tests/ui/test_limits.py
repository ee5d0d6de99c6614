"""Limits count over all processes; while Redis is away each process counts for itself, and nobody is let in freely."""

from __future__ import annotations

import pytest
from flask import Flask, Response
from flask.typing import ResponseReturnValue
from limits import parse
from redis.exceptions import ConnectionError as Away

from jaki_replica.foundation.errors import NotFound, TooMany
from jaki_replica.settings import Settings
from jaki_replica.ui import errors, limits
from jaki_replica.ui.limits import Limiter
from jaki_replica.ui.sessions import OPERATOR

THREE = parse("3 per minute")
TWICE = "2 per minute;50 per hour"
NOWHERE = "redis://127.0.0.1:1/0"


def test_two_processes_count_together(settings: Settings) -> None:
    one, other = Limiter(settings.redis_url), Limiter(settings.redis_url)
    assert [one.hit(THREE, "together"), other.hit(THREE, "together"), one.hit(THREE, "together")] == [True] * 3
    assert other.full((THREE,), "together") is THREE
    assert not other.hit(THREE, "together")
    assert 1 <= other.seconds_left(THREE, "together") <= 60
    assert other.full((THREE,), "somebody else") is None


def test_without_redis_a_process_counts_for_itself() -> None:
    alone = Limiter(NOWHERE)
    assert [alone.hit(THREE, "x") for _ in range(4)] == [True, True, True, False]
    assert alone.full((THREE,), "x") is THREE and alone.full((THREE,), "y") is None


def test_redis_is_asked_again_after_some_seconds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limiter(settings.redis_url)
    asked: list[str] = []

    def away(*_: object) -> bool:
        asked.append("again")
        raise Away

    with monkeypatch.context() as broken:
        broken.setattr(limiter._shared, "hit", away)
        assert [limiter.hit(THREE, "back") for _ in range(4)] == [True, True, True, False]
    assert asked == ["again"], "one failure is enough for some seconds"
    monkeypatch.setattr(limits, "AWAY_SECONDS", 0.0)
    limiter._away_until = 0.0
    assert limiter.hit(THREE, "back"), "nobody had counted in Redis yet"


@pytest.fixture
def app(settings: Settings) -> Flask:
    """A page that is counted always, and one of which only what was refused is."""
    made = Flask("limits")
    limiter = limits.register(made, settings)

    def view(found: str = "ja") -> ResponseReturnValue:
        if found == "tidak":
            raise NotFound("nothing")
        return Response("ya")

    made.add_url_rule("/selalu", "always", view)
    made.add_url_rule("/<found>", "refused", view)
    name = id(made)  # windows of other tests are not this one's
    made.view_functions["always"] = limits.limited(limiter, f"a{name}", view, lambda: "2 per minute")  # type: ignore[assignment]
    made.view_functions["refused"] = limits.limited(  # type: ignore[assignment]
        limiter, f"r{name}", view, lambda: TWICE, only=limits.REFUSED
    )
    made.register_error_handler(NotFound, lambda _error: Response("tidak", 404))
    made.register_error_handler(TooMany, lambda error: Response("", 429, {"Retry-After": str(error.retry_after)}))
    return made


def test_a_page_is_refused_beyond_its_limit_and_says_when_to_come_back(app: Flask) -> None:
    answers = [app.test_client().get("/selalu") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_of_a_page_that_counts_refusals_whoever_finds_what_he_seeks_is_never_stopped(app: Flask) -> None:
    client = app.test_client()
    assert [client.get("/ada").status_code for _ in range(6)] == [200] * 6
    assert [client.get("/tidak").status_code for _ in range(3)] == [404, 404, 429]
    assert client.get("/ada").status_code == 429


def test_nobody_is_asked_while_somebody_finds_what_he_seeks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter: Limiter = app.extensions[limits.KEY]
    asked: list[str] = []
    monkeypatch.setattr(limiter, "_ask", lambda question: asked.append("asked"))
    assert [app.test_client().get("/ada").status_code for _ in range(3)] == [200] * 3
    assert asked == []


def test_a_wrong_guess_beyond_the_limit_is_refused_in_every_process(app: Flask, settings: Settings) -> None:
    other = limits.register(Flask("another process"), settings)
    who = f"r{id(app)}", f"{OPERATOR}:127.0.0.1"
    assert [app.test_client().get("/tidak").status_code for _ in range(2)] == [404, 404]
    assert not other.hit(limits._windows(TWICE)[0], *who), "another process sees the third at once"
    assert app.test_client().get("/tidak").status_code == 429, "and nothing more is told here either"
    assert app.test_client().get("/ada").status_code == 429
    assert app.test_client().get("/ada", environ_base={"REMOTE_ADDR": "10.1.1.1"}).status_code == 200


def test_whoever_is_beyond_a_limit_may_come_again_in_the_next_window(settings: Settings) -> None:
    limiter, second = Limiter(settings.redis_url), parse("1 per second")
    limiter.close(second, "soon")
    assert limiter.closed((second,), "soon") is second and limiter.closed((second,), "another") is None
    limiter._closed.keep((second, ("soon",)), 0.0)
    assert limiter.closed((second,), "soon") is None


def test_refusals_are_errors_the_pages_know(app: Flask) -> None:
    assert errors.STATUS[TooMany] == 429
