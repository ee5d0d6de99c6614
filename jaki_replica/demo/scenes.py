"""Drawn stand-ins for photographs: twelve kinds of damage, each as found and as mended, never the same twice.

A scene is drawn on 640 x 480. The same `Random` state draws the same place, so that before and after belong together.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from jaki_replica.demo.drawing import GREY, HIGH, LEAVES, SKIES, WALLS, WIDE, blob, fade, hole, houses, shaded, street

type_scene = Callable[[ImageDraw.ImageDraw, Random, bool], None]


def draw_scene(kind: str, after: bool, rng: Random) -> Image.Image:
    """A scene of that kind, mended or not. Raises KeyError for a kind that cannot be drawn."""
    image = Image.new("RGB", (WIDE, HIGH))
    SCENES[kind](ImageDraw.Draw(image), rng, after)
    return image


def road(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A pothole; a fresh patch."""
    left, top, right, bottom = hole(rng, street(draw, rng))
    if after:
        draw.polygon(
            ((left, top), (right, top - 14), (right + 34, bottom), (left - 24, bottom + 12)), fill=(54, 54, 56)
        )
        return
    blob(draw, rng, (left - 20, top - 12, right + 20, bottom + 12), (75, 70, 64))
    blob(draw, rng, (left, top, right, bottom), (46, 40, 35))
    blob(draw, rng, (left + 30, top + 24, right - 30, bottom - 6), (150, 158, 156))


def pavement(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """Broken tiles; even ones."""
    start = street(draw, rng) + 30
    for row, y in enumerate(range(start, HIGH, 34)):
        for x in range(-40 + 24 * (row % 2), WIDE, 76):
            colour = shaded((178, 150, 128), rng.randint(-14, 14))
            draw.rectangle((x, y, x + 72, y + 30), fill=colour)
    if not after:
        left, top, right, bottom = hole(rng, start - 40)
        blob(draw, rng, (left, top, right, bottom), (92, 80, 66))
        for _ in range(7):
            at, high = rng.uniform(left, right), rng.uniform(top, bottom)
            piece = ((at, high), (at + 40, high - 14), (at + 52, high + 12), (at + 8, high + 26))
            draw.polygon(piece, fill=(186, 160, 138))


def cover(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """An open drain hole; its cover."""
    left, top, right, bottom = hole(rng, street(draw, rng))
    draw.ellipse((left - 14, top - 8, right + 14, bottom + 8), fill=(150, 146, 138))
    draw.ellipse((left, top, right, bottom), fill=(96, 98, 100) if after else (16, 15, 14))
    if after:
        for part in range(1, 6):
            y = top + (bottom - top) * part / 6
            draw.line((left + 26, y, right - 26, y), fill=(70, 72, 74), width=5)


def lamp(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A dark street at night; the same with light."""
    ground = rng.randint(270, 320)
    fade(draw, (11, 18, 34), (40, 44, 64), 0, ground)
    x = -20
    while x < WIDE:
        wide, high = rng.randint(60, 150), rng.randint(40, 190)
        draw.rectangle((x, ground - high, x + wide, ground), fill=shaded((20, 26, 46), rng.randint(-6, 14)))
        if rng.random() < 0.7:
            draw.rectangle((x + 18, ground - high + 16, x + 34, ground - high + 36), fill=(190, 160, 90))
        x += wide
    fade(draw, (34, 36, 46), (18, 19, 26), ground, HIGH)
    pole = rng.randint(150, 470)
    side = rng.choice((-1, 1))
    if after:
        for size, light in ((230, 56), (160, 84), (90, 130)):
            draw.ellipse(
                (pole + side * 80 - size, 420 - size / 3, pole + side * 80 + size, 420 + size / 3),
                fill=(light, light - 8, light - 34),
            )
        draw.polygon(
            ((pole + side * 80, 96), (pole + side * 80 - 170, 440), (pole + side * 80 + 170, 440)), fill=(96, 86, 58)
        )
    draw.line((pole, ground + 20, pole, 90, pole + side * 80, 82), fill=(90, 96, 114), width=9)
    bulb = (255, 241, 201) if after else (47, 51, 66)
    draw.ellipse((pole + side * 80 - 26, 76, pole + side * 80 + 26, 100), fill=bulb)


def drain(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A canal full of litter; running water."""
    ground = rng.randint(150, 210)
    fade(draw, *rng.choice(SKIES), 0, ground)
    houses(draw, rng, ground)
    fade(draw, (141, 154, 114), (179, 174, 163), ground, HIGH)
    middle = rng.randint(240, 400)
    bed = (
        (middle - 70, ground + 10),
        (middle + 70, ground + 10),
        (middle + rng.randint(160, 230), HIGH),
        (middle - rng.randint(160, 230), HIGH),
    )
    draw.polygon(bed, fill=(150, 178, 180) if after else (84, 92, 78))
    draw.line((*bed[0], *bed[3]), fill=(214, 209, 198), width=16)
    draw.line((*bed[1], *bed[2]), fill=(214, 209, 198), width=16)
    if after:
        for part in range(1, 5):
            y = ground + part * 52
            draw.arc((middle - 30 * part, y, middle + 30 * part, y + 18), 180, 360, fill=(224, 236, 236), width=4)
        return
    for _ in range(16):
        down = rng.uniform(ground + 50, HIGH - 40)
        reach = 60 + (down - ground) * 0.35
        left = middle + rng.uniform(-reach, reach * 0.6)
        size = rng.uniform(24, 64)
        colour = rng.choice(
            ((232, 229, 220), (63, 111, 134), (177, 74, 52), (44, 45, 47), (211, 176, 79), (60, 58, 44))
        )
        draw.ellipse((left, down, left + size, down + size * 0.45), fill=colour)


def flood(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A street under water; the same dry."""
    start = street(draw, rng)
    if after:
        blob(draw, rng, (rng.randint(0, 300), start + 130, rng.randint(320, 640), start + 170), (78, 78, 78))
        return
    fade(draw, (142, 134, 112), (104, 98, 82), start - 30, HIGH)
    for _ in range(14):
        x, y = rng.uniform(-40, 560), rng.uniform(start, HIGH)
        draw.arc((x, y, x + rng.uniform(60, 180), y + 16), 180, 360, fill=(190, 184, 164), width=3)
    x = rng.randint(60, 460)
    draw.rectangle(
        (x, start - 34, x + 130, start + 30), fill=rng.choice(((170, 40, 40), (230, 230, 230), (40, 60, 110)))
    )
    draw.polygon(
        ((x + 16, start - 34), (x + 34, start - 70), (x + 100, start - 70), (x + 116, start - 34)), fill=(60, 70, 80)
    )


def waste(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """Bags by a wall; bins and a swept ground."""
    ground = rng.randint(270, 320)
    wall = rng.choice(WALLS)
    fade(draw, shaded(wall, 14), shaded(wall, -20), 0, ground)
    for y in range(20, ground, 36):
        draw.line((0, y, WIDE, y), fill=shaded(wall, -26), width=2)
    blob(draw, rng, (rng.randint(-60, 420), -60, rng.randint(460, 740), 130), rng.choice(LEAVES))
    fade(draw, (169, 166, 159), (138, 135, 128), ground, HIGH)
    x = rng.randint(40, 160)
    if after:
        for colour in ((47, 107, 79), (199, 138, 31), (44, 84, 130))[: rng.randint(2, 3)]:
            draw.rectangle((x, ground - 90, x + 90, ground + 40), fill=colour)
            draw.rectangle((x - 8, ground - 104, x + 98, ground - 86), fill=shaded(colour, -30))
            x += 120
        return
    for _ in range(rng.randint(9, 14)):
        left, top, size = rng.uniform(x - 20, 480), rng.uniform(ground - 60, ground + 60), rng.uniform(60, 140)
        colour = rng.choice(((42, 44, 48), (58, 61, 66), (31, 32, 35), (233, 231, 224), (182, 74, 55), (202, 163, 94)))
        draw.ellipse((left, top, left + size, top + size * 0.8), fill=colour)


def tree(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A tree across the road; a stump beside it."""
    start = street(draw, rng)
    x, y = rng.randint(40, 160), start + rng.randint(40, 90)
    if after:
        draw.rectangle((x, start - 34, x + 56, start + 16), fill=(107, 81, 56))
        draw.ellipse((x, start - 44, x + 56, start - 24), fill=(202, 172, 130))
        return
    draw.polygon(((x, y), (x + 360, y - 50), (x + 366, y - 22), (x + 4, y + 44)), fill=(107, 81, 56))
    blob(draw, rng, (x + 250, y - 150, x + 560, y + 90), rng.choice(LEAVES))


def parking(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """Cars where people walk; a free pavement."""
    start = street(draw, rng)
    draw.polygon(
        ((0, start + 20), (WIDE, start + 8), (WIDE, HIGH), (0, HIGH)),
        fill=shaded((186, 174, 158), rng.randint(-14, 14)),
    )
    draw.line((0, start + 60, WIDE, start + 48), fill=(222, 190, 60), width=14)
    x = rng.randint(10, 120)
    if after:
        draw.rectangle((x, start - 110, x + 10, start + 60), fill=(90, 92, 96))
        draw.ellipse((x - 32, start - 150, x + 42, start - 76), fill=(190, 40, 40))
        draw.line((x - 20, start - 136, x + 30, start - 90), fill=(240, 240, 240), width=12)
        return
    for _ in range(rng.randint(2, 3)):
        colour = rng.choice(((40, 44, 50), (226, 226, 222), (150, 30, 34), (110, 116, 124), (44, 70, 110)))
        y = start + rng.randint(20, 60)
        draw.rounded_rectangle((x, y, x + 210, y + 92), 22, fill=colour)
        draw.polygon(((x + 30, y + 6), (x + 64, y - 50), (x + 150, y - 50), (x + 186, y + 6)), fill=shaded(colour, -20))
        for wheel in (x + 36, x + 140):
            draw.ellipse((wheel, y + 66, wheel + 46, y + 112), fill=(22, 22, 24))
        x += rng.randint(190, 240)


def banner(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """Banners and stalls in the way; nothing left of them."""
    start = street(draw, rng)
    for x in (rng.randint(30, 200), rng.randint(330, 560)):
        draw.rectangle((x, 40, x + 12, start + 30), fill=(104, 100, 94))
        if not after:
            colour = rng.choice(((196, 52, 40), (232, 190, 60), (50, 110, 160), (240, 236, 226)))
            high = rng.randint(70, 150)
            draw.rectangle((x - 70, 60, x + 90, 60 + high), fill=colour)
            for line in range(3):
                draw.rectangle(
                    (x - 50, 76 + line * 20, x + rng.randint(10, 70), 84 + line * 20), fill=shaded(colour, -60)
                )
            draw.rectangle((x - 50, start - 20, x + 110, start + 60), fill=shaded((150, 104, 64), rng.randint(-20, 20)))


def signal(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """Traffic lights that are out; lights that work."""
    start = street(draw, rng)
    x = rng.randint(120, 480)
    draw.line((x, start + 40, x + (0 if after else rng.randint(-40, 40)), 160), fill=(84, 88, 92), width=12)
    draw.rounded_rectangle((x - 38, 20, x + 38, 190), 16, fill=(26, 28, 30))
    lit = rng.randrange(3) if after else None
    for place, colour in enumerate(((226, 48, 40), (240, 190, 50), (60, 200, 110))):
        draw.ellipse((x - 24, 30 + place * 52, x + 24, 78 + place * 52), fill=colour if place == lit else (52, 54, 56))


def pipe(draw: ImageDraw.ImageDraw, rng: Random, after: bool) -> None:
    """A burst pipe; a closed trench."""
    start = street(draw, rng)
    left, top, right, bottom = hole(rng, start)
    if after:
        draw.polygon(
            ((left, top), (right, top - 8), (right + 20, bottom), (left - 10, bottom + 8)), fill=(140, 118, 92)
        )
        return
    blob(draw, rng, (left - 60, top, right + 80, bottom + 30), (146, 166, 176))
    x = (left + right) / 2
    for _ in range(18):
        reach = rng.uniform(-90, 90)
        draw.line((x, bottom - 20, x + reach, top - rng.uniform(20, 120)), fill=(214, 228, 234), width=4)
    draw.line((left, bottom, right, bottom - 12), fill=GREY, width=18)


SCENES: dict[str, type_scene] = {
    "road": road,
    "pavement": pavement,
    "cover": cover,
    "lamp": lamp,
    "drain": drain,
    "flood": flood,
    "waste": waste,
    "tree": tree,
    "parking": parking,
    "banner": banner,
    "signal": signal,
    "pipe": pipe,
}
