"""The agreement screen: what is seen of it, and what is stored after what is decided there."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study, stored

from kwalcode.project.acts.people import mark_complete
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.people import completed
from kwalcode.project.study import open_study
from kwalcode.tui.screens.agreement.desk import QUEUE
from kwalcode.tui.screens.agreement.screen import AgreementScreen

SIGNALS = "Het is een optelsom van kleine signalen."
WRONG = "hier klopt iets niet"


def compared(path: Path) -> Path:
    """Return a study whose two documents both coders completed."""
    with open_study(small_study(path), "Anna") as study:
        put(study, 1, "Dan bel ik mijn collega", REPORT)
        put(study, 1, "Dat duurt soms weken.", REPORT, coder="Bram")
        for coder in ("Anna", "Bram"):
            mark_complete(study, coder, [1, 2])
    return path


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return compared(tmp_path / "study.kwal")


async def at_agreement(desk: Desk, *keys: str) -> AgreementScreen:
    """Go to the screen, wait until all is read, and press keys."""
    await desk.press("comma", "a")
    await desk.settle()
    screen = desk.app.screen
    assert isinstance(screen, AgreementScreen)
    for key in keys:
        await desk.press(key)
    await desk.settle()
    return screen


def consensus(path: Path, document: int = 1) -> list[tuple[str, str]]:
    return [(words, code) for words, code, who in stored(path, document) if who == "consensus"]


def sound(path: Path) -> bool:
    with open_study(path) as study:
        return check(study) == []


async def test_pooled_alpha_stands_on_a_scale_with_its_interval(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        await at_agreement(desk)
        assert "alpha" in desk.seen()
        assert ".667" in desk.seen()
        assert ".800" in desk.seen()
        assert "1000 resamples of turns, seed 1" in desk.seen()
        assert "unit: sentence · 2 documents · 7 sentences" in desk.seen()


async def test_codes_stand_worst_first_and_enter_shows_their_disagreements(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        screen = await at_agreement(desk)
        assert desk.row(REPORT) < desk.row(SUM)
        await desk.press("end", "enter")
        await desk.settle()
        assert screen.panel == QUEUE
        assert len(screen.items) == 1 or "Only:" in desk.seen()
        await desk.press("escape")
        assert screen.panel != QUEUE


async def test_a_study_of_one_coder_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kwalcode.project.study import create

    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    create(tmp_path / "empty.kwal", "Anna").close()
    async with opened(tmp_path / "empty.kwal") as desk:
        await at_agreement(desk)
        assert "Agreement takes two coders or more" in desk.seen()


async def test_the_passage_stands_in_its_context_with_stripes(study_file: Path) -> None:
    async with opened(study_file, size=(140, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if item.group == "missed passage")
        screen.lists["queue"].put_highlight(row)
        await desk.settle()
        seen = desk.seen()
        assert "A Anna:" in seen
        assert "B Bram:" in seen
        assert "nothing here" in seen


async def test_deciding_writes_the_consensus_and_goes_on(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        first = screen.items[0]
        before = stored(study_file)
        await desk.press("t")
        await desk.settle()
        assert f"1 of {total} decided" in desk.lines()[0]
        assert screen.item is not None
        assert screen.item.key != first.key
        assert len(consensus(study_file, first.document)) == 1
        assert [one for one in stored(study_file) if one[2] != "consensus"] == before
        await desk.press("u")
        await desk.settle()
        assert f"0 of {total} decided" in desk.lines()[0]
        assert consensus(study_file) == []
    assert sound(study_file)


async def test_all_decided_is_remembered_on_another_day(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        for _item in range(total):
            await desk.press("a")
            await desk.settle()
        assert f"{total} of {total} decided" in desk.lines()[0]
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "4")
        assert f"{total} of {total} decided" in desk.lines()[0]
        await desk.press("x")
        await desk.settle()
        assert f"{total - 1} of {total} decided" in desk.lines()[0]
    assert sound(study_file)


async def test_discuss_asks_what_about_and_leaves_it_open(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "d")
        await desk.type("Telt de zin erna mee?")
        await desk.press("enter")
        await desk.settle()
        decision = screen.items[0].decision
        assert decision is not None
        assert (decision.decision, decision.note) == ("discuss", "Telt de zin erna mee?")
        assert "0 of" in desk.lines()[0]


async def test_another_code_from_the_palette(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "c")
        await desk.type(GUT[:8])
        await desk.press("enter")
        await desk.settle()
        document = screen.items[0].document
        assert [code for _words, code in consensus(study_file, document)] == [GUT]


async def test_an_extent_is_selected_in_the_transcript(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if len(item.codes) == 1)
        screen.lists["queue"].put_highlight(row)
        item = screen.items[row]
        await desk.press("e")
        assert desk.app.screen is desk.coding
        words = desk.coding.transcript.data.text[item.start : item.start + 6]
        await desk.select(words)
        await desk.press("backspace")
        await desk.press("e")
        await desk.settle()
        assert consensus(study_file, item.document)[0][0] == words


async def test_a_definition_goes_along_with_the_decision(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if len(item.codes) == 1)
        screen.lists["queue"].put_highlight(row)
        code = screen.items[row].codes[0]
        await desk.press("D", "end")
        await desk.type(" Ook dit.")
        await desk.press("ctrl+s")
        assert "With the decision the definition becomes" in desk.seen()
        await desk.press("n")
        await desk.settle()
    with open_study(study_file) as study, study.reading() as connection:
        found = next(one for one in all_codes(connection) if one.id == code)
    assert found.definition.endswith("Ook dit.")
    assert sound(study_file)


async def test_the_unit_is_changed_and_all_is_counted_anew(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "o", "j", "enter")
        await desk.settle()
        assert "unit: turn" in desk.seen()


async def test_a_document_is_finalised_and_opened_again(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "5", "F")
        await desk.press("j", "enter")
        await desk.settle()
        assert "final" in desk.lines()[desk.row("R01")]
        with open_study(study_file) as study, study.reading() as connection:
            assert len(completed(connection)) == 5
        await desk.press("F")
        await desk.settle()
        assert "final" not in desk.lines()[desk.row("R01")]
    assert sound(study_file)


async def test_enter_in_the_queue_goes_to_the_place_and_backspace_comes_back(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        await desk.press("enter")
        assert desk.app.screen is desk.coding
        await desk.press("backspace")
        assert desk.app.screen is screen
        assert screen.panel == QUEUE


async def test_limits_of_the_queue_and_escape_takes_them_off(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        await desk.press("a", "f", "j", "enter")
        await desk.settle()
        assert len(screen.items) == total - 1
        assert "Only: open" in desk.seen()
        await desk.press("escape")
        await desk.settle()
        assert len(screen.items) == total
