"""Numbers that belong to one person or one household: bank, citizen, telephone, number plate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kwalcode.privacy.checksums import IBAN_LENGTHS, is_bsn, is_iban
from kwalcode.privacy.found import GAP, Found, words

_DIGITS = re.compile("[0-9]+")
_LETTERS = re.compile("[A-Za-z]+")


def _iban_pattern() -> str:
    """One alternative per length, so that the words after an IBAN are never taken into it."""
    by_length = defaultdict(list)
    for country, length in IBAN_LENGTHS.items():
        by_length[length].append(country)
        by_length[length].append(country.lower())
    separated = rf"(?:(?:{GAP}|[.-])?[A-Za-z0-9])"
    kinds = (
        rf"(?:{'|'.join(countries)}){GAP}?[0-9]{{2}}{separated}{{{length - 4}}}"
        for length, countries in by_length.items()
    )
    return rf"(?<![^\W_])(?:{'|'.join(kinds)})(?![^\W_])"


_IBAN = re.compile(_iban_pattern())

_BSN = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?:[0-9]{{9}}"
    rf"|[0-9]{{4}}(?P<a>{GAP}|[.-])[0-9]{{2}}(?P=a)[0-9]{{3}}"
    rf"|[0-9]{{3}}(?P<b>{GAP}|[.-])[0-9]{{3}}(?P=b)[0-9]{{3}})(?![0-9])(?![.,][0-9])"
)
_MONEY_BEFORE = ("€", "eur", "$", "£")
_MONEY_AFTER = ("euro", "eur ", "€", ",-")

_SEPARATOR = "[ \t\u00a0\u202f()./\u2010-\u2013-]"
_REST = rf"(?:{_SEPARATOR}{{0,3}}[0-9]){{8}}"
_PHONE = re.compile(
    rf"(?<![^\W_])(?:(?:\+|00){_SEPARATOR}?31{_SEPARATOR}{{0,3}}(?:0{_SEPARATOR}{{0,2}})?[1-9]{_REST}"
    rf"|(?P<home>\(?0{_SEPARATOR}{{0,3}}[1-9]{_REST})"
    rf"|\+[1-9](?:{_SEPARATOR}{{0,2}}[0-9]){{7,13}}"
    r"|0[89]00-?[0-9]{4}(?:[0-9]{3})?)(?![0-9])(?!:[0-9])"
)
_DATED = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:19|20)[0-9]{2}(?![0-9])")

_SIDECODES = (
    *("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9"),
    *("9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)
"""The forms of Dutch number plates that the vehicle authority (RDW) has given out so far."""


def _plate_pattern(between: str) -> str:
    forms = (
        code.replace("-", between).replace("X", "[A-Za-z]").replace("9", "[0-9]")
        for code in _SIDECODES
    )
    return rf"(?:{'|'.join(forms)})"


_PLATE = re.compile(rf"(?<![^\W_])(?<![^\W_]-){_plate_pattern('-')}(?![^\W_])(?!-[^\W_])")
_NAMED_PLATE = re.compile(
    r"(?i:kentekens?|nummerplaa?t(?:en)?|nummerbord(?:en)?)[^\w\n]{1,3}"
    rf"(?:(?i:is|was|nummer)[^\w\n]{{1,3}})?(?P<plate>{_plate_pattern('[ -]?')})(?![^\W_])"
)
_MONTHS = words("jan feb mrt apr mei jun jul aug sep okt nov dec may oct mar")
_VOWELS = frozenset("aeiou")


def ibans(text: str) -> Iterator[Found]:
    """Yield IBANs with a right checksum, in groups or in one piece, capitals or not."""
    for match in _IBAN.finditer(text):
        if is_iban("".join(c for c in match.group() if c.isalnum())):
            yield Found(match.start(), match.end(), "IBAN")


def bsns(text: str) -> Iterator[Found]:
    """Yield nine digits, in one piece or in groups, that pass the eleven-test; no amounts."""
    for match in _BSN.finditer(text):
        digits = "".join(_DIGITS.findall(match.group()))
        if is_bsn(digits) and not _is_amount(text, match.start(), match.end()):
            yield Found(match.start(), match.end(), "BSN")


def phones(text: str) -> Iterator[Found]:
    """Yield Dutch telephone numbers, and foreign ones that begin with a plus."""
    for match in _PHONE.finditer(text):
        start, piece = match.start(), match.group()
        if match["home"] is not None and not _is_grouped_as_phone(piece):
            continue
        if piece[0] == "(" and ")" not in piece:
            start += 1
        yield Found(start, match.end(), "phone")


def plates(text: str) -> Iterator[Found]:
    """Yield Dutch number plates with hyphens; without them only behind a word as "kenteken"."""
    for match in _PLATE.finditer(text):
        if _has_plate_letters(match.group()):
            yield Found(match.start(), match.end(), "number plate")
    for match in _NAMED_PLATE.finditer(text):
        yield Found(match.start("plate"), match.end("plate"), "number plate")


def _is_amount(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 5) : start].rstrip().lower()
    after = text[end : end + 6].lstrip().lower()
    return before.endswith(_MONEY_BEFORE) or f"{after} ".startswith(_MONEY_AFTER)


def _is_grouped_as_phone(piece: str) -> bool:
    """Tell a telephone number's groups of digits from those of a date with a time behind it."""
    first = _DIGITS.findall(piece)[0]
    return not _DATED.match(piece) and (len(first) != 2 or first == "06")


def _has_plate_letters(plate: str) -> bool:
    """Leave out dates as 3-mei-21 and, in small letters, words as in 10-op-10."""
    groups = _LETTERS.findall(plate)
    if any(group.lower() in _MONTHS for group in groups):
        return False
    return all(g.isupper() or not _VOWELS.intersection(g.lower()) for g in groups)
