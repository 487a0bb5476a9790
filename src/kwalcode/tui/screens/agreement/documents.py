"""What the agreement screen lists of documents, to finalise them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size

from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.figures import short
from kwalcode.tui.screens.lines import fitted
from kwalcode.tui.text.agreement import figure
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.adjudication import Queue
    from kwalcode.tui.screens.agreement.data import AgreementData
    from kwalcode.tui.widgets.linelist import Parts


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its figure (None: n.a.), how many disagreements there are, how many are
    settled, and how many decisions are on what was changed since. `compared` tells that both
    coders completed it, `done` who of all coders did so."""

    id: int
    name: str
    value: float | None
    n: int
    disagreements: int
    settled: int
    stale: int
    compared: bool
    final: bool
    done: tuple[str, ...]


def document_rows(data: AgreementData, only: Collection[int] | None = None) -> list[DocumentRow]:
    """Return the documents in the project's order: all, or only these (ids)."""
    queue = data.queue
    if queue is None:
        return []
    figures = {one.name: one for one in data.found.by_document}
    every = Counter(item.document for item in queue.items)
    settled = Counter(item.document for item in queue.items if item.settled)
    stale = Counter(one.document for one in queue.stale)
    coefficient = data.choice.coefficient
    rows = []
    for document in queue.documents.values():
        if only is not None and document.id not in only:
            continue
        one = figures.get(document.name)
        value = one.values.get(coefficient) if one is not None else None
        rows.append(
            DocumentRow(
                document.id,
                document.name,
                value.value if value is not None else None,
                one.n if one is not None else 0,
                every[document.id],
                settled[document.id],
                stale[document.id],
                document.id in queue.compared,
                document.id in queue.final,
                _done(queue, document.id),
            )
        )
    return rows


def _done(queue: Queue, document: int) -> tuple[str, ...]:
    """Return the names of who is done with a document."""
    return tuple(queue.everybody[one].name for one in sorted(queue.coded_by.get(document, ())))


def document_heading(width: int, coefficient: str) -> str:
    """Return the heading of the table of documents."""
    name = _document_width(width)
    numbers = f"{short(coefficient):>8}{'n':>7}{_('decided'):>12}  {_('consensus')}"
    return f" {set_cell_size(_('document'), name)}{numbers}"


def _document_width(width: int) -> int:
    return max(12, width - 2 - 8 - 7 - 12 - 2 - 14)


def paint_documents(rows: Sequence[DocumentRow]) -> Callable[[int, int], Parts]:
    """Return what paints a document's row."""

    def paint(at: int, width: int) -> Parts:
        row = rows[at]
        name = _document_width(width)
        state = _state(row)
        done = f"{row.settled}/{row.disagreements}" if row.compared else "—"
        n = f"{row.n or '':>7}"
        value = figure(row.value) if row.compared else "—"
        return [
            (f" {set_cell_size(fitted(one_line(row.name), name), name)}", ""),
            (f"{value:>8}", "bold"),
            (n, "faint"),
            (f"{done:>12}  ", ""),
            (fitted(state, 13), "bold" if row.final else "faint"),
        ]

    return paint


def _state(row: DocumentRow) -> str:
    """Return how far the consensus of a document is."""
    if row.final:
        return _("final")
    if row.stale:
        return _("changed since")
    if row.compared:
        return _("ready") if row.settled == row.disagreements else ""
    if len(row.done) == 1:
        return _("ready: {name}").format(name=one_line(row.done[0]))
    return _("other coders") if row.done else _("not complete")
