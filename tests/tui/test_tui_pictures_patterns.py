"""Pictures of the patterns, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_patterns.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import Desk
from patterns_pilot import at_patterns, related_study, settled
from textual.pilot import Pilot

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "matrix-80x24": ((80, 24), ("minus",)),
    "matrix-160x48": ((160, 48), ("minus",)),
    "map-160x48": ((160, 48), ("minus", "3", "w")),
    "map-80x24": ((80, 24), ("minus", "3")),
    "sequences-80x24": ((80, 24), ("0",)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, keys = PICTURES[name]
    session = Session(related_study(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await at_patterns(desk, *keys)
        await settled(desk)

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
