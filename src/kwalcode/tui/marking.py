"""Codings as the marks that the margin shows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from kwalcode.model import Code, Coder
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.marks import UNLETTERED, colors, letters

_GREY = "#808080"


class Marking:
    """Makes marks, knowing the codes and coders.

    A mark stays the same object as long as nothing about it changes: after an act a document of
    thousands of codings is read anew, and one of them is another.
    """

    def __init__(self, codes: Sequence[Code], coders: Sequence[Coder], me: int | None) -> None:
        self._letters, self._colors = letters(codes), colors(codes)
        self._titles = {code.id: code.name for code in codes}
        self._coders = {coder.id: coder.name for coder in coders}
        self._me = me
        self._made: dict[tuple[Any, ...], CodingMark] = {}

    def marks(
        self, rows: Iterable[tuple[Any, ...]], shown: Container[int] | None
    ) -> list[CodingMark]:
        """Return the marks of codings, as `reads.codings.coding_rows` gives them, in their order;
        `shown` are the ids of the coders whose work is shown, None: all."""
        known, made = self._made, dict[tuple[Any, ...], CodingMark]()
        for row in rows:
            if shown is None or row[4] in shown:
                made[row] = known.get(row) or self._mark(*row)
        self._made = made
        return list(made.values())

    def _mark(self, number: int, start: int, end: int, code: int, coder: int) -> CodingMark:
        return CodingMark(
            number,
            start,
            end,
            code,
            self._titles.get(code, ""),
            self._letters.get(code, UNLETTERED),
            self._colors.get(code, _GREY),
            self._coders.get(coder, ""),
            coder == self._me,
        )
