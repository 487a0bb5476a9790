"""Pictures of the documents screen; see test_tui_app_pictures.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import OTHER_TALK, Desk, small_study, transcript
from textual.pilot import Pilot

from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.study import open_study
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]
PICTURES = {
    "documents-80x24": ((80, 24), ("space", "space")),
    "documents-160x48": ((160, 48), ("end", "o", "enter")),
    "speakers-80x24": ((80, 24), ("G", "s")),
}


def furnished(path: Path) -> Path:
    """Make a study with a group interview, groups and attributes."""
    group = (("I", "Hoe?"), ("Jan", "Goed hoor."), ("Piet", "Slecht."))
    with open_study(small_study(path), "Anna") as study:
        import_document(study, transcript("R03_met_een_lange_naam_en_meer", OTHER_TALK))
        import_document(study, transcript("groep", group))
        map_speakers(study, 4, {"Jan": "Jan", "Piet": "Piet"})
        put_in_group(study, "ronde een", [1, 3])
        row = {"age": "41", "route": "informeel", "since": "2023-03-06"}
        set_attributes(study, {1: ("", row), 2: ("", row | {"age": "9"}), 3: ("", row)})
    return path


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    size, keys = PICTURES[name]
    session = Session(furnished(tmp_path / "study.kwal"), "Anna")

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press("comma", "d")
        await desk.settle()
        await desk.press(*keys)
        for field in desk.app.screen.query("LiteralInput"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await desk.settle()

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()
