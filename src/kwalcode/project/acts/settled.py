"""Decisions on disagreements as part of other acts: a corrected text carries them along.

One whose words were changed goes: the disagreement is open again. It is kept with the text that it
was made in, and comes back where a join brings those words back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from kwalcode.project.correcting.earlier import Earlier
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import ordered_columns
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import text_of_content
from kwalcode.store.tables import decisions, reopened
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned

_RANGES = (("start", "end"), ("a_start", "a_end"), ("b_start", "b_end"), ("new_start", "new_end"))
_COLUMNS = ("id", *(name for pair in _RANGES for name in pair))
_WHOLE = ordered_columns(decisions)
_ABOUT = ("document_id", "first_id", "second_id",
          "a_code_id", "a_start", "a_end", "b_code_id", "b_start", "b_end")  # fmt: skip

Values = dict[str, Any]


def carry_decisions(
    change: Change,
    document: int,
    content: int,
    changed: Alignment,
    earlier: Sequence[Earlier] = (),
) -> None:
    """Let the decisions of a document go along with its corrected text.

    `content` is the id of the old text. One whose words were changed is open again: what it was
    about is another passage now, and comes back as a disagreement if it still is one. It is kept
    in the first of the `earlier` texts that has the same words, else in the old one. Its codings
    are carried as any other.
    """
    chosen = select(decisions).where(decisions.c.document_id == document)
    rows = [dict(row) for row in change.connection.execute(chosen).mappings()]
    moved, lost = [], []
    for row in rows:
        after = _carried(row, changed)
        if after is None:
            lost.append(row)
        else:
            moved.append((_of(row, _COLUMNS), _of(after, _COLUMNS)))
    change.update_each(decisions, _COLUMNS, moved)
    texts = [one.text for one in earlier] if lost else []
    back = [(one.content, aligned(changed.old, one.text, texts)) for one in earlier if lost]
    for row in lost:
        change.delete(decisions, decisions.c.id == row["id"])
        _keep(change, row, content, back)


def settle_again(change: Change, document: int, compared: Callable[[str, str], Alignment]) -> None:
    """Bring back, as part of an act, the decisions of a document (id) whose very words stand in
    the text that it has by now; `compared` says what of an older text stayed."""
    chosen = select(reopened).where(reopened.c.document_id == document)
    rows = [dict(row) for row in change.connection.execute(chosen).mappings()]
    present = text_of(change.connection, document) if rows else ""
    for content in sorted({row["content_id"] for row in rows}):
        changed = compared(text_of_content(change.connection, content), present)
        for row in rows:
            after = _carried(row, changed) if row["content_id"] == content else None
            if after is not None and not _there(change, after):
                change.delete(reopened, reopened.c.id == row["id"])
                after["id"] = change.new_ids(decisions)[0]
                change.insert_rows(decisions, _WHOLE, [_of(after, _WHOLE)])


def unite_reopened(change: Change) -> None:
    """Leave, as part of an act that made codes one, the newest of such decisions on one and the
    same, in one text."""
    r = reopened.c
    chosen = select(reopened).order_by(r.made.desc(), r.id.desc())
    seen: set[tuple[Any, ...]] = set()
    for row in change.connection.execute(chosen).mappings().all():
        same = _of(dict(row), ("content_id", *_ABOUT))
        if same in seen:
            change.delete(reopened, r.id == row["id"])
        seen.add(same)


def _keep(change: Change, row: Values, content: int, back: Sequence[tuple[int, Alignment]]) -> None:
    """Keep a decision that is open again, with its ranges in the first text that has its words."""
    for number, way in back:
        there = _carried(row, way, longer=True)
        if there is not None:
            row, content = there, number
            break
    columns = ordered_columns(reopened)
    kept = row | {"id": change.new_ids(reopened)[0], "content_id": content}
    change.insert_rows(reopened, columns, [_of(kept, columns)])


def _there(change: Change, row: Values) -> bool:
    """Tell whether there is a decision on the same disagreement."""
    d = decisions.c
    chosen = select(d.id).where(*(d[name].is_not_distinct_from(row[name]) for name in _ABOUT))
    return change.connection.scalar(chosen) is not None


def _carried(row: Values, changed: Alignment, *, longer: bool = False) -> Values | None:
    """Return the row with its ranges in the new text, None where the words are others."""
    after = dict(row)
    for first, last in _RANGES:
        if row[first] is None:
            continue
        place = changed.carried((row[first], row[last]), longer=longer)
        if place is None:
            return None
        after[first], after[last] = place
    return after


def _of(row: Values, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in columns)
