"""The table of agreement that every format writes: per code, per document or per pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kwalcode.agreement.yesno import COEFFICIENT_NAMES
from kwalcode.errors import UsageError
from kwalcode.i18n import _, current
from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
from kwalcode.report.agreement.sentence import choices, how, summary_line
from kwalcode.report.agreement.words import coefficient_name, flag_words, unit_name, units
from kwalcode.report.facts import role_name

BY: Final = ("code", "document", "pair")
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for programs and the same in every language, `title` for people."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """A title, the sentence, what was compared, and rows of cells; None is n.a."""

    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    found: StudyAgreement
    language: str


def sheet_of(found: StudyAgreement, by: str = "code") -> AgreementSheet:
    """Return the table in the language of now; worst code, document or pair first.

    Raises UsageError for a `by` that is not in `BY`.
    """
    if by not in BY:
        raise UsageError(
            _("There is no table by '{by}'; choose one of: {known}.").format(
                by=by, known=", ".join(BY)
            )
        )
    records = _codes(found) if by == "code" else _others(found, by)
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
    )


def _worst_first(record: Mapping[str, Any]) -> tuple[bool, float, str]:
    """Sort by alpha from low to high, what is n.a. last."""
    alpha = record["alpha"]
    return alpha is None, alpha or 0.0, str(record["name"])


def fitting(coders: int) -> tuple[str, ...]:
    """Return the coefficients that fit so many coders: pi is Scott's for two, Fleiss' else."""
    left_out = ("fleiss_kappa",) if coders == 2 else ("kappa", "scott_pi", "dice", "jaccard")
    return tuple(name for name in COEFFICIENT_NAMES if name not in left_out)


def _columns(found: StudyAgreement, by: str) -> tuple[Column, ...]:
    names = {"code": _("code"), "document": _("document"), "pair": _("coders")}
    others = [name for name in fitting(len(found.coders)) if name != "alpha"]
    if by == "pair":
        others = [name for name in COEFFICIENT_NAMES if name not in ("alpha", "fleiss_kappa")]
    head = [Column("name", names[by]), Column("alpha", "alpha")]
    if by == "code" and found.uncertainty is not None:
        head += [Column("low", _("from")), Column("high", _("to"))]
    coefficients = [Column(name, coefficient_name(name)) for name in others]
    if by != "code":
        amounts = [Column("documents", _("documents")), Column("n", _("units"))]
        return (*head, *amounts, *coefficients, Column("remark", _("remark")))
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
        words = [row["reason"], *map(flag_words, row["flags"])]
        record |= {"name": found.names[row["code"]], "remark": "; ".join(filter(None, words))}
        answer.append(record)
    return answer


def _others(found: StudyAgreement, by: str) -> list[dict[str, Any]]:
    chosen: Sequence[PooledAgreement] = found.by_document if by == "document" else found.pairs
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
        (_("Note"), "; ".join(found.notes)),
    ]
    return tuple((name, value) for name, value in pairs if value)
