"""Pictures of the codebook screen and of a split, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_codebook.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import GUT, SUM, Desk, small_study
from textual.pilot import Pilot

from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.study import open_study
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.screens.codebook import about as codebook_about
from kwalcode.tui.screens.codebook.screen import CodebookScreen
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "codebook-80x24": ((80, 24), SUM, ("v",)),
    "codebook-160x48": ((160, 48), GUT, ("enter",)),
    "split-80x24": ((80, 24), SUM, ("S", "n", *"nieuw", "enter", "1")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(codebook_about, "local_minute", lambda _stamp: "2026-03-01 14:30")
    size, code, keys = PICTURES[name]
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        create_code(study, "twijfel", parent=1)
        write_memo(study, "code", 2, "Vraag door naar wat men voelde.")
    session = Session(path, "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press("comma", "b")
        screen = desk.app.screen
        assert isinstance(screen, CodebookScreen)
        screen.table.highlight(next(c.id for c in session.codes if c.name == code))
        await desk.settle()
        await desk.press(*keys)
        desk.app.clear_notifications()
        for field in desk.app.screen.query("LiteralInput, LiteralArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
