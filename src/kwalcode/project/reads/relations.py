"""Typed relations between codes and between themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.project.reads.findings import Kind, Subject, subject_of
from kwalcode.store.tables import relations

TYPES: Final[dict[str, bool]] = {
    "associated": False,
    "part of": True,
    "cause of": True,
    "contradicts": False,
    "is a": True,
    "property of": True,
    "own": True,
}
"""The types of relations; whether each has a direction, from A to B."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from `a` to `b`, both codes or both themes; `label` is that of an own type."""

    id: int
    type: str
    label: str
    a: Subject
    b: Subject
    note: str
    coder: int

    @property
    def directed(self) -> bool:
        """Tell whether it goes from A to B only."""
        return TYPES[self.type]

    @property
    def title(self) -> str:
        """The label, or the name of the type in the interface language."""
        return self.label or type_name(self.type)


def all_relations(connection: Connection, kind: Kind | None = None) -> list[Relation]:
    """Return the relations between codes, between themes, or all, as they were made."""
    found = []
    for row in connection.execute(select(relations).order_by(relations.c.id)):
        a = subject_of(row.from_code_id, row.from_theme_id)
        b = subject_of(row.to_code_id, row.to_theme_id)
        assert a is not None
        assert b is not None
        if kind is None or a.kind == kind:
            found.append(Relation(row.id, row.type, row.label, a, b, row.note, row.coder_id))
    return found


def relation(connection: Connection, number: int) -> Relation:
    """Return one relation. Raises NotFound."""
    for one in all_relations(connection):
        if one.id == number:
            return one
    raise NotFound(_("There is no relation with number {n}.").format(n=number))


def type_name(name: str) -> str:
    """Return a type of relation in the interface language, to stand between its ends."""
    return {
        "associated": _("is associated with"),
        "part of": _("is part of"),
        "cause of": _("is cause of"),
        "contradicts": _("contradicts"),
        "is a": _("is a"),
        "property of": _("is property of"),
        "own": _("own relation"),
    }.get(name, name)
