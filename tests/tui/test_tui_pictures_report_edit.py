"""Pictures of the window in which a quotation is edited for the report, and of the printing one.

After a change that is meant: `pytest FILE --snapshot-update`, and look at the SVG files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import Desk, small_study
from textual.pilot import Pilot
from textual.screen import ModalScreen

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.screens.printing import PrintScreen
from kwalcode.tui.screens.report_edit import ReportEditScreen
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
SIZES = {"80x24": (80, 24), "160x48": (160, 48)}


def windows(session: Session) -> dict[str, tuple[ModalScreen[bool] | ModalScreen[str | None], str]]:
    return {
        "edit": (ReportEditScreen(session, 1), "w w W W e w"),
        "print": (PrintScreen(session, session.documents()[:1]), "j j right"),
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["edit", "print"])
def test_it_looks_as_it_did(
    name: str, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    session = Session(small_study(tmp_path / "study.kwal"), "Anna")
    window, keys = windows(session)[name]

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        desk.app.push_screen(window)
        window.styles.background = "#202020"  # not what lies below it
        await desk.settle()
        await desk.press(*keys.split())

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=SIZES[size], run_before=act)
    finally:
        session.close()
