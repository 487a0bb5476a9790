"""What the agreement screen lists of documents, to finalise them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size

from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.figures import short
from kwalcode.tui.text.agreement import figure
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.finality import FinalPlan
    from kwalcode.project.agreement.queue import Queue
    from kwalcode.tui.screens.agreement.data import AgreementData
    from kwalcode.tui.widgets.linelist import Parts

WIDE = 110
"""From this width on the coders of each document have a column."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its figure (None: n.a.), and how many disagreements there are (None: not read
    yet), how many of them are settled, and how many decisions are on what was changed since.
    `done` are all who completed it, `begun` tells that others coded in it; `between` tells whom
    what is open is between."""

    id: int
    name: str
    value: float | None
    n: int
    disagreements: int | None
    settled: int
    stale: int
    final: bool
    done: tuple[str, ...]
    begun: bool = False
    between: tuple[tuple[str, str, int], ...] = ()

    @property
    def several(self) -> bool:
        """Whether several coders completed it, and not one whose work would be adopted."""
        return len(self.done) > 1

    @property
    def open(self) -> int:
        """How many disagreements are open, as far as that is known."""
        return (self.disagreements or 0) - self.settled + self.stale


def document_rows(
    data: AgreementData, plans: Mapping[int, FinalPlan], only: Collection[int] | None = None
) -> list[DocumentRow]:
    """Return the documents in the project's order: all, or only these (ids).

    `plans` are of those that were completed by others than the two of the queue, or by more.
    """
    every, settled, stale = _of_queue(data.queue)
    figures = {one.name: one for one in data.found.by_document}
    coefficient = data.choice.coefficient
    rows = []
    for number, name in data.progress.names.items():
        if only is not None and number not in only:
            continue
        one = figures.get(name)
        value = one.values.get(coefficient) if one is not None else None
        done, plan = data.progress.done.get(number, ()), plans.get(number)
        counts: tuple[int | None, int, int] = (every[number], settled[number], stale[number])
        if planned(data, number):
            counts = None, 0, 0
            if plan is not None and not plan.final:
                counts = plan.decided + plan.open, plan.decided, plan.stale
        rows.append(
            DocumentRow(
                number,
                name,
                value.value if value is not None else None,
                one.n if one is not None else 0,
                *counts,
                number in data.progress.final,
                done,
                number in data.progress.begun,
                plan.between if plan is not None else (),
            )
        )
    return rows


def planned(data: AgreementData, document: int) -> bool:
    """Tell whether a document (id) was completed by several, and not just by those two whom the
    queue is of: then what is open between them has to be read."""
    done = data.progress.done.get(document, ())
    return len(done) > 1 and (data.queue is None or set(done) != set(data.queue.names))


def _of_queue(queue: Queue | None) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Count the disagreements, the settled ones and the stale decisions by document."""
    if queue is None:
        return Counter(), Counter(), Counter()
    return (
        Counter(item.document for item in queue.items),
        Counter(item.document for item in queue.items if item.settled),
        Counter(one.document for one in queue.stale),
    )


def document_heading(width: int, coefficient: str) -> str:
    """Return the heading of the table of documents."""
    name, people = _widths(width)
    numbers = f"{short(coefficient):>8}{'n':>7}{_('decided'):>12}  {_('consensus')}"
    coders = set_cell_size(_("completed by"), people) if people else ""
    return f" {set_cell_size(_('document'), name)}{coders}{numbers}"


def _widths(width: int) -> tuple[int, int]:
    """Return the widths of a document's name, and of those who completed it (0: no room)."""
    rest = width - 2 - 8 - 7 - 12 - 2 - 14
    people = min(40, rest // 3) if width >= WIDE else 0
    return max(12, rest - people), people


def paint_documents(rows: Sequence[DocumentRow]) -> Callable[[int, int], Parts]:
    """Return what paints a document's row."""

    def paint(at: int, width: int) -> Parts:
        row = rows[at]
        name, people = _widths(width)
        state = _state(row)
        done = f"{row.settled}/{row.disagreements}"
        if row.disagreements is None or not row.several:
            done = "…" if row.several and not row.final else "—"
        coders = one_line(", ".join(row.done))
        value = figure(row.value) if row.n else "—"
        return [
            (f" {set_cell_size(fitted(one_line(row.name), name - 1), name)}", ""),
            (set_cell_size(fitted(coders, people - 1), people) if people else "", "faint"),
            (f"{value:>8}", "bold"),
            (f"{row.n or '':>7}", "faint"),
            (f"{done:>12}  ", ""),
            (fitted(state, 13), "bold" if row.final else "faint"),
        ]

    return paint


def told_document(row: DocumentRow) -> str:
    """Return what is told of a document under its row: who completed it, what stands in the way
    of its consensus."""
    lines = [
        _("Completed by {names}.").format(names=one_line(", ".join(row.done)))
        if row.done
        else _("Nobody has completed it.")
    ]
    if row.begun and not row.final:
        lines.append(_("Others have coded in it: it waits until they mark it complete (D)."))
    if row.between and not row.final:
        pairs = ", ".join(f"{first} - {second} {n}" for first, second, n in row.between)
        lines.append(_("Open: {pairs}.").format(pairs=one_line(pairs)))
    if row.stale:
        lines.append(_("{n} changed since").format(n=row.stale) + ".")
    if row.final:
        lines.append(_("Its consensus is final: analyses use it. F takes that back."))
    elif row.done and not row.several and not row.begun:
        lines.append(_("F makes this work the consensus, as it is."))
    return "\n".join(lines)


def _state(row: DocumentRow) -> str:
    """Return how far the consensus of a document is."""
    if row.final:
        return _("final")
    if row.stale:
        return _("changed since")
    if row.begun:
        return _("not complete")
    if row.several:
        return _("ready") if row.settled == row.disagreements else ""
    if row.done:
        return _("ready: {name}").format(name=one_line(row.done[0]))
    return _("not complete")
