"""Pairs of codes for a report: every measure, why it is missing, the quotations behind it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from kwalcode.analysis.undefined import MEASURES, undefined
from kwalcode.model import Role
from kwalcode.project.analyses.cooccurrence import StudyCooccurrence, units_of
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.theme_codings import subjects_of
from kwalcode.project.reads import Connection
from kwalcode.project.reads.documents import all_documents
from kwalcode.report.behind import quotations_behind
from kwalcode.report.data import ReportPair

MOST_PAIRS: Final = 2_000
"""A report holds so many pairs at most: those with the most respondents."""


def report_pairs(
    connection: Connection,
    counts: StudyCooccurrence,
    place: Mapping[tuple[str, int, int], int],
    *,
    coder: str | None,
    roles: Sequence[Role],
    where: Collection[str],
) -> tuple[ReportPair, ...]:
    """Return the pairs from most to fewest respondents, then events, then by name.

    `place` says where a quotation (document's name, start, end) stands in the report.
    """
    frame = counts.result.pairs
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    names = counts.names
    rows.sort(key=lambda r: (-r["respondents"], -r["events"], names[r["a"]], names[r["b"]]))
    rows = rows[:MOST_PAIRS]
    behind = _behind(connection, counts, rows, place, coder=coder, roles=roles, where=where)
    return tuple(
        ReportPair(
            a=row["a"],
            b=row["b"],
            events=row["events"],
            respondents=row["respondents"],
            measures={name: _value(row[name]) for name in MEASURES},
            flags=tuple(row["flags"]),
            reasons=undefined(row, counts.result.n),
            quotes=behind.get((row["a"], row["b"]), ()),
        )
        for row in rows
    )


def _behind(
    connection: Connection,
    counts: StudyCooccurrence,
    rows: Sequence[Mapping[str, Any]],
    place: Mapping[tuple[str, int, int], int],
    *,
    coder: str | None,
    roles: Sequence[Role],
    where: Collection[str],
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return per pair the places in the report of the quotations behind it."""
    found = evidence(connection, coder=coder, roles=roles, where=where)
    subjects = subjects_of(connection, found, counts.of)
    titles = {document.id: document.name for document in all_documents(connection)}
    behind = quotations_behind(
        subjects.codings,
        units_of(connection, counts.result.rule, found),
        counts.result.rule,
        [(row["a"], row["b"]) for row in rows],
        by_coder=found.layer.pooled,
    )
    answer = {}
    for pair, places in behind.items():
        known = (place.get((titles[d], start, end)) for d, start, end in places)
        answer[pair] = tuple(sorted(number for number in known if number is not None))
    return answer


def _value(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
