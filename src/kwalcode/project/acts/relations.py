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
        _check(kind, label, a, b)
        names = [check_subject(change, end) for end in (a, b)]
        if not TYPES[kind] and a.id > b.id:
            a, b = b, a
        cleaned = " ".join(label.split()) if kind == "own" else ""
        change.arguments.update(zip(("a", "relation", "b"), (names[0], "", names[1]), strict=True))
        change.arguments["relation"] = cleaned or type_name(kind)
        ends = _ends(a, b)
        same: list[Any] = [relations.c[name] == value for name, value in ends.items() if value]
        known = select(relations.c.id).where(
            *same, relations.c.type == kind, relations.c.label == cleaned
        )
        if change.connection.scalar(known) is not None:
            raise Refused(
                _("'{a}' {relation} '{b}' already.").format(
                    a=names[0], relation=cleaned or type_name(kind), b=names[1]
                )
            )
        who = coder_id(change, study.require_actor())
        return change.insert(
            relations, type=kind, label=cleaned, note=note.strip(), coder_id=who, **ends
        )


def edit_relation(study: Study, relation: int, *, note: str) -> None:
    """Give a relation another note. Raises NotFound."""
    with study.act("edit relation", {}) as change:
        _told(change, relation)
        if not change.update(relations, relations.c.id == relation, note=note.strip()):
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
