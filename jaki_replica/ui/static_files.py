"""The files every page needs, built once at start: one stylesheet, one sprite, all under one digest."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jaki_replica.branding.motifs import motifs

FOLDER = Path(__file__).parent / "static"
LAYERS = "@layer reset, tokens, base, components, utilities;\n"
FONT = "huruf.woff2"
STYLES = "situs.css"
GALLERY_STYLES = "galeri.css"
SPRITE, MORE = "ikon.svg", "ikon-lain.svg"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
}
PACKED_ALREADY = frozenset({".woff2", ".webp"})

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
AROUND = re.compile(r" ?([{};,]) ?")
BEFORE = re.compile(r"^(?:[ \t]*//.*\n|[ \t]*\n|[ \t]+)", re.MULTILINE)
SYMBOL = re.compile(r"<symbol .*?</symbol>", re.DOTALL)
SYMBOL_NAME = re.compile(r'<symbol id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent. `packed` is its gzip form, or None where packing gains nothing."""

    body: bytes
    packed: bytes | None
    content_type: str


@dataclass(frozen=True, slots=True)
class Tree:
    """All files by name. `digest` changes with any byte of any file and stands in every address."""

    digest: str
    files: dict[str, StaticFile]

    def address(self, name: str) -> str:
        """The address of a file, to be kept by browsers for ever. KeyError for an unknown name."""
        self.files[name]
        return f"/s/{self.digest}/{name}"


@cache
def tree() -> Tree:
    """The files of this process, read and joined at the first call."""
    bodies: dict[str, bytes] = {
        STYLES: _styles().encode(),
        GALLERY_STYLES: _smaller(_read("css/gallery.css")).encode(),
        SPRITE: _sprite(rare=False).encode(),
        MORE: _sprite(rare=True).encode(),
        FONT: (FOLDER / "fonts/plus-jakarta-sans-latin-wght-normal.woff2").read_bytes(),
        "pilih.svg": (FOLDER / "icons/pilih.svg").read_bytes(),
    }
    bodies |= {f"motif/{motif.name}.svg": motif.source for motif in motifs().values()}
    bodies |= {file.name: _shorter(file.read_text()).encode() for file in sorted((FOLDER / "js").glob("*.js"))}
    bodies |= {f"gambar/{file.name}": file.read_bytes() for file in sorted((FOLDER / "images").glob("*.webp"))}
    sums = "".join(f"{name}:{sha256(body).hexdigest()}\n" for name, body in sorted(bodies.items()))
    return Tree(sha256(sums.encode()).hexdigest()[:12], {name: _file(name, body) for name, body in bodies.items()})


@cache
def icon_names() -> frozenset[str]:
    """Every picture there is; tenant files may name those without the prefix `s-`."""
    return frozenset(SYMBOL_NAME.findall(_sprite(rare=False) + _sprite(rare=True)))


@cache
def _rare() -> frozenset[str]:
    """Pictures in a sprite of their own: pages of citizens seldom show one, so a phone need not load them."""
    return frozenset(_read("icons/rare.txt").split())


def sprite_of(name: str) -> str:
    """The address of the sprite that holds a picture."""
    return tree().address(MORE if name in _rare() else SPRITE)


def _styles() -> str:
    components = sorted((FOLDER / "css/components").glob("*.css"))
    names = ["css/tokens.css", "css/base.css"]
    parts = [_read(name) for name in names]
    parts += [file.read_text() for file in components]
    parts += [_read("css/page.css"), _read("css/utilities.css"), _read("css/print.css")]
    return LAYERS + _smaller("".join(parts)) + _motif_classes()


def _motif_classes() -> str:
    """A hem can show any motif by name, for the brand editor."""
    rules = "".join(f'.hem-{name}{{--motif:url("motif/{name}.svg")}}' for name in motifs())
    return f"@layer components{{{rules}}}\n"


def _smaller(css: str) -> str:
    """`css` without comments and needless spaces. Texts in quotes in our files hold neither."""
    return AROUND.sub(r"\1", SPACE.sub(" ", COMMENT.sub("", css))).replace(";}", "}").strip() + "\n"


def _shorter(script: str) -> str:
    """`script` without its comments and indentation. Our files have comments on lines of their own only."""
    return BEFORE.sub("", script)


def _sprite(*, rare: bool) -> str:
    symbols = SYMBOL.findall(_read("icons/shapes.svg") + _read("icons/lucide.svg"))
    chosen = [one for one in symbols if (SYMBOL_NAME.findall(one)[0] in _rare()) is rare]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(chosen) + "\n</svg>\n"


def _read(name: str) -> str:
    return (FOLDER / name).read_text()


def _file(name: str, body: bytes) -> StaticFile:
    suffix = Path(name).suffix
    packed = None if suffix in PACKED_ALREADY else gzip.compress(body, 9, mtime=0)
    return StaticFile(body, packed, TYPES[suffix])
