"""Processes that kill themselves with SIGKILL just before or just after one of their commits, until one lives on."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from itertools import count

from click.testing import CliRunner
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from werkzeug.test import Client

from jaki_replica.app import create_operator_app, create_region_app
from jaki_replica.cli.main import main
from jaki_replica.onboarding.preparing import ordering
from jaki_replica.onboarding.preparing.provisioner import run_provisioner
from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import open_runtime
from tests.console import HOST
from tests.onboarding.conftest import environment

type_work = Callable[[], None]
MOST_COMMITS = 20


def through_every_death(work: type_work) -> int:
    """Begin `work` over and over, killed before and after its first commit, its second, and so on; then let it live.

    Returns how often it was killed. Every run goes on with what the one before left behind.
    """
    deaths = 0
    for commit in range(1, MOST_COMMITS):
        for after in (False, True):
            if not _dies(work, commit, after=after):
                return deaths
            deaths += 1
    raise AssertionError("the work never comes to its end")


def lives_on(work: type_work) -> None:
    """Do `work` in a process of its own that nobody kills."""
    assert not _dies(work, MOST_COMMITS, after=True)


def _dies(work: type_work, commit: int, *, after: bool) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _arm(commit, after=after)
            work()
            code = 0
        except BaseException:  # whatever it was, this process ends here
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the work failed; its output is above"
    return False


def _arm(commit: int, *, after: bool) -> None:
    """From now on the process kills itself at its `commit`-th commit."""
    done = count(1)
    original = PGDialect_psycopg2.do_commit

    def do_commit(self: PGDialect_psycopg2, connection: Connection) -> None:
        mine = next(done) == commit
        if mine and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        original(self, connection)  # type: ignore[arg-type]
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)

    PGDialect_psycopg2.do_commit = do_commit  # type: ignore[method-assign,assignment]


def command(settings: Settings, *arguments: object) -> type_work:
    """`jaki ...` on that installation."""

    def work() -> None:
        os.environ.update(environment(settings))
        ended = CliRunner().invoke(main, [str(one) for one in arguments])
        assert ended.exit_code == 0, ended.output

    return work


def without_owner(settings: Settings) -> Settings:
    """The same installation as its web server sees it: without the owner's login."""
    values = environment(settings) | {
        "DATABASE_URL": "",
        "PLATFORM_DATABASE_URL": settings.platform_url.render_as_string(hide_password=False),
    }
    return read_settings(values)


def unused_gate(settings: Settings) -> Gate:
    """The product with no connection and no thread yet, so that a child may begin with it."""
    runtime = open_runtime(settings)
    region, operator = create_region_app(runtime), create_operator_app(runtime)
    return Gate(runtime.settings, runtime.registry, region=region, operator=operator)


def post(gate: Gate, cookie: str, path: str, form: Mapping[str, object], *, expected: int = 303) -> type_work:
    """A form of the operator's console, sent by a browser that is signed in already."""

    def work() -> None:
        gate._registry.refresh()
        browser = Client(gate)
        browser.set_cookie("jaki", cookie, domain=HOST)
        answer = browser.post(path, base_url=f"http://{HOST}", data=dict(form))
        assert answer.status_code == expected, (answer.status_code, answer.text[-3000:])

    return work


def provisioner(settings: Settings) -> type_work:
    """`jaki provisioner`, told to stop as soon as nothing is ordered any more."""

    def work() -> None:
        runtime = open_runtime(settings)

        class Told(threading.Event):
            def is_set(self) -> bool:
                return not ordering.open_orders(runtime)

            def wait(self, timeout: float | None = None) -> bool:
                return super().wait(0.02)

        run_provisioner(settings, stop=Told())

    return work
