"""Acts on saved queries, and on the quotations that a query found."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.references import kept, repointed
from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.code_places import code_numbered, sibling
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.codes import clean_name, make_code
from kwalcode.project.acts.coding import apply_one
from kwalcode.project.acts.passages import NewCode
from kwalcode.project.history.change import Change
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.queries import Numbers
from kwalcode.project.study import Study
from kwalcode.store.tables import quotations, saved_queries


def save_query(study: Study, name: str, text: str) -> int:
    """Keep a query under a name; one of that name gets this text instead. Returns its id.

    Raises QueryError for a text that is no query, Refused for a name that cannot be one.
    """
    parse(text)
    cleaned = checked_name(name)
    with study.act("save query", {"name": cleaned, "query": text}) as change:
        stored = kept(text, Numbers(change.connection).find)
        known = _numbered(change, cleaned)
        if known is None:
            return change.insert(saved_queries, name=cleaned, query=stored)
        change.update(saved_queries, saved_queries.c.id == known, name=cleaned, query=stored)
        return known


def repoint_queries(change: Change, old: bytes, new: bytes) -> None:
    """Let the saved queries that name one thing (by its UUID) name another, as after a merge."""
    q = saved_queries.c
    for number, text in change.connection.execute(select(q.id, q.query)).all():
        stored = repointed(text, old.hex(), new.hex())
        if stored != text:
            change.update(saved_queries, q.id == number, query=stored)


def rename_query(study: Study, query: int, name: str) -> None:
    """Give a saved query another name. Raises NotFound, Refused for a name in use."""
    cleaned = checked_name(name)
    with study.act("rename query", {"to": cleaned}) as change:
        change.arguments["name"] = _name_of(change, query)
        if _numbered(change, cleaned) not in (None, query):
            raise Refused(_("There is a saved query '{name}' already.").format(name=cleaned))
        change.update(saved_queries, saved_queries.c.id == query, name=cleaned)


def delete_query(study: Study, query: int) -> None:
    """Delete a saved query. Raises NotFound."""
    with study.act("delete query", {}) as change:
        change.arguments["name"] = _name_of(change, query)
        change.delete(saved_queries, saved_queries.c.id == query)


def code_quotations(
    study: Study, places: Iterable[tuple[int, int, int]], choice: int | NewCode
) -> int:
    """Put a code, known or to be made, on quotations (document, start, end) for the actor, as
    one act.

    Returns how many did not have it by this coder yet; where there are none, nothing is kept.
    Raises NotFound for an unknown code, and for a place where there is no quotation any more.
    """
    put = 0
    with study.act("code quotations", {}) as change:
        code = choice if isinstance(choice, int) else _made(change, choice)
        name = code_numbered(change, code).name
        who = coder_id(change, study.require_actor())
        for place in places:
            _check_place(change, place)
            put += apply_one(change, *place, code, who) is not None
        change.arguments.update(code=name, codings=put)
        if not put:
            change.forget()
    return put


def _made(change: Change, choice: NewCode) -> int:
    there = sibling(change, clean_name(choice.name), choice.parent)
    return make_code(change, choice.name, choice.parent) if there is None else there


def _check_place(change: Change, place: tuple[int, int, int]) -> None:
    document, start, end = place
    q = quotations.c
    there = select(q.id).where(q.document_id == document, q.start == start, q.end == end)
    if change.connection.scalar(there) is None:
        raise NotFound(_("One of the quotations is not there any more; nothing was coded."))


def _numbered(change: Change, name: str) -> int | None:
    """Return the id of the saved query of that name, however it is written."""
    q = saved_queries.c
    known = change.connection.execute(select(q.id, q.name))
    return next((number for number, other in known if same_name(other, name)), None)


def _name_of(change: Change, query: int) -> str:
    name = change.connection.scalar(select(saved_queries.c.name).where(saved_queries.c.id == query))
    if name is None:
        raise NotFound(_("There is no saved query with number {n}.").format(n=query))
    return str(name)
