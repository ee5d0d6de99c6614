"""What every command needs: settings from the environment, and the runtime for as long as the command works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser

from jaki_replica.settings import load
from jaki_replica.tenancy.runtime import Runtime, open_runtime


@contextmanager
def runtime() -> Iterator[Runtime]:
    """The runtime of one command."""
    opened = open_runtime(load())
    try:
        yield opened
    finally:
        opened.close()


def actor() -> str:
    """Who gives the command: the name of the system's user."""
    return f"cli:{getuser()}"
