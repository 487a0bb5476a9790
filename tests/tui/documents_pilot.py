"""A study with something to fill in, and the app opened at its documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app_pilot import OTHER_TALK, Desk, opened, small_study, transcript

from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.history.check import check
from kwalcode.project.reads.documents import all_documents, document_groups_of, speakers_of
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
)
from kwalcode.project.study import open_study
from kwalcode.tui.screens.documents.screen import DocumentsScreen


def furnished(path: Path) -> Path:
    """Make a study of four documents, R04 a group interview of two; domains, ages and a group."""
    small_study(path)
    group = (("I", "Hoe?"), ("Jan", "Goed hoor."), ("Piet", "Slecht. Echt waar."))
    with open_study(path, "Anna") as opened_study:
        for name, talk in (("R03", OTHER_TALK), ("R04", group)):
            import_document(opened_study, transcript(name, (*talk, ("I", name))))
        set_attributes(
            opened_study,
            {
                1: ("", {"age": "41"}),
                2: ("", {"age": "9"}),
                3: ("", {"domain": "politie", "age": "100"}),
            },
        )
        put_in_group(opened_study, "ronde een", [1, 3])
    return path


@asynccontextmanager
async def documents(
    path: Path, size: tuple[int, int] = (120, 30), actor: str = "Anna"
) -> AsyncIterator[Desk]:
    """Open the app at its documents."""
    async with opened(path, actor, size) as desk:
        await desk.go("documents")
        await desk.settle()
        yield desk
    with open_study(path) as closed:
        assert check(closed) == []


def screen(desk: Desk) -> DocumentsScreen:
    found = desk.app.screen
    assert isinstance(found, DocumentsScreen)
    return found


async def go(desk: Desk, row: str, column: str) -> None:
    """Put the cursor on a cell: of the row with that name, in the column with that title."""
    grid = screen(desk).grid
    key = next(r.key for r in grid.rows if r.text("name") == row)
    grid.go_to(key, next(c.key for c in grid.columns if c.title == column))
    await desk.settle()


def shown(desk: Desk, column: str = "document") -> list[str]:
    """Return what stands in a column, from top to bottom."""
    grid = screen(desk).grid
    key = next(c.key for c in grid.columns if c.title == column)
    return [row.text(key) for row in grid.rows]


def values(path: Path) -> dict[str, dict[str, str]]:
    """Return what is stored of each respondent, by name."""
    with open_study(path) as study, study.reading() as connection:
        names = respondent_names(connection)
        found = attributes_by_respondent(connection)
        return {names[number]: dict(held) for number, held in found.items()}


def names(path: Path) -> list[str]:
    with open_study(path) as study, study.reading() as connection:
        return [document.name for document in all_documents(connection)]


def attributes(path: Path) -> list[str]:
    with open_study(path) as study, study.reading() as connection:
        return attribute_names(connection)


def groups(path: Path) -> dict[str, tuple[int, ...]]:
    with open_study(path) as study, study.reading() as connection:
        return {g.name: g.documents for g in document_groups_of(connection)}


def speakers(path: Path, document: int) -> dict[str, tuple[str, str]]:
    with open_study(path) as study, study.reading() as connection:
        called = respondent_names(connection)
        return {
            s.label: (s.role, called.get(s.respondent or 0, ""))
            for s in speakers_of(connection, document)
        }
