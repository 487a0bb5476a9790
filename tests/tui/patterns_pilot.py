"""A small study in which codes go together, and the patterns screen opened on it."""

from __future__ import annotations

from pathlib import Path

from app_pilot import GUT, REPORT, SUM, Desk, put, small_study

from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.relations import relate
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.findings import Subject
from kwalcode.project.study import open_study
from kwalcode.tui.screens.patterns.screen import PatternsScreen


def pattern_study(path: Path) -> Path:
    """Return a study of two respondents: feeling and sum go together in both, reporting and
    feeling in one; Anna coded both completely."""
    with open_study(small_study(path), "Anna") as study:
        put(study, 1, "Het is een optelsom van kleine signalen.", GUT)
        put(study, 2, "Ik meld het.", SUM)
        put(study, 2, "Ik meld het.", GUT)
        put(study, 2, "Ik meld het.", REPORT)
        put(study, 1, "Dan bel ik mijn collega van het wijkteam.", REPORT)
        mark_complete(study, "Anna", [1, 2])
    return path


def related_study(path: Path) -> Path:
    """Return that study, with two codes related."""
    known = ids(pattern_study(path))
    with open_study(path, "Anna") as study:
        relate(study, Subject("code", known[SUM]), Subject("code", known[GUT]), "cause of")
    return path


def ids(path: Path) -> dict[str, int]:
    """Return the ids of the codes by name."""
    with open_study(path) as study, study.reading() as connection:
        return {code.name: code.id for code in all_codes(connection)}


async def at_patterns(desk: Desk, *keys: str) -> PatternsScreen:
    """Go to the patterns, and press keys once all is loaded."""
    await desk.go("patterns")
    await settled(desk)
    for key in keys:
        await desk.press(key)
        await settled(desk)
    screen = desk.app.bench("patterns")
    assert isinstance(screen, PatternsScreen)
    return screen


async def settled(desk: Desk) -> None:
    """Wait until nothing is read any more, and what was read is laid out."""
    for _turn in range(2):
        await desk.settle()
