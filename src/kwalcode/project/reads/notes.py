"""Memos and themes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Memo, StudyTheme
from kwalcode.spans import Range
from kwalcode.store.tables import (
    content,
    documents,
    memo_links,
    memos,
    quotations,
    theme_codes,
    themes,
)

_MEMO = (
    memos.c.id,
    memos.c.uuid,
    memos.c.about,
    memos.c.about_id,
    memos.c.title,
    memos.c.text,
    memos.c.coder_id,
    memos.c.changed,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A passage that a free note speaks of; `start` and `end` in code points."""

    quotation: int
    document: int
    document_name: str
    start: int
    end: int


def memo(connection: Connection, memo_id: int) -> Memo:
    """Return one memo. Raises NotFound."""
    row = connection.execute(select(*_MEMO).where(memos.c.id == memo_id)).one_or_none()
    if row is None:
        raise NotFound(_("There is no memo with number {n}.").format(n=memo_id))
    return Memo(*row)


def all_memos(
    connection: Connection, about: str | None = None, about_id: int | None = None
) -> list[Memo]:
    """Return memos, newest first: all, those of one kind, or those about one thing."""
    chosen = select(*_MEMO).order_by(memos.c.changed.desc(), memos.c.id.desc())
    if about is not None:
        chosen = chosen.where(memos.c.about == about)
    if about_id is not None:
        chosen = chosen.where(memos.c.about_id == about_id)
    return [Memo(*row) for row in connection.execute(chosen)]


def memos_on(connection: Connection, document_id: int) -> list[tuple[Range, Memo]]:
    """Return the memos about quotations of a document with their ranges, in text order."""
    q = quotations.c
    chosen = (
        select(*_MEMO, q.start, q.end)
        .join(quotations, (memos.c.about == "quotation") & (memos.c.about_id == q.id))
        .where(q.document_id == document_id)
        .order_by(q.start, q.end, memos.c.id)
    )
    return [((start, end), Memo(*memo)) for *memo, start, end in connection.execute(chosen)]


def links_of(connection: Connection, memo_id: int) -> list[Link]:
    """Return the passages a free note is linked to, by document and place."""
    q, d = quotations.c, documents.c
    chosen = (
        select(q.id, q.document_id, d.name, q.start, q.end)
        .join(memo_links, memo_links.c.quotation_id == q.id)
        .join(documents, d.id == q.document_id)
        .where(memo_links.c.memo_id == memo_id)
        .order_by(d.position, q.start, q.end)
    )
    return [Link(*row) for row in connection.execute(chosen)]


def quoted_text(connection: Connection, quotation_id: int) -> str:
    """Return the text of a quotation, "" when there is none of that id.

    Cut out by SQLite, so that a long transcript does not travel for a few words.
    """
    q, d = quotations.c, documents.c
    cut = func.substr(content.c.text, q.start + 1, q.end - q.start)
    chosen = (
        select(cut)
        .join(documents, d.id == q.document_id)
        .join(content, content.c.id == d.content_id)
        .where(q.id == quotation_id)
    )
    return connection.scalar(chosen) or ""


def all_themes(connection: Connection) -> list[StudyTheme]:
    """Return the themes that people made, with the ids of their codes."""
    members: dict[int, list[int]] = {}
    for theme, code in connection.execute(select(theme_codes).order_by(theme_codes.c.code_id)):
        members.setdefault(theme, []).append(code)
    return [
        StudyTheme(
            row.id, row.uuid, row.name, row.claim, row.parent_id, tuple(members.get(row.id, ()))
        )
        for row in connection.execute(select(themes).order_by(themes.c.position, themes.c.id))
    ]
