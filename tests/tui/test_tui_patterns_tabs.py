"""Sequences, contrasts of themes and cards, marking words, coverage, chance by rotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, opened
from patterns_pilot import at_patterns, ids, pattern_study, settled

from kwalcode.project.acts.codes import edit_code
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.study import open_study

WIDE = (140, 40)


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return pattern_study(tmp_path / "study.kwal")


async def test_what_follows_what_is_listed_with_its_quotations_and_makes_a_card(
    study_file: Path,
) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "0")
        assert "B within 2 turns after A · 6 turns" in desk.seen()
        assert any(GUT in line and REPORT in line for line in desk.lines())
        assert screen.pane.pair == (known[GUT], known[REPORT])
        await desk.press("enter")
        await settled(desk)
        assert "hier klopt iets niet" in desk.seen()
        assert "Dan bel ik mijn collega" in desk.seen()
        await desk.press("escape", "minus")
        await settled(desk)
        assert "Nothing follows anything here yet" in desk.seen()
        await desk.press("plus", "P")
        await desk.type("Eerst gevoel, dan melden.")
        await desk.press("ctrl+s")
        await settled(desk)
        with open_study(study_file) as study, study.reading() as connection:
            (card,) = all_patterns(connection)
        assert (card.kind, card.rule) == ("sequence", "follows(2)")
        assert (card.a, card.b) == (Subject("code", known[GUT]), Subject("code", known[REPORT]))


async def test_answers_tell_which_codes_come_when_asked(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "0", "w")
        assert "answers to questions: 3 of 3 turns of respondents, 3 questions" in desk.seen()
        assert any(REPORT in line and "1.00" in line for line in desk.lines())
        await desk.press("enter")
        await settled(desk)
        assert "in answers" in desk.seen()


async def test_themes_and_cards_are_compared_like_codes(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        create_theme(study, "Voelen", "x", [known[GUT]])
        a, b = (Subject("code", known[name]) for name in (GUT, SUM))
        write_pattern(study, "similarity", "Samen.", a, b)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "7", "o")
        assert "themes by domain" in desk.seen()
        assert any("Voelen" in line and "✓" in line for line in desk.lines())
        await desk.press("enter")
        await settled(desk)
        assert "chosen: 0 for it, 0 against it" in desk.seen()
        await desk.press("escape", "o")
        await settled(desk)
        assert "patterns by domain" in desk.seen()
        assert "Samen." in desk.seen()
        await desk.press("enter")
        await settled(desk)
        assert "“Ik meld het.”" in desk.seen()


async def test_words_that_mark_a_group_or_a_code_lead_to_where_they_were_said(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "7", "w")
        # a word that one respondent said alone marks a person, no group
        assert "No word stands out" in desk.seen()
        await desk.press("escape")
        await settled(desk)
        assert "codes by domain" in desk.seen()
        await desk.press("W")
        await settled(desk)
        assert "words that mark" in desk.seen()


async def test_coverage_counts_words_and_tells_the_questions(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        edit_code(study, known[REPORT], question="Wat doet men ermee?")
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "6")
        assert "quotations per topic and respondent" in desk.seen()
        await desk.press("U")
        await settled(desk)
        assert "words per topic and respondent" in desk.seen()
        row = next(line for line in desk.lines() if "2/2" in line)
        assert row.split()[-3:] != ["2", "1", "1"]
        await desk.press("w")
        await settled(desk)
        assert "first time of each topic in each interview: 2, after a question 2" in desk.seen()
        assert any("R01" in line and "En dan?" in line for line in desk.lines())
        await desk.press("enter")
        await settled(desk)
        assert desk.app.screen is desk.coding
        assert desk.coding.transcript.passage_text == "En dan?"


async def test_two_respondents_are_read_side_by_side_on_a_topic(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        edit_code(study, known[REPORT], question="Wat doet men ermee?")
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "6", "v")
        assert "First go with → to the respondent" in desk.told()
        await desk.press("end", "v")
        assert "R02 beside whom?" in desk.seen()
        await desk.press("enter")
        await settled(desk)
        heads = desk.lines()[desk.row("melden · R02")]
        assert "melden · R01" in heads.split("melden · R02")[1]
        assert screen._behind is not None
        assert [[row.excerpt.respondent for row in side.rows] for side in screen._behind.sides] == [
            ["R02"],
            ["R01"],
        ]
        await desk.press("escape")
        assert screen.pane is screen.panes["6"]


async def test_p_by_rotation_is_counted_when_asked_with_its_smallest(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk)
        assert "c: p over the places, by rotation" in desk.seen()
        await desk.press("c")
        await settled(desk)
        assert "1000 rotations along the" in desk.seen()
        assert "seed 1; smallest .001" in desk.seen()
        await desk.press("2")
        await settled(desk)
        await desk.press("end")
        assert "p rotated" in desk.seen()
        await desk.press("r", "end", "enter")
        await settled(desk)
        await desk.press("c")
        assert "needs the rule sentence or turn" in desk.told()


async def test_a_filter_and_who_counts_agree(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "minus", "f", "end", "enter")
        assert list(screen.asking.where) == ["domain=zorg"]
        assert "of 1 respondents" in desk.seen() or "1 of 1" in desk.seen()
        assert "R01" not in desk.seen()


async def test_what_is_shown_is_told_in_one_line_on_a_small_screen(study_file: Path) -> None:
    async with opened(study_file, size=(80, 24)) as desk:
        screen = await at_patterns(desk)
        for digit in "1234567890":
            await desk.press(digit)
            await settled(desk)
            assert screen.state.size.height == 1, (digit, str(screen.state.content))
            if digit != "5":  # there is no card yet, so nothing was counted
                assert "layer: Anna · 2 respondents" in desk.lines()[0], digit


async def test_the_keys_of_a_tab_work_where_it_is_empty(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "4")
        assert "No themes yet" in desk.seen()
        await desk.press("n")
        await desk.type("Een thema")
        await desk.press("enter")
        await desk.type("Een bewering.")
        await desk.press("ctrl+s")
        await settled(desk)
        assert "Een bewering." in desk.seen()
        await desk.press("x")
        await settled(desk)
        assert "No themes yet" in desk.seen()
        await desk.press("c")
        await settled(desk)
        assert "Proposals: modularity" in desk.seen()
