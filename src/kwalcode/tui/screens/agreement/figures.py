"""The coefficients that the agreement screen can put first, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.agreement.values import Value
    from kwalcode.project.agreement.agreements import StudyAgreement

ALPHA, SPANS, SETS, EXCLUSIVE = "alpha", "bar_u_alpha", "masi", "k_u_alpha"
_BEYOND = (SPANS, SETS)


def offered(found: StudyAgreement) -> tuple[str, ...]:
    """Return the names of the coefficients that can be put first, alpha before all others."""
    from kwalcode.agreement.yesno import COEFFICIENT_NAMES

    names = (ALPHA, *(name for name in COEFFICIENT_NAMES if name != ALPHA), *_BEYOND)
    further = found.further
    return (*names, EXCLUSIVE) if further is not None and further.exclusive else names


def title(name: str) -> str:
    """Return what a coefficient is called in full."""
    from kwalcode.report.agreement.words import coefficient_name

    names = {
        ALPHA: _("Krippendorff's alpha"),
        "observed": _("observed agreement"),
        "ac1": _("Gwet's AC1"),
        "brennan_prediger": _("Brennan-Prediger (PABAK)"),
        SPANS: _("|u-alpha (where spans begin and end)"),
        SETS: _("MASI-alpha (sets of codes)"),
        EXCLUSIVE: _("(k)u-alpha (codes that exclude each other)"),
    }
    return names.get(name) or coefficient_name(name)


def short(name: str) -> str:
    """Return what a coefficient is called above a column of seven."""
    names = {
        ALPHA: _("alpha"),
        "observed": _("agr."),
        "kappa": "kappa",
        "scott_pi": "pi",
        "fleiss_kappa": "Fleiss",
        "ac1": "AC1",
        "brennan_prediger": "B-P",
        "dice": "Dice",
        "jaccard": "Jacc.",
        "holsti": "Holsti",
        SPANS: "|u-a",
        SETS: "MASI",
        EXCLUSIVE: "(k)u-a",
    }
    return names.get(name, name)


def pooled(found: StudyAgreement, name: str) -> Value:
    """Return a coefficient over all codes together."""
    if name in found.table.together:
        return found.table.together[name]
    if found.further is None:
        return _wait()
    if name == SETS:
        return found.further.masi
    if name == SPANS:
        return found.further.pooled
    groups = found.further.exclusive
    return groups[0].same if len(groups) == 1 else _na(_("a figure for each group, none for all"))


def per_code(found: StudyAgreement, name: str) -> Mapping[int, Value]:
    """Return a coefficient for each code (id) of the table."""
    from kwalcode.agreement.values import Value, for_two_only
    from kwalcode.agreement.yesno import FOR_TWO

    table, further = found.table, found.further
    numbers = [int(number) for number in table.codes["code"].tolist()]
    if name in table.codes:
        many = len(table.coders)
        wrong = for_two_only(many).reason if name in FOR_TWO and many != 2 else ""
        columns = (table.codes[name].tolist(), table.codes["reason"].tolist())
        return {
            number: Value(float(value)) if value == value else Value(None, wrong or str(reason))
            for number, value, reason in zip(numbers, *columns, strict=True)
        }
    if further is None:
        return dict.fromkeys(numbers, _wait())
    if name == SPANS:
        return further.codes
    if name == SETS:
        return dict.fromkeys(numbers, _na(_("of sets of codes: none for one code")))
    none = _na(_("in no group of codes that exclude each other"))
    own = {code: values[0] for group in further.exclusive for code, values in group.codes.items()}
    return {number: own.get(number, none) for number in numbers}


def told_of_groups(found: StudyAgreement, code: int | None = None) -> list[str]:
    """Return in words the groups of codes that exclude each other: all, or those of a code."""
    from kwalcode.tui.text.agreement import figure

    if found.further is None:
        return []
    lines = []
    for group in found.further.exclusive:
        if code is not None and code not in group.codes:
            continue
        line = _("{group}: u-alpha {whole}, |u-alpha {bar}, cu-alpha {same}").format(
            group=group.name,
            whole=_figure(group.whole),
            bar=_figure(group.bar),
            same=_figure(group.same),
        )
        if code is not None:
            covered = figure(group.codes[code][1].value)
            line += "  " + _("(of this code {share} lies in units of both)").format(share=covered)
        lines.append(line)
    return lines


def _figure(value: Value) -> str:
    from kwalcode.tui.text.agreement import figure

    return figure(value.value) + (f" ({value.reason})" if value.reason else "")


def _wait() -> Value:
    return _na(_("computing …"))


def _na(reason: str) -> Value:
    from kwalcode.agreement.values import Value

    return Value(None, reason)
