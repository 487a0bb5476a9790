"""Working in the app: keys pressed in a real terminal, timed until the screen is painted."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Skipped, Timing
from benchmarks.generate import Material
from benchmarks.starting import kwalcode, own_home
from benchmarks.terminal import NeverShown, Terminal, running

_REPEATS = 15
_NEXT, _LAST, _UP = ">", "G", "g"
_PAGE_DOWN, _DOWN = "\x1b[6~", "\x1b[B"
_PALETTE_KEY, _ENTER = "c", "\r"
_PLAIN = "Textual, plain rows"
_PLAIN_ROWS = """
import os
os.environ["TEXTUAL_FPS"] = "1000"
from rich.segment import Segment
from textual.app import App
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

class Rows(ScrollView, can_focus=True):
    BINDINGS = [Binding("j", "by(1)"), Binding("pagedown", "by(38)")]
    def on_mount(self):
        self.virtual_size = Size(119, 5000)
    def render_line(self, y):
        text = f"row {self.scroll_offset.y + y} " + "words " * 20
        return Strip([Segment(text[:119].ljust(119), self.rich_style)])
    def action_by(self, rows):
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)

class Plain(App):
    def compose(self):
        yield Rows()

Plain().run()
"""


def working(material: Material) -> Iterator[Figure | Skipped]:
    """Walk through the long transcript and the hard ones."""
    hard = material.transcripts()
    with tempfile.TemporaryDirectory(dir=material.folder) as folder:
        copy = Path(folder) / "hard.kwal"
        shutil.copyfile(hard, copy)
        try:
            plain = _plainly(folder)
            with running([*kwalcode(), "open", str(copy)], own_home(folder)) as app:
                yield from _walk(app, *plain)
        except NeverShown as reason:
            yield Skipped("working in the app", str(reason))


def _plainly(folder: str) -> tuple[Timing, Timing]:
    """Return what a page and a line further cost where plain rows are all there is."""
    with running([sys.executable, "-c", _PLAIN_ROWS], own_home(folder)) as app:
        app.wait_for("row 3")
        pages = [app.press(_PAGE_DOWN) for _ in range(_REPEATS)]
        return _median(pages), _median(_each(app, "j"))


def _walk(app: Terminal, plain_page: Timing, plain_line: Timing) -> Iterator[Figure]:
    """The order of documents is: long, short, turns, line, word."""
    app.wait_for("CODEBOOK")
    app.press(_NEXT)  # short
    app.settle(1.0)
    empty = app.resident()
    opened = [_opened(app, "<") for _ in range(5)]
    yield _figure("open 1 MB, 5,000 turns, 3,000 codings", opened, 0.3)
    app.press("<")
    yield Figure(
        "memory over the short document", "-", 0, Timing(0, 0), "wall",
        memory=app.resident() - empty, most_memory=40,
    )  # fmt: skip
    pages = [app.press(_PAGE_DOWN) for _ in range(_REPEATS)]
    yield _figure("a page further", pages, 0.016, plain_page)
    for _ in range(40):  # to the last row of the screen
        app.press("j")
    yield _figure("a line further, the text moving", _each(app, "j"), 0.008, plain_line)
    yield _figure("a code put on, to its stripe", list(_coded(app)), 0.030)
    sizes = [(100, 30), (120, 40)] * 4
    yield _figure("another size of the terminal", [app.resize(*size) for size in sizes], 0.2)
    app.press(_NEXT)
    yield _figure("open 40,000 turns, 2 MB", [app.press(_NEXT)], 0.8)
    yield _figure("40,000 turns: to the end", [app.press(_LAST)], 0.5)
    yield _figure("open one line of 200,000 characters", [app.press(_NEXT)], 0.5)
    ends = [app.press(key) for key in (_LAST, _UP, _LAST, _UP)]
    yield _figure("one line: to the end and back", ends, 0.5)
    yield _figure("open a word of 150,000 characters", [app.press(_NEXT)], 0.5)
    ends = [app.press(key) for key in (_LAST, _UP, _LAST, _UP)]
    yield _figure("one word: to the end and back", ends, 0.5)


def _opened(app: Terminal, key: str) -> Timing:
    spent = app.press(key)
    app.press(_NEXT)
    return spent


def _each(app: Terminal, key: str) -> list[Timing]:
    return [app.press(key) for _ in range(_REPEATS)]


def _coded(app: Terminal) -> Iterator[Timing]:
    """Code with the palette once, then the same code again, on one sentence after the other."""
    app.press("s")
    app.press(_PALETTE_KEY)
    app.press(_ENTER)
    for _ in range(_REPEATS):
        app.press("s")
        yield app.press(".")


def _figure(name: str, found: list[Timing], most: float, plain: Timing | None = None) -> Figure:
    named = _PLAIN if plain else ""
    return Figure(
        name, "-", 0, _median(found), "wall", limit=plain, limit_name=named, most=most
    )  # fmt: skip


def _median(found: list[Timing]) -> Timing:
    return Timing(median(t.cpu for t in found), median(t.wall for t in found))
