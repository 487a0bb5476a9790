"""Tables of a Word report that the page shows in a form of its own."""

from __future__ import annotations

from typing import Final

from kwalcode.i18n import _
from kwalcode.report.data import ReportAgreement, ReportCode, ReportData
from kwalcode.report.parts.values import (
    Cell,
    Column,
    Table,
    count_cell,
    number_cell,
    text_cell,
)
from kwalcode.report.summary import origin_name

MOST_PAIRS: Final = 40
"""So many pairs of codes stand in a document: those with the most respondents."""


def pairs(data: ReportData) -> Table:
    """Return the pairs with the most respondents."""
    names = {code.id: code.name for code in data.codes}
    head = (
        Column("A"),
        Column("B"),
        Column(_("respondents"), numeric=True),
        Column(_("events"), numeric=True),
        *(Column(name, numeric=True) for name in ("Jaccard", "P(B|A)", "P(A|B)")),
    )
    rows = tuple(
        (
            text_cell(names[pair.a]),
            text_cell(names[pair.b]),
            count_cell(pair.respondents),
            count_cell(pair.events),
            *(_share(pair.measures.get(m)) for m in ("jaccard", "p_b_given_a", "p_a_given_b")),
        )
        for pair in data.pairs[:MOST_PAIRS]
    )
    notes: tuple[str, ...] = ()
    if data.pairs_found > len(rows):
        told = _("The {n} pairs with the most respondents; there are {all}.")
        notes = (told.format(n=len(rows), all=data.pairs_found),)
    return Table("pairs", _("Pairs of codes"), head, rows, notes)


def _share(value: float | None) -> Cell:
    return number_cell(float("nan") if value is None else value, 2)


def respondents(data: ReportData) -> Table:
    """Return the respondents with their attributes."""
    head = (
        Column(_("respondent")),
        *(Column(name) for name in data.attributes),
        Column(_("documents"), numeric=True),
        Column(_("quotations"), numeric=True),
    )
    rows = tuple(
        (
            text_cell(one.name),
            *map(text_cell, one.values),
            count_cell(one.documents),
            count_cell(one.quotations),
        )
        for one in data.respondents
    )
    return Table("respondents", _("Respondents"), head, rows)


def agreement(agreed: ReportAgreement) -> Table:
    """Return the agreement per code."""
    two = len(agreed.coders) == 2
    columns = [Column(_("code")), Column(_("alpha"), numeric=True)]
    if two:
        columns += [
            Column(_("only {coder}").format(coder=name), numeric=True) for name in agreed.coders
        ]
        columns.append(Column(_("both"), numeric=True))
    rows = []
    for name, alpha, _reason, a_only, b_only, both in agreed.codes:
        counts = [count_cell(n or 0) for n in (a_only, b_only, both)] if two else []
        value = number_cell(float("nan") if alpha is None else alpha)
        rows.append((text_cell(name), value, *counts))
    return Table("agreement", _("Agreement between coders"), tuple(columns), tuple(rows))


def codebook(data: ReportData) -> Table:
    """Return the codes with what the codebook says of them."""
    head = (
        Column(_("code")),
        Column(_("origin")),
        Column(_("definition")),
        Column(_("respondents"), numeric=True),
        Column(_("quotations"), numeric=True),
    )
    rows = tuple(
        (
            text_cell("\u2003" * code.depth + code.path.rpartition(" > ")[2]),
            text_cell(origin_name(code.origin)),
            text_cell(_described(code)),
            count_cell(code.respondents),
            count_cell(code.quotations),
        )
        for code in data.codes
    )
    return Table("codebook", _("Codebook"), head, rows)


def _described(code: ReportCode) -> str:
    """Return the definition, with the other fields of the codebook on lines of their own."""
    fields = (
        (_("Include"), code.include),
        (_("Exclude"), code.exclude),
        (_("Example"), code.example),
        (_("Question"), code.question),
    )
    lines = [f"{name}: {value}" for name, value in fields if value]
    return "\n".join([code.definition, *lines] if code.definition else lines)
