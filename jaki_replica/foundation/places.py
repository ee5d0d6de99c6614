"""Where the files lie that ship beside the code: in a checkout at its top, in a wheel inside the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """The folder or file `name` (`migrations`, `tenants`), from the checkout or from the installed package."""
    beside = PACKAGE.parent / name
    return beside if (PACKAGE.parent / "pyproject.toml").exists() and beside.exists() else PACKAGE / "shipped" / name
