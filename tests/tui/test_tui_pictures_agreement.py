"""Pictures of the agreement screen, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_agreement.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from agreement_pilot import compared
from app_pilot import Desk
from textual.pilot import Pilot

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "codes-80x24": ((80, 24), ("comma", "a")),
    "codes-160x48": ((160, 48), ("comma", "a")),
    "documents-80x24": ((80, 24), ("comma", "a", "5")),
    "documents-160x48": ((160, 48), ("comma", "a", "5")),
    "queue-80x24": ((80, 24), ("comma", "a", "4", "a")),
    "queue-160x48": ((160, 48), ("comma", "a", "4", "a")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, keys = PICTURES[name]
    session = Session(compared(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        for key in keys:
            await desk.press(key)
            await desk.settle()
        desk.app.clear_notifications()
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
