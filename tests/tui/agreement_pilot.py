"""Tools of tests of the agreement screen."""

from __future__ import annotations

from pathlib import Path

from app_pilot import REPORT, Desk, put, small_study, stored

from kwalcode.project.acts.people import mark_complete
from kwalcode.project.history.check import check
from kwalcode.project.study import open_study
from kwalcode.tui.screens.agreement.screen import AgreementScreen


def compared(path: Path) -> Path:
    """Return a study whose two documents both coders completed."""
    with open_study(small_study(path), "Anna") as study:
        put(study, 1, "Dan bel ik mijn collega", REPORT)
        put(study, 1, "Dat duurt soms weken.", REPORT, coder="Bram")
        for coder in ("Anna", "Bram"):
            mark_complete(study, coder, [1, 2])
    return path


async def at_agreement(desk: Desk, *keys: str) -> AgreementScreen:
    """Go to the screen, wait until all is read, and press keys."""
    await desk.go("agreement")
    screen = desk.app.screen
    assert isinstance(screen, AgreementScreen)
    for key in keys:
        await desk.press(key)
    await desk.settle()
    return screen


def consensus(path: Path, document: int = 1) -> list[tuple[str, str]]:
    return [(words, code) for words, code, who in stored(path, document) if who == "consensus"]


def sound(path: Path) -> bool:
    with open_study(path) as study:
        return check(study) == []
