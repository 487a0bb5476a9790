"""Quotations linked to themes, cards and summaries; themes built beside the matrix."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, memos, opened
from patterns_pilot import at_patterns, ids, pattern_study, settled

from kwalcode.project.acts.framework import write_summary
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.history.check import check
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.framework import all_summaries
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns, pattern_quotes
from kwalcode.project.reads.themes import patterns_of_themes, theme_quotes
from kwalcode.project.study import open_study

WIDE = (140, 40)


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = pattern_study(tmp_path / "study.kwal")
    known = ids(path)
    with open_study(path, "Anna") as study:
        create_theme(study, "Voelen", "Een gevoel telt mee.", [known[GUT]])
    return path


def chosen(path: Path) -> list[tuple[str, str, str]]:
    """Return side, words and note of the quotations chosen for the first theme."""
    with open_study(path) as study, study.reading() as connection:
        assert check(study) == []
        return [
            (one.side, text_of(connection, one.document)[one.start : one.end], one.note)
            for one in theme_quotes(connection, 1)
        ]


async def test_quotations_are_linked_for_and_against_a_theme_and_lead_to_their_place(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "4", "enter")
        assert "chosen: 0 for it, 0 against it" in desk.seen()
        await desk.press("plus")
        await settled(desk)
        await desk.press("j", "j", "minus")
        await settled(desk)
        first, last = "Het is een optelsom van kleine signalen.", "Ik meld het."
        assert chosen(study_file) == [("supporting", first, ""), ("contradicting", last, "")]
        assert "+ R01" in desk.seen()
        assert "− R02" in desk.seen()
        await desk.press("e")
        await desk.type("meldt zonder gevoel")
        await desk.press("ctrl+s")
        await settled(desk)
        assert chosen(study_file)[1] == ("contradicting", last, "meldt zonder gevoel")
        await desk.press("escape", "q")
        await settled(desk)
        assert "Chosen: for it" in desk.seen()
        assert "Chosen: against it" in desk.seen()
        await desk.press("l", "enter")
        await settled(desk)
        assert desk.coding.document is not None
        assert desk.coding.document.name == "R02"
        await desk.press("backspace")
        await settled(desk)
        await desk.press("x")
        await settled(desk)
        assert [side for side, _words, _note in chosen(study_file)] == ["supporting"]
        await desk.press("u")
        await settled(desk)
        assert len(chosen(study_file)) == 2
        await desk.press("escape")
        await settled(desk)
        assert "1 1" in desk.seen()  # for and against, in the list of themes
        assert "nobody looked for what speaks against it" not in desk.seen()


async def test_from_any_quotations_one_asks_to_what_they_are_linked(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "enter", "minus")
        assert "Linked to which theme or card?" in desk.seen()
        await desk.press("enter")
        await settled(desk)
        assert [side for side, _words, _note in chosen(study_file)] == ["contradicting"]


async def test_a_summary_rests_on_quotations_linked_in_its_cell(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        write_summary(study, 2, Subject("theme", 1), "Meldt het.")
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "9", "j", "l", "enter")
        assert "the summary rests on 0" in desk.seen()
        await desk.press("minus")
        await settled(desk)
        assert "A summary rests on quotations" in desk.told()
        await desk.press("plus")
        await settled(desk)
        assert "the summary rests on 1" in desk.seen()
        with open_study(study_file) as study, study.reading() as connection:
            (summary,) = all_summaries(connection).values()
            assert [one.range for one in summary.linked] == [(18, 30)]
        await desk.press("x")
        await settled(desk)
        assert "the summary rests on 0" in desk.seen()


async def test_the_framework_has_the_columns_one_ticks(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "9")
        assert "Voelen" in desk.seen()
        await desk.press("c", "space", "j", "j", "space", "enter")
        await settled(desk)
        assert "Voelen" not in desk.seen()
        assert GUT in desk.seen()


async def test_a_theme_is_built_beside_the_matrix(study_file: Path) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "4", "b")
        assert screen.digit == "1"
        assert "Theme: Voelen" in desk.seen()
        assert "1 code · 2 of 2 respondents" in desk.seen()
        await desk.press("a")
        await settled(desk)
        assert codes(study_file) == {known[GUT], known[SUM]}
        assert "2 codes · 2 of 2 respondents" in desk.seen()
        await desk.press("3")
        await settled(desk)
        assert f"*{SUM}" in desk.seen()
        await desk.press("1", "a")
        await settled(desk)
        assert codes(study_file) == set()
        await desk.press("b", "end", "enter")
        await settled(desk)
        assert "Theme: Voelen" not in desk.seen()
        assert screen.building is None


async def test_a_new_theme_is_the_one_that_is_built(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "b", "enter")
        await desk.type("Samen")
        await desk.press("enter")
        await desk.type("Het gaat samen.")
        await desk.press("ctrl+s")
        await settled(desk)
        assert screen.building == 2
        assert "Theme: Samen" in desk.seen()


async def test_a_proposal_becomes_a_theme_with_a_name_and_a_claim(study_file: Path) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "minus", "4", "c")
        assert "Proposals: modularity" in desk.seen()
        await desk.press("enter")
        await desk.type("Alles")
        await desk.press("enter")
        await desk.type("Het hangt samen.")
        await desk.press("ctrl+s")
        await settled(desk)
        with open_study(study_file) as study, study.reading() as connection:
            made = all_themes(connection)[-1]
        assert (made.name, set(made.codes)) == ("Alles", {known[c] for c in (GUT, SUM, REPORT)})


async def test_a_theme_has_cards_and_memos_and_a_card_about_it(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        a, b = (Subject("code", known[name]) for name in (GUT, SUM))
        write_pattern(study, "similarity", "Samen.", a, b)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "4", "p", "space", "enter")
        with open_study(study_file) as study, study.reading() as connection:
            assert patterns_of_themes(connection) == {1: (1,)}
        await desk.press("m")
        await desk.type("Nog eens bekijken.")
        await desk.press("ctrl+s")
        await settled(desk)
        assert memos(study_file) == [("theme", "Nog eens bekijken.")]
        assert "Nog eens bekijken." in desk.seen()
        await desk.press("P", "enter")
        await desk.type("Allen voelen het.")
        await desk.press("ctrl+s")
        await settled(desk)
        with open_study(study_file) as study, study.reading() as connection:
            card = all_patterns(connection)[-1]
        assert (card.a, card.b) == (Subject("theme", 1), None)


async def test_a_card_gets_quotations_a_memo_and_another_kind(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        a, b = (Subject("code", known[name]) for name in (GUT, SUM))
        write_pattern(study, "similarity", "Samen.", a, b)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "5", "enter", "plus", "escape", "q")
        assert "chosen: 1 for it, 0 against it" in desk.seen()
        with open_study(study_file) as study, study.reading() as connection:
            assert [one.side for one in pattern_quotes(connection, 1)] == ["supporting"]
        await desk.press("escape", "m")
        await desk.type("Kijk naar R02.")
        await desk.press("ctrl+s")
        await settled(desk)
        assert "Kijk naar R02." in desk.seen()
        await desk.press("K", "j", "enter")
        await settled(desk)
        with open_study(study_file) as study, study.reading() as connection:
            assert all_patterns(connection)[0].kind == "difference"


def codes(path: Path) -> set[int]:
    with open_study(path) as study, study.reading() as connection:
        return set(all_themes(connection)[0].codes)
