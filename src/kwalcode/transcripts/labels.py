"""What looks like a speaker label at the start of a line, and whether it names somebody.

A label is found by its shape (`Name:`, `**Name:**`, `[Name]`, `I:`, `De heer X (PARTIJ):`,
with a time before, within or after it); whether it counts is decided over the whole text,
in `speakers`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kwalcode.model import Role
from kwalcode.transcripts import words

MAX_LABEL = 40
MAX_TITLED = 60
"""Longest label in characters; the second for `Mevrouw X (PARTIJ)` and the like."""

STAMP = r"[\[(]?#?\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?#?[\])]?"
_RANGE = rf"{STAMP}(?:[ \t]*(?:--?>?|–)[ \t]*{STAMP})?"
_AFTER = r"(?:[\[(#]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?#?[\])]?|\d{1,2}:\d{2}:\d{2}(?!\d))"
_NAME = r"[^\W_][^:\n\t\[\]#*<>|]{0,59}?"
_BULLET = r"(?:(?:[-–•>]|\d{1,4}[.)])[ \t]{1,8})?"
_BEFORE = (
    rf"[ \t]*{_BULLET}"
    rf"(?:(?P<before>{_RANGE})[ \t]*(?:[-–|][ \t]*)?)?"
)
_COLON = r":(?!//|\d)"

_PLAIN = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME})(?:[ \t]*(?P<within>{_RANGE}))?[ \t]*{_COLON}"
    rf"[ \t]*(?P<after>{_AFTER})?[ \t]*"
)
_MARKED = re.compile(
    rf"{_BEFORE}(?P<mark>\*{{1,3}}|__?)[ \t]*(?:(?P<inner>{_RANGE})[ \t]*)?(?P<name>{_NAME})"
    rf"(?:[ \t]*(?P<within>{_RANGE}))?[ \t]*"
    rf"(?:(?P<early>(?P=mark))[ \t]*(?:(?P<later>{_RANGE})[ \t]*)?{_COLON}"
    rf"|{_COLON}(?P<closed>[ \t]*(?P=mark))?)"
    rf"[ \t]*(?P<after>{_AFTER})?[ \t]*"
)
_BRACKET = re.compile(rf"{_BEFORE}\[(?P<name>[^\W\d_][^\]\[\n:]{{0,39}})\][ \t]*:?[ \t]*")
_TAB = re.compile(rf"{_BEFORE}(?P<name>[^\W_][^:\n\t\[\]#*<>]{{0,39}}?)[ ]*\t[ \t]*(?=\S)")
_LEADING_STAMP = re.compile(rf"(?=[\[(#]){_RANGE}(?<=[\])#])\s*")
_STAMP_PARTS = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,-](\d{1,3}))?(?![\d:])")

_TRAILING_BRACKETS = re.compile(r"[ \t]*\([^()]{0,40}\)$")
_CODE = re.compile(r"(?P<family>[^\W\d_]{1,14})[ _.-]{0,2}(?P<number>\d{1,3})[a-z]?")
_ROLE = re.compile(
    r"(?:(?:de|the) )?(?P<word>[^\W\d_]+)\.?(?P<suffix>[ _.#-]{0,2}\d{1,3}[a-z]?|[ _.-][a-z])?"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker label in a line; `start` and `end` count from the line's start.

    `end` is where the speech begins; `time` is in seconds; `shape` is what marked it;
    `open_mark` is Markdown emphasis that opens before the label and is not closed in it.
    """

    name: str
    start: int
    end: int
    time: float | None
    shape: Literal["colon", "bracket", "tab"]
    open_mark: str = ""


def label_of(line: str) -> Label | None:
    """Return the possible label at the start of a line, by its shape alone."""
    head = line[:160]
    if ":" in head:
        found = _PLAIN.match(head) or _MARKED.match(head)
        if found:
            return _label(found, "colon")
    if "[" in head:
        found = _BRACKET.match(head)
        if found:
            return _label(found, "bracket")
    if "\t" in head:
        found = _TAB.match(head)
        if found:
            return _label(found, "tab")
    return None


def _label(found: re.Match[str], shape: Literal["colon", "bracket", "tab"]) -> Label:
    parts = found.groupdict()
    stamps = (parts.get(place) for place in ("before", "inner", "within", "later", "after"))
    time = next((seconds(stamp) for stamp in stamps if stamp), None)
    whole = found.group()
    start = len(whole) - len(whole.lstrip())
    closed = parts.get("early") or parts.get("closed")
    open_mark = "" if closed else parts.get("mark") or ""
    return Label(parts["name"].strip(), start, found.end(), time, shape, open_mark)


def seconds(stamp: str) -> float | None:
    """Return a time stamp such as `[00:01:02]`, `1:02`, `#00:01:02-3#` in seconds."""
    found = _STAMP_PARTS.search(stamp)
    if not found:
        return None
    hours, minutes, secs, fraction = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(secs)
    return whole + float(f"0.{fraction}") if fraction else float(whole)


def leading_stamp(text: str, start: int, end: int) -> tuple[int, float | None]:
    """Return where text begins after a bracketed time at its start, and that time in seconds."""
    found = _LEADING_STAMP.match(text, start, end)
    return (found.end(), seconds(found.group())) if found else (start, None)


def folded(name: str) -> str:
    """Return a label as labels are compared: composed, without case, colon and spare space."""
    composed = unicodedata.normalize("NFC", name)
    return " ".join(composed.replace(":", " ").split()).casefold()


def role_word(name: str) -> Role | Literal["speaker"] | None:
    """Return what a label says by itself: a role, "speaker", or None when it is a name."""
    found = _ROLE.fullmatch(folded(_TRAILING_BRACKETS.sub("", name)))
    if found:
        word, suffix = found["word"], found["suffix"] or ""
        numbered = any(char.isdigit() for char in suffix)
        if suffix and (word in words.WEAK or (not numbered and len(word) < 4)):
            return None
        role = _role(word)
        if role:
            return role
    if is_name(name):
        # `Jansen, Jan (interviewer)`; short words could be anybody's initials.
        long_words = (word for word in _WORD.findall(folded(name)) if len(word) >= 6)
        return next((role for role in map(_role, long_words) if role), None)
    return None


def _role(word: str) -> Role | Literal["speaker"] | None:
    if word in words.INTERVIEWER:
        return "interviewer"
    if word in words.RESPONDENT:
        return "respondent"
    if word in words.OTHER:
        return "other"
    return "speaker" if word in words.NOBODY_YET else None


def is_weak(name: str) -> bool:
    """Tell whether a label is a role word that is an ordinary word too, such as `Vraag`."""
    return folded(name) in words.WEAK


def is_header_key(name: str) -> bool:
    """Tell whether a label heads a field about the interview, such as `Datum`."""
    return folded(name).split(" ")[0] in words.HEADER_KEYS


def code_family(name: str) -> str | None:
    """Return the letters of a label such as `S01` or `P4`, None for other labels."""
    found = _CODE.fullmatch(folded(name))
    return found["family"] if found else None


def is_initials(name: str) -> bool:
    """Tell whether a label is all capitals and short, such as `AB` or `MvD`."""
    return len(name) <= 4 and name.isalpha() and name[0].isupper() and name[-1].isupper()


def is_titled(name: str) -> bool:
    """Tell whether a label is a title with a name, such as `Mevrouw Agema (PVV)`."""
    parts = _TRAILING_BRACKETS.sub("", name).split()
    if parts and parts[0].casefold() in ("de", "the"):
        parts = parts[1:]
    if len(parts) < 2 or parts[0].casefold().rstrip(".") not in words.TITLES:
        return False
    return parts[-1][0].isupper() and is_name(name)


def is_name(name: str) -> bool:
    """Tell whether a label has the form of a name, a title, a code or initials.

    Each of its words has a capital, or is a particle, a title or a number; sentences and
    words that introduce speech (`Kortom`, `Let op`, `Vraag 3`) are not names.
    """
    core = _TRAILING_BRACKETS.sub("", name).strip()
    longest = MAX_TITLED if core != name else MAX_LABEL
    key = folded(core)
    if not core or len(name) > longest or key in words.LEAD_INS or key in words.LEAD_PHRASES:
        return False
    family = code_family(core)
    if family:
        return family not in words.NOT_BEFORE_A_NUMBER
    parts = core.replace(",", " ").replace("_", " ").split()
    if len(parts) > 6 or is_header_key(core):
        return False
    if len(parts) > 1 and parts[0].casefold() in words.NOT_FIRST:
        return False
    return any(_is_capital(part) for part in parts) and all(map(_may_be_in_name, parts))


def _is_capital(part: str) -> bool:
    return part[0].isalpha() and not part[0].islower()


def _may_be_in_name(part: str) -> bool:
    if part[-1] in "?!;" or (part.endswith(".") and len(part) > 6):
        return False
    word = part.rstrip(".").casefold()
    known = word in words.PARTICLES or word in words.TITLES or _role(word) is not None
    return known or _is_capital(part) or part.isdigit() or part in ("&", "-", "–", "/")
