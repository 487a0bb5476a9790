"""When the texts of documents were corrected, and which ranges of before still hold.

Offsets belong to a text. An undo or a redo that puts ranges back is right only where the text
has not changed since, or where they are in a part that stayed in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image
from kwalcode.project.history.journal import REDO, UNDO
from kwalcode.project.history.obstacles import InTheWay
from kwalcode.spans import Range
from kwalcode.store.tables import (
    content,
    document_versions,
    documents,
    quotations,
    reopened,
    sentences,
    turns,
    uncarried,
)
from kwalcode.store.tables import journal as journal_table
from kwalcode.transcripts.difference import Alignment, align

CORRECT, REPLACE = "correct document", "replace in documents"
JOIN = "join"
CORRECTING = frozenset({CORRECT, REPLACE, JOIN})
"""The acts that give a document another text; a join does where the other copy corrected one."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry that gave documents another text: the act, or an undo or a redo of one (`act`)."""

    entry: int
    act: int
    undoing: bool
    blanked: bool


def corrections_after(connection: Connection, entry: int) -> list[Event]:
    """Return the corrections after an entry of the journal, undone and redone ones too."""
    j = journal_table.c
    named = j.name.in_([*CORRECTING, UNDO, REDO])
    acts: dict[int, tuple[int, bool]] = {}
    found = []
    for row in connection.execute(
        select(j.id, j.name, j.undoes, j.blanked).where(named).order_by(j.id)
    ):
        if row.name in CORRECTING:
            acts[row.id] = (row.id, bool(row.blanked))
        elif row.undoes in acts:
            acts[row.id] = acts[row.undoes]
        else:
            continue
        if row.id > entry:
            act, blanked = acts[row.id]
            found.append(Event(row.id, act, row.name == UNDO, blanked))
    return found


def texts_then(connection: Connection, entry: int) -> dict[int, int | None]:
    """Return the text (content id) that documents had at an entry, of those that have another
    one now; None where an erasure took out what would tell."""
    then: dict[int, int | None] = {}
    events = corrections_after(connection, entry)
    for event in events:
        if not event.blanked:
            for document, before, after in exchanged(journal.images(connection, event.act)):
                then.setdefault(document, after if event.undoing else before)
    present = {
        row.id: row for row in connection.execute(
            select(documents.c.id, documents.c.content_id, documents.c.version)
        )
    }  # fmt: skip
    if any(event.blanked for event in events):
        for number, row in present.items():
            if row.version > 1:
                then.setdefault(number, None)
    return {
        number: text
        for number, text in then.items()
        if number in present and present[number].content_id != text
    }


def exchanged(images: Iterable[Image]) -> Iterator[tuple[int, int, int]]:
    """Yield which documents got another text, the text before and the one after (content ids)."""
    for image in images:
        if image.table != documents.name or "content_id" not in image.columns:
            continue
        at = image.columns.index("content_id")
        for before, after in zip(image.before, image.after, strict=False):  # none in an insert
            if before[at] != after[at]:
                yield before[0], before[at], after[at]


def earlier_texts(connection: Connection, ids: Set[int]) -> set[int]:
    """Return the texts (content ids) that only these documents had, and have no more: also those
    of corrections that were undone."""
    found = set()
    for event in corrections_after(connection, 0):
        if not event.blanked:
            for document, before, after in exchanged(journal.images(connection, event.act)):
                if document in ids:
                    found |= {before, after}
    for table in (document_versions, uncarried, reopened):
        chosen = select(table.c.content_id).where(table.c.document_id.in_(ids))
        found.update(connection.scalars(chosen))
    shown = set(connection.scalars(select(documents.c.content_id)))
    return found - shown - texts_held(connection, without=ids)


def texts_held(connection: Connection, *, without: Set[int] = frozenset()) -> set[int]:
    """Return the texts that documents show or showed, or that something waits in; what these
    documents showed, and what waits in it, is left out."""
    held = set(connection.scalars(select(documents.c.content_id)))
    for table in (document_versions, uncarried, reopened):
        chosen = select(table.c.content_id).where(table.c.document_id.not_in(without))
        held.update(connection.scalars(chosen))
    return held


def refuse_waiting(connection: Connection, ids: Collection[int]) -> None:
    """Raise Refused where something in these documents waits for a decision."""
    chosen = select(uncarried.c.document_id).where(uncarried.c.document_id.in_(ids)).limit(1)
    number = connection.scalar(chosen)
    if number is not None:
        name = connection.scalar(select(documents.c.name).where(documents.c.id == number))
        raise Refused(
            _(
                "Something in {name} waits for a decision since its text was corrected. Decide"
                " first: 'kwalcode uncarried' lists it."
            ).format(name=name)
        )


def check_ranges(connection: Connection, entry: int, *, backward: bool) -> None:
    """See to it that what an undo (`backward`) or redo of an act would put back still fits.

    Raises InTheWay where the text of its document was corrected since.
    """
    then = texts_then(connection, entry)
    if not then:
        return
    wanted: dict[int, list[Range]] = {}
    for image in journal.images(connection, entry):
        if image.table == quotations.name:
            for row in image.before if backward else image.after:
                values = dict(zip(image.columns, row, strict=True))
                place = (values["start"], values["end"])
                wanted.setdefault(values["document_id"], []).append(place)
        elif image.table in (turns.name, sentences.name):
            for row in image.before + image.after:  # places by number: none of them is sure
                wanted.setdefault(row[0], []).append((0, -1))
    for document, ranges in wanted.items():
        if document in then and not _in_place(connection, document, then[document], ranges):
            raise InTheWay(document_versions.name, [document])


def _in_place(
    connection: Connection, document: int, then: int | None, ranges: Iterable[Range]
) -> bool:
    if then is None:
        return False
    changed = align(_text(connection, then), _text(connection, _content(connection, document)))
    return all(unmoved(changed, place) for place in ranges)


def check_left(connection: Connection, entry: int) -> None:
    """See to it that after an undo or redo of a correction all ranges are of the text that is
    there now. Raises InTheWay for those of acts in between."""
    images = list(journal.images(connection, entry))
    known = {
        row[0]
        for image in images
        if image.table == quotations.name
        for row in image.before + image.after
    }
    for document, before, after in exchanged(images):
        changed = align(_text(connection, before), _text(connection, after))
        q = quotations.c
        chosen = select(q.id, q.start, q.end).where(q.document_id == document)
        strange = [
            number
            for number, start, end in connection.execute(chosen)
            if number not in known and not unmoved(changed, (start, end))
        ]
        if strange:
            raise InTheWay(quotations.name, strange)


def unmoved(changed: Alignment, place: Range) -> bool:
    """Tell whether a range is the same words, in the same place, in both texts."""
    return any(
        old == new and old <= place[0] <= place[1] <= old + length
        for old, new, length in changed.runs
    )


def _content(connection: Connection, document: int) -> int:
    chosen = select(documents.c.content_id).where(documents.c.id == document)
    return connection.scalar(chosen) or 0


def _text(connection: Connection, number: int) -> str:
    return connection.scalar(select(content.c.text).where(content.c.id == number)) or ""
