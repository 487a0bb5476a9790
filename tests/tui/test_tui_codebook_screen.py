"""The codebook screen: what is seen, what each key does, what is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, memos, opened, small_study, stored

from kwalcode.model import Code
from kwalcode.project.acts.code_groups import create_code_group
from kwalcode.project.acts.codes import create_code, edit_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.history.check import check
from kwalcode.project.reads.code_groups import all_code_groups
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import open_study
from kwalcode.tui.screens.codebook.fields import CodeFields, FieldArea
from kwalcode.tui.screens.codebook.screen import CodebookScreen

WIDE = (160, 48)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_study(tmp_path / "study.kwal")


def codes(path: Path) -> dict[str, Code]:
    """Return the codes that are in the file now, by path."""
    with open_study(path) as study:
        assert check(study) == []
        with study.reading() as connection:
            return {code.path: code for code in all_codes(connection)}


def book(desk: Desk) -> CodebookScreen:
    assert isinstance(desk.app.screen, CodebookScreen)
    return desk.app.screen


async def at(desk: Desk, name: str) -> None:
    """Go to the codebook screen, to a code."""
    if not isinstance(desk.app.screen, CodebookScreen):
        await desk.go("codebook")
    number = next(code.id for code in desk.session.codes if code.name == name)
    book(desk).table.highlight(number)
    await desk.settle()
    await desk.settle()


async def test_codes_with_their_numbers(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, GUT)
        assert "4 codes" in desk.lines()[0]
        assert "all coders" in desk.lines()[0]
        assert desk.lines()[desk.row(SUM)].split()[-3:] == ["deductive", "2", "1"]
        assert desk.lines()[desk.row("signaleren")].split()[-2:] == ["·", "·"]


async def test_a_narrow_screen_shows_the_fields_on_enter(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, GUT)
        assert "Definition" not in desk.seen()
        await desk.press("enter")
        assert "Een gevoel zonder bewijs." in desk.seen()
        await desk.press("escape")
        assert SUM in desk.seen()
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_a_code_asked_for_before_there_are_fields_is_in_them(path: Path) -> None:
    """Empty fields would be taken for typed over, and be saved."""
    code = codes(path)[f"signaleren > {GUT}"]
    async with opened(path, size=WIDE) as desk:
        fields = CodeFields()
        fields.show(code)
        mounted = desk.app.screen.mount(fields)
        fields.show(code)
        await mounted
        await desk.settle()
        assert list(fields.unsaved()) == []
        assert fields.query_one(FieldArea).text == "Een gevoel zonder bewijs."


async def test_a_field_that_is_left_is_saved(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, GUT)
        await desk.press("enter")
        await desk.type(" En zonder [haast].")
        await desk.press("tab")
        assert "Saved" in desk.told()
        await desk.type("Alles wat knaagt.")
        await desk.press("ctrl+s")
        assert book(desk).fields.has_focus_within
        await desk.press("escape")
        await desk.press("u")
    found = codes(path)[f"signaleren > {GUT}"]
    assert found.definition == "Een gevoel zonder bewijs. En zonder [haast]."
    assert found.include == ""


async def test_what_is_typed_is_not_lost_when_the_app_is_left(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, SUM)
        await desk.press("enter")
        await desk.type(" Bij elkaar.")
        await desk.press("ctrl+q")
    assert codes(path)[f"signaleren > {SUM}"].definition == "Kleine signalen samen. Bij elkaar."


async def test_all_fields_are_edited_in_place(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, REPORT)
        await desk.press("enter", "shift+tab")
        for typed in (" nu", "!", "wel", "niet", "zo", "wat?", "bel,  aangifte ,bel", "2"):
            await desk.type(typed)
            await desk.press("tab")
        await desk.settle()
    found = codes(path)["melden nu"]
    assert found.definition == "Wat men ermee doet.!"
    assert (found.include, found.exclude, found.example) == ("wel", "niet", "zo")
    assert (found.question, found.keywords) == ("wat?", ("bel", "aangifte", "bel"))
    assert found.key == "m2"


async def test_a_name_in_use_is_refused_and_put_back(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, SUM)
        await desk.press("enter", "shift+tab", "end", "ctrl+u")
        await desk.type(GUT)
        await desk.press("tab")
        assert "already" in desk.told()
        assert list(book(desk).fields.unsaved()) == []
    assert f"signaleren > {SUM}" in codes(path)


async def test_codes_are_made_beside_and_below(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, GUT)
        await desk.press("n")
        await desk.type("twijfel")
        await desk.press("enter")
        assert book(desk).code is not None
        assert book(desk).code.name == "twijfel"
        await desk.press("N")
        await desk.type("angst")
        await desk.press("enter")
        await desk.press("r")
        await desk.type("ig")
        await desk.press("enter")
    assert list(codes(path))[1:4] == [
        f"signaleren > {GUT}",
        "signaleren > twijfel",
        "signaleren > twijfel > angstig",
    ]


async def test_codes_are_put_in_their_place(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, SUM)
        await desk.press("shift+up")
        assert [code.name for code in desk.session.codes][1:3] == [SUM, GUT]
        await desk.press("K")
        assert "first one here" in desk.told()
        await desk.press("less_than_sign")
        assert [code.path for code in desk.session.codes][-2:] == [SUM, REPORT]
        await desk.press("J", "greater_than_sign")
        assert f"{REPORT} > {SUM}" in [code.path for code in desk.session.codes]
        await desk.press("u", "u", "u", "u")
        assert [code.name for code in desk.session.codes][1:3] == [GUT, SUM]
        await at(desk, "signaleren")
        await desk.press("less_than_sign")
        assert "top level" in desk.told()
        await desk.press("greater_than_sign")
        assert "no code above it" in desk.told()


async def test_codes_are_picked_up_and_put_down(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, GUT)
        await desk.press("p")
        assert "v first" in desk.told()
        await desk.press("v")
        assert "↕" in desk.lines()[desk.row(GUT)]
        await at(desk, SUM)
        await desk.press("v")
        assert "2 codes picked up" in desk.told()
        await at(desk, REPORT)
        await desk.press("p")
        assert "↕" not in desk.seen()
        await at(desk, GUT)
        await desk.press("v", "P")
    assert list(codes(path)) == ["signaleren", REPORT, f"{REPORT} > {SUM}", GUT]


async def test_a_merge_is_told_first(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, SUM)
        await desk.press("M")
        await desk.type(GUT)
        await desk.press("enter")
        assert "2 codings move" in desk.seen()
        assert f"respondents with '{GUT}': 1 now, 1 then" in desk.seen()
        await desk.press("escape")
        assert len(codes(path)) == 4
        await desk.press("M")
        await desk.type(GUT)
        await desk.press("enter")
        await desk.type("hetzelfde")
        await desk.press("enter")
        assert "Merged into onderbuikgevoel: 2 codings moved" in desk.told()
        assert book(desk).code is not None
        assert book(desk).code.name == GUT
        assert {code for _passage, code, _coder in stored(path)} == {GUT}
        await desk.press("u")
    assert f"signaleren > {SUM}" in codes(path)


async def test_a_code_is_deleted_with_its_codings_and_brought_back(path: Path) -> None:
    before = stored(path)
    async with opened(path) as desk:
        await at(desk, "signaleren")
        await desk.press("x")
        assert "Deleted: signaleren with 2 sub-codes, 3 codings" in desk.told()
        assert list(codes(path)) == [REPORT]
        await desk.press("u")
    assert stored(path) == before


async def test_colour_and_origin(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, GUT)
        await desk.press("c", "j", "down", "enter")
        first = codes(path)[f"signaleren > {GUT}"].color
        assert first.startswith("#")
        await desk.press("c", "tab")
        await desk.press("ctrl+u", *"mauve", "enter")
        assert "Write it like" in desk.seen()
        await desk.press("ctrl+u", *"12AB9f", "enter")
        await desk.press("O", "down", "enter")
    found = codes(path)[f"signaleren > {GUT}"]
    assert (found.color, found.origin) == ("#12ab9f", "inductive")


async def test_groups(path: Path) -> None:
    with open_study(path, "Anna") as study:
        create_code_group(study, "[Gevoel]", [2])
    async with opened(path) as desk:
        await at(desk, SUM)
        await desk.press("g")
        assert "[ ] [Gevoel]" in desk.seen()
        await desk.press("space", "e")
        assert "[x] [Gevoel]" in desk.seen()
        await desk.press("n")
        await desk.type("Signalen")
        await desk.press("enter", "r")
        await desk.type(" twee")
        await desk.press("enter", "escape")
        await desk.settle()
    with open_study(path) as study, study.reading() as connection:
        found = all_code_groups(connection)
    assert [(g.name, g.exclusive, g.codes) for g in found] == [
        ("Signalen twee", False, (3,)),
        ("[Gevoel]", True, (2, 3)),
    ]


async def test_a_group_is_deleted_but_not_its_codes(path: Path) -> None:
    with open_study(path, "Anna") as study:
        create_code_group(study, "Gevoel", [2])
    async with opened(path) as desk:
        await at(desk, GUT)
        await desk.press("g", "space", "x")
        assert "No groups yet" in desk.seen()
        await desk.press("escape", "u", "u")
        await desk.press("g")
        assert "[x] Gevoel" in desk.seen()


async def test_a_memo_about_the_code(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, GUT)
        await desk.press("m")
        await desk.type("Vraag door.")
        await desk.press("ctrl+s")
        await desk.pilot.pause(0.3)
        await desk.settle()
        assert "Vraag door." in desk.seen()
        assert "memo written" in desk.seen()
    assert memos(path) == [("code", "Vraag door.")]


async def test_finding_and_pointing_out(path: Path) -> None:
    with open_study(path, "Anna") as study:
        create_code(study, "leeg", parent=4)
        edit_code(study, 2, definition="")
    async with opened(path) as desk:
        await at(desk, REPORT)
        head = desk.lines()[0]
        assert "– 1 unused" in head
        assert "? 2 undefined" in head
        assert "–?" in desk.lines()[desk.row("leeg")]
        await desk.press("slash")
        await desk.type("BEWIJS")
        assert "No code with these words" in desk.seen()
        await desk.press("escape", "slash")
        await desk.type("kléine")
        await desk.press("enter")
        assert (GUT in desk.seen(), SUM in desk.seen()) == (False, True)
        assert "1 of 5 codes" in desk.lines()[0]
        await desk.press("escape", "f")
        assert "unused codes: 1 of 5 codes" in desk.lines()[0]
        assert (GUT in desk.seen(), "leeg" in desk.seen()) == (False, True)
        await desk.press("f", "f")
        assert "No codes that a coder put twice" in desk.seen()
        await desk.press("f")
        assert "No codes on the same words as another of their exclusive" in desk.seen()
        await desk.press("f")
        assert SUM in desk.seen()


async def test_quotations_and_back(path: Path) -> None:
    async with opened(path) as desk:
        await at(desk, SUM)
        await desk.press("q")
        assert "optelsom van kleine signalen" in desk.seen()


async def test_the_codebook_to_a_file_and_back(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "study-codebook.yaml"
    async with opened(path) as desk:
        await at(desk, GUT)
        await desk.press("e", "enter", "enter")
        assert "Written" in desk.told()
        assert GUT in file.read_text(encoding="utf-8")
        await desk.press("e", "enter", "enter")
        assert "There is a file of that name" in desk.seen()
        await desk.press("escape", "x", "e", "down", "down", "enter")
        await desk.type(file.name)
        await desk.press("enter")
        assert "1 codes made" in desk.told()
    assert f"signaleren > {GUT}" in codes(path)


async def test_changes_made_elsewhere_appear(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, GUT)
        with open_study(path, "Bram") as other:
            edit_code(other, 2, definition="Van Bram.")
            create_code(other, "nieuw")
        await desk.later()
        assert "Van Bram." in desk.seen()
        assert "nieuw" in desk.seen()


async def test_an_empty_codebook_says_what_to_do(tmp_path: Path) -> None:
    from kwalcode.project.study import create

    create(tmp_path / "leeg.kwal", "Anna").close()
    async with opened(tmp_path / "leeg.kwal") as desk:
        await desk.press("comma", "b")
        assert "No codes yet. n makes one" in desk.seen()
        await desk.press("x", "M", "S", "c", "m", "q", "g", "v", "p", "enter")
        await desk.press("n")
        await desk.type("eerste")
        await desk.press("enter")
        assert "eerste" in desk.lines()[2]


async def test_names_and_texts_are_shown_literally(path: Path) -> None:
    name = "[red]x[/] \x1b]0;y\u202e"
    with open_study(path, "Anna") as study:
        number = create_code(study, name, definition="[b]\x1b[31m[/b")
        create_code_group(study, "[/]\x1b", [number])
        apply_code(study, 1, 0, 4, number)
    async with opened(path, size=WIDE) as desk:
        await at(desk, name)
        for keys in ("enter", "M", "g", "c", "O", "S", "m", "r", "N", "v", "p", "x", "u"):
            await desk.press(keys)
            assert "\x1b" not in desk.seen()
            if keys not in "pxuv":
                assert "[red]x[/] ␛]0;y" in desk.seen() or keys in "cOenter"
            await desk.press("escape", *(("escape",) if keys in ("m", "r", "N") else ()))
            if desk.app.screen is desk.coding:
                await desk.press("comma", "b")
        assert desk.session.codes[-1].name == name


async def test_the_keys_are_all_explained(path: Path) -> None:
    async with opened(path, size=WIDE) as desk:
        await at(desk, GUT)
        await desk.press("question_mark")
        for word in ("Merge", "other codes", "Hang one level higher", "Pick the code up", "colour"):
            assert word in desk.seen() or word.lower() in desk.seen().lower()


async def test_in_a_narrow_terminal_names_come_before_the_origin(path: Path) -> None:
    async with opened(path, size=(40, 12)) as desk:
        await desk.press("comma", "b")
        assert GUT in desk.seen()
        assert "origin" not in desk.seen()
