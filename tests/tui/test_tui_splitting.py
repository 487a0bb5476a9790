"""Splitting a code: one quotation after the other, nothing half done is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study, stored
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Coding
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.study import open_study
from kwalcode.tui.screens.codebook.screen import CodebookScreen
from kwalcode.tui.screens.codebook.splitting import SplitScreen
from kwalcode.tui.screens.codebook.walk import Walk, in_context

PLACES = ("Het is een optelsom van kleine signalen.", "Dat duurt soms weken.", "kleine signalen")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    made = small_study(tmp_path / "study.kwal")
    with open_study(made, "Anna") as study:
        for place in PLACES[1:]:
            put(study, 1, place, SUM)
        put(study, 1, PLACES[1], REPORT)
    return made


async def begin(desk: Desk, name: str = SUM) -> None:
    if not isinstance(desk.app.screen, CodebookScreen):
        await desk.go("codebook")
    screen = desk.app.screen
    assert isinstance(screen, CodebookScreen)
    screen.table.highlight(next(c.id for c in desk.session.codes if c.name == name))
    await desk.settle()
    await desk.press("S")


async def add(desk: Desk, name: str) -> None:
    await desk.press("n")
    await desk.type(name)
    await desk.press("enter")


def of(path: Path, code: str) -> list[tuple[str, str]]:
    """Return passage and coder of the codings of a code that are in the file now."""
    with open_study(path) as study:
        assert check(study) == []
    return [(passage, coder) for passage, name, coder in stored(path) if name == code]


async def test_each_decision_is_saved_at_once(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk)
        assert "1 of 4" in desk.lines()[0]
        assert "n adds a code" in desk.seen()
        assert "Kleine signalen samen." in desk.seen()
        await desk.press("1")
        assert "No code has this digit" in desk.told()
        await add(desk, "klein")
        await add(desk, "duur")
        await desk.press("1")
        assert of(path, "klein") == [("Het is een optelsom", "Bram")]
        assert "2 of 4" in desk.lines()[0]
        await desk.press("space", "1", "2")
        assert "All looked at: 3 codings were sent on, 1 stay." in desk.seen()
        await desk.press("1", "space")
        await desk.press("escape")
        assert isinstance(desk.app.screen, CodebookScreen)
    assert [len(of(path, code)) for code in (SUM, "klein", "duur")] == [1, 2, 1]
    with open_study(path) as study, study.reading() as connection:
        assert [c.name for c in all_codes(connection)][2:5] == [SUM, "klein", "duur"]


async def test_a_walk_goes_back_and_is_gone_on_with(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk)
        await add(desk, "klein")
        await add(desk, "duur")
        await desk.press("1", "space", "backspace", "backspace")
        assert "sent to klein" in desk.seen()
        await desk.press("2")
        assert [code for _p, code, _c in stored(path)].count("duur") == 1
        await desk.press("space", "escape")
    async with opened(path) as desk:
        await begin(desk)
        assert "3 of 4" in desk.lines()[0]
        assert "1 sent, 1 left" in desk.lines()[0]
        assert "klein" in desk.seen()
        await desk.press("1", "1")
        assert "All looked at" in desk.seen()
        await desk.press("backspace", "space")
        assert "All looked at: 2 codings were sent on, 2 stay." in desk.seen()
    async with opened(path) as desk:
        await begin(desk)
        assert "1 of 2" in desk.lines()[0]
        assert "n adds a code that quotations" in desk.seen()


async def test_what_others_did_is_seen_at_the_next_decision(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk)
        await add(desk, "klein")
        with open_study(path, "Bram") as study:
            with study.reading() as connection:
                codes = {code.name: code.id for code in all_codes(connection)}
                last = max(c.id for c in stream_codings(connection, codes={codes[SUM]}))
            move_codings(study, [last], codes["klein"])
        await desk.press("1")
        assert "2 sent" in desk.lines()[0]
        assert "2 of 4" in desk.lines()[0]
        await desk.press("u")
        assert "1 sent" in desk.lines()[0]


async def test_what_falls_together_is_told_and_undone(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk)
        await add(desk, REPORT)
        await desk.press("space", "space", "space", "1", "backspace")
        assert "fell together" in desk.seen()
        await desk.press("1")
        assert "u brings it back" in desk.told()
        assert of(path, REPORT) == [("Dat duurt soms weken.", "Anna")]
        await desk.press("u")
        assert "fell together" not in desk.seen()
        await desk.press("space")
    assert len(of(path, SUM)) == 4


async def test_one_can_go_elsewhere_and_come_back(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk)
        await desk.press("comma")
        await desk.press("c")
        assert desk.app.screen is desk.coding
        await begin(desk)
        assert isinstance(desk.app.screen, SplitScreen)


async def test_sub_codes_have_digits_from_the_start(path: Path) -> None:
    with open_study(path, "Anna") as study:
        put(study, 2, "Ik meld het.", "signaleren")
    async with opened(path) as desk:
        await begin(desk, "signaleren")
        assert "1 On onderbuikgevoel" in desk.seen()
        await desk.press("1")
    assert [name for _p, name, _c in stored(path, 2)] == [REPORT, GUT]


async def test_a_code_that_goes_meanwhile_ends_the_walk(path: Path) -> None:
    from kwalcode.project.acts.codes import delete_code

    async with opened(path) as desk:
        await begin(desk)
        with open_study(path, "Bram") as other:
            delete_code(other, 3)
        await desk.later()
        assert isinstance(desk.app.screen, CodebookScreen)
        assert "is gone" in desk.told()


async def test_nothing_to_split(path: Path) -> None:
    async with opened(path) as desk:
        await begin(desk, "signaleren")
        assert "nothing to split" in desk.told()


@given(
    codings=st.integers(0, 6),
    left=st.sets(st.integers(0, 5)),
    sent=st.sets(st.integers(0, 5)),
    at=st.integers(0, 6),
)
def test_a_walk_counts_each_coding_once(
    codings: int, left: set[int], sent: set[int], at: int
) -> None:
    items = [Coding(n, 1, n, n + 1, 7, 1, n) for n in range(codings)]
    now = {n: 8 if n in sent else 7 for n in range(codings)}
    walk = Walk(7, items, min(at, codings), [8], left, now)
    assert walk.sent + len(walk.undecided) + len(left & set(range(codings)) - sent) == codings
    walk.go_on()
    assert walk.item is None or walk.at in walk.undecided


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_the_passage_is_shown_in_what_stands_around_it(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = in_context(text, start, end).plain
    assert len(shown) <= len(text)
    assert "\x1b" not in shown
