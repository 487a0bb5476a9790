"""Pictures of the search screen: see `test_tui_app_pictures`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import Desk, small_study
from textual.pilot import Pilot

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "search-80x24": ((80, 24), "d*", ("enter", "j")),
    "search-160x48": ((160, 48), "d*", ("enter", "r", "j")),
    "search-empty-80x24": ((80, 24), "", ()),
    "autocode-80x24": ((80, 24), "d*", ("enter", "a", "m", "e", "l", "d", "enter")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, typed, keys = PICTURES[name]
    session = Session(small_study(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press("comma", "s")
        for field in desk.app.screen.query("LiteralInput"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        if typed:
            await desk.type(typed)
        for key in keys:
            await desk.press(key)
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
