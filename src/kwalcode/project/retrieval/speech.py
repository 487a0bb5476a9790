"""The speech of a document: which words of a passage were said, by whom, and without labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from sqlalchemy import Connection

from kwalcode import edits as editing
from kwalcode.edits import Cut, Edited
from kwalcode.model import ROLES, Document, Edit, Excerpt, Role, Turn
from kwalcode.project.analyses.layers import NOBODY
from kwalcode.project.reads.documents import speakers_of, text_of, turns_of
from kwalcode.spans import Range, trim

Piece = tuple[Turn, int, int]
"""Speech of a turn, and a range in it."""


class Speech:
    """One document's text and turns: cuts quotations out of it, without speaker labels."""

    def __init__(self, connection: Connection, document: Document) -> None:
        self.document = document
        self.text = text_of(connection, document.id)
        self.turns = turns_of(connection, document.id)
        speakers = speakers_of(connection, document.id)
        self.roles = {speaker.label: speaker.role for speaker in speakers}
        self._people = {s.label: s.respondent for s in speakers if s.respondent is not None}
        self._starts = [turn.start for turn in self.turns]

    def spoken(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of speech in [start, end): turn, and the range within its speech."""
        pieces = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self.turns)):
            turn = self.turns[at]
            if turn.start >= end:
                break
            first, last = max(start, turn.speech_start), min(end, turn.speech_end)
            if first < last:
                pieces.append((turn, first, last))
        return pieces

    def touches(self, pieces: Sequence[Piece], roles: Collection[Role]) -> bool:
        """Tell whether some non-space speech of one of `roles` is among the pieces."""
        if len(roles) == len(ROLES):
            return True
        return any(
            self.roles.get(turn.speaker) in roles and not self.text[first:last].isspace()
            for turn, first, last in pieces
        )

    def counts(
        self,
        pieces: Sequence[Piece],
        roles: Collection[Role],
        people: Collection[int] | None = None,
    ) -> bool:
        """Tell whether a quotation counts: for one of `roles`, and of `people` (None: anybody)."""
        if people is not None and self.people(pieces).isdisjoint(people):
            return False
        return self.touches(pieces, roles)

    def people(self, pieces: Sequence[Piece]) -> set[int]:
        """Return for whom a quotation counts (ids): in a group, those in whose turns it lies."""
        own = self.document.respondent or NOBODY
        if not self._people:
            return {own}
        return {
            self._people.get(turn.speaker, own)
            for turn, first, last in pieces
            if self.roles.get(turn.speaker) != "interviewer" and not self.text[first:last].isspace()
        }

    def respondent(
        self, pieces: Sequence[Piece], people: Collection[int] | None = None
    ) -> int | None:
        """Return whose words the pieces are (id): in a group, those of the speaker's respondent.

        `people` as in `voice`.
        """
        said_by = self.voice(pieces, people)
        return self._people.get(said_by.speaker if said_by else "", self.document.respondent)

    def voice(self, pieces: Sequence[Piece], people: Collection[int] | None = None) -> Turn | None:
        """Return the turn that a quotation is attributed to: the first one of a respondent.

        Where no respondent speaks it is the first one, None where nobody does. With `people`
        (respondents' ids) it is one of theirs, where they speak.
        """
        turns = [piece[0] for piece in pieces]
        if people is not None and self._people:
            own = self.document.respondent or NOBODY
            turns = [t for t in turns if self._people.get(t.speaker, own) in people] or turns
        for turn in turns:
            if self.roles.get(turn.speaker) == "respondent":
                return turn
        return turns[0] if turns else None

    def cuts(self, start: int, end: int) -> list[Cut]:
        """Return what a quotation [start, end) leaves out: speaker labels and space at edges.

        Counted from `start`. Nothing where the passage holds no speech, such as a heading.
        """
        spoken = (trim(self.text, first, last) for _turn, first, last in self.spoken(start, end))
        kept = [(first - start, last - start) for first, last in spoken if first < last]
        if not kept:
            return []
        gaps = [Cut(before, after, "\n") for (_, before), (after, _) in pairwise(kept)]
        edges = Cut(0, kept[0][0]), Cut(kept[-1][1], end - start)
        return [cut for cut in (edges[0], *gaps, edges[1]) if cut.start < cut.end]

    def edited(self, span: Range, edits: Sequence[Edit]) -> Edited:
        """Return the quotation `span` as a report shows it with these edits."""
        return editing.apply(self.text[slice(*span)], edits, self.cuts(*span))

    def excerpt(
        self,
        start: int,
        end: int,
        pieces: Sequence[Piece],
        codes: tuple[str, ...],
        coders: tuple[str, ...],
        respondent: str,
        attributes: Mapping[str, str],
        people: Collection[int] | None = None,
    ) -> Excerpt:
        """Return the quotation [start, end) of the document, spoken in `pieces`.

        `people` as in `voice`.
        """
        text = "\n".join([self.text[first:last].strip() for _turn, first, last in pieces])
        turn, voice = pieces[0][0] if pieces else None, self.voice(pieces, people)
        return Excerpt(
            document=self.document.name,
            start=start,
            end=end,
            text=text or self.text[start:end],
            codes=codes,
            coders=coders,
            speaker=voice.speaker if voice else "",
            role=self.roles.get(voice.speaker, "") if voice else "",
            respondent=respondent,
            turn=bisect_right(self._starts, turn.start) if turn else None,
            time=turn.time if turn else None,
            attributes=attributes,
        )
