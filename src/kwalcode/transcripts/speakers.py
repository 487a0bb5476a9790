"""Speakers and turns in running text: which of the possible labels count.

A label counts when it is a known role word, a title with a name (`Mevrouw X`), the
interviewer that the user named, or a name that recurs. An ordinary word that happens to
recur before a colon is kept out: by the lists in `words`, by occurring in lower case in the
text while being rare as a label, and by never standing at the start of a paragraph where all
other labels do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kwalcode.i18n import _
from kwalcode.model import Turn
from kwalcode.transcripts import words
from kwalcode.transcripts.labels import (
    STAMP,
    Label,
    code_family,
    folded,
    is_header_key,
    is_initials,
    is_name,
    is_titled,
    is_weak,
    label_of,
    role_word,
)
from kwalcode.transcripts.labels import seconds as stamp_seconds
from kwalcode.transcripts.refusals import listed_lines
from kwalcode.transcripts.turns import Mark, before, from_marks

_STAMP_LINE = re.compile(rf"[ \t]*{STAMP}[ \t]*")
_LOWER_WORD = re.compile(r"[^\W\d_]+")
_HEADER_LINES = 30
_HEADER_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible label with the place of its line in the text, in code points."""

    label: Label
    offset: int
    line: int
    after_blank: bool
    start: int
    time: float | None


def find_turns(text: str, interviewer: str | None = None) -> tuple[list[Turn], list[str]]:
    """Return the turns of a text by its speaker labels, none when it has no labels; and notices.

    Text before the first label is a turn of nobody.
    """
    candidates = _candidates(text)
    names = [found.label.name for found in candidates]
    # Where one name is marked in two ways, the colon is the surest sign.
    by_shape = sorted(candidates, key=lambda found: found.label.shape == "colon")
    shapes: dict[str, str] = {folded(found.label.name): found.label.shape for found in by_shape}
    after_blank = Counter(folded(found.label.name) for found in candidates if found.after_blank)
    counts = accepted(names, text.split, interviewer, shapes=shapes, after_blank=after_blank)
    kept = [found for found in candidates if folded(found.label.name) in counts]
    if not kept:
        return [], []
    marks = [_mark(found) for found in kept]
    turns = before(text, marks[0].start) + from_marks(text, marks, len(text))
    return turns, _passed_over(candidates, counts)


def _mark(found: Candidate) -> Mark:
    label = found.label
    return Mark(found.start, found.offset + label.end, label.name, found.time, label.open_mark)


def _candidates(text: str) -> list[Candidate]:
    """Return all possible labels; a line with only a time stamp belongs to the label after it."""
    found: list[Candidate] = []
    lines = text.split("\n")
    header = _header_lines(lines)
    offset, blank = 0, True
    stamp: tuple[int, float | None] | None = None
    for number, line in enumerate(lines):
        if line and not line.isspace():
            label = label_of(line) if number >= header else None
            if label:
                found.append(_candidate(label, offset, number + 1, blank, stamp))
            stamp = None if label else _stamp_alone(line, offset)
            blank = stamp is not None
        else:
            blank = True
        offset += len(line) + 1
    return found


def _candidate(
    label: Label, offset: int, line: int, after_blank: bool, stamp: tuple[int, float | None] | None
) -> Candidate:
    if stamp is None:
        return Candidate(label, offset, line, after_blank, offset + label.start, label.time)
    time = label.time if label.time is not None else stamp[1]
    return Candidate(label, offset, line, after_blank, stamp[0], time)


def _stamp_alone(line: str, offset: int) -> tuple[int, float | None] | None:
    """Return where a line's only time stamp stands and its seconds; f4 stamps end a passage."""
    if "#" in line or not _STAMP_LINE.fullmatch(line):
        return None
    return offset + len(line) - len(line.lstrip()), stamp_seconds(line)


def _header_lines(lines: Sequence[str]) -> int:
    """Return how many lines at the top are fields about the interview, such as `Datum: …`."""
    end = 0
    for number, line in enumerate(lines[:_HEADER_LINES]):
        if len(line) > _HEADER_WIDTH or line.rstrip().endswith("?"):
            break
        label = label_of(line)
        if label and is_header_key(label.name):
            end = number + 1
    while 0 < end < len(lines) and _is_field(lines[end]):
        end += 1
    return end


def _is_field(line: str) -> bool:
    """Tell whether a line below a header field is one more: `Interviewer: Marieke`."""
    label = label_of(line)
    value = line[label.end :].strip() if label else ""
    return bool(label and len(label.name) >= 6 and 0 < len(value) <= 40 and value[-1] not in ".?!…")


def accepted(
    names: Iterable[str],
    text_words: Callable[[], Iterable[str]],
    interviewer: str | None = None,
    *,
    shapes: dict[str, str] | None = None,
    after_blank: Counter[str] | None = None,
) -> dict[str, int]:
    """Return the folded labels that count as speakers, with how often each occurs.

    `names` are the possible labels, one per occurrence; `text_words` gives the words of the
    text; `shapes` and `after_blank` say, by folded label, what marked it and how often it
    stood after an empty line, where that is known.
    """
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name in names:
        spelled.setdefault(folded(name), name)
        counts[folded(name)] += 1
    wanted = folded(interviewer) if interviewer else None
    families = Counter(code_family(name) for name in spelled.values())
    certain = {
        key
        for key, name in spelled.items()
        if key == wanted or _is_certain(name, (shapes or {}).get(key, "colon"), families)
    }
    weak = {key for key in counts if is_weak(key)}
    if len(weak) > 1:
        certain |= weak
    recurring = {
        key
        for key, name in spelled.items()
        if key not in certain and counts[key] > 1 and _may_recur(name, (shapes or {}).get(key))
    }
    recurring -= _unlike_the_rest(recurring, certain, counts, after_blank)
    recurring -= _ordinary(recurring, certain, counts, spelled, text_words)
    return {key: counts[key] for key in certain | recurring}


def _is_certain(name: str, shape: str, families: Counter[str | None]) -> bool:
    if is_weak(name):
        return False
    if role_word(name):
        return True
    if shape != "colon":
        return False
    family = code_family(name)
    in_family = family in words.CODE_FAMILIES and families[family] > 1
    return in_family or is_titled(name)


def _may_recur(name: str, shape: str | None) -> bool:
    if shape == "tab":
        return code_family(name) is not None and is_name(name)
    if shape == "bracket":
        first = folded(name).split(" ")[0]
        return is_name(name) and first not in words.REMARKS
    return is_name(name) or is_weak(name)


def _unlike_the_rest(
    recurring: set[str], certain: set[str], counts: Counter[str], after_blank: Counter[str] | None
) -> set[str]:
    """Return labels never after an empty line in a text where the others (95 %) always are."""
    if after_blank is None:
        return set()
    never = {key for key in recurring if not after_blank[key]}
    others = (recurring | certain) - never
    total = sum(counts[key] for key in others)
    spaced = sum(after_blank[key] for key in others)
    return never if total >= 4 and spaced >= 0.95 * total else set()


def _ordinary(
    recurring: set[str],
    certain: set[str],
    counts: Counter[str],
    spelled: dict[str, str],
    text_words: Callable[[], Iterable[str]],
) -> set[str]:
    """Return single words that the text also has in lower case and that are rare as labels."""
    total = sum(counts[key] for key in recurring | certain)
    rare = {
        key
        for key in recurring
        if key.isalpha()
        and key.upper() != key
        and not is_initials(spelled[key])
        and (counts[key] < 3 or counts[key] < 0.1 * total)
    }
    if not rare:
        return set()
    in_lower_case: set[str] = set()
    for word in text_words():
        if word[0].islower() and word.lower() == word:
            found = _LOWER_WORD.match(word)
            if found:
                in_lower_case.add(found.group())
    return rare & in_lower_case


def _passed_over(candidates: Sequence[Candidate], counts: dict[str, int]) -> list[str]:
    """Return a notice about names of two words or more that occur once and were left in."""
    lines = [
        found.line
        for found in candidates
        if folded(found.label.name) not in counts
        and found.label.shape == "colon"
        and " " in found.label.name
        and is_name(found.label.name)
    ]
    if not lines:
        return []
    notice = _("A name before a colon occurs once and is not taken for a speaker: line {lines}.")
    return [notice.format(lines=listed_lines(lines))]
