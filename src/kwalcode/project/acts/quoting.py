"""Acts on quotations for the report: mark them, edit what the report shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from kwalcode import edits as editing
from kwalcode.model import Edit
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.coding import check_range, ensure_quotation, share_quotation
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import chunks
from kwalcode.project.identity import now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.quoting import source_of
from kwalcode.project.study import Study
from kwalcode.store.tables import quotations, report_quotations


def mark_for_report(study: Study, quotation_ids: Iterable[int], note: str = "") -> int:
    """Mark quotations for the report; return how many were not marked yet.

    A marked quotation stays when its last coding is taken off. Raises NotFound for an unknown
    quotation: then none is marked.
    """
    with study.act("mark for report", {}) as change:
        fresh = [n for n in dict.fromkeys(quotation_ids) if _mark_of(change, n) is None]
        for number in fresh:
            source_of(change.connection, number)
            share_quotation(change, number)
        _insert(change, study, fresh, note)
        change.arguments["quotations"] = len(fresh)
        return len(fresh)


def mark_passage(
    study: Study,
    document: int,
    start: int,
    end: int,
    edits: Sequence[Edit] = (),
    note: str | None = None,
) -> int:
    """Mark the passage [start, end), coded or not, with its edits, as one act.

    Returns the quotation's id. One that is marked already gets these edits in place of its
    own, and this note (None leaves the note as it is). Raises Refused for a range outside the
    text, UsageError for edits that cannot be.
    """
    with study.act("mark for report", {"start": start, "end": end}) as change:
        shown = read_document(change.connection, document)
        check_range(shown.name, start, end, shown.length)
        change.arguments.update(document=shown.name, quotations=1)
        known = _quotation_at(change, document, start, end)
        if known is None or _mark_of(change, known) is None:
            known = ensure_quotation(change, document, start, end)
            _insert(change, study, [known], note or "")
        _write_edits(change, known, edits, note)
        return known


def unmark_for_report(study: Study, quotation_ids: Iterable[int]) -> int:
    """Take marks back, with their edits; return how many there were.

    A quotation without codings or memos goes with its mark.
    """
    wanted = list(dict.fromkeys(quotation_ids))
    with study.act("unmark for report", {}) as change:
        r = report_quotations.c
        removed = sum(
            change.delete_users(
                report_quotations, r.quotation_id.in_(part), quotations, r.quotation_id
            )
            for part in chunks(wanted, 900)
        )
        change.arguments["quotations"] = removed
        return removed


def edit_for_report(
    study: Study, quotation_id: int, edits: Sequence[Edit], note: str | None = None
) -> None:
    """Give a quotation these edits in place of those it has; marks it where it is not.

    `edits` are what the report shows otherwise (see `kwalcode.edits`); none takes all back.
    `note` None leaves the note as it is. Raises NotFound, and UsageError for edits that lie
    outside the quotation or overlap.
    """
    with study.act("edit for report", {"edits": len(edits)}) as change:
        source = source_of(change.connection, quotation_id)
        change.arguments["document"] = read_document(change.connection, source.document).name
        if _mark_of(change, quotation_id) is None:
            share_quotation(change, quotation_id)
            _insert(change, study, [quotation_id], note or "")
        _write_edits(change, quotation_id, edits, note)


def _insert(change: Change, study: Study, numbers: Sequence[int], note: str) -> None:
    if not numbers:
        return
    who, marked = coder_id(change, study.require_actor()), now()
    rows = [
        {"quotation_id": n, "note": note.strip(), "coder_id": who, "marked": marked}
        for n in numbers
    ]
    change.insert_many(report_quotations, rows)


def _write_edits(change: Change, quotation: int, edits: Sequence[Edit], note: str | None) -> None:
    source = source_of(change.connection, quotation)
    values = {"edits": editing.to_json(editing.checked(source.text, edits))}
    if note is not None:
        values["note"] = note.strip()
    change.update(report_quotations, report_quotations.c.quotation_id == quotation, **values)


def _mark_of(change: Change, quotation: int) -> int | None:
    r = report_quotations.c
    return change.connection.scalar(select(r.id).where(r.quotation_id == quotation))


def _quotation_at(change: Change, document: int, start: int, end: int) -> int | None:
    q = quotations.c
    chosen = select(q.id).where(q.document_id == document, q.start == start, q.end == end)
    return change.connection.scalar(chosen)
