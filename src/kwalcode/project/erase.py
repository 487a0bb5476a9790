"""Erasure: what a respondent withdraws, or the law wants gone, leaves the file for good.

The one act without undo. What it takes out goes from the tables, from the texts, from the
payloads of the journal (whose chain runs over digests and so still holds), and from the
file's free pages and log. That it was done, by whom and why, stays in the journal, together
with an image of the whole project as it left it, so that `check` can replay from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, select, update

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project import journal
from kwalcode.project.check import leftover_texts
from kwalcode.project.identity import new_uuids
from kwalcode.project.images import Image
from kwalcode.project.journal import ERASE, Draft
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import text_of
from kwalcode.project.rows import all_rows, chunks, key_columns, ordered_columns
from kwalcode.project.study import Study, ensure_actor
from kwalcode.store.engine import raw_connection
from kwalcode.store.tables import (
    JOURNALLED,
    attribute_values,
    codings,
    completion,
    content,
    documents,
    memos,
    quotations,
    respondents,
    sentences,
    speakers,
    turns,
)

MASK = "\u2588"  # a full block: the text keeps its length, so that other anchors hold


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took out: documents, codings, memos, blanked journal entries."""

    documents: int
    codings: int
    memos: int
    entries: int


def erase_documents(study: Study, ids: Iterable[int], *, reason: str = "") -> Erased:
    """Erase documents with all that hangs on them. Raises NotFound."""
    wanted = set(ids)
    with study.writing() as connection:
        for number in wanted:
            read_document(connection, number)
        done = _erase(study, connection, wanted, set(), reason)
    _clean_file(study)
    return done


def erase_respondent(study: Study, name: str, *, reason: str = "") -> Erased:
    """Erase a respondent: the documents, the attributes and memos. Raises NotFound."""
    with study.writing() as connection:
        number = connection.scalar(select(respondents.c.id).where(respondents.c.name == name))
        if number is None:
            raise NotFound(_("There is no respondent '{name}' in this project.").format(name=name))
        chosen = select(documents.c.id).where(documents.c.respondent_id == number)
        wanted = set(connection.scalars(chosen))
        done = _erase(study, connection, wanted, {number}, reason)
    _clean_file(study)
    return done


def erase_passage(study: Study, document: int, start: int, end: int, *, reason: str = "") -> Erased:
    """Black out a passage of a text; codings stay, and all other anchors too.

    Raises Refused for a range outside the text.
    """
    with study.writing() as connection:
        shown = read_document(connection, document)
        if not 0 <= start < end <= shown.length:
            raise Refused(_("There is no such passage in {name}.").format(name=shown.name))
        text = text_of(connection, document)
        masked = "".join(c if c.isspace() else MASK for c in text[start:end])
        fresh = text[:start] + masked + text[end:]
        content_id = connection.scalar(
            select(documents.c.content_id).where(documents.c.id == document)
        )
        digest = hashlib.sha256(fresh.encode()).digest()
        connection.execute(
            update(content).where(content.c.id == content_id).values(text=fresh, sha256=digest)
        )
        gone = _Gone(connection, set(), set())
        blanked = _blank_quotation_memos(connection, document, start, end)
        done = Erased(0, 0, blanked, _record(study, connection, gone, 0, reason))
    _clean_file(study)
    return done


def erase_leftovers(study: Study, *, reason: str = "") -> Erased:
    """Erase texts that no document shows: those of imports that were undone."""
    with study.writing() as connection:
        gone = _Gone(connection, set(), set())
        _blank_texts(connection, leftover_texts(connection))
        done = Erased(0, 0, 0, _record(study, connection, gone, 0, reason))
    _clean_file(study)
    return done


def _erase(
    study: Study, connection: Connection, ids: set[int], people: set[int], reason: str
) -> Erased:
    texts = list(connection.scalars(select(documents.c.content_id).where(documents.c.id.in_(ids))))
    people |= _only_respondents_of(connection, ids)
    gone = _Gone(connection, ids, people)
    removed_memos = _delete_memos(connection, ids, people)
    removed_codings = _delete(connection, codings, codings.c.document_id.in_(ids))
    for table in (quotations, completion, turns, sentences, speakers):
        _delete(connection, table, table.c.document_id.in_(ids))
    _delete(connection, documents, documents.c.id.in_(ids))
    _delete(connection, attribute_values, attribute_values.c.respondent_id.in_(people))
    _delete(connection, respondents, respondents.c.id.in_(people))
    still_shown = set(connection.scalars(select(documents.c.content_id)))
    _blank_texts(connection, [t for t in texts if t not in still_shown])
    entries = _record(study, connection, gone, len(ids), reason)
    return Erased(len(ids), removed_codings, removed_memos, entries)


def _only_respondents_of(connection: Connection, ids: set[int]) -> set[int]:
    """Return the respondents who have no other document than these."""
    d = documents.c
    theirs = select(d.respondent_id).where(d.id.in_(ids), d.respondent_id.is_not(None))
    others = select(d.respondent_id).where(d.id.not_in(ids), d.respondent_id.is_not(None))
    return set(connection.scalars(theirs.where(d.respondent_id.not_in(others)))) - {None}


def _delete_memos(connection: Connection, ids: set[int], people: set[int]) -> int:
    q = quotations.c
    places = select(q.id).where(q.document_id.in_(ids))
    m = memos.c
    return _delete(
        connection,
        memos,
        ((m.about == "document") & m.about_id.in_(ids))
        | ((m.about == "quotation") & m.about_id.in_(places))
        | ((m.about == "respondent") & m.about_id.in_(people)),
    )


def _blank_quotation_memos(connection: Connection, document: int, start: int, end: int) -> int:
    """Delete memos about quotations that share text with the passage: they may quote it."""
    q = quotations.c
    places = select(q.id).where(q.document_id == document, q.start < end, q.end > start)
    about = (memos.c.about == "quotation") & memos.c.about_id.in_(places)
    return _delete(connection, memos, about)


def _delete(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return connection.execute(table.delete().where(where)).rowcount


def _blank_texts(connection: Connection, ids: Iterable[int]) -> None:
    """Empty texts. The digest goes too: that of a short text could be guessed at."""
    for number, blank in zip(wanted := list(ids), new_uuids(len(wanted)), strict=True):
        connection.execute(
            update(content).where(content.c.id == number).values(text="", sha256=blank * 2)
        )


def _record(study: Study, connection: Connection, gone: _Gone, documents: int, reason: str) -> int:
    """Blank the entries that tell of what was erased, and write the erasure's own."""
    blanked = 0
    for entry in list(journal.entries(connection)):
        if not entry.blanked and gone.told_by(entry.id):
            journal.blank(connection, entry.id)
            blanked += 1
    actor = ensure_actor(connection, study.require_actor())
    draft = Draft(connection, actor, ERASE, reason)
    payload = draft.payload()
    for table in JOURNALLED:
        columns = ordered_columns(table)
        for part in chunks(all_rows(connection, table)):
            keys = len(key_columns(table))
            payload.add(Image(table.name, "insert", columns, keys, after=part))
    draft.write({"documents": documents, "entries": blanked}, payload.sha256())
    return blanked


class _Gone:
    """Which rows an erasure is about, by table and column: what a journal entry may tell of."""

    def __init__(self, connection: Connection, ids: set[int], people: set[int]) -> None:
        s = speakers.c
        voices = set(connection.scalars(select(s.id).where(s.document_id.in_(ids))))
        self._rows = {
            "documents": ("id", ids),
            "speakers": ("id", voices),
            "respondents": ("id", people),
            "attribute_values": ("respondent_id", people),
        }
        self._documents = ("document_id", ids)
        self._connection = connection

    def told_by(self, entry: int) -> bool:
        """Tell whether an entry's images hold rows of what is erased, or memos that are gone."""
        remaining = set(self._connection.scalars(select(memos.c.id)))
        return any(self._in(image, remaining) for image in journal.images(self._connection, entry))

    def _in(self, image: Image, memos_left: set[int]) -> bool:
        rows = image.before + image.after
        if image.table == "memos":
            return any(row[0] not in memos_left for row in rows)
        column, chosen = self._rows.get(image.table, self._documents)
        if column not in image.columns:
            return False
        at = image.columns.index(column)
        return any(row[at] in chosen for row in rows)


def _clean_file(study: Study) -> None:
    """Rewrite the file without its free pages and empty its log, so that no byte is left."""
    with raw_connection(study.engine) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
