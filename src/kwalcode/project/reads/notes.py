"""Memos and themes."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kwalcode.model import Memo, StudyTheme
from kwalcode.spans import Range
from kwalcode.store.tables import memos, quotations, theme_codes, themes

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
