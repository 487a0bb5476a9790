"""The figures of an audit trail: how the study came about, from its journal and its tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kwalcode.project.history import journal
from kwalcode.project.history.journal import REDO, UNDO
from kwalcode.project.reads.history import Sought, events
from kwalcode.project.telling.phrases import acts_on, phrase
from kwalcode.store.tables import coders as coders_table
from kwalcode.store.tables import codes, codings, completion, documents, memos
from kwalcode.store.tables import journal as journal_table

_ONE_BY_ONE = frozenset(
    {
        "apply code",
        "apply codes",
        "remove codings",
        "change extent",
        "mark complete",
        "mark incomplete",
    }
)
"""Acts of coding that are told in numbers per coder and document, not one by one."""


@dataclass(frozen=True, slots=True)
class Step:
    """An act that stands, in words; `time` is UTC, as the journal has it."""

    entry: int
    time: str
    who: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted: how many acts from when to when, and how many of them were undos and redos."""

    name: str
    acts: int
    first: str
    last: str
    undos: int
    redos: int


@dataclass(frozen=True, slots=True)
class Material:
    """A document as it is now: when it was imported, its length in code points, its version."""

    name: str
    imported: str
    length: int
    version: int


@dataclass(frozen=True, slots=True)
class Coded:
    """The codings of one coder in one document as they stand; `complete` is when the coder marked
    it as completely coded, "" where that was not done."""

    document: str
    coder: str
    codings: int
    first: str
    last: str
    complete: str


@dataclass(frozen=True, slots=True)
class Noting:
    """How many memos of a kind (what they are about) an author has, and when they were written
    or changed last: from `first` to `last`."""

    about: str
    author: str
    memos: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Trail:
    """How the study came about. `sha256` is the hash of the last of `entries`: it stands for the
    whole journal. `undone` is how many acts are undone as things stand; `codes` is how many
    there are now by origin."""

    study: str
    entries: int
    undone: int
    sha256: str
    first: str
    last: str
    people: list[Person]
    documents: list[Material]
    documents_changed: list[Step]
    codes: dict[str, int]
    codebook: list[Step]
    coding: list[Coded]
    coding_in_bulk: list[Step]
    memos: list[Noting]
    themes: list[Step]
    erasures: list[Step]


def audit_trail(connection: Connection, study: str) -> Trail:
    """Return the trail of the study called `study`. The same project gives the same trail."""
    j = journal_table.c
    first, last, n = connection.execute(
        select(func.min(j.time), func.max(j.time), func.count())
    ).one()
    digest = connection.scalar(select(j.hash).order_by(j.id.desc()).limit(1)) or b""
    return Trail(
        study=study,
        entries=n,
        undone=len(journal.undone_acts(connection)),
        sha256=digest.hex(),
        first=first or "",
        last=last or "",
        people=_people(connection),
        documents=_documents(connection),
        documents_changed=_steps(connection, acts_on("material") - {"import document"}),
        codes=_codes(connection),
        codebook=_steps(connection, acts_on("codebook")),
        coding=_coding(connection),
        coding_in_bulk=_steps(connection, acts_on("coding") - _ONE_BY_ONE),
        memos=_memos(connection),
        themes=_steps(connection, acts_on("themes")),
        erasures=_steps(connection, frozenset({journal.ERASE})),
    )


def _steps(connection: Connection, names: Collection[str]) -> list[Step]:
    """Return the acts of these names that stand, oldest first."""
    found = [
        Step(e.entry.id, e.entry.time, e.entry.actor_name, phrase(e.entry), e.entry.reason)
        for e in events(connection, Sought(names=frozenset(names)))
        if not e.undone
    ]
    return found[::-1]


def _people(connection: Connection) -> list[Person]:
    j = journal_table.c
    undos, redos = (func.count().filter(j.name == name) for name in (UNDO, REDO))
    chosen = (
        select(func.max(j.actor_name), func.count(), func.min(j.time), func.max(j.time))
        .add_columns(undos, redos)
        .group_by(j.actor)
        .order_by(func.min(j.id))
    )
    return [Person(*row) for row in connection.execute(chosen)]


def _documents(connection: Connection) -> list[Material]:
    d = documents.c
    chosen = select(d.name, d.imported, d.length, d.version).order_by(d.position, d.id)
    return [Material(*row) for row in connection.execute(chosen)]


def _codes(connection: Connection) -> dict[str, int]:
    n = func.count()
    chosen = select(codes.c.origin, n).group_by(codes.c.origin).order_by(codes.c.origin)
    return {row[0]: row[1] for row in connection.execute(chosen)}


def _coding(connection: Connection) -> list[Coded]:
    """Return the codings per document and coder, with those who marked without coding."""
    c, m = codings.c, completion.c
    counted = select(
        c.document_id, c.coder_id, func.count(), func.min(c.created), func.max(c.created)
    ).group_by(c.document_id, c.coder_id)
    numbers = {(row[0], row[1]): (row[2], row[3], row[4]) for row in connection.execute(counted)}
    marked = {(row[0], row[1]): row[2] for row in connection.execute(
        select(m.document_id, m.coder_id, m.marked)
    )}  # fmt: skip
    d, k = documents.c, coders_table.c
    names = connection.execute(select(d.id, d.name).order_by(d.position, d.id)).all()
    people = connection.execute(select(k.id, k.name).order_by(k.id)).all()
    return [
        Coded(document, coder, *numbers.get(place, (0, "", "")), marked.get(place, ""))
        for number, document in names
        for coder_id, coder in people
        if (place := (number, coder_id)) in numbers or place in marked
    ]


def _memos(connection: Connection) -> list[Noting]:
    m, k = memos.c, coders_table.c
    chosen = (
        select(m.about, k.name, func.count(), func.min(m.changed), func.max(m.changed))
        .join(coders_table, k.id == m.coder_id)
        .group_by(m.about, m.coder_id)
        .order_by(m.about, k.id)
    )
    return [Noting(*row) for row in connection.execute(chosen)]
