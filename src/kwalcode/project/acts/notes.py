"""Acts on memos and themes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coding import check_range, ensure_quotation, share_quotation
from kwalcode.project.acts.people import coder_id
from kwalcode.project.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.store.tables import ABOUT, memos, quotations, theme_codes, themes


def write_memo(
    study: Study, about: str, about_id: int | None, text: str, *, title: str = ""
) -> int:
    """Write a memo about the project (id None), a document, quotation, code, theme or
    respondent; return its id. Raises Refused when it is empty, NotFound for an unknown id."""
    with study.act("write memo", {"about": about}) as change:
        _check_about(change, about, about_id)
        if about == "quotation" and about_id is not None:
            share_quotation(change, about_id)
        return _insert(change, study, about, about_id, text, title)


def write_memo_on_passage(
    study: Study, document: int, start: int, end: int, text: str, *, title: str = ""
) -> int:
    """Write a memo about the quotation [start, end), made if need be; return the memo's id."""
    with study.act("write memo", {"about": "quotation"}) as change:
        shown = read_document(change.connection, document)
        check_range(shown.name, start, end, shown.length)
        quotation = ensure_quotation(change, document, start, end)
        return _insert(change, study, "quotation", quotation, text, title)


def edit_memo(study: Study, memo: int, text: str, *, title: str = "") -> None:
    """Give a memo another text and title."""
    with study.act("edit memo", {}) as change:
        there = change.connection.scalar(select(memos.c.text).where(memos.c.id == memo))
        if there is None:
            raise NotFound(_("There is no memo with number {n}.").format(n=memo))
        change.update(memos, memos.c.id == memo, text=text, title=title, changed=now())


def delete_memo(study: Study, memo: int) -> None:
    """Delete a memo, and the quotation it is about where nothing else is on it."""
    with study.act("delete memo", {}) as change:
        one = memos.c.id == memo
        change.delete_users(
            memos, one & (memos.c.about == "quotation"), quotations, memos.c.about_id
        )
        change.delete(memos, one)


def create_theme(
    study: Study, name: str, claim: str, codes: Iterable[int] = (), *, parent: int | None = None
) -> int:
    """Make a theme: a name, its central claim, its codes. Raises Refused for a name in use."""
    with study.act("create theme", {"theme": name}) as change:
        if change.connection.scalar(select(themes.c.id).where(themes.c.name == name)) is not None:
            raise Refused(_("There is a theme '{name}' already.").format(name=name))
        position = (change.connection.scalar(select(func.max(themes.c.position))) or 0) + 1
        theme = change.insert(themes, name=name, claim=claim, parent_id=parent, position=position)
        members = [(theme, code) for code in sorted(set(codes))]
        change.insert_rows(theme_codes, ("theme_id", "code_id"), members)
        return theme


def delete_theme(study: Study, theme: int) -> None:
    """Delete a theme; its codes stay."""
    with study.act("delete theme", {}) as change:
        change.delete(theme_codes, theme_codes.c.theme_id == theme)
        change.delete(memos, (memos.c.about == "theme") & (memos.c.about_id == theme))
        change.delete(themes, themes.c.id == theme)


def _insert(
    change: Change, study: Study, about: str, about_id: int | None, text: str, title: str
) -> int:
    if not text.strip():
        raise Refused(_("A memo needs some text."))
    return change.insert(
        memos,
        about=about,
        about_id=about_id,
        title=title,
        text=text,
        coder_id=coder_id(change, study.require_actor()),
        changed=now(),
    )


def _check_about(change: Change, about: str, about_id: int | None) -> None:
    if about == "project" and about_id is None:
        return
    table = ABOUT.get(about)
    if table is None or about_id is None:
        raise Refused(_("A memo cannot be about '{about}'.").format(about=about))
    if change.connection.scalar(select(table.c.id).where(table.c.id == about_id)) is None:
        raise NotFound(_("There is no {about} with number {n}.").format(about=about, n=about_id))
