"""A sheet to draw on, in inches, and its output as SVG or PNG with the same bytes every time."""

from __future__ import annotations

import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK: Final = "#1d2731"
FAINT: Final = "#5a6671"
GRID: Final = "#c9ced3"
CARD: Final = "#fffffe"
COMMUNITY_COLORS: Final = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#b8568c",
    "#a87400",
    "#3a8fc0",
    "#6a4c9c",
    "#7a7a2e",
)
"""After Okabe and Ito: told apart by people with any colour vision; letters tell them too."""
ALONE: Final = "#7b868f"
"""For codes that are in no community."""
FONT: Final = "DejaVu Sans"
"""Comes along with matplotlib, so texts are measured alike everywhere."""
_SVG_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "font.family": FONT,
    "path.simplify": False,
    "svg.image_inline": True,
}
_VARIABLES: Final = {INK: "--ink", FAINT: "--faint", GRID: "--grid", CARD: "--card"}
_HEAD: Final = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_METADATA: Final = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_NAMESPACES: Final = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')
_UNUSED_IDS: Final = re.compile(r' id="(?:figure|axes|patch|text|line2d|[A-Za-z]+Collection)_\d+"')
_SIZE: Final = re.compile(r'(<svg\b[^>]*?) width="([\d.]+)pt" height="[\d.]+pt"')


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with our own settings, whatever the user's matplotlib is set to."""
    with warnings.catch_warnings(), mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SVG_STYLE)
        # a letter that the font lacks shows as a box in PNG, in SVG the reader's fonts have it
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of so many inches; its coordinates are inches, y upwards."""
    figure = Figure(figsize=(width, height), facecolor="none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), facecolor="none")
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


def write(
    axes: Axes, x: float, y: float, text: str, size: float, color: str = INK, **how: Any
) -> Any:
    """Put a text on the sheet; never read as a formula, whatever signs are in it."""
    options: dict[str, Any] = {"va": "center", "parse_math": False, **how}
    return axes.text(x, y, text, fontsize=size, color=color, **options)


def text_width(text: str, size: float) -> float:
    """Estimate the width in inches of a text in `size` points: .58 of the size a letter."""
    return len(text) * size * 0.58 / 72


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters, an ellipsis for the rest."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def letter(community: int | None) -> str:
    """Return the letter of a community: A, B, ... Z, AA; "" for a code that is in none."""
    if community is None:
        return ""
    high, low = divmod(community, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


def color_of(community: int | None) -> str:
    """Return the colour of a community."""
    return ALONE if community is None else COMMUNITY_COLORS[community % len(COMMUNITY_COLORS)]


def tint(color: str, share: float = 0.11) -> str:
    """Return a colour mixed with white, `share` of it."""
    channels = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (c - 255) * share):02x}" for c in channels)


def caption_lines(texts: Iterable[str], width: float, size: float) -> list[str]:
    """Break texts into lines of at most `width` inches."""
    letters = max(20, int(width / text_width("x", size)))
    return [line for text in texts for line in textwrap.wrap(text, letters)]


def caption_height(lines: Sequence[str], size: float) -> float:
    """Return the room below a figure that the lines of a caption take, in inches."""
    return len(lines) * size * 1.4 / 72 + 0.15 if lines else 0.0


def write_caption(axes: Axes, left: float, lines: Sequence[str], size: float) -> None:
    """Write the lines at the foot of the sheet."""
    step = size * 1.4 / 72
    for number, line in enumerate(reversed(lines)):
        write(axes, left, 0.16 + number * step, line, size, FAINT)


def svg(figure: Figure, salt: str) -> str:
    """Return the figure as an SVG file; equal figures give equal text."""
    held = BytesIO()
    mpl.rcParams["svg.hashsalt"] = salt
    figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    return held.getvalue().decode("utf-8")


def png(figure: Figure) -> bytes:
    """Return the figure as a PNG, 200 dots per inch on white."""
    held = BytesIO()
    metadata = {"Software": None}
    figure.savefig(held, format="png", dpi=200, facecolor="white", metadata=metadata)
    return held.getvalue()


def inline(text: str) -> str:
    """Make an SVG file part of a page: no prolog, no addresses, the page's own colours."""
    text = _NAMESPACES.sub("", _METADATA.sub("", _HEAD.sub("", text)))
    text = _UNUSED_IDS.sub("", text)
    text = _SIZE.sub(r'\1 style="max-width: \2pt"', text, count=1)
    for color, name in _VARIABLES.items():
        text = text.replace(color, f"var({name})")
    for number, color in enumerate(COMMUNITY_COLORS):
        text = text.replace(tint(color), f"var(--hull{number})")
    return text.strip()
