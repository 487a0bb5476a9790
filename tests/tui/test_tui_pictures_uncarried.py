"""Pictures of what a correction asks and leaves to be decided (see `test_tui_app_pictures`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_pilot import Desk, small_study
from textual.pilot import Pilot
from textual.widgets import TextArea

from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.reads.documents import text_of
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

Compare = Callable[..., bool]


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    made = Session(small_study(tmp_path / "study.kwal"), "Anna")
    with made.study.reading() as connection:
        text = text_of(connection, 1)
    new = text.replace("optelsom van", "som van vele").replace(" En dan denk ik:", "")
    new = new.replace(" hier klopt iets niet.", "")
    assert correct_document(made.study, prepare_text(made.study, 1, new))
    made.take_note()
    return made


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
def test_what_is_to_decide(session: Session, size: tuple[int, int], snap_compare: Compare) -> None:
    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.press("comma", "w", "j")

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=size, run_before=act)
    finally:
        session.close()


def test_what_a_correction_asks(session: Session, snap_compare: Compare) -> None:
    session.acts.undo()

    async def act(pilot: Pilot[None]) -> None:
        desk = Desk(pilot, session)
        await desk.settle()
        await desk.select("hier klopt iets niet")
        await desk.press("f2", "enter")
        area = desk.app.screen.query_one(TextArea)
        area.text = area.text.replace("optelsom", "som").replace("klopt iets", "klopt echt iets")
        await desk.press("ctrl+s")

    try:
        assert snap_compare(KwalcodeApp(session), terminal_size=(80, 24), run_before=act)
    finally:
        session.close()
