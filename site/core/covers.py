"""The drawing of a page that has no picture: arcs that hook into one another.

One function makes the geometry from the page's key, two renderers draw it: inline SVG, coloured by
classes of the style sheet so that it follows light and dark, and PNG for Open Graph.
"""

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import resvg_py
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 1200, 630
TILE = HEIGHT // 2

# Hue angle and chroma of each Theme.Hue, as in the style sheet (.hue-1 … .hue-9). The chroma is the
# most that screens can show of that hue at the lightness of "deep".
HUES = {
    1: (212, 0.075),
    2: (248, 0.115),
    3: (282, 0.15),
    4: (315, 0.14),
    5: (352, 0.14),
    6: (24, 0.14),
    7: (58, 0.1),
    8: (115, 0.09),
    9: (155, 0.1),
}
# Lightness and part of the chroma of each tone, as in the style sheet.
TONES = {"ground": (0.93, 0.3), "soft": (0.85, 0.6), "mid": (0.71, 1.0), "deep": (0.45, 1.0)}
SPARK = (0.68, 0.17, 35)
# Where the spark's coral would drown, among red and orange, it is blue-green.
COOL_SPARK = (0.55, 0.09, 212)
WARM_HUES = (5, 6, 7)


@dataclass(frozen=True)
class Shape:
    """One path; a `line` is its stroke width in units of the drawing, 0 means filled."""

    tone: str
    path: str
    line: int = 0
    round_ends: bool = False


def shapes(seed: int) -> list[Shape]:
    """Return the drawing for a page key: always the same one, and neighbours never of one kind."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    return COMPOSITIONS[seed % len(COMPOSITIONS)](chance)


def _hooks(chance: random.Random) -> list[Shape]:
    """The site's mark: two open arcs, each with one end inside the other."""
    radius = chance.randint(170, 235)
    line = round(radius * 0.47)
    turn = math.radians(chance.choice([-60, -35, -15, 0, 20, 40, 75, 110, 160]))
    x, y = chance.randint(430, 770), HEIGHT // 2 + chance.randint(-30, 30)
    dx, dy = 0.526 * radius * math.cos(turn), 0.526 * radius * math.sin(turn)
    left = arc(x - dx, y - dy, radius, turn + math.radians(100), turn + math.radians(380))
    right = arc(x + dx, y + dy, radius, turn - math.radians(80), turn + math.radians(200))
    side = chance.choice([-1, 1])
    large = radius * chance.uniform(1.9, 2.3)
    return [
        Shape("soft", disc(x + side * large * 0.9, y + radius, large)),
        Shape("deep", left, line, round_ends=True),
        Shape("mid", right, line, round_ends=True),
        Shape("spark", disc(600 - side * 480, chance.choice([120, 510]), 46)),
    ]


def _wave(chance: random.Random) -> list[Shape]:
    """Half circles that take turns above and below a line: acting, learning, acting."""
    radius = chance.choice([120, 150, 180])
    line = round(radius * chance.uniform(0.45, 0.6))
    level = HEIGHT // 2 + chance.randint(-40, 40)
    start = -chance.randint(0, radius)
    flip = chance.choice([0, 1])
    over: list[str] = []
    under: list[str] = []
    behind: list[str] = []
    for nth in range(WIDTH // (2 * radius) + 2):
        x = start + radius + 2 * radius * nth
        upward = (nth + flip) % 2 == 0
        first, last = (math.pi, 2 * math.pi) if upward else (math.pi, 0)
        (over if upward else under).append(arc(x, level, radius, first, last))
        first, last = (math.pi, 0) if upward else (math.pi, 2 * math.pi)
        behind.append(arc(x, level, radius, first, last))
    spot = start + radius + 2 * radius * chance.randint(1, WIDTH // (2 * radius) - 1)
    return [
        Shape("soft", "".join(behind), line),
        Shape("deep", "".join(over), line),
        Shape("mid", "".join(under), line),
        Shape("spark", disc(spot, level, round(line * 0.55))),
    ]


def _tiles(chance: random.Random) -> list[Shape]:
    """Square tiles with two quarter arcs each; turned at random they make loops."""
    size = chance.choice([TILE, 210])
    tones: dict[str, list[str]] = {"mid": [], "deep": []}
    for column in range(WIDTH // size + 1):
        for row in range(HEIGHT // size):
            x, y = column * size, row * size
            straight = chance.random() < 0.5
            corners = ((0, 0), (1, 1)) if straight else ((1, 0), (0, 1))
            pair = chance.sample(["mid", "deep"], 2)
            for (across, down), tone in zip(corners, pair, strict=True):
                corner = x + across * size, y + down * size
                tones[tone].append(_quarter(*corner, size / 2, across, down))
    spot = chance.randint(1, WIDTH // size - 1) * size, chance.randint(0, HEIGHT // size - 1) * size
    line = size // 3
    return [
        Shape("soft", disc(chance.randint(200, 1000), chance.choice([0, HEIGHT]), 330)),
        Shape("mid", "".join(tones["mid"]), line),
        Shape("deep", "".join(tones["deep"]), line),
        Shape("spark", disc(spot[0] + size / 2, spot[1] + size / 2, size // 9)),
    ]


def _spiral(chance: random.Random) -> list[Shape]:
    """Half rings, the lower ones moved by one ring: two arms that turn into one another."""
    line = chance.choice([54, 66, 80])
    x, y = chance.randint(380, 820), HEIGHT // 2 + chance.randint(-60, 60)
    side = chance.choice([-1, 1])
    arms: tuple[list[str], list[str]] = ([], [])
    for ring in range(round(430 / line)):
        radius = line * (ring + 0.5)
        arms[ring % 2].append(arc(x, y, radius, math.pi, 2 * math.pi))
        arms[(ring + 1) % 2].append(arc(x + side * line, y, radius, math.pi, 0))
    return [
        Shape("soft", f"M0 {y}H{WIDTH}V{HEIGHT}H0z"),
        Shape("mid", "".join(arms[0]), line - 4),
        Shape("deep", "".join(arms[1]), line - 4),
        Shape("spark", disc(x + side * line / 2, y, line * 0.62)),
    ]


def _mosaic(chance: random.Random) -> list[Shape]:
    """Quarter discs and quarter rings on a grid, no two neighbours the same."""
    filled: dict[str, list[str]] = {"soft": [], "mid": [], "deep": []}
    lines: dict[str, list[str]] = {"mid": [], "deep": []}
    previous = ""
    for column in range(4):
        for row in range(2):
            x, y = column * TILE - 30, row * TILE
            across, down = chance.randint(0, 1), chance.randint(0, 1)
            corner = x + across * TILE, y + down * TILE
            kind = chance.choice([k for k in ("pie", "rings", "disc", "pie") if k != previous])
            previous = kind
            tone = chance.choice(["mid", "deep", "deep"])
            if kind == "pie":
                arc = _quarter(*corner, TILE, across, down)
                filled[tone].append(f"{arc}L{corner[0]} {corner[1]}z")
            elif kind == "rings":
                for radius in (TILE * 0.2, TILE * 0.5, TILE * 0.8):
                    lines[tone].append(_quarter(*corner, radius, across, down))
            else:
                filled["soft"].append(f"M{x} {y}h{TILE}v{TILE}h-{TILE}z")
                filled[tone].append(disc(x + TILE / 2, y + TILE / 2, TILE * 0.34))
    spot = chance.randint(0, 3) * TILE - 30 + TILE / 2, chance.randint(0, 1) * TILE + TILE / 2
    return [
        *(Shape(tone, "".join(paths)) for tone, paths in filled.items() if paths),
        *(Shape(tone, "".join(paths), TILE // 6) for tone, paths in lines.items() if paths),
        Shape("spark", disc(*spot, 44)),
    ]


def _orbits(chance: random.Random) -> list[Shape]:
    """Open rings around one point, each turned its own way."""
    line = chance.choice([46, 56])
    x, y = chance.choice([300, 420, 600, 780, 900]), HEIGHT // 2 + chance.randint(-80, 80)
    arms: dict[str, list[str]] = {"soft": [], "mid": [], "deep": []}
    for ring in range(1, round(560 / (line * 1.45))):
        first = chance.uniform(0, 2 * math.pi)
        opening = chance.uniform(0.35, 0.8) + 0.9 / ring
        tone = ("deep", "mid", "deep", "soft")[ring % 4]
        path = arc(x, y, ring * line * 1.45, first, first + 2 * math.pi - opening)
        arms[tone].append(path)
    return [
        *(Shape(tone, "".join(arm), line, round_ends=True) for tone, arm in arms.items()),
        Shape("spark", disc(x, y, line * 0.62)),
    ]


def _bridges(chance: random.Random) -> list[Shape]:
    """Bows that stand on the ground and bows that hang from above, one set over the other."""
    line = chance.choice([52, 62, 72])
    low, high = chance.randint(260, 480), chance.randint(680, 940)
    if chance.random() < 0.5:
        low, high = high, low
    radii = [round(line * 1.5 * nth) + 60 for nth in range(1, 5)]
    standing = "".join(arc(low, HEIGHT, radius, math.pi, 2 * math.pi) for radius in radii)
    hanging = "".join(arc(high, 0, radius, math.pi, 0) for radius in radii)
    return [
        Shape("soft", disc(low, HEIGHT, radii[-1])),
        Shape("mid", hanging, line),
        Shape("deep", standing, line),
        Shape("spark", disc(high, 0, 60)),
    ]


COMPOSITIONS: tuple[Callable[[random.Random], list[Shape]], ...] = (
    _hooks,
    _tiles,
    _wave,
    _mosaic,
    _spiral,
    _bridges,
    _orbits,
)


def arc(x: float, y: float, radius: float, first: float, last: float) -> str:
    """Return the path of an arc around (x, y) between two angles in radians."""
    far = int(abs(last - first) > math.pi)
    onward = int(last > first)
    start = x + radius * math.cos(first), y + radius * math.sin(first)
    end = x + radius * math.cos(last), y + radius * math.sin(last)
    size = short(radius)
    return (
        f"M{short(start[0])} {short(start[1])}"
        f"A{size} {size} 0 {far} {onward} {short(end[0])} {short(end[1])}"
    )


def _quarter(x: float, y: float, radius: float, across: int, down: int) -> str:
    """Return the quarter arc around a tile's corner; `across` and `down` say which corner."""
    first = {(0, 0): 0.0, (1, 0): 0.5, (1, 1): 1.0, (0, 1): 1.5}[across, down] * math.pi
    return arc(x, y, radius, first, first + math.pi / 2)


def disc(x: float, y: float, radius: float) -> str:
    half = f"a{radius:.0f} {radius:.0f} 0 1 0"
    across = round(2 * radius)
    return f"M{x - radius:.0f} {y:.0f}{half} {across} 0{half} {-across} 0z"


def short(number: float) -> str:
    """Return a coordinate with one decimal at most: tiles must meet, and a list must stay small."""
    return f"{number:.1f}".removesuffix(".0")


def cover_svg(seed: int, hue: int) -> SafeString:
    """Return the drawing as inline SVG; nothing in it for a screen reader."""
    return svg(shapes(seed), hue, WIDTH, HEIGHT)


def svg(drawn: Iterable[Shape], hue: int, width: int, height: int) -> SafeString:
    """Return shapes as inline SVG that fills the room it gets."""
    paths = format_html_join(
        "",
        '<path class="{}-{}" d="{}"{}/>',
        (
            ("line" if shape.line else "fill", shape.tone, shape.path, _stroke(shape))
            for shape in drawn
        ),
    )
    return format_html(
        '<svg class="cover hue-{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        hue,
        str(width),
        str(height),
        paths,
    )


def _stroke(shape: Shape) -> SafeString | str:
    if not shape.line:
        return ""
    ends = mark_safe(' stroke-linecap="round"') if shape.round_ends else ""
    return format_html(' stroke-width="{}"{}', str(shape.line), ends)


@lru_cache(maxsize=256)
def cover_png(seed: int, hue: int) -> bytes:
    """Return the drawing as a PNG of 1200 × 630 pixels, in the colours of the light style."""
    colours = palette(hue)
    drawn = [
        f'<path d="{shape.path}" fill="none" stroke="{colours[shape.tone]}"{_stroke(shape)}/>'
        if shape.line
        else f'<path d="{shape.path}" fill="{colours[shape.tone]}"/>'
        for shape in shapes(seed)
    ]
    return resvg_py.svg_to_bytes(
        svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(drawn)}</svg>",
        background=colours["ground"],
        width=WIDTH,
        height=HEIGHT,
        skip_system_fonts=True,
    )


def palette(hue: int) -> dict[str, str]:
    """Return the sRGB colour of every tone of a hue, as #rrggbb."""
    angle, chroma = HUES[hue]
    tones = {
        tone: srgb(lightness, chroma * part, angle) for tone, (lightness, part) in TONES.items()
    }
    return {**tones, "spark": srgb(*(COOL_SPARK if hue in WARM_HUES else SPARK))}


def srgb(lightness: float, chroma: float, angle: float) -> str:
    """Return the sRGB colour nearest to an OKLCH one; what a screen cannot show is clipped.

    Source of the two matrices: Björn Ottosson, "A perceptual color space for image processing".
    """
    a = chroma * math.cos(math.radians(angle))
    b = chroma * math.sin(math.radians(angle))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    channels = [
        12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
        for value in (min(1, max(0, value)) for value in linear)
    ]
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
