"""Erasure: what a respondent withdraws, or the law wants gone, leaves the file for good.

The one act without undo. What it takes out goes from the tables, from the texts, from the
payloads of the journal (whose chain runs over digests and so still holds), and from the
file's free pages and log. That it was done, by whom and why, stays in the journal, together
with an image of the whole project as it left it, so that `check` can replay from there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, select, update
from sqlalchemy import text as sql

from kwalcode.errors import KwalcodeError, NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project import journal
from kwalcode.project.check import leftover_texts
from kwalcode.project.identity import new_uuids
from kwalcode.project.images import Image
from kwalcode.project.journal import BLANKED, ERASE, Draft
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import text_of
from kwalcode.project.references import in_use
from kwalcode.project.rows import all_rows, chunks, key_columns, ordered_columns
from kwalcode.project.study import Study, ensure_actor
from kwalcode.project.told import Told
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
        assert content_id is not None
        # Of a short passage that is known but for a word, a digest tells the word.
        shown_by = documents.c.content_id == content_id
        connection.execute(update(documents).where(shown_by).values(source_sha256=None))
        replaced = _replace_text(connection, content_id, fresh)
        digest = select(content.c.sha256).where(content.c.id == documents.c.content_id)
        connection.execute(update(documents).values(text_sha256=digest.scalar_subquery()))
        removed = _delete_quotation_memos(connection, document, start, end)
        told = Told(
            connection,
            texts=replaced,
            passage=(document, (start, end)),
            digests={content_id},
        )
        done = Erased(0, 0, removed, _record(study, connection, told, 0, reason))
    _clean_file(study)
    return done


def erase_leftovers(study: Study, *, reason: str = "") -> Erased:
    """Erase texts that no document shows: those of imports that were undone."""
    with study.writing() as connection:
        texts = set(leftover_texts(connection))
        _blank_texts(connection, texts)
        told = Told(connection, texts=texts)
        done = Erased(0, 0, 0, _record(study, connection, told, 0, reason))
    _clean_file(study)
    return done


def _erase(
    study: Study, connection: Connection, ids: set[int], people: set[int], reason: str
) -> Erased:
    texts = set(connection.scalars(select(documents.c.content_id).where(documents.c.id.in_(ids))))
    people |= _only_respondents_of(connection, ids)
    removed_memos = _delete_memos(connection, ids, people)
    removed_codings = _delete(connection, codings, codings.c.document_id.in_(ids))
    for table in (quotations, completion, turns, sentences, speakers):
        _delete(connection, table, table.c.document_id.in_(ids))
    _delete(connection, documents, documents.c.id.in_(ids))
    _delete(connection, attribute_values, attribute_values.c.respondent_id.in_(people))
    _delete(connection, respondents, respondents.c.id.in_(people))
    texts -= set(connection.scalars(select(documents.c.content_id)))
    _blank_texts(connection, texts)
    told = Told(connection, documents=ids, people=people, texts=texts)
    entries = _record(study, connection, told, len(ids), reason)
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


def _delete_quotation_memos(connection: Connection, document: int, start: int, end: int) -> int:
    """Delete memos about quotations that share text with the passage: they may quote it."""
    q = quotations.c
    places = select(q.id).where(q.document_id == document, q.start < end, q.end > start)
    about = (memos.c.about == "quotation") & memos.c.about_id.in_(places)
    removed = _delete(connection, memos, about)
    unused = sql(f"NOT ({in_use(quotations)})")
    _delete(connection, quotations, (q.document_id == document) & unused)
    return removed


def _delete(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return connection.execute(table.delete().where(where)).rowcount


def _replace_text(connection: Connection, content_id: int, fresh: str) -> set[int]:
    """Put another text in place; return the texts blanked because it was there already."""
    digest = hashlib.sha256(fresh.encode()).digest()
    same = select(content.c.id).where(content.c.sha256 == digest, content.c.id != content_id)
    known = connection.scalar(same)
    if known is None:
        changed = update(content).where(content.c.id == content_id)
        connection.execute(changed.values(text=fresh, sha256=digest))
        return set()
    shown = update(documents).where(documents.c.content_id == content_id)
    connection.execute(shown.values(content_id=known))
    _blank_texts(connection, [content_id])
    return {content_id}


def _blank_texts(connection: Connection, ids: Iterable[int]) -> None:
    """Empty texts. The digest goes too: that of a short text could be guessed at."""
    for number, blank in zip(wanted := list(ids), new_uuids(len(wanted)), strict=True):
        connection.execute(
            update(content).where(content.c.id == number).values(text="", sha256=blank * 2)
        )


def _record(study: Study, connection: Connection, told: Told, documents: int, reason: str) -> int:
    """Blank the entries that tell of what was erased, and write the erasure's own."""
    blanked = 0
    for entry in list(journal.entries(connection)):
        if not entry.blanked and told.in_entry(entry.id):
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
    arguments = {
        "documents": documents,
        "entries": blanked,
        BLANKED: journal.blanked_sha256(connection).hex(),
    }
    draft.write(arguments, payload.sha256())
    return blanked


def _clean_file(study: Study) -> None:
    """Rewrite the file without its free pages and empty its log, so that no byte is left.

    Raises KwalcodeError when that is not possible now, though the erasure itself is done.
    """
    try:
        with raw_connection(study.engine) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.execute("PRAGMA secure_delete = ON")
            raw.execute("VACUUM")
            (busy, *_pages) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise KwalcodeError(_traces(study, str(error))) from error
    if busy:
        raise KwalcodeError(_traces(study, _("another program is reading it")))


def _traces(study: Study, reason: str) -> str:
    return _(
        "{path}: erased from the project, but the file still holds traces ({reason})."
        " Close other programs that use it, then run 'kwalcode erase --leftovers'."
    ).format(path=study.path, reason=reason)
