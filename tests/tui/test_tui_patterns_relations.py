"""Relations of codes and of themes on the patterns screen, and the map that draws them."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened
from patterns_pilot import at_patterns, ids, pattern_study, settled
from textual.widgets import OptionList

from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.themes import create_theme, nest_theme
from kwalcode.project.history.check import check
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.relations import Relation, all_relations
from kwalcode.project.study import open_study

WIDE = (140, 40)


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return pattern_study(tmp_path / "study.kwal")


def relations(path: Path) -> list[Relation]:
    with open_study(path) as study, study.reading() as connection:
        assert check(study) == []
        return all_relations(connection)


async def choose(desk: Desk, piece: str) -> None:
    """Choose the row of the small window on the screen in which a piece of text stands."""
    rows = desk.app.screen.query_one(OptionList)
    found = [at for at, row in enumerate(rows.options) if piece in str(row.prompt)]
    assert found, [str(row.prompt) for row in rows.options]
    rows.highlighted = found[0]
    await desk.press("enter")
    await settled(desk)


async def test_two_codes_are_related_and_the_map_writes_the_word(study_file: Path) -> None:
    known = ids(study_file)
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "3", "l")
        assert screen.pane.pair is not None
        await desk.press("R")
        await settled(desk)
        assert f"{SUM} is cause of {GUT}" in desk.seen()
        assert f"{GUT} is cause of {SUM}" in desk.seen()
        await choose(desk, f"{SUM} is cause of {GUT}")
        (one,) = relations(study_file)
        ends = Subject("code", known[SUM]), Subject("code", known[GUT])
        assert (one.type, one.a, one.b) == ("cause of", *ends)
        assert any("← is cause of" in line or "is cause of →" in line for line in desk.lines())
        assert f"{SUM} is cause of {GUT}" in desk.seen()
        await desk.press("u")
        await settled(desk)
        assert relations(study_file) == []
        assert not any("← is" in line or "of →" in line for line in desk.lines())


async def test_a_relation_is_turned_noted_and_taken_away(study_file: Path) -> None:
    known = ids(study_file)
    gut, total = Subject("code", known[GUT]), Subject("code", known[SUM])
    with open_study(study_file, "Anna") as study:
        relate(study, gut, total, "is a")
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "R")
        await choose(desk, f"{GUT} is a {SUM}")
        await choose(desk, "say otherwise")
        await choose(desk, f"{SUM} is part of {GUT}")
        (one,) = relations(study_file)
        assert (one.type, one.a, one.b) == ("part of", total, gut)
        await desk.press("R")
        await choose(desk, f"{SUM} is part of {GUT}")
        await choose(desk, "write a note")
        await desk.type("volgens R02")
        await desk.press("ctrl+s")
        await settled(desk)
        assert relations(study_file)[0].note == "volgens R02"
        assert "volgens R02" in desk.seen()  # told of the cell
        await desk.press("R")
        await choose(desk, "(volgens R02)")
        await choose(desk, "take it away")
        assert relations(study_file) == []


async def test_words_of_ones_own_name_a_relation(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "R")
        await choose(desk, f"{GUT} … (words of your own) … {SUM}")
        await desk.type("voedt")
        await desk.press("enter")
        await settled(desk)
        (one,) = relations(study_file)
        assert (one.type, one.title) == ("own", "voedt")


async def test_related_codes_that_never_meet_are_on_the_map_too(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        report, gut = Subject("code", known[REPORT]), Subject("code", known[GUT])
        relate(study, report, gut, "contradicts")
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "3", "w")
        assert REPORT in desk.seen()
        assert "contradicts ≠" in desk.seen()


async def test_themes_have_their_own_map_with_nesting_and_relations(study_file: Path) -> None:
    known = ids(study_file)
    with open_study(study_file, "Anna") as study:
        one = create_theme(study, "Voelen", "x", [known[GUT]])
        two = create_theme(study, "Wegen", "y", [known[SUM]])
        three = create_theme(study, "Doen", "z", [known[REPORT]])
        nest_theme(study, three, two)
        relate(study, Subject("theme", one), Subject("theme", two), "associated")
    async with opened(study_file, size=WIDE) as desk:
        screen = await at_patterns(desk, "4", "w")
        assert screen.digit == "3"
        assert "3 themes · a line: 2 respondents or more carry both" in desk.seen()
        assert all(f"(2) {name}" in desk.seen() for name in ("Voelen", "Wegen", "Doen"))
        assert "is associated with ↔" in desk.seen()
        assert any(word in desk.seen() for word in ("in →", "← in", "in ↑", "in ↓"))
        await desk.press("enter")
        await settled(desk)
        assert "chosen: 0 for it, 0 against it" in desk.seen()
        await desk.press("escape", "w")
        await settled(desk)
        assert "Communities: proposals for themes" in desk.seen()


async def test_a_theme_is_related_to_another_one_from_the_list(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        create_theme(study, "Voelen", "x")
        create_theme(study, "Wegen", "y")
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "4", "R")
        await desk.press("enter")  # the only other theme
        await settled(desk)
        await choose(desk, "Voelen contradicts Wegen")
        (one,) = relations(study_file)
        assert (one.type, one.a.kind) == ("contradicts", "theme")
        assert "Voelen contradicts Wegen" in desk.seen()


async def test_the_map_tells_what_the_place_of_a_code_means_and_keeps_a_backbone(
    study_file: Path,
) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "minus", "3")
        assert "degree 2: it goes together with 2 other" in desk.seen()
        assert "modularity" in desk.seen()
        await desk.press("B")
        await choose(desk, ".05: lines")
        assert "backbone .05" in desk.seen()
        assert "a backbone can keep nothing" in desk.seen()
        await desk.press("B")
        await choose(desk, "all lines")
        assert "degree 2" in desk.seen()


async def test_the_communities_are_tried_without_each_respondent(study_file: Path) -> None:
    async with opened(study_file, size=WIDE) as desk:
        await at_patterns(desk, "minus", "3")
        assert "v: do they hold without each respondent?" in desk.seen()
        await desk.press("v")
        await settled(desk)
        assert "without each of 2 respondents in turn" in desk.seen()
