from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Static

from kwalcode.tui.widgets.literal import LiteralArea, LiteralInput
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt

UNSET = "not answered"


class Desk(App[None]):
    result: str | None = UNSET

    def ask(self, prompt: ModalScreen[str | None]) -> None:
        def keep(result: str | None) -> None:
            self.result = result

        self.push_screen(prompt, keep)


@asynccontextmanager
async def asked(prompt: ModalScreen[str | None]) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(prompt)
        await pilot.pause()
        yield app, pilot


async def test_a_line_is_returned_without_its_edges() -> None:
    async with asked(LinePrompt("Name [b]", "  oud ")) as (app, pilot):
        await pilot.press("x", "enter")
        assert app.result == "oud x"
    async with asked(LinePrompt("Name", "oud")) as (app, pilot):
        await pilot.press("escape")
        assert app.result is None


async def test_a_wrong_line_is_explained_in_place() -> None:
    def check(value: str) -> str | None:
        return "[That] name exists." if value == "oud" else None

    async with asked(LinePrompt("Name", "oud", check)) as (app, pilot):
        await pilot.press("enter")
        assert app.result == UNSET
        assert str(app.screen.query_one("#wrong", Static).content) == "[That] name exists."
        await pilot.press("s", "enter")
        assert app.result == "ouds"


async def test_a_text_is_returned_as_typed_perhaps_empty() -> None:
    async with asked(TextPrompt("Memo", "een")) as (app, pilot):
        await pilot.press("enter", "t", "w", "e", "e", "ctrl+s")
        assert app.result == "een\ntwee"
    async with asked(TextPrompt("Memo", "")) as (app, pilot):
        await pilot.press("ctrl+s")
        assert app.result == ""


async def test_changed_text_is_not_thrown_away_at_once() -> None:
    async with asked(TextPrompt("Memo", "een")) as (app, pilot):
        await pilot.press("x", "escape")
        assert app.result == UNSET
        assert "Escape again" in str(app.screen.query_one("#wrong", Static).content)
        await pilot.press("y", "escape")
        assert app.result == UNSET
        await pilot.press("escape")
        assert app.result is None


async def test_unchanged_text_is_left_with_one_key() -> None:
    async with asked(TextPrompt("Memo", "een")) as (app, pilot):
        await pilot.press("escape")
        assert app.result is None


async def test_control_characters_are_shown_as_signs() -> None:
    async with asked(TextPrompt("Memo", "a\x1b[31mb")) as (app, _):
        area = app.screen.query_one(LiteralArea)
        assert "a␛[31mb" in area.render_line(0).text
        assert area.text == "a\x1b[31mb"
    async with asked(LinePrompt("Name", "a\x1b[31mb")) as (app, _):
        assert "a␛[31mb" in app.screen.query_one(LiteralInput).render_line(0).text
