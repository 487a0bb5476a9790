"""The counting rules in words, and the facts of a co-occurrence."""

from __future__ import annotations

from kwalcode.analysis.pairing import RULES
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.cooccurrence import StudyCooccurrence
from kwalcode.report.facts import facts, rule_name


def unit_of(rule: str) -> str:
    """Return the unit in which a rule counts, in words."""
    names = {"sentence": _("sentence"), "turn": _("turn"), "document": _("document")}
    if rule.startswith("near("):
        return _("window of turns")
    return names.get(rule, _("quotation"))


def meaning_of(rule: str) -> str:
    """Say when two codes go together under a rule."""
    meanings = {
        "overlap": _("two quotations share at least one character"),
        "same-quotation": _("both codes are on the same quotation"),
        "sentence": _("both codes are in the same sentence"),
        "turn": _("both codes are in the same turn"),
        "document": _("both codes are in the same document"),
    }
    if rule.startswith("near("):
        reach = int(rule[5:-1])
        return counted(
            "both codes are at most {n} turn apart", "both codes are at most {n} turns apart", reach
        )
    return meanings.get(rule, RULES.get(rule, rule))


def facts_of(
    found: StudyCooccurrence, filters: tuple[str, ...] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what a co-occurrence was counted on, as (name, value) pairs."""
    result = found.result
    n = len(result.pairs)
    pairs = counted("{n} pair of codes", "{n} pairs of codes", n)
    if found.of == "theme":
        pairs = counted("{n} pair of themes", "{n} pairs of themes", n)
    units = "" if result.n is None else f"{result.n} × {unit_of(result.rule)}, "
    rule = f"{rule_name(result.rule)} ({meaning_of(result.rule)})"
    if found.of == "theme":
        rule += "; " + _("a theme is where one of its codes is")
    if found.sub_codes:
        rule += "; " + _("sub-codes count for the codes above them")
    return facts(
        found.counted, unit=unit_of(result.rule), n=units + pairs, rule=rule, filters=filters
    )
