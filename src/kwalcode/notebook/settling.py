"""Disagreements settled and documents finalised, as data frames and acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.notebook.given import several
from kwalcode.project.acts import finalising
from kwalcode.project.acts.adjudicating import decide, withdraw_decisions
from kwalcode.project.agreement.adjudication import adjudication, queue_holding
from kwalcode.project.agreement.listed import ToldItem, told_items
from kwalcode.project.agreement.queue import Item, Queue
from kwalcode.project.agreement.ruling import (
    decision_named,
    definition_with,
    item_named,
    ruling_on,
)
from kwalcode.project.reads.documents import all_documents, find_document
from kwalcode.project.study import Study
from kwalcode.spans import Range

_COLUMNS = [
    "id", "document", "start", "end", "turn", "class", "kind", "whose", "text", "a", "b",
    "decision", "note", "by", "settled", "stale",
]  # fmt: skip


def acting(study: Study) -> Study:
    """Return the study. Raises UsageError when nobody acts."""
    if not study.actor:
        raise UsageError(_("Who acts? Open the study with as_='NAME'."))
    return study


class Settling:
    """What shall count where coders disagree. All raise NotFound and UsageError, acts Refused."""

    study: Study

    def queue(self, coders: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the disagreements of two coders, in the talk of everybody, with what was decided.

        Columns: id (the same on any day and in any copy), document, start, end, turn, class,
        kind, whose, text, a, b (the codes that the first and the second coder put there, "" for
        none), decision, note, by ("" while open), settled (also between other coders), stale
        (decided on what was changed since). In `attrs`: coders, decided, n, final.
        """
        with self.study.reading() as connection:
            queue = adjudication(connection, coders=several(coders))
            told = list(told_items(connection, queue, [*queue.stale, *queue.items]))
        rows = [_row(queue, one) for one in told]
        frame = pd.DataFrame(rows, columns=_COLUMNS)
        frame.attrs.update(
            coders=queue.names,
            decided=queue.decided,
            n=len(queue.items),
            final=tuple(queue.documents[number].name for number in sorted(queue.final)),
        )
        return frame

    def decide(
        self,
        id: str,
        decision: str,
        *,
        coders: Sequence[str] | None = None,
        note: str = "",
        span: Range | None = None,
        to_code: str | None = None,
        definition: str | None = None,
        define: str | None = None,
    ) -> None:
        """Decide "a", "b", "both", "neither", "edit", "code" or "discuss" on a disagreement.

        `coders` as for `queue`, or nobody: the id says between whom it is. `span` (start, end)
        goes with "edit", `to_code` with "code". `definition` becomes that of the code at stake,
        of two that of `define`.
        """
        acting(self.study)
        queue = self._queue(id, coders)
        item = item_named(queue, id)
        ruling = ruling_on(queue, item, decision, span=span, to_code=to_code, note=note)
        changed = definition_with(queue, item, ruling, definition, define)
        decide(self.study, item.key, item.group, ruling, definition=changed)

    def withdraw(self, id: str, *, coders: Sequence[str] | None = None) -> None:
        """Take a decision back, with what it gave the consensus."""
        acting(self.study)
        withdraw_decisions(self.study, [decision_named(self._queue(id, coders), id).id])

    def finalise(
        self,
        documents: Iterable[str] | None = None,
        *,
        coders: Sequence[str] | None = None,
        adopt: str | None = None,
        boundary: str | None = None,
        leave_open: bool = False,
    ) -> pd.DataFrame:
        """Make the consensus of documents final: of these (by name), or of all that are ready.

        A row per document: coders, agreed, decided, open, codings, and why it was left out ("").
        """
        acting(self.study)
        done = finalising.finalise(
            self.study,
            self._numbers(documents),
            coders=several(coders),
            adopt=adopt,
            boundary=boundary,
            leave_open=leave_open,
            only_ready=documents is None,
        )
        rows = [
            (one.name, one.coders, one.agreed, one.decided, one.open + one.stale, n, why)
            for one, n, why in (
                *((plan, len(plan.codings), "") for plan in done.done),
                *((plan, 0, why) for plan, why in done.left),
            )
        ]
        columns = ["document", "coders", "agreed", "decided", "open", "codings", "left"]
        frame = pd.DataFrame(rows, columns=columns)
        frame.attrs["boundary"] = done.boundary
        return frame

    def unfinalise(self, documents: Iterable[str] | None = None) -> int:
        """Take back that documents (by name; all) are final; return how many were."""
        acting(self.study)
        return finalising.unfinalise(self.study, self._numbers(documents))

    def _queue(self, id: str, coders: Sequence[str] | None) -> Queue:
        with self.study.reading() as connection:
            return queue_holding(connection, id, several(coders))

    def _numbers(self, documents: Iterable[str] | None) -> list[int]:
        names = several(documents)
        with self.study.reading() as connection:
            if names is None:
                return [document.id for document in all_documents(connection)]
            return [find_document(connection, name).id for name in names]


def _row(queue: Queue, told: ToldItem) -> tuple[object, ...]:
    one = told.item
    sides = [side for side in (one.a, one.b) if side is not None]
    if isinstance(one, Item):
        decision, facts, settled = one.decision, (one.group, one.kind, one.whose), one.settled
    else:
        decision, facts, settled = one, (one.disagreement, "", ""), False
    ruled = ("", "", "")
    if decision is not None:
        ruled = (decision.decision, decision.note, queue.everybody[decision.coder].name)
    return (
        told.id,
        told.document,
        min(side.start for side in sides),
        max(side.end for side in sides),
        told.turn,
        *facts,
        told.text,
        told.a[0] if told.a else "",
        told.b[0] if told.b else "",
        *ruled,
        settled,
        not isinstance(one, Item),
    )
