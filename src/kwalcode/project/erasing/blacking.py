"""Blacking out: blocks in the place of words, so that the text keeps its length and its anchors.

What an erasure does to a text that stays; `erase` does the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, select, update
from sqlalchemy import text as sql

from kwalcode.model import Speaker
from kwalcode.project.correcting.versions import earlier_texts, refuse_waiting
from kwalcode.project.history.references import in_use
from kwalcode.project.identity import new_uuids
from kwalcode.project.reads.documents import speakers_of, text_of
from kwalcode.spans import Range, overlap
from kwalcode.store.tables import (
    cells_read,
    codings,
    content,
    decisions,
    document_versions,
    documents,
    memo_links,
    memos,
    opened_cases,
    pattern_quotations,
    quotations,
    reopened,
    report_quotations,
    speakers,
    summaries,
    summary_quotations,
    theme_quotations,
    turns,
    uncarried,
)
from kwalcode.transcripts.blocks import MASK


@dataclass(slots=True)
class Blacked:
    """What was blacked out so far: see `Told`; and how many memos and codings went with it."""

    passages: dict[int, list[Range]] = field(default_factory=dict)
    speakers: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    digests: set[int] = field(default_factory=set)
    recast: set[int] = field(default_factory=set)
    memos: int = 0
    codings: int = 0

    def told(self) -> dict[str, Any]:
        """Return what the journal must not tell any more."""
        names = ("passages", "speakers", "texts", "digests", "recast")
        return {name: getattr(self, name) for name in names}


def black_out(
    connection: Connection, blacked: Blacked, document: int, places: Sequence[Range]
) -> None:
    """Put blocks in the place of these ranges of a document's text, and forget earlier texts."""
    refuse_waiting(connection, [document])
    text = text_of(connection, document)
    for start, end in places:
        masked = "".join(c if c.isspace() else MASK for c in text[start:end])
        text = text[:start] + masked + text[end:]
    content_id = connection.scalar(select(documents.c.content_id).where(documents.c.id == document))
    assert content_id is not None
    earlier = earlier_texts(connection, {document})
    blank_texts(connection, earlier)
    delete_rows(connection, document_versions, document_versions.c.document_id == document)
    delete_rows(connection, reopened, reopened.c.document_id == document)  # notes may quote it
    # Of a short passage that is known but for a word, a digest tells the word.
    shown_by = documents.c.content_id == content_id
    connection.execute(update(documents).where(shown_by).values(source_sha256=None))
    blacked.texts |= _replace_text(connection, content_id, text)
    for table in (documents, document_versions):
        digest = select(content.c.sha256).where(content.c.id == table.c.content_id)
        connection.execute(update(table).values(text_sha256=digest.scalar_subquery()))
    for start, end in places:
        blacked.memos += _delete_quotation_memos(connection, document, start, end)
    blacked.passages.setdefault(document, []).extend(places)
    blacked.digests |= {content_id} | earlier
    blacked.recast |= {document} if earlier else set()


def silence(connection: Connection, blacked: Blacked, speaker: Speaker) -> None:
    """Black out what a speaker says, with the label, and let nobody count by it any more."""
    t = turns.c
    chosen = select(t.start, t.end, t.speech_start, t.speech_end, t.speaker_id)
    found = connection.execute(chosen.where(t.document_id == speaker.document)).all()
    theirs = [(turn.start, turn.end) for turn in found if turn.speaker_id == speaker.id]
    others = [
        (turn.speech_start, turn.speech_end) for turn in found if turn.speaker_id != speaker.id
    ]
    c = codings.c
    places = connection.execute(
        select(c.id, c.start, c.end).where(c.document_id == speaker.document)
    ).all()
    gone = {
        number
        for number, start, end in places
        if any(overlap((start, end), place) for place in theirs)
        and not any(overlap((start, end), place) for place in others)
    }
    blacked.codings += delete_rows(connection, codings, c.id.in_(gone))
    labels = {other.label for other in speakers_of(connection, speaker.document)}
    label = next(MASK * n for n in count(1) if MASK * n not in labels)
    this = update(speakers).where(speakers.c.id == speaker.id)
    connection.execute(this.values(label=label, role="other", respondent_id=None))
    blacked.speakers.add(speaker.id)
    black_out(connection, blacked, speaker.document, theirs)


def _delete_quotation_memos(connection: Connection, document: int, start: int, end: int) -> int:
    """Delete memos about quotations that share text with the passage, and their marks for the
    report: they may quote it. Returns how many memos."""
    q = quotations.c
    places = select(q.id).where(q.document_id == document, q.start < end, q.end > start)
    about = (memos.c.about == "quotation") & memos.c.about_id.in_(places)
    removed = delete_memos(connection, about)
    delete_marks(connection, quotations.c.id.in_(places))
    delete_evidence(connection, places)
    d = decisions.c  # their notes may quote it
    here = (d.document_id == document) & (d.start < end) & (d.end > start)
    delete_rows(connection, decisions, here)
    unused = sql(f"NOT ({in_use(quotations)})")
    delete_rows(connection, quotations, (q.document_id == document) & unused)
    return removed


def delete_marks(connection: Connection, where: ColumnElement[bool]) -> None:
    """Delete the marks for the report, with edits and notes, on the quotations that fit."""
    places = select(quotations.c.id).where(where)
    delete_rows(connection, report_quotations, report_quotations.c.quotation_id.in_(places))


def delete_evidence(connection: Connection, places: Select[Any]) -> None:
    """Delete what findings rest on among these quotations (a selection of ids), with the notes;
    and summaries that rest on one of them: they may tell what was said."""
    links = summary_quotations.c
    resting = select(links.summary_id).where(links.quotation_id.in_(places))
    gone = set(connection.scalars(resting))
    delete_rows(connection, summary_quotations, links.summary_id.in_(gone))
    delete_rows(connection, summaries, summaries.c.id.in_(gone))
    for table in (theme_quotations, pattern_quotations):
        delete_rows(connection, table, table.c.quotation_id.in_(places))


def delete_cells(connection: Connection, people: Set[int]) -> None:
    """Delete what was written and looked at of these respondents (ids)."""
    links, s = summary_quotations.c, summaries.c
    theirs = select(s.id).where(s.respondent_id.in_(people))
    delete_rows(connection, summary_quotations, links.summary_id.in_(theirs))
    for table in (summaries, cells_read, opened_cases):
        delete_rows(connection, table, table.c.respondent_id.in_(people))


def delete_memos(connection: Connection, where: ColumnElement[bool]) -> int:
    """Delete memos with their links; return how many memos."""
    chosen = select(memos.c.id).where(where)
    delete_rows(connection, memo_links, memo_links.c.memo_id.in_(chosen))
    return delete_rows(connection, memos, where)


def delete_rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    """Delete rows that fit, without a trace in the journal; return how many."""
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
    for table in (documents, document_versions, uncarried, reopened):
        shown = update(table).where(table.c.content_id == content_id)
        connection.execute(shown.values(content_id=known))
    blank_texts(connection, [content_id])
    return {content_id}


def blank_texts(connection: Connection, ids: Iterable[int]) -> None:
    """Empty texts. The digest goes too: that of a short text could be guessed at."""
    for number, blank in zip(wanted := list(ids), new_uuids(len(wanted)), strict=True):
        connection.execute(
            update(content).where(content.c.id == number).values(text="", sha256=blank * 2)
        )
