"""Pictures of the real app, looked at once by a person and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_app_pictures.py --snapshot-update`, and
look at the SVG files in `__snapshots__`.
"""

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
    "coding-80x24": ((80, 24), "Het is een optelsom van kleine signalen.", ()),
    "coding-160x48": ((160, 48), "hier klopt iets niet", ("enter",)),
    "palette-80x24": ((80, 24), "Dan bel ik", ("c", "s", "i", "g")),
    "marking-80x24": ((80, 24), "Dan bel ik", ("c", "m", "e", "tab", "o", "p")),
    "inspector-80x24": ((80, 24), "een optelsom", ("I",)),
    "menu-120x34": ((120, 34), "een optelsom", ("backslash",)),
    "extent-80x24": ((80, 24), "klopt", ("r", "z", "2", "b")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, passage, keys = PICTURES[name]
    session = Session(small_study(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.select(passage)
        await desk.press(*keys)
        for field in desk.app.screen.query("LiteralInput"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
