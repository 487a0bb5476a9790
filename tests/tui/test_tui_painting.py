"""What one key costs in paintings: one of the screen, and none of a bar whose thumb stays."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from app_pilot import Desk, opened, small_study
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.scrollbar import ScrollBar, ScrollBarRender

from kwalcode.model import Turn
from kwalcode.tui.widgets.transcript import TranscriptData, TranscriptView


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def paintings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[ChopsUpdate]:
    """Return a list to which each painting of a part of the screen is added from now on."""
    found: list[ChopsUpdate] = []
    compositor = type(desk.app.screen._compositor)
    render = compositor.render_partial_update

    def noted(self: object) -> ChopsUpdate | None:
        update = render(self)  # type: ignore[arg-type]
        if update is not None:
            found.append(update)
        return update

    monkeypatch.setattr(compositor, "render_partial_update", noted)
    return found


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_what_a_key_changes_is_painted_at_once(
    study_file: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with opened(study_file, size=size) as desk:
        await desk.press("j")
        seen = paintings(desk, monkeypatch)
        for _ in range(4):
            before = desk.lines()[-2]
            await desk.press("j")
            assert desk.lines()[-2] != before
            assert len(seen) == 1
            seen.clear()


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield TranscriptView()


@pytest.mark.parametrize("turns", [3, 30, 700])
@pytest.mark.parametrize("size", [(80, 24), (60, 7)])
async def test_the_bar_always_shows_where_the_page_is(turns: int, size: tuple[int, int]) -> None:
    """The bar is told of a line further only when its thumb moves: it looks as if always told."""
    lines = [f"R: Antwoord {n} van de respondent." for n in range(turns)]
    ends = list(accumulate(len(line) + 1 for line in lines))
    said = [
        Turn(end - len(line) - 1, end - 1, end - len(line) + 2, end - 1, "R")
        for line, end in zip(lines, ends, strict=True)
    ]
    async with Alone().run_test(size=size) as pilot:
        view = pilot.app.query_one(TranscriptView)
        view.load(TranscriptData("\n".join(lines), said, {}, ()))
        await pilot.pause()
        bar, told = view.vertical_scrollbar, 0
        for y in range(int(view.max_scroll_y) + 1):
            before = bar.position
            view.scroll_to(y=y, animate=False)
            told += bar.position != before
            assert _picture(bar, bar.position) == _picture(bar, y)
        assert told <= size[1] * 8
        assert bar.position == pytest.approx(view.max_scroll_y, rel=0.05)


def _picture(bar: ScrollBar, position: float) -> list[tuple[str, bool]]:
    segments = ScrollBarRender.render_bar(
        bar.size.height, bar.window_virtual_size, bar.window_size, position
    ).segments
    return [(segment.text, bool(segment.style and segment.style.reverse)) for segment in segments]
