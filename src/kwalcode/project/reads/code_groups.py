"""Code groups with their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.store.tables import code_group_members, code_groups


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """A named set of codes (ids); `exclusive` ones do not go together on a passage."""

    id: int
    name: str
    exclusive: bool
    codes: tuple[int, ...]


def all_code_groups(connection: Connection) -> list[CodeGroup]:
    """Return the groups by name."""
    members: dict[int, list[int]] = {}
    chosen = select(code_group_members).order_by(code_group_members.c.code_id)
    for group, code in connection.execute(chosen):
        members.setdefault(group, []).append(code)
    return [
        CodeGroup(row.id, row.name, bool(row.exclusive), tuple(members.get(row.id, ())))
        for row in connection.execute(select(code_groups).order_by(code_groups.c.name))
    ]


def find_code_group(known: Sequence[CodeGroup], name: str) -> CodeGroup:
    """Return the group of that name (case does not matter). Raises NotFound."""
    for group in known:
        if group.name.casefold() == name.strip().casefold():
            return group
    raise NotFound(
        _("There is no code group '{name}' in this project; there are: {names}.").format(
            name=name, names=", ".join(group.name for group in known) or _("none")
        )
    )
