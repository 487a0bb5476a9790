"""Quotations found, put in order and chosen by attributes of their respondents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Excerpt


@dataclass(frozen=True, slots=True)
class Condition:
    """What an attribute must be (or, where `negated`, must not be)."""

    attribute: str
    value: str
    negated: bool = False


def condition(text: str) -> Condition:
    """Read `attribute=value` or `attribute!=value`; raises UsageError for anything else."""
    attribute, sign, value = text.partition("=")
    negated = attribute.endswith("!")
    attribute = attribute.removesuffix("!").strip()
    if not sign or not attribute:
        raise UsageError(
            _("The condition “{text}” is not of the form attribute=value.").format(text=text)
        )
    return Condition(attribute, value.strip(), negated)


def matches(attributes: Mapping[str, str], conditions: Iterable[str]) -> bool:
    """Tell whether a respondent's attributes meet all conditions (`domain=care`, `age!=40`).

    Names and values are compared without regard to case. A respondent who lacks the attribute
    is never equal to a value, except to an empty one. Raises UsageError for a malformed one.
    """
    known = {name.strip().casefold(): value for name, value in attributes.items()}
    for one in map(condition, conditions):
        value = known.get(one.attribute.casefold(), "")
        if (value.strip().casefold() == one.value.casefold()) == one.negated:
            return False
    return True


def in_document_order(excerpts: Iterable[Excerpt], documents: Sequence[str] = ()) -> list[Excerpt]:
    """Sort excerpts as the project orders its `documents`, then by place.

    Documents that are not named come last, by name.
    """
    rank = {name: i for i, name in enumerate(documents)}
    return sorted(
        excerpts,
        key=lambda e: (rank.get(e.document, len(rank)), e.document, e.start, e.end, e.codes),
    )


def group_by_code(
    excerpts: Iterable[Excerpt], codes: Sequence[str] | None = None
) -> dict[str, list[Excerpt]]:
    """Put each excerpt under every one of its codes, in the order given within a code.

    `codes` are the codes wanted, in order (also those without excerpts); by default the codes
    that occur, by name.
    """
    excerpts = list(excerpts)
    if codes is None:
        codes = sorted({code for e in excerpts for code in e.codes}, key=str.casefold)
    answer: dict[str, list[Excerpt]] = {code: [] for code in codes}
    for excerpt in excerpts:
        for code in dict.fromkeys(excerpt.codes):
            if code in answer:
                answer[code].append(excerpt)
    return answer
