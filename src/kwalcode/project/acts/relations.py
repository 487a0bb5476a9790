"""Acts on typed relations between codes, and between themes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.findings import check_subject, columns_of
from kwalcode.project.history.change import Change
from kwalcode.project.reads.findings import Subject, subject_names
from kwalcode.project.reads.relations import TYPES, Relation, type_name
from kwalcode.project.reads.relations import relation as read_relation
from kwalcode.project.study import Study
from kwalcode.store.tables import relations


def relate(
    study: Study, a: Subject, b: Subject, kind: str, *, label: str = "", note: str = ""
) -> int:
    """Relate two codes, or two themes: `kind` is one of `reads.relations.TYPES`.

    "own" needs a label. Where the type has no direction, A and B may come either way round.
    Returns its id. Raises NotFound, and Refused where it is there already, for a code and a
    theme, for one and itself, and for a type that is none.
    """
    with study.act("relate", {}) as change:
        values = _values(change, a, b, kind, label)
        who = coder_id(change, study.require_actor())
        return change.insert(relations, note=note.strip(), coder_id=who, **values)


def edit_relation(
    study: Study,
    relation: int,
    *,
    note: str | None = None,
    kind: str | None = None,
    label: str = "",
    turned: bool = False,
) -> None:
    """Give a relation another note (None leaves it) or, with `kind`, another type.

    `label` is that of an own type; `turned` lets it go from B to A. Raises as `relate` does.
    """
    with study.act("edit relation", {}) as change:
        shown = _told(change, relation)
        values: dict[str, Any] = {}
        if kind is not None:
            a, b = (shown.b, shown.a) if turned else (shown.a, shown.b)
            values = _values(change, a, b, kind, label, own=relation)
        if note is not None:
            values["note"] = note.strip()
        if not values or not change.update(relations, relations.c.id == relation, **values):
            change.forget()


def remove_relation(study: Study, relation: int) -> None:
    """Take a relation away. Raises NotFound."""
    with study.act("remove relation", {}) as change:
        _told(change, relation)
        change.delete(relations, relations.c.id == relation)


def _told(change: Change, number: int) -> Relation:
    found = read_relation(change.connection, number)
    names = subject_names(change.connection)
    change.arguments.update(a=names[found.a], relation=found.title, b=names[found.b])
    return found


def _values(
    change: Change, a: Subject, b: Subject, kind: str, label: str, *, own: int | None = None
) -> dict[str, Any]:
    """Return type, label and ends as they are stored. Raises as `relate` does.

    `own` is the relation (id) that is being changed: it may stay as it is.
    """
    _check(kind, label, a, b)
    names = [check_subject(change, end) for end in (a, b)]
    if not TYPES[kind] and a.id > b.id:
        a, b = b, a
    cleaned = " ".join(label.split()) if kind == "own" else ""
    told = cleaned or type_name(kind)
    change.arguments.update(a=names[0], relation=told, b=names[1])
    ends = _ends(a, b)
    same: list[Any] = [relations.c[name] == value for name, value in ends.items() if value]
    known = change.connection.scalar(
        select(relations.c.id).where(*same, relations.c.type == kind, relations.c.label == cleaned)
    )
    if known not in (None, own):
        raise Refused(
            _("'{a}' {relation} '{b}' already.").format(a=names[0], relation=told, b=names[1])
        )
    return {"type": kind, "label": cleaned, **ends}


def _check(kind: str, label: str, a: Subject, b: Subject) -> None:
    if kind not in TYPES:
        raise Refused(
            _("'{kind}' is no type of relation; there are: {known}.").format(
                kind=kind, known=", ".join(TYPES)
            )
        )
    if kind == "own" and not label.strip():
        raise Refused(_("A relation of your own needs a label."))
    if a.kind != b.kind:
        raise Refused(_("A code is related to a code, and a theme to a theme."))
    if a == b:
        raise Refused(_("Nothing is related to itself. Choose another one."))


def _ends(a: Subject, b: Subject) -> dict[str, int | None]:
    return {
        **columns_of(a, "from_code_id", "from_theme_id"),
        **columns_of(b, "to_code_id", "to_theme_id"),
    }
