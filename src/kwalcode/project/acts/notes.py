"""Acts on memos and their links to passages."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.coding import check_range, ensure_quotation, share_quotation
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.notes import links_of
from kwalcode.project.reads.notes import memo as read_memo
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    ABOUT,
    documents,
    memo_links,
    memos,
    patterns,
    quotations,
    uncarried,
)


def write_memo(
    study: Study, about: str, about_id: int | None, text: str, *, title: str = ""
) -> int:
    """Write a memo about the project (id None), a document, quotation, code, theme, pattern or
    respondent; return its id. Raises Refused when it is empty, NotFound for an unknown id."""
    with study.act("write memo", {"about": about}) as change:
        _check_about(change, about, about_id)
        if about == "quotation" and about_id is not None:
            share_quotation(change, about_id)
        change.arguments.update(_named(change.connection, about, about_id, title))
        return _insert(change, study, about, about_id, text, title)


def write_memo_on_passage(
    study: Study, document: int, start: int, end: int, text: str, *, title: str = ""
) -> int:
    """Write a memo about the quotation [start, end), made if need be; return the memo's id."""
    with study.act("write memo", {"about": "quotation"}) as change:
        shown = read_document(change.connection, document)
        check_range(shown.name, start, end, shown.length)
        quotation = ensure_quotation(change, document, start, end)
        change.arguments.update(_named(change.connection, "quotation", quotation, title))
        return _insert(change, study, "quotation", quotation, text, title)


def edit_memo(study: Study, memo: int, text: str, *, title: str | None = None) -> None:
    """Give a memo another text, and another title unless that is None.

    Raises NotFound, and Refused when nothing is left of the text.
    """
    with study.act("edit memo", {}) as change:
        there = read_memo(change.connection, memo)
        _refuse_empty(text)
        title = there.title if title is None else title
        if (text, title) == (there.text, there.title):
            change.forget()
        named = _named(change.connection, there.about, there.about_id, title)
        change.arguments.update({"about": there.about} | named)
        change.update(memos, memos.c.id == memo, text=text, title=title, changed=now())


def delete_memo(study: Study, memo: int) -> None:
    """Delete a memo with its links, and the quotations it is about or speaks of where nothing
    else is on them. Raises NotFound."""
    with study.act("delete memo", {}) as change:
        there = read_memo(change.connection, memo)
        named = _named(change.connection, there.about, there.about_id, there.title)
        change.arguments.update({"about": there.about} | named)
        change.delete(uncarried, uncarried.c.memo_id == memo)
        _delete_links(change, memo_links.c.memo_id == memo)
        one = memos.c.id == memo
        change.delete_users(
            memos, one & (memos.c.about == "quotation"), quotations, memos.c.about_id
        )
        change.delete(memos, one)


def link_memo(study: Study, memo: int, document: int, start: int, end: int) -> int:
    """Link a free note to the passage [start, end); return the id of the quotation there.

    A link that is there already stays, without an entry in the journal. Raises NotFound, and
    Refused for a memo that is about something else than the project, or a range outside the
    text.
    """
    quotation = 0
    with study.act("link memo", {"start": start, "end": end}) as change:
        there = read_memo(change.connection, memo)
        if there.about != "project":
            raise Refused(_("Only free notes have links; this memo is about something already."))
        shown = read_document(change.connection, document)
        quotation = _quotation_on(change, (document, start, end))
        if quotation in {link.quotation for link in links_of(change.connection, memo)}:
            change.forget()
        change.arguments.update(title=there.title, document=shown.name)
        change.insert_rows(memo_links, ("memo_id", "quotation_id"), [(memo, quotation)])
    return quotation


def link_all(
    study: Study, note: int | str, places: Iterable[tuple[int, int, int]], *, title: str = ""
) -> int:
    """Link a free note (its id, or the text of a new one, with a `title`) to passages (document,
    start, end), as one act; return how many were not linked yet.

    Raises NotFound, and Refused for a memo that is about something else than the project, a
    range outside the text, or a note without any text.
    """
    fresh: list[int] = []
    with study.act("link memo", {}) as change:
        number = (
            note if isinstance(note, int) else _insert(change, study, "project", None, note, title)
        )
        there = read_memo(change.connection, number)
        if there.about != "project":
            raise Refused(_("Only free notes have links; this memo is about something already."))
        known = {link.quotation for link in links_of(change.connection, number)}
        quotations_there = [_quotation_on(change, place) for place in places]
        fresh = [one for one in dict.fromkeys(quotations_there) if one not in known]
        if not fresh:
            change.forget()
        change.arguments.update(title=there.title, quotations=len(fresh))
        rows = [(number, quotation) for quotation in fresh]
        change.insert_rows(memo_links, ("memo_id", "quotation_id"), rows)
    return len(fresh)


def _quotation_on(change: Change, place: tuple[int, int, int]) -> int:
    document, start, end = place
    shown = read_document(change.connection, document)
    check_range(shown.name, start, end, shown.length)
    return ensure_quotation(change, document, start, end)


def unlink_memo(study: Study, memo: int, quotation: int) -> None:
    """Take the link between a free note and a quotation away. Raises NotFound."""
    with study.act("unlink memo", {}) as change:
        there = read_memo(change.connection, memo)
        known = {link.quotation: link for link in links_of(change.connection, memo)}
        if quotation not in known:
            raise NotFound(_("This note has no such link."))
        change.arguments.update(title=there.title, document=known[quotation].document_name)
        one = (memo_links.c.memo_id == memo) & (memo_links.c.quotation_id == quotation)
        _delete_links(change, one)


def _insert(
    change: Change, study: Study, about: str, about_id: int | None, text: str, title: str
) -> int:
    _refuse_empty(text)
    return change.insert(
        memos,
        about=about,
        about_id=about_id,
        title=title,
        text=text,
        coder_id=coder_id(change, study.require_actor()),
        changed=now(),
    )


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise Refused(_("A memo needs some text."))


def _delete_links(change: Change, where: ColumnElement[bool]) -> None:
    change.delete_users(memo_links, where, quotations, memo_links.c.quotation_id)


def _named(
    connection: Connection, about: str, about_id: int | None, title: str
) -> dict[str, str | int]:
    """Return what tells in the history which memo it was: its title and what it is about."""
    found: dict[str, str | int] = {"title": title} if title else {}
    match about:
        case "code":
            path = {code.id: code.path for code in all_codes(connection)}.get(about_id or 0, "")
            found["code"] = path
        case "quotation":
            q = quotations.c
            place = select(documents.c.name, q.start, q.end).join(
                documents, documents.c.id == q.document_id
            )
            row = connection.execute(place.where(q.id == about_id)).one()
            found |= {"document": row.name, "start": row.start, "end": row.end}
        case "pattern":
            claim = select(patterns.c.claim).where(patterns.c.id == about_id)
            found["pattern"] = str(connection.scalar(claim))
        case "document" | "theme" | "respondent":
            table = ABOUT[about]
            name = connection.scalar(select(table.c.name).where(table.c.id == about_id))
            found[about] = str(name)
    return found


def _check_about(change: Change, about: str, about_id: int | None) -> None:
    if about == "project" and about_id is None:
        return
    table = ABOUT.get(about)
    if table is None or about_id is None:
        raise Refused(_("A memo cannot be about '{about}'.").format(about=about))
    if change.connection.scalar(select(table.c.id).where(table.c.id == about_id)) is None:
        raise NotFound(_("There is no {about} with number {n}.").format(about=about, n=about_id))
