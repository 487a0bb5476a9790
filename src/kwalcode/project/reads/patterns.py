"""Pattern cards as they are stored; what is counted for them is in `project.patterns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.project.reads.findings import Sided, Subject, sided_quotes, subject_of
from kwalcode.store.tables import coders, opened_cases, pattern_quotations, patterns

KINDS: Final = (
    "similarity",
    "difference",
    "frequency",
    "sequence",
    "correspondence",
    "causation",
)
"""The kinds of patterns, after Hatch and Saldaña."""
STATUSES: Final = ("draft", "checked", "final")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern card: a claim about side A, or A and B.

    A side is None where there is none, or where its code or theme was deleted. `rule` says what
    "together" means, `sub_codes` whether codes count with those below. `searched` is when
    somebody looked for negative cases and found none, "" when nobody did.
    """

    id: int
    uuid: bytes
    kind: str
    claim: str
    rule: str
    sub_codes: bool
    status: str
    a: Subject | None
    b: Subject | None
    searched: str
    coder: int
    changed: str


def all_patterns(connection: Connection) -> list[Pattern]:
    """Return the pattern cards in the order in which they were written."""
    return [_pattern(row) for row in connection.execute(select(patterns).order_by(patterns.c.id))]


def pattern(connection: Connection, number: int) -> Pattern:
    """Return one pattern card. Raises NotFound."""
    row = connection.execute(select(patterns).where(patterns.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(_("There is no pattern with number {n}.").format(n=number))
    return _pattern(row)


def _pattern(row: Any) -> Pattern:
    return Pattern(
        row.id,
        row.uuid,
        row.kind,
        row.claim,
        row.rule,
        bool(row.sub_codes),
        row.status,
        subject_of(row.code_a_id, row.theme_a_id),
        subject_of(row.code_b_id, row.theme_b_id),
        row.searched,
        row.coder_id,
        row.changed,
    )


def pattern_quotes(connection: Connection, number: int) -> list[Sided]:
    """Return the quotations that were chosen for or against a pattern."""
    return sided_quotes(connection, pattern_quotations, number)


def opened(connection: Connection, number: int) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """Return for each respondent (id) opened for a pattern by whom and when."""
    o = opened_cases.c
    chosen = (
        select(o.respondent_id, coders.c.name, o.opened)
        .join(coders, coders.c.id == o.coder_id)
        .where(o.pattern_id == number)
        .order_by(o.respondent_id, o.opened, o.coder_id)
    )
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for respondent, name, time in connection.execute(chosen):
        found[respondent] = (*found.get(respondent, ()), (name, time))
    return found


def kind_name(kind: str) -> str:
    """Return a kind of pattern in the interface language."""
    return {
        "similarity": _("similarity"),
        "difference": _("difference"),
        "frequency": _("frequency"),
        "sequence": _("sequence"),
        "correspondence": _("correspondence"),
        "causation": _("causation"),
    }.get(kind, kind)


def status_name(status: str) -> str:
    """Return a status in the interface language."""
    return {"draft": _("draft"), "checked": _("checked"), "final": _("final")}.get(status, status)
