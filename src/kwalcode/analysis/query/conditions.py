"""Conditions on respondents' attributes: domein = "politie", age >= 40."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kwalcode.analysis.query.tree import Sign

_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def holds(value: str, sign: Sign, wanted: str) -> bool:
    """Tell whether an attribute's value ("" where there is none) is as a condition wants it.

    Upper and lower case are alike. Two numbers are compared as numbers (3,5 is 3.5), two dates
    (2024-05-01 or 01-05-2024) as dates, all else in the order of the alphabet. A missing value is
    equal only to "", and neither smaller nor larger than anything.
    """
    here, there = value.strip(), wanted.strip()
    if sign == "missing":
        return not here
    if sign == "contains":
        return bool(here) and there.casefold() in here.casefold()
    order = _order(here, there)
    if sign in ("=", "!="):
        return (order == 0) == (sign == "=")
    if not here:
        return False
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _order(one: str, other: str) -> int:
    """Return -1, 0 or 1 as the first comes before, with or after the second."""
    for read in (_number, _date):
        a, b = read(one), read(other)
        if a is not None and b is not None:
            return (a > b) - (a < b)
    here, there = one.casefold(), other.casefold()
    return (here > there) - (here < there)


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _date(text: str) -> float | None:
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            day, month, year = map(int, day_first.groups())
            return date(year, month, day).toordinal()
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
