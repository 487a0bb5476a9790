from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from kwalcode.model import Code
from kwalcode.tui.text.outline import outline
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.codecard import CodeCard, card

Make = Callable[..., list[Code]]


class Shelf(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, int | None]] = []

    def compose(self) -> ComposeResult:
        yield CodebookTree()
        yield CodeCard()

    def on_codebook_tree_code_highlighted(self, message: CodebookTree.CodeHighlighted) -> None:
        self.seen.append(("highlighted", message.code_id))

    def on_codebook_tree_code_chosen(self, message: CodebookTree.CodeChosen) -> None:
        self.seen.append(("chosen", message.code_id))


@pytest.fixture
def codes(make_codes: Make) -> list[Code]:
    return make_codes(
        "Signalering", "Signalering > [angst]", "Signalering > [angst] > bang", "Melden"
    )


@asynccontextmanager
async def shelf(
    codes: list[Code], size: tuple[int, int] = (40, 12)
) -> AsyncIterator[tuple[CodebookTree, Shelf, Pilot[None]]]:
    app = Shelf()
    async with app.run_test(size=size) as pilot:
        tree = app.query_one(CodebookTree)
        tree.load(codes, {2: 12, 4: 3})
        tree.focus()
        await pilot.pause()
        yield tree, app, pilot


def rows(tree: CodebookTree) -> list[str]:
    lines = (tree.render_line(y).text.rstrip() for y in range(tree.size.height))
    return [line for line in lines if line]


async def test_it_shows_the_tree_with_letters_and_counts(codes: list[Code]) -> None:
    async with shelf(codes) as (tree, app, _):
        shown = rows(tree)
        assert [row.split() for row in shown] == [
            ["▾", "Si", "Signalering", "·"],
            ["▾", "An", "[angst]", "12"],
            ["Ba", "bang", "·"],
            ["Me", "Melden", "3"],
        ]
        assert [row.index(row.split()[0]) for row in shown] == [0, 2, 6, 2]
        assert {tree.render_line(y).cell_length for y in range(4)} == {tree.size.width}
        assert app.seen == [("highlighted", 1)]


async def test_keys_move_fold_and_choose(codes: list[Code]) -> None:
    async with shelf(codes) as (tree, app, pilot):
        await pilot.press("j", "down", "h")
        assert tree.highlighted == 2
        await pilot.press("left")
        assert [row.split()[0] for row in rows(tree)] == ["▾", "▸", "Me"]
        await pilot.press("left", "space")
        assert [row.split()[0] for row in rows(tree)] == ["▸", "Me"]
        await pilot.press("l", "right", "l", "l")
        assert tree.highlighted == 3
        await pilot.press("end", "enter", "home", "G", "k")
        assert app.seen[-1] == ("highlighted", 3)
        assert ("chosen", 4) in app.seen


async def test_loading_anew_keeps_folds_and_highlight(codes: list[Code]) -> None:
    async with shelf(codes) as (tree, _, pilot):
        await pilot.press("j", "h", "j")
        assert tree.highlighted == 4
        tree.load(codes[1:], {})
        assert tree.highlighted == 4
        assert len(rows(tree)) == 2
        tree.highlight(3)
        assert (tree.highlighted, len(rows(tree))) == (3, 3)
        tree.set_counts({3: 7})
        assert rows(tree)[1].split() == ["Ba", "bang", "7"]


async def test_the_mouse_highlights_folds_and_chooses(codes: list[Code]) -> None:
    async with shelf(codes) as (tree, app, pilot):
        await pilot.click(tree, offset=(8, 3))
        assert tree.highlighted == 4
        await pilot.click(tree, offset=(8, 1), times=2)
        assert ("chosen", 2) in app.seen
        await pilot.click(tree, offset=(0, 0))
        assert len(rows(tree)) == 2


async def test_a_long_codebook_scrolls_to_the_highlight(make_codes: Make) -> None:
    async with shelf(make_codes(*(f"code {n}" for n in range(200)))) as (tree, _, pilot):
        tree.highlight(150)
        await pilot.pause()
        assert any("code 149" in row for row in rows(tree))
        await pilot.press("pageup", "g")
        assert "code 0" in rows(tree)[0]


async def test_an_empty_codebook_says_what_to_do() -> None:
    async with shelf([], (60, 12)) as (tree, _, pilot):
        await pilot.press("j", "enter", "space", "h", "l", "G")
        assert rows(tree) == ["No codes yet: code a passage to make one."]


def test_a_code_without_its_parent_stands_at_the_root(codes: list[Code]) -> None:
    lost = [replace(codes[2], parent=99), replace(codes[3], parent=codes[3].id)]
    assert [(b.code.id, b.depth) for b in outline(lost)] == [(3, 0), (4, 0)]


async def test_the_card_shows_the_fields_that_are_filled(codes: list[Code]) -> None:
    async with shelf(codes) as (_, app, pilot):
        code = replace(codes[1], definition="Wat [b]het[/b] is\x1b.", exclude="Geen spanning.")
        app.query_one(CodeCard).show(code, 1)
        await pilot.pause()
        assert str(app.query_one(CodeCard).told).splitlines() == [
            "[angst]  deductive, 1 coding",
            "Wat [b]het[/b] is␛.",
            "Exclude: Geen spanning.",
        ]
        app.query_one(CodeCard).show(None)
        assert str(app.query_one(CodeCard).told) == ""


def test_an_undefined_code_says_so(codes: list[Code]) -> None:
    assert str(card(replace(codes[0], definition=""))).splitlines() == [
        "Signalering  deductive, not used yet",
        "No definition yet.",
    ]
