"""The panels of the agreement screen: what they list, and what is told of the highlighted row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.content import Content
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.project.agreement.words import boundary_name, cause_name, class_name
from kwalcode.tui.screens.agreement import codes, pairs, rounds
from kwalcode.tui.screens.agreement.desk import (
    CODERS,
    CODES,
    CONFUSION,
    DOCUMENTS,
    LISTS,
    QUEUE,
    ROUNDS,
)
from kwalcode.tui.screens.agreement.documents import told_document
from kwalcode.tui.screens.agreement.figures import EXCLUSIVE, told_of_groups
from kwalcode.tui.screens.agreement.lists import AgreementLists
from kwalcode.tui.screens.agreement.passage import (
    codes_of,
    told_codes,
    told_head,
    told_sides,
    told_words,
)
from kwalcode.tui.screens.agreement.passage_data import read_passage
from kwalcode.tui.text.agreement import A_ONLY, B_ONLY, BOTH, beside
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.text.wrap import wrap
from kwalcode.tui.widgets.linelist import LineList

if TYPE_CHECKING:
    from kwalcode.model import Code
    from kwalcode.project.agreement.queue import Item


class AgreementPanels(AgreementLists):
    """Shows what the desk has read."""

    def show_all(self) -> None:
        """Paint everything anew."""
        if self.data is None or not self.is_mounted:
            return
        nothing = len(self.data.found.coders) < 2 or self.queue is None
        self.set_class(nothing and self.panel not in (DOCUMENTS, ROUNDS), "empty")
        self.query_one("#empty", Static).update(self._nothing())
        self.show_head()
        width = self._width()
        self.told["heading"].update(self.heading_of(width))
        self.told["heading"].display = self.panel != QUEUE
        getattr(self, f"_load_{LISTS[self.panel]}")()

    def _width(self) -> int:
        return max(20, self.lists[LISTS[self.panel]].size.width or self.size.width)

    def _nothing(self) -> str:
        assert self.data is not None
        if self.data.obstacle and len(self.data.found.coders) > 1:
            return self.data.obstacle
        told = _(
            "Agreement takes two coders or more who coded the same documents. Mark documents as"
            " complete for each coder (in the transcript: D), or bring copies of the study"
            " together with: kwalcode join. What one coder completed can be finalised: 5."
        )
        if self.panel != CODERS:
            return told
        people = pairs.people_lines(self.data.everyone, min(84, self.size.width))
        return "\n".join([told, "", *people])

    def show_top(self) -> None:
        """Tell in the top line who is compared, and how far the queue is."""
        facts = [_("reading …")] if self.reading and self.data is None else []
        queue = self.queue
        if queue is not None:
            told = _("{n} of {total} decided").format(n=queue.decided, total=len(queue.items))
            facts = [f"{queue.names[0]} - {queue.names[1]}", told]
            if queue.discussed:
                facts.append(_("{n} to discuss").format(n=queue.discussed))
            if queue.stale:
                facts.append(_("{n} changed since").format(n=len(queue.stale)))
        self.top.show(_("Agreement"), "", facts)
        self.tabs.tell(self._titles(), self.panel)

    def _titles(self) -> list[str]:
        titles = [
            _("Codes"), _("Coders"), _("Confusion"), _("To settle"), _("Documents"), _("Rounds"),
        ]  # fmt: skip
        if self.queue is not None:
            left = len(self.queue.items) - self.queue.decided
            counted = [*titles[:QUEUE], _("To settle {n}").format(n=left), *titles[QUEUE + 1 :]]
            if sum(map(cell_len, counted)) + 6 * len(counted) <= self.size.width:
                return counted
        return titles

    def show_head(self) -> None:
        """Show a coefficient over all codes on its scale, and what goes along with the figures."""
        self.show_top()
        if self.data is None:
            return
        head, facts = self.told["head"], self.told["facts"]
        head.display = self.panel in (CODES, CODERS)
        facts.display = self.panel not in (QUEUE, ROUNDS) or bool(self._limited())
        name = self.choice.coefficient
        lines = codes.head_lines(
            self.data.found,
            name,
            self.intervals.get(name),
            self.size.width,
            name not in self.intervals,
        )
        head.update(Content("\n").join(map(Content, lines)))
        facts.update("\n".join(filter(None, [self._limited(), *self._facts()])))

    def _facts(self) -> list[str]:
        from kwalcode.report.agreement.words import unit_name, units

        assert self.data is not None
        found, table = self.data.found, self.data.found.table
        if self.panel in (QUEUE, ROUNDS):
            return []
        unit = "sentence" if self.panel == CONFUSION else found.table.unit
        parts = [
            ", ".join(map(one_line, found.coders)) if len(found.coders) > 2 else "",
            _("unit: {unit}").format(unit=unit_name(unit)),
            units("document", len(found.documents)),
            units(unit, table.n) if unit == table.unit else "",
            _("talk of everybody") if self.choice.everybody else _("talk of respondents"),
            _("main codes") if found.sub_codes else "",
            *found.notes,
        ]
        if self.panel == DOCUMENTS:
            parts.append(_("boundaries: {rule}").format(rule=boundary_name(self.data.boundary)))
        trend = rounds.trend_line(self.data.rounds or (), self.size.width)
        return [" · ".join(filter(None, parts)), trend if self.panel == CODES else ""]

    def _limited(self) -> str:
        """Return in words what the queue, or the documents, are limited to."""
        queue, limits = self.queue, self.limits
        if queue is None or not limits or self.panel not in (QUEUE, DOCUMENTS):
            return ""
        parts = [queue.codes[code].path for code in limits.codes if code in queue.codes]
        parts += [limits.name] if limits.documents is not None else []
        parts += [state_name(limits.state)] if limits.state else []
        n = len(self.items) if self.panel == QUEUE else len(self.documents)
        told = _("Only: {limits} ({n}). Esc shows all.")
        return told.format(limits=" · ".join(map(one_line, parts)), n=n)

    # What is told of the row under the highlight

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        """Tell more of the row under the highlight."""
        if message.lines is not self.lists[LISTS[self.panel]]:
            return
        if self.panel == CODES:
            self._tell_code(self.code_rows[message.row])
        elif self.panel == CONFUSION:
            self._tell_pair(*self.confused[message.row][:2])
        elif self.panel == QUEUE:
            self.tell_item(self.items[message.row])
        elif self.panel == DOCUMENTS and self.grouping is None:
            for row in self.documents[message.row : message.row + 1]:  # none: limited since
                self.tell(words=told_document(row))
        elif self.panel == ROUNDS and self.data is not None and self.data.rounds:
            self.tell(words=rounds.told_round(self.data.rounds, message.row))

    def _code(self, path: str) -> Code | None:
        return next((code for code in self.session.codes if code.path == path), None)

    def _tell_code(self, row: codes.CodeRow) -> None:
        from kwalcode.report.agreement.words import flag_words

        assert self.data is not None
        code, names = self._code(row.path), self.data.found.coders
        told = [*map(flag_words, row.flags)]
        if row.first.reason:
            told.insert(0, _("n.a.: {reason}").format(reason=row.first.reason))
        if self.choice.coefficient == EXCLUSIVE:
            told += told_of_groups(self.data.found, row.code)
        if len(names) == 2:
            first, second = map(one_line, names)
            legend = _("{a} only {first}   {both} both   {b} only {second}")
            told.insert(0, legend.format(a=A_ONLY, both=BOTH, b=B_ONLY, first=first, second=second))
            told += self._causes(row.path)
        self.tell(book=told_codes([code]) if code else "", sides="\n".join(told))

    def _causes(self, path: str) -> list[str]:
        """Return the spans of a code by class, and what its disagreements point to."""
        from kwalcode.project.agreement.causes import troubled

        assert self.data is not None
        spans = self.data.spans
        if spans is None or self.choice.sub_codes or path not in spans.codes:
            return []
        found = troubled(path, spans.codes[path])
        counts = [f"{class_name(name)} {n}" for name, n in found.spans.items() if n]
        told = _("spans: {counts}").format(counts=" · ".join(counts))
        return [f"{told} → {cause_name(found.cause)}" if found.cause else told]

    def _tell_pair(self, a: str, b: str) -> None:
        width, height = self.size.width, max(4, min(16, (self.size.height - 5) // 3))
        lines = pairs.heat_map(self.confused, width, height, (a, b))
        self.told["map"].update(Content("\n").join(map(Content, lines)))
        columns = max(20, (width - 6) // 2)
        sides = [self._side_of(path, columns) for path in (a, b)]
        self.tell(book="\n".join(beside(sides[0], sides[1], columns)))

    def _side_of(self, path: str, width: int) -> list[str]:
        code = self._code(path)
        text = one_line(str(told_codes([code]))) if code else one_line(path)
        starts = wrap(text, width)
        ends = [*starts[1:], len(text)]
        return [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]

    @work(exclusive=True, group="passage")
    async def tell_item(self, item: Item) -> None:
        """Read a disagreement in its context, and show it."""
        queue = self.queue
        if queue is None:
            return
        try:
            shown = await self.away(lambda study: read_passage(study, queue, item))
        except KwalcodeError as error:
            self.complain(error)
            return
        if shown is not None:
            self.passage = shown
            self.show_passage()

    def show_passage(self) -> None:
        """Show the passage that was read last."""
        queue, shown = self.queue, self.passage
        if queue is None or shown is None or self.panel != QUEUE:
            return
        pane = self.query_one("#told")
        width = (pane.size.width or self.size.width) - 1
        self.tell(
            told_head(queue, shown),
            told_words(shown, min(width, 90)),
            told_sides(queue, shown),
            told_codes(codes_of(queue, shown.item), self.definition),
        )
        pane.scroll_home(animate=False)


def state_name(state: str) -> str:
    """Return what a limit of the queue is called."""
    names = {
        "open": _("open"),
        "decided": _("decided"),
        "discuss": _("to be discussed"),
        "changed": _("changed since it was decided"),
    }
    return names.get(state) or class_name(state)
