"""Pictures of the agreement screen, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_agreement.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import REPORT, Desk, put, small_study
from textual.pilot import Pilot

from kwalcode.project.acts.people import mark_complete
from kwalcode.project.study import open_study
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "codes-80x24": ((80, 24), ("comma", "a")),
    "codes-160x48": ((160, 48), ("comma", "a")),
    "queue-80x24": ((80, 24), ("comma", "a", "4", "a")),
    "queue-160x48": ((160, 48), ("comma", "a", "4", "a")),
}


def compared(path: Path) -> Path:
    """Return a study whose two documents both coders completed."""
    with open_study(small_study(path), "Anna") as study:
        put(study, 1, "Dan bel ik mijn collega", REPORT)
        put(study, 1, "Dat duurt soms weken.", REPORT, coder="Bram")
        for coder in ("Anna", "Bram"):
            mark_complete(study, coder, [1, 2])
    return path


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
