"""The lists of the agreement screen: what each panel has rows of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.screens.agreement import codes, documents, items, pairs, rounds
from kwalcode.tui.screens.agreement.data import read_plans
from kwalcode.tui.screens.agreement.desk import (
    CODERS,
    CODES,
    CONFUSION,
    DOCUMENTS,
    ROUNDS,
    AgreementDesk,
)
from kwalcode.tui.screens.agreement.figures import title as full_name
from kwalcode.tui.screens.agreement.passage_data import chosen_items
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.finality import FinalPlan
    from kwalcode.tui.screens.agreement.data import Progress


class AgreementLists(AgreementDesk):
    """Fills the list of the panel that is shown."""

    plans: Mapping[int, FinalPlan] = MappingProxyType({})
    """What finalising would do, of documents that others than the two of the queue completed."""
    _plans_of: tuple[int, Progress] | None = None

    def heading_of(self, width: int) -> str:
        """Return what stands above the columns of the list."""
        assert self.data is not None
        name = self.choice.coefficient
        if self.panel == CODES:
            return codes.code_heading(width, self.data.found.coders, name)
        if self.panel == CONFUSION:
            return pairs.confused_heading(self.queue.names, width) if self.queue else ""
        if self.panel == ROUNDS:
            return rounds.round_heading(width)
        if self.panel == CODERS:
            return pairs.pair_heading(width, _("coders"), name)
        if self.grouping is not None:
            return pairs.pair_heading(width, self._grouped(), name)
        return documents.document_heading(width, name)

    def _grouped(self) -> str:
        return one_line(self.grouping or "") or _("group of documents")

    # The lists

    def _load_codes(self) -> None:
        assert self.data is not None
        two = len(self.data.found.coders) == 2
        keys = [row.code for row in self.code_rows]
        empty = _("Nobody has used a code in these documents.")
        paint = codes.paint_codes(self.code_rows, self.choice.coefficient, two)
        self.lists["codes"].load(keys, paint, empty)

    def _load_pairs(self) -> None:
        assert self.data is not None
        found, name = self.data.found, self.choice.coefficient
        keys = [pair.name for pair in found.pairs]
        self.lists["pairs"].load(keys, pairs.paint_pairs(found.pairs, name))
        matrix = pairs.coder_matrix(found, name, self.size.width)
        title = _("{coefficient} over all codes, coder x coder").format(coefficient=full_name(name))
        people = pairs.people_lines(self.data.everyone, self.size.width)
        self.tell(words="\n".join([title, "", *matrix, "", *people]))

    def _load_confused(self) -> None:
        keys = [(a, b) for a, b, _n in self.confused]
        empty = _("No code stands against another one.")
        self.lists["confused"].load(keys, pairs.paint_confused(self.confused), empty)
        if not keys:
            self.tell()
            self.told["map"].update("")

    def _load_queue(self) -> None:
        queue = self.queue
        if queue is None:
            return
        self.items = chosen_items(queue, self.limits)
        empty = _("Nothing here is open. Esc shows all; 5 finalises documents.")
        keys = items.ItemKeys(self.items)
        self.lists["queue"].load(keys, items.paint_queue(queue, self.items), empty)
        self.show_head()
        if not self.items:
            self.tell()

    def _load_documents(self) -> None:
        assert self.data is not None
        lines, name = self.lists["documents"], self.choice.coefficient
        if self.grouping is not None:
            from kwalcode.project.agreement.by_group import agreement_by_group

            groups = self.data.groupings.get(self.grouping, {})
            self.groups = list(agreement_by_group(self.data.found, groups))
            keys = [f"{self.grouping}/{group.name}" for group in self.groups]
            empty = _("No document of these groups was coded by two.")
            lines.load(keys, pairs.paint_pairs(self.groups, name, _("(not filled in)")), empty)
        else:
            self._read_plans()
            self.documents = documents.document_rows(self.data, self.plans, self.limits.documents)
            keys = [str(row.id) for row in self.documents]
            lines.load(keys, documents.paint_documents(self.documents))
        if self.grouping is not None or not keys:
            self.tell()
        self.show_head()

    @work(group="plans", exclusive=True)
    async def _read_plans(self) -> None:
        """Read what is open in documents that others than the two of the queue completed."""
        data = self.data
        if data is None:
            return
        wanted = [number for number in data.progress.names if documents.planned(data, number)]
        if not wanted or self._plans_of == (self.session.serial, data.progress):
            return
        serial = self.session.serial
        try:
            found = await self.away(lambda study: read_plans(study, wanted))
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            self.plans, self._plans_of = found, (serial, data.progress)
            if self.panel == DOCUMENTS:
                self.show_all()

    def _load_rounds(self) -> None:
        assert self.data is not None
        found = self.data.rounds
        keys = [one.round.id for one in found or ()]
        empty = _(
            "No rounds yet. A round has its own codebook, and documents that two code:"
            " kwalcode rounds start, then kwalcode assign."
        )
        paint = rounds.paint_rounds(found or ())
        self.lists["rounds"].load(keys, paint, _("reading …") if found is None else empty)
        if not keys:
            self.tell()

    def tell(
        self,
        place: str | Content = "",
        words: str | Content = "",
        sides: str | Content = "",
        book: str | Content = "",
    ) -> None:
        """Show this below the list, or beside it; nothing of it hides the pane."""
        for name, told in (("place", place), ("words", words), ("sides", sides), ("book", book)):
            self.told[name].update(told)
            self.told[name].display = bool(str(told))
        self.query_one("#told").display = any(map(str, (place, words, sides, book)))
