"""Where somebody lives: postcodes, and streets with a house number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining

from kwalcode.privacy.found import GAP, Found, words

_POSTCODE = re.compile(
    rf"(?<![^\W_])(?<![0-9][.,])[1-9][0-9]{{3}}(?:{GAP}{{0,2}}(?!SA|SD|SS)[A-Z]{{2}}"
    rf"|(?!sa|sd|ss|kg|km|cm|mm|ml|ms|px|st|th|nd|rd|ff)[a-z]{{2}})(?![^\W_])(?!-[^\W_])"
)
_NAMED_POSTCODE = re.compile(
    rf"(?i:postcode)[^\w\n]{{1,3}}(?:(?i:is|was)[^\w\n]{{1,3}})?"
    rf"(?P<code>[1-9][0-9]{{3}}{GAP}{{0,2}}[A-Za-z]{{2}})(?![^\W_])"
)

_STRONG = "straat|laan|plein|gracht|kade|singel|plantsoen"
"""Endings of street names and hardly anything else."""
_WEAK = (
    "steeg|dreef|weg|hof|pad|dijk|park|baan|markt|burgwal|haven|boulevard|oever|veld|akker|erf"
    "|brink"
)
"""Endings of many other words too: they count in a word with a capital only."""
_NO_STREETS = words(
    "milaan onderweg terugweg heenweg snelweg uitweg omweg rijbaan loopbaan bijbaan arbeidsmarkt"
    " huizenmarkt woningmarkt gerechtshof vliegveld werkveld schoolplein werkplein"
)
_COUNTED = (
    "uur|keer|maal|minuten|minuut|min|seconden|dagen|weken|maanden|jaar|jaren|km|kilometer|meter|m"
    "|euro|procent|mensen|personen|man|mannen|vrouwen|jongens|meisjes|jongeren|kinderen|cliënten"
    "|klanten|meldingen|zaken|graden"
)
"""Words that show a number to be a count, not the number of a house."""
_HOUSE = (
    rf"(?:,?{GAP}(?:op{GAP})?(?:huisnummer|nummer|nr\.?|no\.?){GAP}|{GAP}{{1,2}})"
    rf"(?P<number>[1-9][0-9]{{0,4}})"
    rf"(?P<addition>(?:{GAP}?[-/]{GAP}?(?:[0-9]{{1,4}}|[A-Za-z]{{1,2}}|[IVX]{{1,4}})"
    rf"|{GAP}?(?:bis|hs|huis|rood|zwart)|[A-Za-z]|{GAP}[A-Z])(?![^\W_]))?+"
    rf"(?![^\W_]|[:%]|[.,][0-9]|{GAP}?%)(?!{GAP}(?i:{_COUNTED})(?![^\W_]))"
)
_STREET = re.compile(rf"(?P<ending>(?i:(?P<strong>{_STRONG}|str\.)|{_WEAK}))(?![^\W_]){_HOUSE}")
_LAAN_VAN = re.compile(
    r"(?<![^\W_])(?:Laan|Weg|Plein|Park|Kade|Hof|Pad|Dijk|Straat|Singel)"
    rf"(?:{GAP}(?:van|der|den|de|het|naar|ten|ter|op|in)(?![^\W_])){{1,3}}"
    rf"(?:{GAP}[A-Z][\w'’-]{{1,40}}+){{1,3}}{_HOUSE}"
)
_GAPS = " \t\u00a0\u202f"
_LONGEST_WORD, _WORDS_BEFORE = 40, 5
_PARTICLES = words("van der de den het ten ter")
_TITLES = words("dr st prof ds mr ir burg pres gen jhr kon")
_OPENERS = words(
    "op in aan bij naar de het een ik hij zij ze we wij u mijn onze hun die dat deze dit en maar"
    " want of ja nee dus toen daar hier nou adres vanaf tot uit langs met voor achter om eh"
)
"""Words that have a capital because a sentence begins, and are no part of a street's name."""


def postcodes(text: str) -> Iterator[Found]:
    """Yield Dutch postcodes: four digits and two capitals, or small letters without a space."""
    for match in _POSTCODE.finditer(text):
        yield Found(match.start(), match.end(), "postcode")
    for match in _NAMED_POSTCODE.finditer(text):
        yield Found(match.start("code"), match.end("code"), "postcode")


def addresses(text: str) -> Iterator[Found]:
    """Yield streets with a house number; the whole name of the street as far as capitals show."""
    for match in _STREET.finditer(text):
        start = _word_start(text, match.start())
        first = _name_start(text, start)
        if not _is_year(match) and _is_street(text, first, start, match):
            yield Found(first, match.end(), "address")
    for match in _LAAN_VAN.finditer(text):
        if not _is_year(match):
            yield Found(match.start(), match.end(), "address")


def _is_year(match: re.Match[str]) -> bool:
    return 1900 <= int(match["number"]) < 2100 and match["addition"] is None


def _is_street(text: str, first: int, start: int, match: re.Match[str]) -> bool:
    """Judge the word that begins at `start`, with the street's name from `first` on."""
    if start == match.start():
        return match["strong"] is not None and first < start
    word = text[start : match.end("ending")]
    named = match["strong"] is not None or word[0].isupper()
    return named and word.casefold() not in _NO_STREETS


def _word_start(text: str, end: int) -> int:
    start = end
    while start > max(0, end - _LONGEST_WORD) and _in_word(text[start - 1]):
        start -= 1
    return start


def _in_word(char: str) -> bool:
    return char.isalnum() or char in "'’-" or combining(char) != 0


def _name_start(text: str, start: int) -> int:
    """Return where the street's name begins: the words with capitals just before `start`."""
    first = place = start
    for _number in range(_WORDS_BEFORE):
        if place == 0 or text[place - 1] not in _GAPS:
            break
        end = place - 1
        dotted = end > 0 and text[end - 1] == "."
        end -= dotted
        place = _word_start(text, end)
        word = text[place:end]
        if not word or (dotted and len(word) > 1 and word.casefold() not in _TITLES):
            break
        if word[0].isupper() and word.casefold() not in _OPENERS:
            first = place
        elif word not in _PARTICLES:
            break
    return first
