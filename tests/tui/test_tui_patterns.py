"""The patterns screen: what is seen on its tabs, and what is stored after what is done there."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, opened, small_study
from patterns_pilot import at_patterns, ids, pattern_study, settled

from kwalcode.project.history.check import check
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.framework import all_summaries, readings
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import Pattern, all_patterns
from kwalcode.project.reads.patterns import opened as opened_cases
from kwalcode.project.study import open_study
from kwalcode.tui.screens.patterns.matrix import MatrixPane
from kwalcode.tui.screens.quotations.screen import QuotationsScreen

WIDE = (140, 40)


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return pattern_study(tmp_path / "study.kwal")


async def test_the_matrix_names_what_was_counted_and_tells_of_the_cell(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk)
        seen = desk.seen()
        assert "layer: Anna · 2 respondents" in seen
        assert "rule: sentence" in seen
        assert "respondents, from 2" in seen
        assert GUT in seen
        assert SUM in seen
        assert "Together in 2 of 2 respondents" in seen
        assert "together     R01, R02" in seen
        assert "exploratory" in seen


async def test_fewer_respondents_bring_more_pairs_and_more_take_them_away(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk)
        assert REPORT not in desk.seen()
        await desk.press("minus")
        await settled(desk)
        assert REPORT in desk.seen()
        await desk.press("plus", "plus")
        await settled(desk)
        assert "No two codes go together in so many respondents" in desk.seen()


async def test_another_rule_is_counted_at_once(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "r", "j", "enter")
        assert screen.asking.rule == "turn"
        assert "rule: turn" in desk.seen()
        assert "3 turns" in desk.seen()


async def test_a_measure_shows_its_figures(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "m", "j", "j", "j", "enter")
        assert "Jaccard · from 2 respondents" in desk.seen()
        assert ".67" in desk.seen()  # 2 sentences with both, of 3 with either


async def test_the_other_coders_layer_and_everybodys(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "L", "end", "enter")
        assert screen.asking.coder == "all"
        assert "layer: all" in desk.seen()


async def test_a_filter_on_an_attribute_limits_who_counts(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "minus", "f", "end", "enter")
        assert list(screen.asking.where) == ["domain=zorg"]
        assert "1 respondent" in desk.seen()
        assert "domain=zorg" in desk.seen()
        await desk.press("f", "enter")
        await settled(desk)
        assert not screen.asking.where


async def test_a_cell_shows_its_quotations_side_by_side_and_one_comes_back(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "enter")
        assert "2 quotations" in desk.seen()
        assert desk.seen().count("“Ik meld het.”") == 2
        await desk.press("j", "enter")
        await settled(desk)
        assert desk.app.screen != screen
        assert desk.coding.document is not None
        assert desk.coding.document.name == "R02"
        await desk.press("backspace")
        await settled(desk)
        assert desk.app.screen == screen
        assert desk.seen().count("“Ik meld het.”") == 2
        await desk.press("escape")
        await settled(desk)
        assert isinstance(screen.pane, MatrixPane)


async def test_the_diagonal_leads_to_the_quotations_of_the_code(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "home", "g", "enter")
        assert isinstance(desk.app.screen, QuotationsScreen)


async def test_pairs_are_listed_and_filtered(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "minus", "2")
        assert REPORT in desk.seen()
        await desk.press("slash")
        await desk.type("optelsom")
        await desk.press("enter")
        rows = [line for line in desk.lines() if "optelsom" in line and "melden" in line]
        assert rows
        await desk.press("escape")
        await settled(desk)
        assert desk.app.screen is not desk.coding


async def test_the_map_goes_from_code_to_code(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "minus", "3")
        assert "Communities: proposals for themes" in desk.seen()
        before = screen.pane.pair
        assert before is None
        await desk.press("l")
        await settled(desk)
        assert screen.pane.pair is not None
        await desk.press("w")
        await settled(desk)
        assert all(name in desk.seen() for name in (GUT, SUM, REPORT))


async def test_a_theme_is_made_of_a_cell_renamed_and_deleted(study_file: Path) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "T")
        await desk.type("Voelen en wegen")
        await desk.press("enter")
        await desk.type("Een gevoel telt mee.")
        await desk.press("ctrl+s")
        await settled(desk)
        (theme,) = themes(study_file)
        assert theme[:2] == ("Voelen en wegen", "Een gevoel telt mee.")
        assert set(theme[2]) == {known[GUT], known[SUM]}
        await desk.press("4")
        await settled(desk)
        assert "Voelen en wegen" in desk.seen()
        assert "2/2" in desk.seen()
        await desk.press("x")
        await settled(desk)
        assert themes(study_file) == []
        assert "No themes yet" in desk.seen()
        await desk.press("u")
        await settled(desk)
        assert themes(study_file) == [theme]
    assert sound(study_file)


async def test_codes_are_ticked_into_a_theme_and_out(study_file: Path) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "T")
        await desk.type("Thema")
        await desk.press("enter")
        await desk.type("Een bewering.")
        await desk.press("ctrl+s")
        await settled(desk)
        await desk.press("4", "a", "space", "enter")
        await settled(desk)
        assert set(themes(study_file)[0][2]) == {known["signaleren"], known[GUT], known[SUM]}
    assert sound(study_file)


async def test_a_card_is_written_its_negative_case_opened_and_it_becomes_final(
    study_file: Path,
) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "minus")
        assert isinstance(screen.pane, MatrixPane)
        screen.pane.go_to_pair(known[REPORT], known[SUM])
        await settled(desk)
        await desk.press("P", "enter")
        await desk.type("Wie optelt, meldt.")
        await desk.press("ctrl+s")
        await settled(desk)
        (card,) = cards(study_file)
        assert (card.claim, card.kind, card.rule) == (
            "Wie optelt, meldt.",
            "similarity",
            "sentence",
        )
        assert {card.a, card.b} == {Subject("code", known[REPORT]), Subject("code", known[SUM])}
        await desk.press("5")
        await settled(desk)
        assert "negative cases not opened: R01" in desk.seen()
        await desk.press("t", "end", "enter")
        await settled(desk)
        assert cards(study_file)[0].status == "draft"
        await desk.press("v")
        await settled(desk)
        assert "R01: all that is coded with either side" in desk.seen()
        assert list(cases(study_file, card.id)) == [1]
        await desk.press("escape")
        await settled(desk)
        assert "negative cases not opened: –" in desk.seen()
    assert sound(study_file)


async def test_a_summary_is_written_in_its_cell_and_the_cell_marked_as_read(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "9", "l", "e")
        await desk.type("Merkt het aan kleine dingen.")
        await desk.press("ctrl+s")
        await settled(desk)
        assert summaries(study_file) == ["Merkt het aan kleine dingen."]
        assert "○2 Merkt het" in desk.seen()
        await desk.press("v")
        await settled(desk)
        assert "✓2 Merkt het" in desk.seen()
        assert reads(study_file) == 1
        await desk.press("v")
        await settled(desk)
        assert reads(study_file) == 0
    assert sound(study_file)


async def test_coverage_contrasts_and_saturation_say_what_to_do_where_there_is_nothing(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "6")
        assert "No coverage to show" in desk.seen()
        await desk.press("7")
        await settled(desk)
        assert "by domain" in desk.seen()
        assert "gemeente (1)" in desk.seen()
        await desk.press("8")
        await settled(desk)
        assert "Nothing to follow yet" in desk.seen()


async def test_without_codings_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    async with opened(small_study(tmp_path / "empty.kwal"), size=(80, 24)) as desk:
        await at_patterns(desk)
        assert "- lowers the threshold" in desk.seen()
        await desk.press("escape")
        await settled(desk)
        assert desk.app.screen is desk.coding


async def test_tabs_by_digit_and_by_bracket(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await at_patterns(desk, "right_square_bracket")
        assert screen.digit == "2"
        await desk.press("left_square_bracket", "left_square_bracket")
        await settled(desk)
        assert screen.digit == "0"
        assert "r Rule" not in desk.lines()[-1]
        await desk.press("1")
        await settled(desk)
        assert "r Rule" in desk.lines()[-1]


def themes(path: Path) -> list[tuple[str, str, tuple[int, ...]]]:
    with open_study(path) as study, study.reading() as connection:
        return [(one.name, one.claim, one.codes) for one in all_themes(connection)]


def cards(path: Path) -> list[Pattern]:
    with open_study(path) as study, study.reading() as connection:
        return all_patterns(connection)


def cases(path: Path, number: int) -> list[int]:
    with open_study(path) as study, study.reading() as connection:
        return sorted(opened_cases(connection, number))


def summaries(path: Path) -> list[str]:
    with open_study(path) as study, study.reading() as connection:
        return [one.text for one in all_summaries(connection).values()]


def reads(path: Path) -> int:
    with open_study(path) as study, study.reading() as connection:
        return sum(len(one) for one in readings(connection).values())


def sound(path: Path) -> bool:
    with open_study(path) as study:
        return check(study) == []
