"""Pictures of an empty study, without colour, and in the other themes, compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_start.py --snapshot-update`, and
look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import Desk, small_study
from textual.pilot import Pilot

from kwalcode.project.study import create
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session
from kwalcode.tui.themes import CONTRAST, LIGHT

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
def test_an_empty_study(size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    create(tmp_path / "study.kwal", "Anna").close()
    session = Session(tmp_path / "study.kwal", "Anna")

    async def act(pilot: Pilot[None]) -> None:
        await Desk(pilot, session).settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()


@pytest.mark.parametrize("colours", ["none", LIGHT.name, CONTRAST.name])
def test_other_colours(
    colours: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    if colours == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    session = Session(small_study(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        if colours != "none":
            desk.app.theme = colours
        await desk.settle()
        await desk.select("Het is een optelsom")
        await desk.press("c")
        for field in desk.app.screen.query("LiteralInput"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=(120, 34), run_before=act)
    finally:
        session.close()
