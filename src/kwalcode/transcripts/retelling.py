"""The turns of a text that was edited, and which speakers are still the same people. Pure.

A turn whose text stayed is taken over as it was found at import. Where the text was changed,
the labels that now stand at the start of lines count if they are the labels of this document,
or stand where there was one, or are role words: so a turn can be given to somebody else, split,
or joined to the one before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kwalcode.model import Turn
from kwalcode.spans import trim
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.labels import folded, label_of, role_word
from kwalcode.transcripts.turns import Mark, before, from_marks


def text_label(text: str, turn: Turn) -> str:
    """Return the label that stands in the text, also where the speaker is shown by another name.

    Layouts that need more than a line to tell a label (a name with a time above the speech)
    give the name that is shown.
    """
    found = _read_label(text, turn)
    return turn.speaker if found is None else found


def _read_label(text: str, turn: Turn) -> str | None:
    head = text[turn.start : turn.speech_start].strip()
    label = label_of(f"{head} ") if head and "\n" not in head else None
    return None if label is None else label.name


def retold(turns: Sequence[Turn], changed: Alignment) -> list[Turn]:
    """Return the turns of `changed.new`, given those of `changed.old`; `speaker` is the label.

    The label is the one in the text (see `text_label`); a turn without one keeps "".
    """
    if not turns:
        return before(changed.new, len(changed.new))
    found = {mark.start: mark for mark in _marks(turns, changed)}
    marks = [found[start] for start in sorted(found)]
    told = _before(turns, changed, marks[0].start if marks else len(changed.new))
    told += from_marks(changed.new, marks, _end(turns, changed))
    kept = _kept(turns, changed)
    following = [turn.start for turn in told[1:]] + [len(changed.new)]
    return [_as_it_was(*pair, kept, changed) for pair in zip(told, following, strict=False)]


def _before(turns: Sequence[Turn], changed: Alignment, end: int) -> list[Turn]:
    """Return what is now said before the first label: a turn of nobody, where there is any."""
    titled = changed.old[: turns[0].start].strip()
    start, end = trim(changed.new, changed.place(turns[0].start) if titled else 0, end)
    return [Turn(start, end, start, end)] if start < end else []


def _end(turns: Sequence[Turn], changed: Alignment) -> int:
    """Return where the talk ends: a service's closing lines belong to nobody."""
    rest = changed.old[turns[-1].end :]
    return changed.place(turns[-1].end) if rest.strip() else len(changed.new)


def _kept(turns: Sequence[Turn], changed: Alignment) -> dict[int, tuple[Turn, str]]:
    """Return the turns whose text stayed, and what stood behind each, by their new start."""
    kept = {}
    ends = [turn.start for turn in turns[1:]] + [len(changed.old)]
    for turn, end in zip(turns, ends, strict=True):
        place = changed.carried((turn.start, turn.end))
        if place is not None:
            moved = place[0] - turn.start
            shifted = replace(
                turn,
                start=turn.start + moved,
                end=turn.end + moved,
                speech_start=turn.speech_start + moved,
                speech_end=turn.speech_end + moved,
                speaker=text_label(changed.old, turn),
            )
            kept[place[0]] = shifted, changed.old[turn.end : end].strip()
    return kept


def _as_it_was(
    turn: Turn, following: int, kept: Mapping[int, tuple[Turn, str]], changed: Alignment
) -> Turn:
    """Return the turn as it was at import, where its text stayed and nothing was added to it."""
    same, behind = kept.get(turn.start, (turn, ""))
    added = changed.new[same.end : following].strip() != behind
    return turn if added or same.end > following or same.speaker != turn.speaker else same


def _marks(turns: Sequence[Turn], changed: Alignment) -> Iterator[Mark]:
    """Yield the labels of the new text: those in the lines that changed, and those that stayed."""
    known = {folded(text_label(changed.old, turn)) for turn in turns} - {""}
    lost: dict[int, Turn] = {}
    stayed = []
    for turn in turns:
        mark = _stayed(turn, changed)
        if mark is not None:
            stayed.append(mark)
        elif turn.start < turn.speech_start:
            lost.setdefault(_line_start(changed.new, changed.place(turn.start)), turn)
    for start in _changed_lines(changed):
        mark = _found(changed, start, known, lost.get(start))
        if mark is not None:
            yield mark
    yield from stayed


def _stayed(turn: Turn, changed: Alignment) -> Mark | None:
    """Return the mark of a turn whose label stayed, or that has none that a line could tell."""
    label = _read_label(changed.old, turn)
    if label is None:
        start, speech, end = map(changed.place, (turn.start, turn.speech_start, turn.end))
        return Mark(start, speech, turn.speaker, turn.time) if start < end else None
    place = changed.carried((turn.start, turn.speech_start))
    return None if place is None else Mark(*place, label, turn.time)


def _found(changed: Alignment, start: int, known: set[str], lost: Turn | None) -> Mark | None:
    """Return the label at the start of a changed line, if it is new there and counts."""
    end = changed.new.find("\n", start)
    label = label_of(changed.new[start : end if end >= 0 else len(changed.new)])
    if label is None or changed.stayed((max(0, start - 1), start + label.end)):
        return None
    if lost is None and folded(label.name) not in known and not role_word(label.name):
        return None
    time = label.time if label.time is not None or lost is None else lost.time
    return Mark(start + label.start, start + label.end, label.name, time, label.open_mark)


def _changed_lines(changed: Alignment) -> Iterator[int]:
    """Yield where the lines start that hold something new, or from which something was taken."""
    last = -1
    for _first, _last, start, end in changed.gaps():
        at = _line_start(changed.new, start)
        while True:
            if at > last:
                yield at
                last = at
            at = changed.new.find("\n", at) + 1
            if not 0 < at <= end:
                break


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def same_speakers(
    before: Sequence[Turn], after: Sequence[Turn], changed: Alignment
) -> dict[str, str]:
    """Return which speaker, as shown before, each label among the turns `after` belongs to.

    A label is that of a speaker who had it in the text, or was shown by it. New labels are not in
    the answer (but see `renamed_speakers`).
    """
    had: dict[str, Counter[str]] = {}
    for turn in before:
        had.setdefault(folded(text_label(changed.old, turn)), Counter())[turn.speaker] += 1
    shown = {folded(turn.speaker): turn.speaker for turn in before}
    found: dict[str, str] = {}
    for label in dict.fromkeys(turn.speaker for turn in after):
        if folded(label) in had:
            found[label] = had[folded(label)].most_common(1)[0][0]
        elif folded(label) in shown:
            found[label] = shown[folded(label)]
    return found


def renamed_speakers(
    before: Sequence[Turn], after: Sequence[Turn], changed: Alignment
) -> dict[str, str]:
    """Return the new labels of speakers whose every label was replaced by one and the same.

    That is what masking a name does: a new label, to the speaker as shown before.
    """
    known = same_speakers(before, after, changed)
    starts = [turn.speech_start for turn in after]
    instead: dict[str, set[str]] = {}
    for turn in before:
        if turn.speaker and turn.speech_start < turn.speech_end:
            at = bisect_right(starts, changed.place(turn.speech_start)) - 1
            instead.setdefault(turn.speaker, set()).add(after[at].speaker if at >= 0 else "")
    gone = {speaker: labels for speaker, labels in instead.items() if speaker not in known.values()}
    taken = Counter(label for labels in gone.values() for label in labels)
    return {
        label: speaker
        for speaker, labels in gone.items()
        if len(labels) == 1
        for label in labels
        if label and label not in known and taken[label] == 1
    }
