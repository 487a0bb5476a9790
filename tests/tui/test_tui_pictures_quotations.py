"""Pictures of the quotations screen and its builder, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_quotations.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import GUT, SUM, Desk, small_study
from textual.pilot import Pilot

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "quotations-80x24": ((80, 24), f"{SUM} OR {GUT}", ("space", "r")),
    "quotations-160x48": ((160, 48), f"{SUM} OR {GUT}", ("space", "j")),
    "quotations-wrong-80x24": ((80, 24), "optelsom AND optelsm", ()),
    "query-builder-80x24": ((80, 24), SUM, ("b", "enter", "down", "down", "enter")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, query, keys = PICTURES[name]
    session = Session(small_study(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press("comma", "q", "slash")
        await desk.type(query)
        await desk.press("enter")
        await desk.press(*keys)
        desk.app.clear_notifications()
        for field in desk.app.screen.query("LiteralInput"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
