"""The history screen: what is seen of it, and what is stored after what is done there."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import SUM, Desk, opened, put, small_study, stored

from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.history import history
from kwalcode.project.study import open_study
from kwalcode.tui.screens.history.screen import HistoryScreen


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def at_history(desk: Desk) -> HistoryScreen:
    """Go to the history, and wait until it is read."""
    await desk.go("history")
    screen = desk.app.screen
    assert isinstance(screen, HistoryScreen)
    await settled(desk)
    return screen


async def settled(desk: Desk) -> None:
    """Wait for what is read once the highlight or the typing rests."""
    await desk.pilot.pause(0.35)
    await desk.settle()


def acts(path: Path) -> list[tuple[str, bool]]:
    with open_study(path) as study, study.reading() as connection:
        return [(event.entry.name, event.undone) for event in history(connection)]


async def test_it_tells_who_did_what_in_words_newest_first(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        await at_history(desk)
        assert desk.lines()[0].strip().startswith("study · History")
        first, second = desk.lines()[2:4]
        assert "Anna   marked R02 as completely coded for Bram" in first
        assert "Anna   coded “melden” in R02" in second
        assert "+ 1 mark of completeness" in desk.seen()


async def test_moving_on_tells_what_each_act_changed(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        await at_history(desk)
        await desk.press("j")
        await settled(desk)
        assert "+ 1 coding with “melden” in R02" in desk.seen()
        assert "apply code (" in desk.seen()
        await desk.press("k", "k")
        await settled(desk)
        assert "mark complete (" in desk.seen()


async def test_what_is_undone_has_a_sign(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        assert "↶" not in desk.seen()
        await desk.press("u")
        await settled(desk)
        assert "↶ marked R02 as completely coded" in desk.seen()
        assert "undid: marked R02 as completely coded" in desk.seen()
        await desk.press("ctrl+r")
        await settled(desk)
        assert "did again: marked" in desk.seen()
        assert "↶" not in desk.seen()


async def test_enter_goes_to_the_place_and_backspace_comes_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await at_history(desk)
        await desk.press("j", "enter")
        assert desk.app.screen is desk.coding
        assert desk.coding.transcript.passage_text == "Ik meld het."
        await desk.press("backspace")
        assert desk.app.screen is screen
        await desk.press("home", "enter")
        assert "no place in a text" in desk.told()


async def test_filters_and_escape_shows_all_again(study_file: Path) -> None:
    with open_study(study_file, "Cees") as other:
        create_code(other, "Gevoél")
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("slash")
        await desk.type("gevoel")
        await settled(desk)
        assert "Gevoél" in desk.seen()
        assert "melden" not in desk.seen()
        await desk.press("escape")
        await settled(desk)
        assert "melden" in desk.seen()
        await desk.press("f", "end", "enter")
        await settled(desk)
        assert "· Cees" in desk.lines()[0]
        assert "came to the project as “Cees”" in desk.seen()
        assert "melden" not in desk.seen()
        await desk.press("escape")
        await settled(desk)
        assert "melden" in desk.seen()
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_one_kind_of_acts(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("t")
        assert "Codebook  (1)" in desk.seen()
        await desk.click("Codebook  (1)")
        await settled(desk)
        assert "imported the codebook topics.yaml" in desk.seen()
        assert "coded “melden”" not in desk.seen()


async def test_days_that_are_none_are_refused_while_typed(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("d")
        await desk.type("gisteren")
        await desk.press("enter")
        assert "is no date" in desk.seen()
        await desk.press("ctrl+u")
        await desk.type("..2001-01-01")
        await desk.press("enter")
        await settled(desk)
        assert "Nothing in the history fits" in desk.seen()


async def test_undo_to_a_point_shows_first_what_it_takes_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("j", "j", "U")
        await settled(desk)
        assert "Undo these 3 acts of yours?" in desk.seen()
        assert "coded “optelsom” in R01" in desk.seen()
        await desk.press("escape")
        assert len(stored(study_file)) == 3
        await desk.press("U")
        await settled(desk)
        await desk.press("enter")
        await settled(desk)
        assert desk.told().startswith("3 acts undone.")
        assert desk.seen().count("↶") == 3
    assert acts(study_file)[:3] == [("undo", False)] * 3
    assert len(stored(study_file)) == 2
    with open_study(study_file) as study:
        assert check(study) == []


async def test_undo_to_a_point_stops_where_another_built_on_it(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        code = create_code(study, "Nieuw")
        put(study, 1, "En dan?", SUM)
    with open_study(study_file, "Bram") as study:
        apply_code(study, 1, 0, 4, code)
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("j", "j", "U")
        await settled(desk)
        await desk.press("enter")
        await settled(desk)
        assert desk.told().startswith(
            "1 of 2 acts undone, then: Cannot undo 'made the code “Nieuw”'"
        )


async def test_somebody_without_acts_has_nothing_to_undo(study_file: Path) -> None:
    async with opened(study_file, actor="Dirk") as desk:
        await at_history(desk)
        await desk.press("U")
        await settled(desk)
        assert "nothing to undo" in desk.told()


async def test_the_project_as_it_was_is_written(study_file: Path, tmp_path: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("j", "j", "a")
        await desk.press("ctrl+u")
        await desk.type(str(study_file))
        await desk.press("enter")
        assert "is there already" in desk.seen()
        await desk.press("ctrl+u")
        await desk.type(str(tmp_path / "then.kwal"))
        await desk.press("enter")
        await settled(desk)
        # "Writing …" comes first, where that takes a moment
        assert desk.told().removeprefix("Writing …").startswith("Written: ")
    assert stored(tmp_path / "then.kwal", 2) == []
    assert len(stored(tmp_path / "then.kwal")) == 3


async def test_the_audit_trail_is_written(study_file: Path, tmp_path: Path) -> None:
    async with opened(study_file) as desk:
        await at_history(desk)
        await desk.press("w", "ctrl+u")
        await desk.type(str(tmp_path / "trail.md"))
        await desk.press("enter")
        await settled(desk)
        # "Writing …" comes first, where that takes a moment
        assert desk.told().removeprefix("Writing …").startswith("Written: ")
        await desk.press("w", "ctrl+u")
        await desk.type(str(tmp_path / "trail.xyz"))
        await desk.press("enter")
        await settled(desk)
        assert "choose one of: md, docx, csv, json" in desk.told()
    assert "# Audit trail: study" in (tmp_path / "trail.md").read_text(encoding="utf-8")
    assert not (tmp_path / "trail.xyz").exists()


async def test_pages_follow_each_other(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        for n in range(130):
            add_codings(study, [NewCoding(1, n % 90, n % 90 + 2, 1 + n % 4, "Anna")])
    async with opened(study_file) as desk:
        screen = await at_history(desk)
        assert len(screen._loaded) == 100
        await desk.press("end")
        await settled(desk)
        assert len(screen._loaded) > 130
        await desk.press("end")
        await settled(desk)
        assert "came to the project as “Anna”" in desk.seen()


async def test_what_others_do_meanwhile_appears_and_the_highlight_stays(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await at_history(desk)
        await desk.press("j")
        await settled(desk)
        before = screen.entries.highlighted
        assert before is not None
        with open_study(study_file, "Bram") as study:
            create_code(study, "Van Bram")
        await desk.later()
        await settled(desk)
        assert "made the code “Van Bram”" in desk.seen()
        assert screen.entries.highlighted is not None
        assert screen.entries.highlighted.entry.id == before.entry.id


async def test_hostile_names_are_shown_literally(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        create_code(study, "[b]x[/b]\x1b[31m")
        undo(study)
    async with opened(study_file) as desk:
        await at_history(desk)
        assert "undid: made the code “[b]x[/b]␛[31m”" in desk.seen()
