"""Pictures of the history and of the memos, looked at once and compared from then on.

After a change that is meant: `pytest tests/tui/test_tui_pictures_history.py --snapshot-update`,
and look at the SVG files in `__snapshots__`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_pilot import SUM, Desk, small_study
from textual.pilot import Pilot

from kwalcode.project.acts.notes import (
    edit_memo,
    link_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import open_study
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "history-80x24": ((80, 24), ("comma", "h", "j")),
    "history-160x48": ((160, 48), ("comma", "h", "j", "j", "j")),
    "memos-80x24": ((80, 24), ("comma", "m", "j")),
    "memos-160x48": ((160, 48), ("comma", "m", "e")),
}


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock of the machine be that of Greenwich."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def worked(path: Path) -> Path:
    """Return a study in which things were noted and undone, at times that stay the same."""
    with open_study(small_study(path), "Anna") as study:
        with study.reading() as connection:
            codes = {code.name: code.id for code in all_codes(connection)}
        note = write_memo(
            study,
            "project",
            None,
            "De meldroute komt vaak terug, ook bij wie nooit meldt.\n\nNagaan bij wie.",
            title="Meldroute als thema?",
        )
        link_memo(study, note, 1, 47, 90)
        link_memo(study, note, 2, 17, 29)
        write_memo_on_passage(study, 1, 3, 38, "De vraag stuurt hier.")
        about = write_memo(study, "code", codes[SUM], "Er is altijd iets gezien.", title="Grens")
        edit_memo(study, about, "Er is altijd iets gezien of gehoord.")
        undo(study)
    with open_study(path, "Bram") as study:
        write_memo(study, "respondent", 2, "Werkte eerder elders.")
    connection = sqlite3.connect(path)
    day = "'2026-03-0' || (1 + id / 8) || 'T09:' || printf('%02d', 2 * id) || ':00.000Z'"
    connection.execute(f"UPDATE journal SET time = {day}")
    connection.execute(f"UPDATE memos SET changed = {day}")
    connection.commit()
    connection.close()
    return path


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, keys = PICTURES[name]
    session = Session(worked(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press(*keys)
        await pilot.pause(0.2)
        await desk.settle()
        for kind in ("LiteralInput", "LiteralArea"):
            for field in desk.app.screen.query(kind):
                field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
