"""What a correction will do to what is on a document's passages, before it is made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.project.correcting.fates import fates
from kwalcode.project.correcting.preparing import Correction
from kwalcode.spans import Range
from kwalcode.store.tables import codings


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A passage with something on it whose words a correction changes: the words before, those
    that took their place ("" where none did), and how many codings are on it."""

    old: Range
    words: str
    proposal: Range | None
    proposed: str
    codings: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction will do: codings that stay on their words, and passages to decide on."""

    carried: int
    uncertain: tuple[Uncertain, ...] = ()

    @property
    def codings(self) -> int:
        """How many codings are on passages to decide on."""
        return sum(one.codings for one in self.uncertain)


def preview(connection: Connection, correction: Correction) -> Preview:
    """Return what a correction will do to what is on the document's passages now."""
    c = codings.c
    chosen = select(c.quotation_id).where(c.document_id == correction.document.id)
    on = Counter(connection.scalars(chosen))
    carried = 0
    uncertain = []
    changed = correction.changed
    for fate in fates(connection, correction.document.id, changed, accept=True):
        if fate.same:
            carried += on[fate.quotation]
            continue
        proposed = "" if fate.new is None else changed.new[slice(*fate.new)]
        words = changed.old[slice(*fate.old)]
        uncertain.append(Uncertain(fate.old, words, fate.new, proposed, on[fate.quotation]))
    return Preview(carried, tuple(uncertain))
