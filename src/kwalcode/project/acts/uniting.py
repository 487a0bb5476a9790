"""What becomes of findings when codes are merged, or a respondent becomes another one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select

from kwalcode.project.acts.findings import drop_cells
from kwalcode.project.history.change import Change
from kwalcode.project.reads.relations import TYPES
from kwalcode.store.tables import (
    cells_read,
    opened_cases,
    patterns,
    relations,
    summaries,
    summary_quotations,
)


def unite_codes(change: Change, sources: Collection[int], target: int) -> None:
    """Let `target` take the place of merged codes in patterns, relations and the framework.

    A pattern whose two sides become one is left with side A, as a draft; summaries of one cell
    are put one below the other; who read what has to read it anew.
    """
    for side in ("a", "b"):
        column = patterns.c[f"code_{side}_id"]
        change.update(patterns, column.in_(sources), **{column.name: target})
    both = (patterns.c.code_a_id == target) & (patterns.c.code_b_id == target)
    change.update(patterns, both, code_b_id=None, status="draft")
    _unite_relations(change, sources, target)
    _move_summaries(change, summaries.c.code_id.in_(sources), "code_id", target)
    change.delete(cells_read, cells_read.c.code_id.in_(sources))


def release_respondent(change: Change, respondent: int, heir: int | None) -> None:
    """Give the summaries about a respondent who goes to the heir, or let them go too."""
    about = summaries.c.respondent_id == respondent
    if heir is not None:
        _move_summaries(change, about, "respondent_id", heir)
    drop_cells(change, about, cells_read.c.respondent_id == respondent)
    change.delete(opened_cases, opened_cases.c.respondent_id == respondent)


def _unite_relations(change: Change, sources: Collection[int], target: int) -> None:
    """Let relations lead to the target; those to itself, or there already, go."""
    r = relations.c
    columns = (r.id, r.from_code_id, r.to_code_id, r.type, r.label)
    chosen = select(*columns).where(r.from_code_id.is_not(None)).order_by(r.id)
    rows = [tuple(row) for row in change.connection.execute(chosen)]
    touched = [row for row in rows if row[1] in sources or row[2] in sources]
    there = {row[1:] for row in rows} - {row[1:] for row in touched}
    for number, first, last, kind, label in touched:
        ends = [target if code in sources else code for code in (first, last)]
        first, last = ends if TYPES[kind] else sorted(ends)
        if first == last or (first, last, kind, label) in there:
            change.delete(relations, r.id == number)
            continue
        there.add((first, last, kind, label))
        change.update(relations, r.id == number, from_code_id=first, to_code_id=last)


def _move_summaries(change: Change, where: ColumnElement[bool], column: str, to: int) -> None:
    """Set `column` of summaries to `to`; where that cell has one, its text is added to."""
    s = summaries.c
    others = [name for name in ("respondent_id", "code_id", "theme_id") if name != column]
    for row in change.connection.execute(select(summaries).where(where).order_by(s.id)).all():
        same: list[Any] = [s[name].is_not_distinct_from(getattr(row, name)) for name in others]
        there = change.connection.execute(select(summaries).where(s[column] == to, *same))
        known = there.one_or_none()
        if known is None:
            change.update(summaries, s.id == row.id, **{column: to})
            continue
        change.update(summaries, s.id == known.id, text=f"{known.text}\n\n{row.text}")
        links = summary_quotations.c
        held = set(_linked(change, known.id))
        fresh = [(known.id, number) for number in _linked(change, row.id) if number not in held]
        change.delete(summary_quotations, links.summary_id == row.id)
        change.insert_rows(summary_quotations, ("summary_id", "quotation_id"), fresh)
        change.delete(summaries, s.id == row.id)


def _linked(change: Change, summary: int) -> list[int]:
    links = summary_quotations.c
    chosen = select(links.quotation_id).where(links.summary_id == summary)
    return list(change.connection.scalars(chosen.order_by(links.quotation_id)))
