"""Dates of birth: a date with a word about birth close by, also in the question before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kwalcode.privacy.found import GAP, Found

_BEFORE, _AFTER = 60, 25
"""How many code points may lie between the word and the date behind it, or before it."""

_CUE = re.compile(
    r"(?<![^\W_])(?:geboren|geb\.|geboortedatum|geboortedag|geboorte|verjaardag|jarig"
    r"|date of birth|born)(?![^\W_])",
    re.IGNORECASE,
)
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH = "(?:1[0-2]|0?[1-9])"
_YEAR = "(?:(?:19|20)[0-9]{2})"
_MONTH_NAME = (
    "(?i:januari|jan|februari|feb|maart|mrt|april|apr|mei|juni|jun|juli|jul|augustus|aug"
    r"|september|sept|sep|oktober|okt|november|nov|december|dec)(?![^\W_])\.?"
)
_DATE = re.compile(
    rf"(?<![^\W_])(?:{_DAY}(?:ste|de|e)?{GAP}{{1,2}}{_MONTH_NAME}"
    rf"(?:{GAP}{{1,2}}(?:{_YEAR}|['’]?[0-9]{{2}})(?![^\W_]|:))?"
    rf"|{_MONTH_NAME}{GAP}{_YEAR}(?![^\W_])"
    rf"|{_YEAR}-{_MONTH}-{_DAY}(?![^\W_])"
    rf"|{_DAY}(?P<by>{GAP}?[-/.]{GAP}?|{GAP}){_MONTH}(?P=by)(?:{_YEAR}|['’]?[0-9]{{2}})(?![^\W_]|:))"
)


def births(text: str) -> Iterator[Found]:
    """Yield dates near a word about birth; a year alone is no date, a day and month is one."""
    cues = [match.span() for match in _CUE.finditer(text)]
    starts = [start for start, _end in cues]
    ends = [end for _start, end in cues]
    for match in _DATE.finditer(text) if cues else ():
        before = bisect_right(ends, match.start()) - 1
        after = bisect_left(starts, match.end())
        if (before >= 0 and match.start() - ends[before] <= _BEFORE) or (
            after < len(starts) and starts[after] - match.end() <= _AFTER
        ):
            yield Found(match.start(), match.end(), "date of birth")
