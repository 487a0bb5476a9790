"""The table of agreement that every format writes: per code, document, pair, group or round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kwalcode.agreement.yesno import COEFFICIENT_NAMES, FOR_TWO
from kwalcode.errors import UsageError
from kwalcode.i18n import _, current
from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
from kwalcode.report.agreement.sentence import choices, further_words, how, summary_line
from kwalcode.report.agreement.words import coefficient_name, flag_words, unit_name, units
from kwalcode.report.facts import role_name

BY: Final = ("code", "document", "pair")
"""The tables that need nothing but a `StudyAgreement`."""
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for programs and the same in every language, `title` for people."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """A title, the sentence, what was compared, and rows of cells; None is n.a.

    `total` is the row over all codes together, of a table by code; `others` is what the rows of
    any other table were made of, `by` what they are.
    """

    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    found: StudyAgreement
    language: str
    total: tuple[Cell, ...] | None = None
    by: str = "code"
    others: tuple[PooledAgreement, ...] = ()

    @property
    def used(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows for people to read: those of codes that anybody used. The rest have no figure;
        `unused` names them."""
        return tuple(row for row in self.rows if not self._nobody(row))

    @property
    def unused(self) -> str:
        """In words the codes that nobody used, "" where there are none."""
        names = [str(row[0]) for row in self.rows if self._nobody(row)]
        if not names or not self.found.table.documents:
            return ""
        return _("n.a., since nobody used them ({n}): {codes}.").format(
            n=len(names), codes="; ".join(names)
        )

    def _nobody(self, row: tuple[Cell, ...]) -> bool:
        of_codes = zip(self.columns, row, strict=True)
        return any(column.name == "positives" and not cell for column, cell in of_codes)


def sheet_of(
    found: StudyAgreement,
    by: str = "code",
    others: Sequence[PooledAgreement] | None = None,
    *,
    ordered: bool = False,
) -> AgreementSheet:
    """Return the table in the language of now; worst code, document or pair first.

    `others` are rows of another kind, each named, called `by`; `ordered` leaves them in their
    order. Raises UsageError for a `by` that is not in `BY` where there are none.
    """
    if others is None and by not in BY:
        raise UsageError(
            _("There is no table by '{by}'; choose one of: {known}.").format(
                by=by, known=", ".join(BY)
            )
        )
    if others is None and by != "code":
        others = found.by_document if by == "document" else found.pairs
    records = _codes(found) if others is None else _others(others)
    if not ordered:
        records.sort(key=_worst_first)
    columns = _columns(found, by)
    rows = tuple(tuple(record.get(column.name) for column in columns) for record in records)
    return AgreementSheet(
        _("Agreement between coders"),
        summary_line(found),
        facts_of(found),
        columns,
        rows,
        found,
        current(),
        tuple(_total(found).get(column.name) for column in columns) if others is None else None,
        by,
        tuple(others or ()),
    )


def _worst_first(record: Mapping[str, Any]) -> tuple[bool, float, str]:
    """Sort by alpha from low to high, what is n.a. last."""
    alpha = record["alpha"]
    return alpha is None, alpha or 0.0, str(record["name"])


def fitting(coders: int) -> tuple[str, ...]:
    """Return the coefficients that fit so many coders: pi is Scott's for two, Fleiss' else."""
    left_out = ("fleiss_kappa",) if coders == 2 else FOR_TWO
    return tuple(name for name in COEFFICIENT_NAMES if name not in left_out)


def _columns(found: StudyAgreement, by: str) -> tuple[Column, ...]:
    names = {"code": _("code"), "document": _("document"), "pair": _("coders"),
             "group": _("group of documents"), "round": _("round")}  # fmt: skip
    others = [name for name in fitting(len(found.coders)) if name != "alpha"]
    if by == "pair":
        others = [name for name in COEFFICIENT_NAMES if name not in ("alpha", "fleiss_kappa")]
    head = [Column("name", names.get(by, by)), Column("alpha", coefficient_name("alpha"))]
    if by == "code" and found.uncertainty is not None:
        head += [Column("low", _("from")), Column("high", _("to"))]
    coefficients = [Column(name, coefficient_name(name)) for name in others]
    if by != "code":
        amounts = [Column("documents", _("documents")), Column("n", _("units"))]
        return (*head, *amounts, *coefficients, Column("remark", _("remark")))
    if found.further is not None:
        more = ("k_u_alpha", "k_u_coverage") if found.further.exclusive else ()
        coefficients += [Column(n, coefficient_name(n)) for n in ("bar_u_alpha", *more)]
    amounts = [Column("positives", _("coded"))]
    if len(found.coders) == 2:
        only = _("only {coder}")
        a, b = found.coders
        amounts = [
            Column("a_only", only.format(coder=a)),
            Column("b_only", only.format(coder=b)),
            Column("both", _("both")),
            *amounts,
        ]
    return (*head, *amounts, *coefficients, Column("remark", _("remark")))


def _codes(found: StudyAgreement) -> list[dict[str, Any]]:
    answer = []
    for at, row in enumerate(found.table.codes.to_dict("records")):
        record = {name: None if row[name] != row[name] else row[name] for name in COEFFICIENT_NAMES}
        record |= {name: row[name] for name in ("a_only", "b_only", "both", "positives")}
        if found.uncertainty is not None:
            interval = found.uncertainty.codes[at]
            record |= {"low": interval.low, "high": interval.high}
        record |= _further(found, row["code"])
        words = [row["reason"], *map(flag_words, row["flags"])]
        record |= {"name": found.names[row["code"]], "remark": "; ".join(filter(None, words))}
        answer.append(record)
    return answer


def _further(found: StudyAgreement, code: int) -> dict[str, float | None]:
    """Return what goes beyond yes or no for a code."""
    if found.further is None:
        return {}
    record = {"bar_u_alpha": found.further.codes[code].value}
    for group in found.further.exclusive:
        if code in group.codes:
            own, covers = group.codes[code]
            record |= {"k_u_alpha": own.value, "k_u_coverage": covers.value}
    return record


def _total(found: StudyAgreement) -> dict[str, Any]:
    """Return the row over all codes together."""
    record: dict[str, Any] = {name: value.value for name, value in found.table.together.items()}
    pooled = found.table.pooled
    record |= {"name": _("all codes, pooled"), "alpha": pooled.value, "remark": pooled.reason}
    if found.uncertainty is not None:
        record |= {"low": found.uncertainty.pooled.low, "high": found.uncertainty.pooled.high}
    if found.further is not None:
        record["bar_u_alpha"] = found.further.pooled.value
    codes = found.table.codes
    if len(codes):
        for name in ("a_only", "b_only", "both", "positives"):
            record[name] = None if codes[name].isna().any() else int(codes[name].sum())
    return record


def _others(chosen: Sequence[PooledAgreement]) -> list[dict[str, Any]]:
    return [
        {name: value.value for name, value in one.values.items()}
        | {
            "name": one.name,
            "documents": one.documents,
            "n": one.n,
            "remark": one.values["alpha"].reason,
        }
        for one in chosen
    ]


def facts_of(found: StudyAgreement) -> tuple[tuple[str, str], ...]:
    """Return (name, value) pairs that say what was compared."""
    n = ", ".join((units("document", len(found.documents)), units(found.table.unit, found.table.n)))
    sure = found.uncertainty
    pairs = [
        (_("Unit"), unit_name(found.table.unit)),
        (_("Coders"), ", ".join(found.coders)),
        (_("Talk of"), ", ".join(map(role_name, found.roles))),
        ("n", n),
        (_("Filter"), "; ".join(choices(found))),
        (_("Interval"), "" if sure is None else how(sure)),
        (_("Spans and sets of codes"), "; ".join(further_words(found))),
        (_("Note"), "; ".join(found.notes)),
    ]
    return tuple((name, value) for name, value in pairs if value)
