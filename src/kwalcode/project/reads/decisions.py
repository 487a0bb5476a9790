"""What was decided on two coders' disagreements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from kwalcode.store.tables import decisions, reopened

DECISIONS: Final = ("a", "b", "both", "neither", "edit", "code", "discuss")
"""What can be decided: what the first or the second coder did, or both, or neither; another
extent; another code; or to talk about it first, which leaves it open."""
DISCUSS: Final = "discuss"


@dataclass(frozen=True, slots=True)
class CodedRange:
    """A code (id) on a range of a document, in code points."""

    code: int
    start: int
    end: int


DisagreementKey = tuple[int, int, int, CodedRange | None, CodedRange | None]
"""What tells one disagreement from any other: document, both coders, what each of them did."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a disagreement between two coders; all but `disagreement`, `decision`,
    `note` and `made` are ids and ranges.

    `a` and `b` are what the first and the second coder did there (None: nothing), `new` an
    edited extent or another code. `disagreement` is the class it had, `coder` who decided.
    """

    id: int
    document: int
    first: int
    second: int
    a: CodedRange | None
    b: CodedRange | None
    disagreement: str
    decision: str
    new: CodedRange | None
    note: str
    coder: int
    made: str

    @property
    def key(self) -> DisagreementKey:
        """What tells its disagreement from others."""
        return self.document, self.first, self.second, self.a, self.b

    @property
    def settled(self) -> bool:
        """Tell whether it settles anything: what is to be discussed stays open."""
        return self.decision != DISCUSS

    @property
    def outcome(self) -> tuple[CodedRange, ...]:
        """What the consensus has by it."""
        return outcome(self.decision, self.a, self.b, self.new)


def outcome(
    decision: str, a: CodedRange | None, b: CodedRange | None, new: CodedRange | None
) -> tuple[CodedRange, ...]:
    """Return the codings that a decision gives the consensus.

    "both" of one code whose ranges overlap or touch is one coding, over both.
    """
    match decision:
        case "a" | "b":
            chosen = a if decision == "a" else b
            return () if chosen is None else (chosen,)
        case "both":
            return _both(a, b)
        case "edit" | "code":
            return () if new is None else (new,)
        case _:
            return ()


def _both(a: CodedRange | None, b: CodedRange | None) -> tuple[CodedRange, ...]:
    if a is None or b is None:
        return tuple(one for one in (a, b) if one is not None)
    if a.code == b.code and max(a.start, b.start) <= min(a.end, b.end):
        return (CodedRange(a.code, min(a.start, b.start), max(a.end, b.end)),)
    return a, b


def list_decisions(
    connection: Connection,
    *,
    documents: Collection[int] | None = None,
    coders: tuple[int, int] | None = None,
) -> list[Decision]:
    """Return the decisions by document and place: all, of these documents, of these two coders."""
    d = decisions.c
    chosen = select(decisions).order_by(d.document_id, d.start, d.end, d.id)
    if coders is not None:
        chosen = chosen.where(d.first_id == coders[0], d.second_id == coders[1])
    if documents is not None and len(documents) == 1:
        chosen = chosen.where(d.document_id.in_(documents))
    wanted = None if documents is None else set(documents)
    return [
        _decision(row)
        for row in connection.execute(chosen)
        if wanted is None or row.document_id in wanted
    ]


def list_reopened(connection: Connection, coders: tuple[int, int]) -> list[tuple[int, Decision]]:
    """Return the decisions of two coders whose words were corrected since, each with the text (id)
    that its ranges are of, in the order in which they were made."""
    r = reopened.c
    chosen = select(reopened).where(r.first_id == coders[0], r.second_id == coders[1])
    return [
        (row.content_id, _decision(row))
        for row in connection.execute(chosen.order_by(r.made, r.id))
    ]


def _decision(row: Any) -> Decision:
    return Decision(
        row.id,
        row.document_id,
        row.first_id,
        row.second_id,
        _range(row.a_code_id, row.a_start, row.a_end),
        _range(row.b_code_id, row.b_start, row.b_end),
        row.disagreement,
        row.decision,
        _range(row.new_code_id, row.new_start, row.new_end),
        row.note,
        row.coder_id,
        row.made,
    )


def _range(code: int | None, start: int, end: int) -> CodedRange | None:
    return None if code is None else CodedRange(code, start, end)
