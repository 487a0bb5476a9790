"""Sections and tables of a report: plain values, which page and Word file both show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kwalcode.decimals import number
from kwalcode.i18n import _


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: what it reads, the number it is sorted by (None: its text).

    `quotes` are the quotations behind it (places in the report), `shade` from 0 to 1 how dark
    its ground is, `hint` why it is n.a.
    """

    text: str
    value: float | None = None
    quotes: tuple[int, ...] = ()
    shade: float = 0.0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; `numeric` ones stand to the right, `upright` ones have a long head."""

    name: str
    numeric: bool = False
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row names it. `notes` stand below."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """Codes seen after each interview: total in the order taken, and the band of 95 % of the
    shuffled orders (low, median, high)."""

    total: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    median: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section: paragraphs, tables, and what all of it was counted on. `growth`: its figure."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    growth: Growth = field(default_factory=Growth)


def text_cell(value: str, quotes: Sequence[int] = ()) -> Cell:
    """Return a cell of text."""
    return Cell(value, quotes=tuple(quotes))


def count_cell(value: int, quotes: Sequence[int] = (), shade: float = 0.0) -> Cell:
    """Return a cell with a whole number."""
    return Cell(str(value), float(value), tuple(quotes), shade)


def number_cell(value: float, digits: int = 3, hint: str = "") -> Cell:
    """Return a cell with a number in the report's language; n.a. with the `hint` for NaN."""
    if math.isnan(value):
        return Cell(_("n.a."), math.inf, hint=hint)
    return Cell(number(value, digits), value)


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words: A, B and C."""
    known = list(names)
    if len(known) < 2:
        return "".join(known)
    return _("{names} and {last}").format(names=", ".join(known[:-1]), last=known[-1])
