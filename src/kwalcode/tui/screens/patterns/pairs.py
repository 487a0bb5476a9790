"""Tab Pairs: the pairs of codes as a list, those in most respondents first."""

from __future__ import annotations

import numpy as np
from textual.content import Content

from kwalcode.decimals import bare, probability
from kwalcode.i18n import _
from kwalcode.tui.screens.patterns.cell import about_cell, read_cell
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.patterns.linked import CellPane
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.widgets.marks import letters

MOST = 3000
"""So many pairs are listed."""


class PairsPane(GridPane, CellPane):
    """Sorted by respondents, then by the measure shown; `s` sorts by a column."""

    def show(self, matrix: Matrix, _linked: Linked) -> None:
        """List the pairs with enough respondents."""
        look, signs = self.desk.look, letters(self.desk.session.codes)
        columns = [Column("a", _("code")), Column("b", _("code"))]
        shown = dict.fromkeys(["respondents", "events", look.measure.column, "jaccard", "lift"])
        titles = {
            "events": _("events"),
            "jaccard": "Jaccard",
            "lift": "lift",
            look.measure.column: look.measure.name,
            "respondents": _("resp."),
        }
        columns += [Column(name, titles[name], right=True) for name in shown]
        rotated = self.desk.held.rotated(matrix)
        chances = {"p": "p", "holm": "Holm", "bh": "BH"}
        if rotated is not None:
            chances |= {"p_rotated": _("p rotated"), "bh_rotated": _("BH rotated")}
        columns += [Column(name, title, right=True) for name, title in chances.items()]
        pairs = matrix.result.pairs
        kept = pairs[pairs["respondents"] >= max(1, look.minimum)]
        known = matrix.chances if rotated is None else matrix.chances.join(rotated)
        kept = kept.join(known[list(chances)])
        by = ["respondents", look.measure.column] if look.measure.column in kept else []
        kept = kept.sort_values(by or ["respondents"], ascending=False, kind="stable")[:MOST]
        codes = matrix.ground.codes
        rows = []
        for at, one in zip(kept.index.tolist(), kept.to_dict("records"), strict=True):
            cells = {name: _figure(one[name]) for name in shown}
            for end in ("a", "b"):
                cells[end] = f"{signs.get(one[end], '')} {codes[one[end]].name}"
            cells |= {name: probability(one[name]) for name in chances}
            rows.append(GridRow((at, f"{one['a']}:{one['b']}"), cells))
        self.fill(columns, rows)

    @property
    def pair(self) -> tuple[int, int] | None:
        """The codes of the row under the cursor."""
        return None if self.grid.row is None else _ends(self.grid.row)

    def about(self, row: GridRow) -> Content:
        """Tell what is told of the cell in the matrix."""
        assert self.matrix is not None
        cell = read_cell(self.matrix, *_ends(row), self.desk.held.rotated(self.matrix))
        told = about_cell(cell, letters(self.desk.session.codes), wide=self.has_class("wide"))
        return Content("\n").join([*self.head(), told])

    def choose(self, row: GridRow) -> None:
        """Show the quotations side by side."""
        self.desk.show_behind(*_ends(row))


def _ends(row: GridRow) -> tuple[int, int]:
    a, _colon, b = row.key[1].partition(":")
    return int(a), int(b)


def _figure(value: float) -> str:
    whole = isinstance(value, int) or (np.isfinite(value) and value == int(value))
    return str(int(value)) if whole else bare(value)
