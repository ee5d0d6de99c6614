"""Finds in the sources every sentence that a fault of a file can say, as templates with numbered blanks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jaki_replica.foundation.places import PACKAGE

SOURCES = (
    *("tenancy/configuration/reader.py", "tenancy/configuration/loading.py"),
    *("tenancy/configuration/rules/*.py", "tenancy/configuration/schema/*.py"),
    *("onboarding/region_files.py", "onboarding/preparing/drafting.py"),
    *("onboarding/preparing/uploads.py", "onboarding/preparing/judging.py", "branding/rules.py"),
    *("areas/reading/*.py", "areas/rules/*.py"),
)
MAKERS = dict.fromkeys(("Finding", "Fault", "Misplaced"), (1, 2))
MAKERS |= dict.fromkeys(("refusal", "Problem", "refuse", "Unbuildable", "Unidentified"), (0, 1))
BLANK = "§"


def sources() -> Iterator[Path]:
    for pattern in SOURCES:
        found = sorted(PACKAGE.glob(pattern))
        assert found, pattern
        yield from found


def sentences() -> Iterator[tuple[str, str]]:
    """Every message and remedy with the file it stands in; `§` where something is put in."""
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _assigned(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for given in _said(call, path):
                for text in _texts(given, names):
                    if text.strip(BLANK + " "):
                        yield path.relative_to(PACKAGE).as_posix(), text


def _said(call: ast.Call, path: Path) -> Iterator[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "unknown":
        yield from call.args[3:4]
    if name not in MAKERS:
        return
    first, second = MAKERS[name]
    if name == "refuse":  # areas: place, message, remedy; the reader of YAML has a place and a path before both
        first = len(call.args) - 2 if len(call.args) > 2 else 1
        second = first + 1
    yield from (arg for place, arg in enumerate(call.args) if place in {first, second})
    yield from (word.value for word in call.keywords if word.arg in {"message", "remedy"})


def _assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for name, value in zip(target.elts, node.value.elts, strict=False):
                        if isinstance(name, ast.Name):
                            found.setdefault(name.id, []).append(value)
    return found


def _texts(node: ast.expr, names: dict[str, list[ast.expr]], depth: int = 0) -> list[str]:
    """What the expression can be; a blank where it cannot be told."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            made = [""]
            for part in parts:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                options = _texts(inner, names, depth + 1) if isinstance(inner, (ast.IfExp, ast.Constant)) else [BLANK]
                made = [begun + option for begun in made for option in options]
            return made
        case ast.IfExp(body=one, orelse=other):
            return _texts(one, names, depth + 1) + _texts(other, names, depth + 1)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [a + b for a in _texts(left, names, depth + 1) for b in _texts(right, names, depth + 1)]
        case ast.Call(func=ast.Name(id="joined"), args=parts):
            return [text for part in parts for text in _texts(part, names, depth + 1)]
        case ast.Name(id=name) if name in names and depth < 4:
            return [text for value in names[name] for text in _texts(value, names, depth + 1)]
        case _:
            return [BLANK]
