"""Acts on code groups: sets of codes, of which some exclude each other."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.code_places import code_numbered
from kwalcode.project.acts.codes import clean_name
from kwalcode.project.history.change import Change
from kwalcode.project.study import Study
from kwalcode.store.tables import code_group_members, code_groups


def create_code_group(
    study: Study, name: str, members: Iterable[int] = (), *, exclusive: bool = False
) -> int:
    """Make a group of codes (ids); return its id. Raises Refused for a name in use.

    `exclusive`: at most one of its codes belongs on a passage.
    """
    with study.act("create code group", {}) as change:
        cleaned = _free_name(change, name)
        change.arguments["group"] = cleaned
        group = change.insert(code_groups, name=cleaned, exclusive=int(exclusive))
        _put_in(change, group, members)
        return group


def rename_code_group(study: Study, group: int, name: str) -> None:
    """Give a group another name. Raises NotFound, Refused for a name in use."""
    with study.act("rename code group", {}) as change:
        change.arguments.update(group=_name_of(change, group), name=clean_name(name))
        cleaned = _free_name(change, name, own=group)
        change.update(code_groups, code_groups.c.id == group, name=cleaned)


def mark_exclusive(study: Study, group: int, *, exclusive: bool = True) -> None:
    """Say that the codes of a group exclude each other, or that they do not."""
    with study.act("mark code group exclusive", {"exclusive": exclusive}) as change:
        change.arguments["group"] = _name_of(change, group)
        change.update(code_groups, code_groups.c.id == group, exclusive=int(exclusive))


def put_in_code_group(study: Study, group: int, members: Iterable[int]) -> int:
    """Put codes (ids) into a group; return how many were not in it yet."""
    with study.act("put in code group", {}) as change:
        change.arguments["group"] = _name_of(change, group)
        put = _put_in(change, group, members)
        change.arguments["codes"] = put
        return put
    return 0


def take_from_code_group(study: Study, group: int, members: Iterable[int]) -> int:
    """Take codes (ids) out of a group; return how many were in it."""
    with study.act("take from code group", {}) as change:
        change.arguments["group"] = _name_of(change, group)
        c = code_group_members.c
        taken = change.delete(
            code_group_members, (c.group_id == group) & c.code_id.in_(list(members))
        )
        change.arguments["codes"] = taken
        return taken
    return 0


def delete_code_group(study: Study, group: int) -> None:
    """Delete a group; its codes stay."""
    with study.act("delete code group", {}) as change:
        change.arguments["group"] = _name_of(change, group)
        change.delete(code_group_members, code_group_members.c.group_id == group)
        change.delete(code_groups, code_groups.c.id == group)


def _put_in(change: Change, group: int, members: Iterable[int]) -> int:
    c = code_group_members.c
    there = set(change.connection.scalars(select(c.code_id).where(c.group_id == group)))
    rows = [(group, code) for code in dict.fromkeys(members) if code not in there]
    for _group, code in rows:
        change.arguments["code"] = code_numbered(change, code).path
    change.insert_rows(code_group_members, ("group_id", "code_id"), rows)
    return len(rows)


def _name_of(change: Change, group: int) -> str:
    chosen = select(code_groups.c.name).where(code_groups.c.id == group)
    name: str | None = change.connection.scalar(chosen)
    if name is None:
        raise NotFound(_("There is no code group with number {n}.").format(n=group))
    return name


def _free_name(change: Change, name: str, own: int | None = None) -> str:
    cleaned = clean_name(name)
    for number, known in change.connection.execute(select(code_groups.c.id, code_groups.c.name)):
        if known.casefold() == cleaned.casefold() and number != own:
            raise Refused(
                _("There is a code group '{name}' already. Choose another name.").format(name=known)
            )
    return cleaned
