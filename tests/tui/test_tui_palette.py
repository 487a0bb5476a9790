from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from kwalcode.model import Code
from kwalcode.tui.text.placing import Box, beside
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.offered import Choice
from kwalcode.tui.widgets.palette import Chosen, CodePalette

Make = Callable[..., list[Code]]


class Desk(App[None]):
    result: Chosen | None = "nothing yet"

    def __init__(self) -> None:
        super().__init__()
        self.stayed: list[Choice] = []

    def ask(self, palette: CodePalette) -> None:
        def keep(result: Chosen | None) -> None:
            self.result = result

        self.push_screen(palette, keep)


@asynccontextmanager
async def opened(
    codes: list[Code],
    passage: Region | None = None,
    size: tuple[int, int] = (80, 24),
    stay: bool = True,
    recent: tuple[int, ...] = (),
    several: bool = False,
    make: bool = True,
) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    app = Desk()
    async with app.run_test(size=size) as pilot:
        on_stay = app.stayed.append if stay else None
        palette = CodePalette(
            codes,
            recent=recent,
            counts={2: 5},
            passage=passage,
            on_stay=on_stay,
            several=several,
            make=make,
        )
        app.ask(palette)
        await pilot.pause()
        yield app, pilot


def rows(app: Desk) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(option.prompt).rstrip() for option in options.options]


@pytest.fixture
def codes(make_codes: Make) -> list[Code]:
    found = make_codes("Signalering", "Signalering > optelsom", "Signalering > [angst]", "Melden")
    return [replace(c, definition=f"{c.definition}\x1b[31m") for c in found]


async def test_typing_and_enter_return_the_best_code(codes: list[Code]) -> None:
    async with opened(codes) as (app, pilot):
        await pilot.press(*"opt")
        assert rows(app)[0].split() == ["Op", "optelsom", "Signalering", "5"]
        definition = app.screen.query_one("#definition", Static)
        assert str(definition.content) == "What optelsom means.␛[31m"
        await pilot.press("enter")
        assert app.result == 2


async def test_codes_used_last_stand_on_top(codes: list[Code]) -> None:
    async with opened(codes, recent=(4, 3)) as (app, pilot):
        assert [row.split()[1] for row in rows(app)] == [
            "Melden",
            "[angst]",
            "Signalering",
            "optelsom",
        ]
        await pilot.press("down", "enter")
        assert app.result == 3


async def test_a_new_code_is_offered_unless_it_exists(codes: list[Code]) -> None:
    async with opened(codes) as (app, pilot):
        await pilot.press(*"melden")
        assert not any("new code" in row for row in rows(app))
        await pilot.press("backspace")
        assert rows(app)[1] == " new code: melde"
        await pilot.press("space", *"> nieuw [b]")
        assert rows(app) == [" new code: melde > nieuw [b]"]
        await pilot.press("enter")
        assert app.result == "melde > nieuw [b]"


async def test_an_abbreviation_never_makes_a_code_by_accident(make_codes: Make) -> None:
    async with opened(make_codes("geen meldroute", "stoere jongens met lef")) as (app, pilot):
        await pilot.press(*"gmr")
        assert [row.split()[0] for row in rows(app)] == ["Gm", "new"]
        await pilot.press(*["backspace"] * 3, *"soejm")
        assert [row.split()[0] for row in rows(app)] == ["new", "Sj"]


async def test_one_stroke_makes_a_code_of_just_what_is_typed(make_codes: Make) -> None:
    async with opened(make_codes("grotere rol van anderen", "melden")) as (app, pilot):
        await pilot.press(*"rol A")
        assert rows(app)[0].split()[1:3] == ["grotere", "rol"]
        assert "ctrl+n new code" in str(app.screen.query_one("#keys", Static).content)
        await pilot.press("ctrl+n")
        assert app.result == "rol A"


async def test_a_name_that_a_code_has_makes_no_code(make_codes: Make) -> None:
    async with opened(make_codes("melden")) as (app, pilot):
        await pilot.press("ctrl+n", *"Melden", "ctrl+n")
        assert app.result == "nothing yet"
        assert "ctrl+n" not in str(app.screen.query_one("#keys", Static).content)
        await pilot.press("enter")
        assert app.result == 1


async def test_a_code_to_be_made_joins_those_that_are_marked(make_codes: Make) -> None:
    async with opened(make_codes("melden", "rol"), several=True) as (app, pilot):
        await pilot.press(*"meld", "tab", *"ro", "ctrl+n")
        assert app.result == (1, "ro")


async def test_an_existing_path_is_no_new_code(codes: list[Code]) -> None:
    async with opened(codes) as (app, pilot):
        await pilot.press(*"signalering>optelsom")
        assert not any("new code" in row for row in rows(app))


async def test_coding_and_staying(codes: list[Code]) -> None:
    key = "ctrl+enter"
    async with opened(codes) as (app, pilot):
        await pilot.press(*"mel", key)
        assert app.stayed == [4]
        assert app.screen.query_one(LiteralInput).value == ""
        assert rows(app)[0].split() == ["Me", "Melden", "1"]
        await pilot.press(*"geheel nieuw", key, "escape")
        assert app.stayed == [4, "geheel nieuw"]
        assert app.result is None


async def test_several_codes_are_marked_and_returned_together(codes: list[Code]) -> None:
    async with opened(codes, several=True) as (app, pilot):
        await pilot.press(*"mel", "tab")
        assert rows(app)[0].split() == ["✓Me", "Melden"]
        keys = app.screen.query_one("#keys", Static)
        assert "Enter codes 1: Melden   Tab marks more" in str(keys.content)
        await pilot.press(*"opt")
        assert "Enter codes 2: Melden, optelsom" in str(keys.content)
        await pilot.press("tab", *"nieuw", "tab", "enter")
        assert app.result == (4, 2, "nieuw")


async def test_what_was_only_highlighted_is_not_meant_beside_marks(codes: list[Code]) -> None:
    async with opened(codes, several=True) as (app, pilot):
        await pilot.press(*"mel", "tab", "enter")
        assert app.result == 4
    async with opened(codes, several=True) as (app, pilot):
        await pilot.press(*"mel", "tab", "down", "enter")
        assert app.result == (4, 2)
    async with opened(codes, several=True) as (app, pilot):
        await pilot.press(*"mel", "tab", "up", "tab")
        assert rows(app)[0].split() == ["Si", "Signalering"]
        await pilot.press("escape")
        assert app.result is None


async def test_a_choice_without_new_ones(codes: list[Code]) -> None:
    async with opened(codes, make=False) as (app, pilot):
        await pilot.press(*"zzz")
        assert rows(app) == []
        await pilot.press("enter", "escape")
        assert app.result is None


async def test_staying_needs_somebody_to_hand_it_to(codes: list[Code]) -> None:
    async with opened(codes, stay=False) as (app, pilot):
        await pilot.press(*"mel", "ctrl+enter")
        assert isinstance(app.screen, CodePalette)
        assert "Tab" not in str(app.screen.query_one("#keys", Static).content)


async def test_a_click_chooses_and_a_click_beside_closes(codes: list[Code]) -> None:
    async with opened(codes, Region(2, 3, 60, 1)) as (app, pilot):
        await pilot.click(OptionList, offset=(4, 2))
        assert app.result == 3
    async with opened(codes, Region(2, 3, 60, 1)) as (app, pilot):
        await pilot.click(offset=(78, 1))
        assert app.result is None


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (40, 12)])
@pytest.mark.parametrize("y", [0, 5, 11, 23])
async def test_it_stays_on_the_screen_and_off_the_passage(
    codes: list[Code], size: tuple[int, int], y: int
) -> None:
    y = min(y, size[1] - 1)
    async with opened(codes, Region(size[0] - 20, y, 20, 1), size) as (app, pilot):
        window = app.screen.query_one("#palette").region
        assert Region(0, 0, *size).contains_region(window)
        if size[1] >= 24:
            assert not window.overlaps(Region(0, y, size[0], 1))
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert Region(0, 0, 60, 20).contains_region(app.screen.query_one("#palette").region)


async def test_long_and_wide_names_fit(make_codes: Make) -> None:
    codes = make_codes(
        "日本語" * 30, "privacywet en geheimhouding in de hele keten van zorg en veiligheid"
    )
    async with opened(codes, size=(50, 20)) as (app, pilot):
        assert all("…" in row for row in rows(app))
        assert all(cell_len(row) <= 46 for row in rows(app))
        await pilot.press("e", "d")
        assert rows(app)[-1] == " new code: ed"


async def test_no_codes_at_all_still_allow_a_new_one() -> None:
    async with opened([]) as (app, pilot):
        await pilot.press("enter", "down", "ctrl+enter")
        assert isinstance(app.screen, CodePalette)
        await pilot.press("x", "enter")
        assert app.result == "x"


@given(
    st.integers(0, 200),
    st.integers(0, 80),
    st.integers(1, 90),
    st.integers(20, 200),
    st.integers(8, 80),
)
def test_a_window_lies_within_the_screen(
    x: int, y: int, height: int, width: int, rows: int
) -> None:
    box = beside(Box(x, y, 60, height), (64, 13), 8, (width, rows))
    assert 0 <= box.x <= box.x + box.width <= width
    assert 0 <= box.y <= box.y + box.height <= rows
    assert box.height >= min(8, rows)
