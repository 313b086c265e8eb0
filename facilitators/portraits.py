"""The portrait of a facilitator without a photograph: a head and shoulders of arcs, or a group.

Made of the same arcs as the covers, from the page's key, so that everybody has their own.
"""

import math
import random

from django.utils.safestring import SafeString

from core.covers import Shape, arc, disc, svg

SIZE = 600
MIDDLE = SIZE // 2


def portrait_svg(seed: int, hue: int, *, is_organisation: bool) -> SafeString:
    """Return the drawing as inline SVG; nothing in it for a screen reader."""
    return svg(shapes(seed, is_organisation=is_organisation), hue, SIZE, SIZE)


def shapes(seed: int, *, is_organisation: bool) -> list[Shape]:
    """Return the drawing for a page key: always the same one."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    return _group(chance) if is_organisation else _person(chance)


def _person(chance: random.Random) -> list[Shape]:
    """A head that is a ring, open where somebody listens, above shoulders that are an arch."""
    line = chance.choice([62, 72, 82])
    radius = chance.randint(88, 112)
    lean = chance.choice([-1, 1])
    x, y = MIDDLE + lean * chance.randint(0, 26), chance.randint(206, 232)
    turn = math.radians(chance.choice([-150, -60, -20, 20, 60, 150]))
    shoulders = chance.randint(172, 206)
    floor = SIZE + chance.randint(-24, 10)
    aside = MIDDLE - lean * chance.randint(60, 190)
    return [
        Shape("soft", disc(aside, chance.randint(150, 420), chance.randint(250, 300))),
        Shape("deep", arc(MIDDLE, floor, shoulders, math.pi, 2 * math.pi), line + 30),
        Shape("mid", arc(x, y, radius, turn, turn + math.radians(290)), line, round_ends=True),
        Shape("spark", disc(*_beside(x, y, turn - math.radians(35), radius), 34)),
    ]


def _group(chance: random.Random) -> list[Shape]:
    """Three heads, and shoulders that hook into one another."""
    line = chance.choice([46, 54])
    low, high = chance.randint(250, 285), chance.randint(150, 185)
    apart = chance.randint(148, 168)
    left, right = MIDDLE - apart, MIDDLE + apart
    spark = chance.choice(["left", "right"])
    half = math.pi, 2 * math.pi
    return [
        Shape("soft", disc(chance.randint(120, 480), chance.randint(80, 300), 250)),
        Shape("mid", arc(left, SIZE + 20, 150, *half) + arc(right, SIZE + 20, 150, *half), line),
        Shape("deep", arc(MIDDLE, SIZE + 20, 215, *half), line + 8),
        Shape("deep", disc(MIDDLE, high, 74)),
        Shape("mid", disc(right if spark == "left" else left, low, 56)),
        Shape("spark", disc(left if spark == "left" else right, low, 56)),
    ]


def _beside(x: float, y: float, angle: float, distance: float) -> tuple[float, float]:
    return x + distance * math.cos(angle), y + distance * math.sin(angle)
