"""The quotations that a query is asked of, as sorted columns of integers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kwalcode.model import ROLES, Role
from kwalcode.units import Ints, cut, distinct, first_of_run, order

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Codings:
    """Codings as equally long columns of ids and code points; `core_start` and `core_end` leave
    white space at the edges out."""

    document: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints
    core_start: Ints
    core_end: Ints

    def taken(self, chosen: Ints | Bools) -> Codings:
        """Return some of the codings."""
        columns = (
            self.document, self.start, self.end, self.code, self.coder, self.core_start,
            self.core_end,
        )  # fmt: skip
        return Codings(*(column[chosen] for column in columns))


@dataclass(frozen=True, slots=True)
class Turns:
    """All turns, sorted by document and place: whole range, speech, role (a position in `ROLES`),
    and the respondent who speaks (-1 for nobody)."""

    document: Ints
    start: Ints
    speech_start: Ints
    speech_end: Ints
    role: Ints
    respondent: Ints

    def speech(self) -> tuple[Ints, Ints, Ints]:
        """Return document, start and end of the speech."""
        return self.document, self.speech_start, self.speech_end


@dataclass(frozen=True, slots=True)
class Corpus:
    """The quotations that count, sorted by place, and what is known of them.

    An item is a quotation with one of its coders: a query is asked of each coder's codings alone.
    `item_quotation` and `coding_item` are positions; `role_bits` has bit n for the role
    `ROLES[n]`; `held_by` are the pairs (quotation, respondent) that count.
    """

    document: Ints
    start: Ints
    end: Ints
    core_start: Ints
    core_end: Ints
    role_bits: Ints
    item_quotation: Ints
    item_coder: Ints
    coding_item: Ints
    coding_code: Ints
    held_by: tuple[Ints, Ints]
    turns: Turns
    roles: tuple[Role, ...]

    def __len__(self) -> int:
        return len(self.document)

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.item_quotation)


def make_corpus(
    codings: Codings,
    turns: Turns,
    roles: Collection[Role],
    respondents: Mapping[int, int],
    groups: Collection[int],
    people: Collection[int] | None = None,
) -> Corpus:
    """Return the corpus of these codings: those of quotations that touch the speech of `roles`.

    `respondents` gives the respondent of each document, -1 for nobody; in the documents of
    `groups` a quotation counts for those in whose turns it lies. `people` (None: everybody) are
    the respondents who count, and the quotations those that count for one of them.
    """
    codings = codings.taken(order(codings.document, codings.start, codings.end, codings.coder))
    new = (
        first_of_run(codings.document)
        | first_of_run(codings.start)
        | first_of_run(codings.end)
    )  # fmt: skip
    quotation = np.cumsum(new) - 1
    firsts = codings.taken(new)
    cores = firsts.document, firsts.core_start, firsts.core_end
    spoken = np.flatnonzero(turns.speech_end > turns.speech_start)
    touching, turn = cut(*cores, *(column[spoken] for column in turns.speech()))
    turn = spoken[turn]
    bits = np.zeros(len(firsts.document), dtype=np.int64)
    for n in range(len(ROLES)):
        here = np.zeros(len(bits), dtype=np.bool_)
        here[touching[turns.role[turn] == n]] = True
        bits |= here.astype(np.int64) << n
    kept = np.ones(len(bits), dtype=np.bool_)
    if set(roles) != set(ROLES):
        kept = (bits & sum(1 << n for n, role in enumerate(ROLES) if role in roles)) != 0
    mapped = turns.role[turn] != ROLES.index("interviewer")
    spoken_by = touching[mapped], turns.respondent[turn[mapped]]
    held, person = _held_by(firsts.document, spoken_by, respondents, groups)
    if people is not None:
        fitting = np.isin(person, list(people))
        held, person = held[fitting], person[fitting]
        kept &= np.isin(np.arange(len(kept)), held)
    number = np.cumsum(kept) - 1
    person, held = person[kept[held]], number[held[kept[held]]]
    chosen = kept[quotation]
    codings, quotation = codings.taken(chosen), number[quotation[chosen]]
    begins = first_of_run(quotation) | first_of_run(codings.coder)
    return Corpus(
        document=firsts.document[kept],
        start=firsts.start[kept],
        end=firsts.end[kept],
        core_start=firsts.core_start[kept],
        core_end=firsts.core_end[kept],
        role_bits=bits[kept],
        item_quotation=quotation[begins],
        item_coder=codings.coder[begins],
        coding_item=np.cumsum(begins) - 1,
        coding_code=codings.code,
        held_by=(held, person),
        turns=turns,
        roles=tuple(role for role in ROLES if role in roles),
    )


def _held_by(
    document: Ints,
    spoken: tuple[Ints, Ints],
    respondents: Mapping[int, int],
    groups: Collection[int],
) -> tuple[Ints, Ints]:
    """Return (quotation, respondent): the document's own, or in a group those who speak there."""
    own = np.full(1 + int(document.max(initial=0)), -1, dtype=np.int64)
    for number, respondent in respondents.items():
        if number < len(own):
            own[number] = respondent
    grouped = np.isin(document, list(groups))
    alone = np.flatnonzero(~grouped)
    several = grouped[spoken[0]]
    return distinct(
        np.r_[alone, spoken[0][several]], np.r_[own[document[alone]], spoken[1][several]]
    )  # type: ignore[return-value]
