from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot

from kwalcode.model import Turn
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.transcript import TranscriptData, TranscriptView

LINES = (
    "I: Wanneer ontstaat een vermoeden?",
    "R: Nou, eh, nooit een ding. Het is een optelsom van signalen, en dan denk ik: hier klopt "
    "iets niet. Dat duurt.",
    "R: 日本語 en 😀 en e\u0301e\u0301n 👨\u200d👩\u200d👧 samen.",
    "R: [bold]geen opmaak[/bold] \x1b[31mrood\u202e.",
)
TEXT = "\n".join(LINES)


def transcript() -> TranscriptData:
    turns, sentences, at = [], [], 0
    for line in LINES:
        turns.append(Turn(at, at + len(line), at + 3, at + len(line), line[0]))
        start = at + 3
        for piece in line[3:].split(". "):
            end = min(start + len(piece) + 1, at + len(line))
            sentences.append((start, end))
            start = end + 1
        at += len(line) + 1
    return TranscriptData(TEXT, turns, {"I": "interviewer", "R": "respondent"}, sentences, MARKS)


def mark(number: int, piece: str, name: str, letters: str, mine: bool = True) -> CodingMark:
    start = TEXT.index(piece)
    return CodingMark(
        number,
        start,
        start + len(piece),
        number,
        name,
        letters,
        "#3b82c4",
        "" if mine else "B",
        mine,
    )


MARKS = [
    mark(1, TEXT[TEXT.index("Nou") : TEXT.index("Dat duurt")], "optelsom", "Op"),
    mark(2, "signalen", "signalen", "Si"),
    mark(3, "nooit een ding", "geen ding", "Gd", mine=False),
]


class Reader(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    def on_transcript_view_selection_changed(
        self, message: TranscriptView.SelectionChanged
    ) -> None:
        self.seen.append((message.start, message.end))

    def on_transcript_view_cursor_moved(self, message: TranscriptView.CursorMoved) -> None:
        self.seen.append(message.offset)


@asynccontextmanager
async def reader(
    data: TranscriptData | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TranscriptView, Pilot[None]]]:
    async with Reader().run_test(size=size) as pilot:
        view = pilot.app.query_one(TranscriptView)
        view.load(data or transcript())
        view.focus()
        await pilot.pause()
        yield view, pilot


def screen(view: TranscriptView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def cell(view: TranscriptView, piece: str, last: bool = False) -> tuple[int, int]:
    """Return where on the screen a piece of the text begins, or where its last character is."""
    layout = view.ground.layout
    offset = TEXT.index(piece) + (len(piece) - 1 if last else 0)
    row = layout.row_at(offset)
    left = next(i for i, c in enumerate(view.render_line(0).text) if c == "W")
    return left + layout.column(row, offset), row - view.scroll_offset.y


def selected(view: TranscriptView) -> str | None:
    return None if view.selection is None else TEXT[slice(*view.selection)]


async def test_it_shows_turns_labels_and_text_at_a_reading_width() -> None:
    async with reader() as (view, _):
        lines = screen(view)
        assert lines[0].split() == ["1", "I", "Wanneer", "ontstaat", "een", "vermoeden?"]
        assert lines[1] == ""
        assert lines[2].split()[:2] == ["2", "R"]
        assert lines[2].endswith("Nou, eh, nooit een ding. Het is een optelsom van signalen, en")
        assert lines[3].endswith("dan denk ik: hier klopt iets niet. Dat duurt.")
        assert any(
            line.endswith("日本語 en 😀 en e\u0301e\u0301n 👨\u200d👩\u200d👧 samen.")
            for line in lines
        )
        assert any(line.endswith("[bold]geen opmaak[/bold] ␛[31mrood←.") for line in lines)


async def test_overlapping_codings_stand_side_by_side_with_their_letters() -> None:
    async with reader() as (view, _):
        lines = screen(view)
        assert lines[2][8:14].strip() == "SgO"
        assert lines[3][8:14].strip() == "p"


async def test_more_codings_than_lanes_end_in_a_plus() -> None:
    data = transcript()
    many = [replace(MARKS[1], id=n) for n in range(20, 30)]
    async with reader(replace(data, codings=many)) as (view, _):
        assert screen(view)[2][8:14].strip() == "+SSSSS"


async def test_a_wide_view_names_the_codes_beside_the_text() -> None:
    async with reader(size=(160, 30)) as (view, _):
        assert "Op optelsom" in screen(view)[2]
        assert "(B)" in screen(view)[2]
        view.names = False
        assert "Op optelsom" not in screen(view)[2]


async def test_every_row_is_as_wide_as_the_view() -> None:
    for size in ((160, 30), (80, 24), (50, 10), (24, 8)):
        async with reader(size=size) as (view, _):
            for y in range(view.size.height):
                assert view.render_line(y).cell_length == view.outer_size.width


async def test_the_sentence_at_the_caret_is_the_passage() -> None:
    async with reader() as (view, pilot):
        await pilot.press("right_parenthesis", "s")
        assert (
            view.passage_text
            == "Het is een optelsom van signalen, en dan denk ik: hier klopt iets niet."
        )
        assert view.selection is None
        assert pilot.app.seen[-1] == TEXT.index("Het is")  # type: ignore[attr-defined]
        await pilot.press("left_parenthesis", "S")
        assert view.cursor == 3


async def test_keys_extend_grow_shrink_and_clear() -> None:
    async with reader() as (view, pilot):
        await pilot.press("j", "w", "shift+right", "shift+right")
        assert selected(view) == ", "
        await pilot.press("escape")
        assert view.selection is None
        view.go_to(TEXT.index("optelsom"))
        await pilot.press("e")
        assert selected(view) == "optelsom"
        await pilot.press("plus")
        assert selected(view) == "Het is een optelsom van signalen,"
        await pilot.press("e", "e")
        assert selected(view) == LINES[1][3:]
        await pilot.press("E", "minus")
        assert selected(view) == "Het is een optelsom van signalen,"
        await pilot.press("minus", "minus")
        assert selected(view) == "optelsom"
        view.go_to(TEXT.index("Nou"))
        await pilot.press("v", "W", "w")
        assert view.extending
        assert selected(view) == "Nou, "
        assert view.passage_text == "Nou,"


async def test_capital_letters_extend() -> None:
    async with reader() as (view, pilot):
        await pilot.press("L", "L", "L")
        assert selected(view) == "Wan"
        await pilot.press("J")
        assert selected(view) == TEXT[3 : TEXT.index("Nou") + 3]
        await pilot.press("right_curly_bracket")
        assert (view.selection, view.cursor) == (None, TEXT.index("日"))
        await pilot.press("G", "ctrl+shift+home")
        assert view.selection == (3, len(TEXT))
        assert view.passage_text == "\n".join(line[3:] for line in LINES)


@pytest.mark.parametrize(
    "piece",
    [
        "eh, nooit",
        "signalen, en dan denk",
        "日本",
        "😀 en e\u0301",
        "e\u0301n",
        "optelsom",
        "\x1b[31m",
    ],
)
async def test_dragging_selects_exactly(piece: str) -> None:
    async with reader() as (view, pilot):
        begin, end = cell(view, piece), cell(view, piece, last=True)
        await pilot.mouse_down(view, offset=begin)
        await pilot.hover(view, offset=end)
        await pilot.mouse_up(view, offset=end)
        assert selected(view) == piece
        await pilot.mouse_down(view, offset=end)
        await pilot.hover(view, offset=begin)
        await pilot.mouse_up(view, offset=begin)
        assert selected(view) == piece
        start = TEXT.index(piece)
        assert (start, start + len(piece)) in pilot.app.seen  # type: ignore[attr-defined]


async def test_dragging_across_turns_leaves_labels_out_of_the_shown_text() -> None:
    async with reader() as (view, pilot):
        begin, end = cell(view, "vermoeden"), cell(view, "eh, nooit")
        await pilot.mouse_down(view, offset=begin)
        await pilot.hover(view, offset=end)
        await pilot.mouse_up(view, offset=end)
        assert selected(view) == "vermoeden?\nR: Nou, e"
        assert view.passage_text == "vermoeden?\nNou, e"


async def test_the_gutter_and_the_space_after_a_row_select_whole_rows_at_most() -> None:
    async with reader() as (view, pilot):
        _, row = cell(view, "Nou")
        await pilot.mouse_down(view, offset=(2, row))
        await pilot.hover(view, offset=(2, row + 1))
        await pilot.mouse_up(view, offset=(2, row + 1))
        assert selected(view) == TEXT[TEXT.index("Nou") : TEXT.index("dan denk")]
        await pilot.click(view, offset=(12, row + 1))
        assert (view.selection, view.cursor) == (None, TEXT.index("dan denk"))
        begin = cell(view, "Dat duurt")
        await pilot.mouse_down(view, offset=begin)
        await pilot.hover(view, offset=(78, begin[1]))
        await pilot.mouse_up(view, offset=(78, begin[1]))
        assert selected(view) == "Dat duurt."


async def test_clicks_select_word_sentence_and_turn() -> None:
    async with reader() as (view, pilot):
        place = cell(view, "telsom")
        for times, expected in (
            (2, "optelsom"),
            (3, "Het is een optelsom van signalen, en dan denk ik: hier klopt iets niet."),
            (4, LINES[1][3:]),
        ):
            await pilot.click(view, offset=place, times=times)
            assert selected(view) == expected
        await pilot.click(view, offset=place)
        assert view.selection is None


async def test_shift_click_extends() -> None:
    async with reader() as (view, pilot):
        await pilot.click(view, offset=cell(view, "eh,"))
        await pilot.click(view, offset=cell(view, "ding", last=True), shift=True)
        assert selected(view) == "eh, nooit een ding"


async def test_dragging_below_the_view_scrolls(
    make_transcript: Callable[..., TranscriptData],
) -> None:
    async with reader(make_transcript(60, 20, 10), (80, 12)) as (view, pilot):
        await pilot.mouse_down(view, offset=(30, 2))
        view._pointer = Offset(30, 40)
        view._drag_on()
        assert view.scroll_offset.y == 1
        assert view.selection is not None


async def test_stripes_are_thick_and_words_underlined_where_the_caret_is() -> None:
    async with reader() as (view, pilot):
        view.go_to(TEXT.index("signalen"))
        await pilot.pause()
        row = view.render_line(2)
        assert [s.text for s in row if s.style and s.style.underline] != []
        bold = [s.text for s in row if s.style and s.style.bold and len(s.text) == 1]
        assert bold == ["S", "O"]
        view.underline = "none"
        assert not any(s.style and s.style.underline for s in view.render_line(2))


async def test_set_codings_repaints_only_the_rows_that_change() -> None:
    async with reader() as (view, _):
        screen(view)
        kept = {row: strip for row, (_, strip) in view._strips.items()}
        view.set_codings([*MARKS, mark(4, "samen", "samenwerking", "Sa")])
        lines = screen(view)
        changed = [row for row, (_, strip) in view._strips.items() if strip is not kept[row]]
        assert changed == [view.ground.layout.row_at(TEXT.index("samen"))]
        assert "S" in lines[changed[0]][8:14]
        view.set_codings([])
        assert all(not line[8:14].strip() for line in screen(view))


async def test_resizing_keeps_the_reading_place(
    make_transcript: Callable[..., TranscriptData],
) -> None:
    data = make_transcript(400, 40, 50)
    async with reader(data) as (view, pilot):
        view.go_to(len(data.text) // 2)
        before = view.cursor
        for width, height in ((120, 40), (60, 20), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            row = view.ground.layout.row_at(before) - view.scroll_offset.y
            assert 0 <= row < view.size.height
        assert view.cursor == before


async def test_load_keeps_the_position_when_asked(
    make_transcript: Callable[..., TranscriptData],
) -> None:
    data = make_transcript(200, 40, 50)
    async with reader(data) as (view, pilot):
        view.go_to(data.turns[120].speech_start)
        top, place = view.scroll_offset.y, view.cursor
        view.load(replace(data, codings=()), keep_position=True)
        await pilot.pause()
        assert (view.scroll_offset.y, view.cursor) == (top, place)
        view.load(data)
        await pilot.pause()
        assert (view.scroll_offset.y, view.cursor) == (0, data.turns[0].speech_start)


async def test_a_theme_change_repaints() -> None:
    async with reader() as (view, pilot):
        dark = view.render_line(0)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert [s.style for s in view.render_line(0)] != [s.style for s in dark]


async def test_an_empty_document_does_no_harm() -> None:
    async with reader(TranscriptData()) as (view, pilot):
        await pilot.press(
            "j", "s", "e", "E", "v", "w", "right_curly_bracket", "G", "escape", "pagedown"
        )
        await pilot.click(view, offset=(30, 3), times=2)
        assert view.passage == (0, 0)


@pytest.fixture(scope="module")
def big(make_transcript: Callable[..., TranscriptData]) -> Iterator[TranscriptData]:
    return make_transcript(5000, 35, 3000)


async def test_a_megabyte_opens_pages_and_codes_without_a_wait(big: TranscriptData) -> None:
    async with reader(size=(120, 40)) as (view, _):
        begin = time.process_time()
        view.load(big)
        screen(view)
        assert time.process_time() - begin < 0.5  # about .07 s on a quiet machine
        view.scroll_to(y=5000, animate=False, force=True)
        begin = time.process_time()
        screen(view)
        assert time.process_time() - begin < 0.1  # about .003 s
        new = replace(big.codings[0], id=99_999)
        begin = time.process_time()
        view.set_codings([*big.codings, new])
        assert time.process_time() - begin < 0.1  # about .003 s
