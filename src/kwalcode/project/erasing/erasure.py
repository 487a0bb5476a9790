"""Erasure: what a respondent withdraws, or the law wants gone, leaves the file for good.

The one act without undo. What it takes out goes from the tables, from the texts, from the
payloads of the journal (whose chain runs over digests and so still holds), and from the
file's free pages and log. That it was done, by whom and why, stays in the journal, together
with an image of the whole project as it left it, so that `check` can replay from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.errors import KwalcodeError, NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.correcting.versions import earlier_texts, refuse_waiting, texts_held
from kwalcode.project.erasing.blacking import (
    Blacked,
    black_out,
    blank_texts,
    delete_cells,
    delete_evidence,
    delete_marks,
    delete_memos,
    delete_rows,
    silence,
)
from kwalcode.project.erasing.told import Told
from kwalcode.project.history import journal
from kwalcode.project.history.check import leftover_texts
from kwalcode.project.history.images import Image
from kwalcode.project.history.journal import BLANKED, ERASE, Draft
from kwalcode.project.history.rows import all_rows, chunks, key_columns, ordered_columns
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import speakers_of
from kwalcode.project.search.index import clear as clear_search_index
from kwalcode.project.study import Study, ensure_actor
from kwalcode.store.engine import raw_connection
from kwalcode.store.tables import (
    JOURNALLED,
    assignments,
    attribute_values,
    codings,
    completion,
    decisions,
    document_group_members,
    document_versions,
    documents,
    joined_entries,
    memo_links,
    memos,
    quotations,
    reopened,
    respondents,
    sentences,
    speakers,
    turns,
    uncarried,
)

__all__ = [
    "Erased",
    "erase_documents",
    "erase_leftovers",
    "erase_passage",
    "erase_respondent",
    "erase_versions",
]


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
    """Erase a respondent: the documents, the attributes and memos. Raises NotFound.

    In a group interview their turns are blacked out, and their label; codings that lie in
    those turns alone go. What others say about them stays: see `erase_passage`.
    """
    with study.writing() as connection:
        number = connection.scalar(select(respondents.c.id).where(respondents.c.name == name))
        if number is None:
            raise NotFound(_("There is no respondent '{name}' in this project.").format(name=name))
        chosen = select(documents.c.id).where(documents.c.respondent_id == number)
        wanted = set(connection.scalars(chosen))
        blacked = Blacked()
        for speaker in speakers_of(connection):
            if speaker.respondent == number and speaker.document not in wanted:
                silence(connection, blacked, speaker)
        done = _erase(study, connection, wanted, {number}, reason, blacked)
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
        blacked = Blacked()
        black_out(connection, blacked, document, [(start, end)])
        told = Told(connection, **blacked.told())
        done = Erased(0, 0, blacked.memos, _record(study, connection, told, 0, reason))
    _clean_file(study)
    return done


def erase_leftovers(study: Study, *, reason: str = "") -> Erased:
    """Erase texts that no document shows: those of imports and corrections that were undone."""
    with study.writing() as connection:
        texts = set(leftover_texts(connection))
        blank_texts(connection, texts)
        told = Told(connection, texts=texts, digests=texts)
        done = Erased(0, 0, 0, _record(study, connection, told, 0, reason))
    _clean_file(study)
    return done


def erase_versions(study: Study, ids: Iterable[int], *, reason: str = "") -> Erased:
    """Erase the earlier texts of documents: what a correction took out leaves the file for good.

    Entries of the history that tell of those texts or of who speaks are blanked. Raises
    NotFound, and Refused where something still waits in an earlier text for a decision.
    """
    wanted = set(ids)
    with study.writing() as connection:
        for number in wanted:
            read_document(connection, number)
        refuse_waiting(connection, wanted)
        texts = earlier_texts(connection, wanted)
        blank_texts(connection, texts)
        for table in (document_versions, reopened):
            delete_rows(connection, table, table.c.document_id.in_(wanted))
        told = Told(connection, digests=texts, recast=wanted)
        done = Erased(0, 0, 0, _record(study, connection, told, 0, reason))
    _clean_file(study)
    return done


def _erase(
    study: Study,
    connection: Connection,
    ids: set[int],
    people: set[int],
    reason: str,
    blacked: Blacked | None = None,
) -> Erased:
    blacked = Blacked() if blacked is None else blacked
    texts = set(connection.scalars(select(documents.c.content_id).where(documents.c.id.in_(ids))))
    earlier = earlier_texts(connection, ids)
    people |= _only_respondents_of(connection, ids)
    removed_memos = _delete_memos(connection, ids, people)
    removed_codings = delete_rows(connection, codings, codings.c.document_id.in_(ids))
    delete_marks(connection, quotations.c.document_id.in_(ids))
    places = select(quotations.c.id).where(quotations.c.document_id.in_(ids))
    delete_rows(connection, memo_links, memo_links.c.quotation_id.in_(places))
    delete_evidence(connection, places)
    delete_cells(connection, people)
    for table in (
        quotations, completion, turns, sentences, speakers, uncarried, document_versions,
        document_group_members, assignments, decisions, reopened,
    ):  # fmt: skip
        delete_rows(connection, table, table.c.document_id.in_(ids))
    delete_rows(connection, documents, documents.c.id.in_(ids))
    delete_rows(connection, attribute_values, attribute_values.c.respondent_id.in_(people))
    delete_rows(connection, respondents, respondents.c.id.in_(people))
    texts = (texts | earlier) - texts_held(connection)
    blank_texts(connection, texts)
    blacked.texts |= texts
    told = Told(connection, documents=ids, people=people, **blacked.told())
    entries = _record(study, connection, told, len(ids), reason)
    removed_codings += blacked.codings
    return Erased(len(ids), removed_codings, removed_memos + blacked.memos, entries)


def _only_respondents_of(connection: Connection, ids: set[int]) -> set[int]:
    """Return the respondents who have, and speak in, no other document than these."""
    d, s = documents.c, speakers.c
    theirs = select(d.respondent_id).where(d.id.in_(ids)).union(
        select(s.respondent_id).where(s.document_id.in_(ids))
    )  # fmt: skip
    others = select(d.respondent_id).where(d.id.not_in(ids)).union(
        select(s.respondent_id).where(s.document_id.not_in(ids))
    )  # fmt: skip
    return set(connection.scalars(theirs)) - set(connection.scalars(others)) - {None}


def _delete_memos(connection: Connection, ids: set[int], people: set[int]) -> int:
    q = quotations.c
    places = select(q.id).where(q.document_id.in_(ids))
    m = memos.c
    about = (
        ((m.about == "document") & m.about_id.in_(ids))
        | ((m.about == "quotation") & m.about_id.in_(places))
        | ((m.about == "respondent") & m.about_id.in_(people))
    )
    return delete_memos(connection, about)


def _record(study: Study, connection: Connection, told: Told, documents: int, reason: str) -> int:
    """Blank the entries that tell of what was erased, and write the erasure's own."""
    clear_search_index(connection)
    blanked = 0
    for entry in list(journal.entries(connection)):
        if not entry.blanked and told.in_entry(entry.id):
            journal.blank(connection, entry.id)
            blanked += 1
    connection.execute(joined_entries.update().values(arguments="{}", reason=""))
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
