from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study, stored, transcript

from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.history.check import check
from kwalcode.project.history.journal import entries as journal_entries
from kwalcode.project.study import open_study
from kwalcode.tui.screens.search.autocode import AutocodeScreen
from kwalcode.tui.screens.search.screen import SearchScreen


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def screen_of(desk: Desk) -> SearchScreen:
    assert isinstance(desk.app.screen, SearchScreen)
    return desk.app.screen


async def searched(desk: Desk, typed: str) -> SearchScreen:
    """Go to the search screen, type, and go to the hits."""
    await desk.go("search")
    await desk.type(typed)
    await desk.press("enter")
    await desk.settle()
    return screen_of(desk)


def found(desk: Desk) -> list[str]:
    """Return the rows of hits that are seen."""
    rows = desk.lines()[5:]
    end = next(n for n, line in enumerate(rows) if " · turn " in line or not line)
    return [line for line in rows[:end] if line.startswith((" R0", " lang"))]


async def test_hits_are_seen_in_context_while_one_types(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("comma", "s")
        assert "these words, one after the other" in desk.seen()
        await desk.type("dat")
        await asyncio.sleep(0.3)
        await desk.settle()
        assert "3 hits in 2 documents, 2 respondents" in desk.seen()
        rows = found(desk)
        assert {row.index("dat" if "dat" in row else "Dat") for row in rows} == {38}
        assert "Nou, eh, dat is nooit een ding." in rows[0]
        await desk.press("enter")
        assert "R01 · respondent · turn 2" in desk.seen()


async def test_enter_goes_to_the_place_and_backspace_comes_back_to_the_row(
    study_file: Path,
) -> None:
    async with opened(study_file) as desk:
        await searched(desk, "dat")
        await desk.press("j", "j", "enter")
        assert desk.app.screen is desk.coding
        assert "R02" in desk.lines()[0]
        assert desk.coding.transcript.passage_text == "dat"
        await desk.press("backspace")
        screen = screen_of(desk)
        assert (screen.hits.at, screen.hits.has_focus) == (2, True)
        assert "3 hits in 2 documents" in desk.seen()
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_kinds_of_search(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        import_document(study, transcript("R03", (("R", "Zij meldt, ik heb gemeld. Mèld!"),)))
    async with opened(study_file) as desk:
        screen = await searched(desk, "melden")
        assert "0 hits" in desk.seen()
        await desk.press("ctrl+t")
        assert screen.options.kind == "lemma"
        await desk.settle()
        assert "4 hits in 2 documents, 2 respondents   forms: melden, gemeld, meld, meldt" in (
            desk.seen()
        )
        await desk.press("slash", "ctrl+t")
        assert screen.options.kind == "phrase"
        await desk.press("ctrl+t", "enter")
        assert screen.options.kind == "regex"
        await desk.press("slash")
        await desk.type("m(eld")
        await desk.press("enter")
        assert "The pattern /m(eld/ is wrong at place 2" in desk.seen()
        await desk.press("slash")
        await desk.type("m.ld\\b")
        await desk.press("enter")
        assert "3 hits in 2 documents, 2 respondents" in desk.seen()


async def test_a_pattern_that_takes_years_does_not_hold_the_screen(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kwalcode.language.patterns.SECONDS", 60)
    with open_study(study_file, "Anna") as study:
        import_document(study, transcript("R03", (("R", "a" * 60 + "!"),)))
    async with opened(study_file) as desk:
        await desk.press("comma", "s")
        await desk.pilot.press(*"/(a+)+b/", "enter")  # not waiting for what is found
        await asyncio.sleep(0.5)
        screen = screen_of(desk)
        assert not screen._whole
        screen.field.value = "optelsom"
        screen.look()
        while not screen._whole:  # the manager still holds the search that was broken off
            await asyncio.sleep(0.05)
        await desk.pilot.pause()
        assert "1 hit in 1 document, 1 respondent" in desk.seen()


async def test_whose_talk_and_which_documents(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        put_in_group(study, "zorg", [2])
    async with opened(study_file) as desk:
        screen = await searched(desk, "d*")
        assert "10 hits" in desk.seen()
        await desk.press("r")
        assert "r respondents" in desk.seen()
        assert "8 hits in 2 documents, 2 respondents" in desk.seen()
        await desk.press("r")
        assert "2 hits in 2 documents, 0 respondents" in desk.seen()
        await desk.press("r")
        assert "0 hits in 0 documents" in desk.seen()
        await desk.press("r")
        assert "r all talk" in desk.seen()
        assert screen.hits.has_focus
        await desk.press("d")
        assert "group zorg" in desk.seen()
        await desk.press("j", "enter")
        assert "d group zorg" in desk.seen()
        assert "2 hits in 1 document, 1 respondent" in desk.seen()
        await desk.press("d", "j", "j", "enter")
        assert "d R02" in desk.seen()
        await desk.press("d", "enter")
        assert "10 hits" in desk.seen()


async def test_within_a_code_and_not_yet_coded(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await searched(desk, "het is*")
        await desk.press("w")
        await desk.type("signaleren")
        await desk.press("enter")
        assert "w in signaleren" in desk.seen()
        assert "2 hits in 1 document" in desk.seen()  # in the sum, which is below it
        await desk.press("w", "n")
        await desk.type(SUM)
        await desk.press("enter")
        assert "n not optelsom" in desk.seen()
        assert "1 hit in 1 document" in desk.seen()
        screen.hits.focus()
        await desk.press("n")
        assert "n coded or not" in desk.seen()


async def test_a_hit_is_coded_with_its_sentence(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await searched(desk, "collega")
        await desk.press("c", "m", "e", "l", "d", "enter")
        assert desk.told() == "Coded: melden"
        assert "codes: melden" in desk.seen()
        assert ("Dan bel ik mijn collega van het wijkteam.", REPORT, "Anna") in stored(study_file)
        await desk.press("e", "e", "c")
        await desk.type("nieuw")
        await desk.press("enter")
        assert ("collega", "nieuw", "Anna") in stored(study_file)
        await desk.press("u")
        assert ("collega", "nieuw", "Anna") not in stored(study_file)


async def test_a_hit_is_copied_with_its_attribution(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await searched(desk, "collega")
        await desk.press("y")
        assert desk.app.clipboard == "“Dan bel ik mijn collega van het wijkteam.” (R01)"


async def test_autocode_after_a_look_is_one_act_and_one_undo(study_file: Path) -> None:
    before = stored(study_file), stored(study_file, 2)
    async with opened(study_file, size=(120, 34)) as desk:
        await searched(desk, "d*")
        await desk.press("a")
        await desk.type("nieuw")
        await desk.press("enter")
        assert isinstance(desk.app.screen, AutocodeScreen)
        await desk.press("question_mark")
        here, everywhere = desk.seen().split("Everywhere")
        assert "Put the code on all that is ticked" in here
        assert "Put the code on all that is ticked" not in everywhere
        await desk.press("escape")
        assert "Autocode with nieuw (new)" in desk.lines()[0]
        assert "5 of 7 passages ticked" in desk.seen()
        assert "What interviewers (I) said begins without a tick." in desk.seen()
        ticks = [line[:5].strip() for line in desk.lines() if line.startswith(" [")]
        assert ticks == ["[x]", "[x]", "[ ]", "[x]", "[x]", "[ ]", "[x]"]
        await desk.press("space", "k", "e")
        assert "turn" in desk.lines()[2]
        await desk.press("e")
        assert "match" in desk.lines()[2]
        await desk.press("e", "n", "space", "j", "space")
        assert "2 of 7 passages ticked" in desk.seen()
        await desk.press("enter")
        assert desk.told() == "Autocoded with nieuw: 2 codings. u takes it all back."
        assert [c for c in stored(study_file) if c[1] == "nieuw"] == [
            ("Nou, eh, dat is nooit een ding.", "nieuw", "Anna"),
            ("En dan?", "nieuw", "Anna"),
        ]
        await desk.press("u")
        assert (stored(study_file), stored(study_file, 2)) == before
    with open_study(study_file) as study, study.reading() as connection:
        assert "autocode" in [entry.name for entry in journal_entries(connection)]
        assert check(study) == []


async def test_autocode_shows_what_is_coded_already(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await searched(desk, "signalen klopt")
        await desk.press("a")
        await desk.type(SUM)
        await desk.press("enter")
        assert "1 of 2 passages ticked   1 coded so already (=)" in desk.seen()
        await desk.press("space")
        assert "1 of 2 passages ticked" in desk.seen()
        await desk.press("n", "enter")
        assert "Nothing is ticked." in desk.told()
        await desk.press("escape")
        assert isinstance(desk.app.screen, SearchScreen)
        await desk.press("a")
        await desk.type(GUT)
        await desk.press("enter")
        assert "1 coded so in part (~)" in desk.seen()


async def test_earlier_searches_come_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await searched(desk, "collega")
        for typed in ("optelsom", "klopt"):
            await desk.press("slash")
            await desk.type(typed)
            await desk.press("enter")
        await desk.press("slash", "up")
        assert screen.field.value == "optelsom"
        await desk.press("up")
        assert screen.field.value == "collega"
        await desk.press("up", "down")
        assert screen.field.value == "optelsom"
        await desk.press("enter")
        assert "1 hit in 1 document" in desk.seen()


async def test_what_another_program_writes_is_found(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await searched(desk, "dat")
        await desk.press("j")
        hit = screen.hits.hit
        with open_study(study_file, "Bram") as study:
            import_document(study, transcript("R00", (("R", "Dat zeg ik, dat."),)))
        await desk.later()
        assert "5 hits in 3 documents, 3 respondents" in desk.seen()
        assert screen.hits.hit == hit
        with open_study(study_file, "Bram") as study:
            put(study, 1, "Nou, eh, dat is nooit een ding.", GUT, coder="Bram")
        await desk.press("g")
        await desk.later()
        assert f"codes: {GUT}" in desk.seen()


async def test_typing_undoes_nothing(study_file: Path) -> None:
    before = stored(study_file)
    async with opened(study_file) as desk:
        await searched(desk, "dat")
        await desk.press("slash", "ctrl+z")
        assert stored(study_file) == before


async def test_text_from_outside_is_shown_literally(study_file: Path) -> None:
    hostile = "[red]boos[/] \x1b[31m rood \u202e"
    with open_study(study_file, "Anna") as study:
        import_document(study, transcript("[b]R03", (("R", f"Ik ben {hostile}."),)))
    async with opened(study_file) as desk:
        await searched(desk, "boos")
        assert "[red]boos[/] ␛[31m rood →" in desk.seen() or "[red]boos[/]" in desk.seen()
        assert "\x1b[31m rood" not in desk.seen()
        await desk.press("a")
        await desk.type("[b]code")
        await desk.press("enter")
        assert "Autocode with [b]code (new)" in desk.lines()[0]


async def test_tens_of_thousands_of_hits_are_paged(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        for n in range(4):
            talk = tuple(("R", f"Woord {m}: lang woord.") for m in range(3000))
            import_document(study, transcript(f"lang{n}", talk))
    async with opened(study_file) as desk:
        screen = await searched(desk, "woord")
        assert "24000 hits in 4 documents, 4 respondents" in desk.seen()
        assert len(screen.hits._pages) <= 2
        await desk.press("G")
        await desk.settle()
        assert found(desk)[-1].startswith(" lang3")
        assert "Woord 2999: lang woord." in found(desk)[-1]
        for _page in range(30):
            await desk.pilot.press("pageup")
        await desk.settle()
        assert "Woord" in found(desk)[0]
        assert len(screen.hits._pages) <= 40


async def test_more_hits_than_anybody_reads(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kwalcode.tui.screens.search.run._MOST", 3)
    async with opened(study_file) as desk:
        await searched(desk, "d*")
        assert "The first 3 hits. Narrow the search." in desk.seen()


async def test_an_empty_study_and_nothing_found(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await searched(desk, "bestaatniet")
        assert "0 hits in 0 documents, 0 respondents" in desk.seen()
        await desk.press("a", "c", "y", "e")
        assert isinstance(desk.app.screen, SearchScreen)
        await desk.press("escape")
        assert desk.app.screen is desk.coding


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_it_fits(study_file: Path, size: tuple[int, int]) -> None:
    async with opened(study_file, size=size) as desk:
        await searched(desk, "d*")
        assert any("dat" in row for row in found(desk))
        assert "? Help" in desk.lines()[-1]
