"""Acts on document groups: sets of documents, such as a site, a round or a kind of interview."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.history.change import Change
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.documents import all_documents, document_groups_of, find_group
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.store.tables import document_group_members, document_groups


def create_group(study: Study, name: str) -> int:
    """Make an empty group of documents; return its id. Raises Refused for a name taken."""
    name = checked_name(name)
    with study.act("create document group", {"group": name}) as change:
        _refuse_taken(change.connection, name)
        return change.insert(document_groups, name=name)


def rename_group(study: Study, name: str, to: str) -> None:
    """Give a group another name. Raises NotFound, Refused for a name taken."""
    to = checked_name(to)
    with study.act("rename document group", {"group": name, "to": to}) as change:
        number = find_group(change.connection, name).id
        _refuse_taken(change.connection, to, but=number)
        change.update(document_groups, document_groups.c.id == number, name=to)


def delete_group(study: Study, name: str) -> int:
    """Delete a group; its documents stay. Returns how many were in it. Raises NotFound."""
    with study.act("delete document group", {"group": name}) as change:
        number = find_group(change.connection, name).id
        members = change.delete(document_group_members, document_group_members.c.group_id == number)
        change.delete(document_groups, document_groups.c.id == number)
        return members


def put_in_group(study: Study, name: str, ids: Iterable[int]) -> int:
    """Put documents into a group, made when there is none of that name.

    Returns how many were not in it. Raises NotFound for an unknown document.
    """
    name = checked_name(name)
    with study.act("put in document group", {"group": name}) as change:
        group = _group(change, name)
        m = document_group_members.c
        there = set(change.connection.scalars(select(m.document_id).where(m.group_id == group)))
        fresh = [number for number in dict.fromkeys(ids) if number not in there]
        names = [read_document(change.connection, number).name for number in fresh]
        change.arguments["documents"] = names
        rows = [(group, number) for number in fresh]
        change.insert_rows(document_group_members, ("group_id", "document_id"), rows)
        return len(fresh)


def take_out_of_group(study: Study, name: str | None, ids: Iterable[int]) -> int:
    """Take documents out of a group (None: of all groups); return how many places were given up.

    Raises NotFound.
    """
    with study.act("take out of document group", {}) as change:
        known, wanted = document_groups_of(change.connection), set(ids)
        chosen = known if name is None else [find_group(change.connection, name)]
        held = [group for group in chosen if wanted.intersection(group.documents)]
        inside = {number for group in held for number in group.documents} & wanted
        change.arguments["group"] = ", ".join(group.name for group in held)
        change.arguments["documents"] = [
            document.name for document in all_documents(change.connection) if document.id in inside
        ]
        m = document_group_members.c
        return change.delete(
            document_group_members,
            m.document_id.in_(wanted) & m.group_id.in_([group.id for group in held]),
        )


def _group(change: Change, name: str) -> int:
    try:
        return find_group(change.connection, name).id
    except NotFound:
        return change.insert(document_groups, name=name)


def _refuse_taken(connection: Connection, name: str, but: int | None = None) -> None:
    for number, known in connection.execute(select(document_groups.c.id, document_groups.c.name)):
        if number != but and same_name(known, name):
            raise Refused(_("There is a document group '{name}' already.").format(name=known))
