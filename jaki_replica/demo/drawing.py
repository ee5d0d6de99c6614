"""What the drawn scenes share: skies, houses, a street, rough shapes."""

from __future__ import annotations

from random import Random

from PIL import ImageDraw

WIDE, HIGH = 640, 480

type_colour = tuple[int, int, int]

SKIES: tuple[tuple[type_colour, type_colour], ...] = (
    ((185, 205, 214), (233, 228, 214)),
    ((150, 182, 208), (214, 224, 226)),
    ((176, 178, 180), (214, 212, 206)),
    ((206, 188, 160), (240, 222, 190)),
)
WALLS: tuple[type_colour, ...] = (
    (201, 183, 154),
    (184, 191, 185),
    (214, 204, 190),
    (160, 150, 140),
    (196, 170, 150),
    (222, 214, 196),
)
ROOFS: tuple[type_colour, ...] = ((143, 74, 54), (120, 60, 48), (96, 100, 102), (150, 96, 70))
LEAVES: tuple[type_colour, ...] = ((93, 115, 80), (79, 103, 72), (108, 126, 84), (66, 92, 62))
GREY: type_colour = (112, 111, 108)


def fade(draw: ImageDraw.ImageDraw, top: type_colour, bottom: type_colour, first: int, last: int) -> None:
    """A band that goes from one colour to another."""
    for y in range(first, last, 4):
        part = (y - first) / max(1, last - first)
        colour = tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.rectangle((0, y, WIDE, y + 4), fill=colour)


def blob(draw: ImageDraw.ImageDraw, rng: Random, box: tuple[float, float, float, float], colour: type_colour) -> None:
    """A rough round shape: leaves, rubble, water."""
    left, top, right, bottom = box
    for _ in range(9):
        wide, high = (right - left) * rng.uniform(0.3, 0.6), (bottom - top) * rng.uniform(0.3, 0.6)
        x, y = rng.uniform(left, right - wide), rng.uniform(top, bottom - high)
        shade = rng.randint(-12, 12)
        draw.ellipse((x, y, x + wide, y + high), fill=shaded(colour, shade))


def shaded(colour: type_colour, by: int) -> type_colour:
    """The colour, lighter or darker."""
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def houses(draw: ImageDraw.ImageDraw, rng: Random, ground: int) -> None:
    """A row of houses and trees that stands on `ground`."""
    x = rng.randint(-60, 20)
    while x < WIDE:
        wide, high = rng.randint(90, 190), rng.randint(60, 150)
        wall, top = rng.choice(WALLS), ground - high
        if rng.random() < 0.25:
            blob(draw, rng, (x, ground - 150, x + wide, ground), rng.choice(LEAVES))
        else:
            draw.rectangle((x, top, x + wide, ground), fill=wall)
            draw.polygon(
                ((x - 10, top), (x + wide / 2, top - rng.randint(16, 44)), (x + wide + 10, top)), fill=rng.choice(ROOFS)
            )
            for place in range(x + 16, x + wide - 30, 46):
                draw.rectangle((place, top + 20, place + 26, top + 52), fill=shaded(wall, -70))
        x += wide + rng.randint(4, 50)


def street(draw: ImageDraw.ImageDraw, rng: Random) -> int:
    """Sky, houses, kerb and road; returns where the road starts."""
    ground = rng.randint(190, 250)
    fade(draw, *rng.choice(SKIES), 0, ground)
    blob(draw, rng, (rng.randint(-80, 400), 20, rng.randint(420, 700), ground), rng.choice(LEAVES))
    houses(draw, rng, ground)
    tone = rng.randint(-18, 18)
    draw.rectangle((0, ground, WIDE, ground + 22), fill=shaded((163, 158, 148), tone))
    fade(draw, shaded((131, 129, 125), tone), shaded((91, 90, 88), tone), ground + 22, HIGH)
    slope = rng.randint(-40, 40)
    for x in range(20, WIDE, 190):
        y = ground + 90 + slope * x / WIDE
        draw.polygon(((x, y), (x + 92, y - 6), (x + 98, y + 4), (x + 4, y + 11)), fill=(217, 214, 204))
    return ground + 22


def hole(rng: Random, start: int) -> tuple[float, float, float, float]:
    """Where in the road something is broken."""
    x, y = rng.uniform(70, 330), rng.uniform(start + 60, start + 110)
    return x, y, x + rng.uniform(170, 260), y + rng.uniform(70, 110)
