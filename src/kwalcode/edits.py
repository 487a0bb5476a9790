"""What a report changes in a quotation, and back: elision, insertion, pseudonym. Pure.

METHOD section 7: an edited quotation keeps its source range and its list of edits; taking the
edits back gives the source text exactly. The text is never changed: an edited quotation is its
source in pieces, of which some are shown otherwise. Speaker labels are left out the same way, as
`Cut`s, so that edits count from the start of the source range, labels included, and stay right
however the labels are read.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _
from kwalcode.model import EDIT_KINDS, Edit
from kwalcode.spans import Range

ELLIPSIS = "(...)"
"""Stands where words were left out."""
_OPENING = "([“‘"
_EITHER = "\"'"


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the source that is no speech, and what stands there instead (a line feed)."""

    start: int
    end: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the source from `start`, what stands there, and what is shown of it.

    `edit` says why the two differ; None for words that stay and for a speaker label.
    """

    start: int
    source: str
    shown: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """A quotation as a report shows it: the pieces of its source, in order."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The quotation as it is shown."""
        return "".join(piece.shown for piece in self.pieces)


def apply(source: str, edits: Iterable[Edit], cuts: Iterable[Cut] = ()) -> Edited:
    """Return `source` with its edits; `edits` are as `checked` returns them.

    `cuts` are sorted and do not overlap; what an edit covers of them goes with the edit.
    """
    pieces: list[Piece] = []
    cut_out = {cut: cut.shown for cut in cuts}
    at = 0
    for edit in edits:
        pieces += _kept(source, (at, edit.start), cut_out)
        pieces.append(Piece(edit.start, source[edit.start : edit.end], "", edit))
        at = edit.end
    pieces += _kept(source, (at, len(source)), cut_out)
    return Edited(tuple(_shown(pieces)))


def take_back(edited: Edited) -> str:
    """Return the source of an edited quotation, exactly."""
    return "".join(piece.source for piece in edited.pieces)


def _kept(source: str, span: Range, cut_out: dict[Cut, str]) -> Iterator[Piece]:
    """Yield the pieces of a range without edits: words that stay, and what is cut out of them.

    What is shown for a cut is shown once, also where an edit parts it.
    """
    at, end = span
    for cut in cut_out:
        first, last = max(cut.start, at), min(cut.end, end)
        if first >= last:
            continue
        if at < first:
            yield Piece(at, source[at:first], source[at:first])
        yield Piece(first, source[first:last], cut_out[cut])
        cut_out[cut] = ""
        at = last
    if at < end:
        yield Piece(at, source[at:end], source[at:end])


def _shown(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give edited pieces what is shown of them; how it is spaced depends on what is around."""
    before = ""
    for at, piece in enumerate(pieces):
        if piece.edit is not None:
            after = next(filter(None, map(_first_shown, pieces[at + 1 :])), "")
            piece = replace(piece, shown=_as_shown(piece, piece.edit, before[-1:], after[:1]))
        before = piece.shown or before
        yield piece


def _first_shown(piece: Piece) -> str:
    return piece.shown if piece.edit is None else _as_shown(piece, piece.edit, "", "")


def _as_shown(piece: Piece, edit: Edit, before: str, after: str) -> str:
    """Return what is shown for an edit, between these two characters.

    It is set off from the words around it with spaces, except inside of a word.
    """
    if edit.kind == "pseudonym":
        return edit.text
    shown = ELLIPSIS if edit.kind == "elision" else f"[{edit.text}]"
    # A letter beside a letter is inside of a word; an insertion has only what is around it.
    parts_first = before.isalnum() and (piece.source[:1] or after).isalnum()
    parts_last = after.isalnum() and (piece.source[-1:] or before).isalnum()
    left = "" if parts_first else _space_after(before)
    right = "" if parts_last else _space_before(after)
    return f"{left}{shown}{right}"


def _space_after(before: str) -> str:
    return " " if before and not before.isspace() and before not in _OPENING + _EITHER else ""


def _space_before(after: str) -> str:
    return " " if after and (after.isalnum() or after in _OPENING) else ""


def checked(source: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits in order, their texts on one line. Raises UsageError for those that cannot be.

    Every edit lies within `source` and changes something; no two overlap.
    """
    found = sorted((_cleaned(edit) for edit in edits), key=lambda e: (e.start, e.end))
    for edit in found:
        _check_one(source, edit)
    for one, other in pairwise(found):
        if other.start < one.end or (one.start, one.end) == (other.start, other.end):
            raise UsageError(
                _("The edits at {one} and {other} overlap. Take one of them back first.").format(
                    one=_place(one), other=_place(other)
                )
            )
    return tuple(found)


def added(edits: Iterable[Edit], new: Edit) -> list[Edit]:
    """Return the edits with one more; those that it covers, or that stand in its place, go."""
    kept = (edit for edit in edits if not _replaces(new, edit))
    return [*kept, new]


def _replaces(new: Edit, old: Edit) -> bool:
    if old.start == old.end:
        return new.start < old.start < new.end or (new.start, new.end) == (old.start, old.end)
    return new.start <= old.start and old.end <= new.end


def at(edits: Iterable[Edit], offset: int) -> Edit | None:
    """Return the edit that covers a place in the source, else one that ends there."""
    found = [edit for edit in edits if edit.start <= offset <= edit.end]
    covering = (edit for edit in found if offset < edit.end)
    return next(covering, found[0] if found else None)


def _cleaned(edit: Edit) -> Edit:
    text = " ".join(edit.text.split())
    if edit.kind == "insertion" and text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    return Edit(edit.kind, edit.start, edit.end, "" if edit.kind == "elision" else text)


def _check_one(source: str, edit: Edit) -> None:
    if not 0 <= edit.start <= edit.end <= len(source):
        raise UsageError(
            _("An edit at {place} lies outside the quotation (0 to {length}).").format(
                place=_place(edit), length=len(source)
            )
        )
    if (edit.kind == "insertion") != (edit.start == edit.end):
        raise UsageError(
            _("An insertion stands between two characters.")
            if edit.kind == "insertion"
            else _("There is nothing at {place} to replace.").format(place=_place(edit))
        )
    if edit.kind != "elision" and not edit.text:
        raise UsageError(_("The edit at {place} needs a text.").format(place=_place(edit)))
    for at in (edit.start, edit.end):
        if at < len(source) and unicodedata.combining(source[at]):
            raise UsageError(
                _("The edit at {place} would part a letter from its accent.").format(
                    place=_place(edit)
                )
            )


def _place(edit: Edit) -> str:
    return f"{edit.start}:{edit.end}"


def to_json(edits: Iterable[Edit]) -> str:
    """Return edits as the project keeps them."""
    return json.dumps([as_object(edit) for edit in edits], ensure_ascii=False)


def as_object(edit: Edit, offset: int = 0) -> dict[str, Any]:
    """Return an edit as JSON has it, its place counted from `offset` before the quotation."""
    return {
        "kind": edit.kind,
        "start": offset + edit.start,
        "end": offset + edit.end,
        "text": edit.text,
    }


def from_json(text: str) -> tuple[Edit, ...]:
    """Return the edits that `to_json` wrote. Raises KwalcodeError for anything else."""
    try:
        rows = json.loads(text)
        edits = tuple(
            Edit(row["kind"], int(row["start"]), int(row["end"]), str(row["text"])) for row in rows
        )
    except (ValueError, TypeError, KeyError) as error:
        raise KwalcodeError(_("A list of edits cannot be read.")) from error
    if any(edit.kind not in EDIT_KINDS for edit in edits):
        raise KwalcodeError(_("A list of edits cannot be read."))
    return edits
