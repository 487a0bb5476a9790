"""A disagreement of two coders, and the queue of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _
from kwalcode.model import Code, Coder, Document
from kwalcode.project.agreement.standing import covered, sides
from kwalcode.project.reads.decisions import CodedRange, Decision, DisagreementKey

ID_DIGITS = 10
"""So many hexadecimal digits name a disagreement."""


@dataclass(frozen=True, slots=True)
class Item:
    """A disagreement in the queue: what each coder did there (None: nothing), in ids.

    `group` is its class and `kind` how a boundary differs, as seen from coder `whose` ("a" or
    "b"); see `Disagreement`. `decision` is None while nothing was decided; `before` is what was
    decided while the words were others.
    """

    document: int
    first: int
    second: int
    group: str
    kind: str
    whose: str
    a: CodedRange | None
    b: CodedRange | None
    decision: Decision | None = None
    elsewhere: tuple[Decision, ...] = ()
    before: Decision | None = None
    stale: bool = False

    @property
    def key(self) -> DisagreementKey:
        """What tells it from any other."""
        return self.document, self.first, self.second, self.a, self.b

    @property
    def start(self) -> int:
        """Where the passage of both begins."""
        return min(side.start for side in (self.a, self.b) if side is not None)

    @property
    def end(self) -> int:
        """Where the passage of both ends."""
        return max(side.end for side in (self.a, self.b) if side is not None)

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes at stake, that of the first coder first."""
        sides = (side.code for side in (self.a, self.b) if side is not None)
        return tuple(dict.fromkeys(sides))

    @property
    def settled(self) -> bool:
        """Tell whether it was decided on, here or between other coders (`elsewhere`), and not only
        put aside to be discussed."""
        if self.decision is not None:
            return self.decision.settled
        return bool(self.elsewhere) and covered(sides(self.a, self.b), self.elsewhere)


def several_fit(name: str, n: int) -> UsageError:
    """Return the error of the beginning of a name that fits so many disagreements."""
    return UsageError(_("'{id}' fits {n} disagreements: give more of it.").format(id=name, n=n))


@dataclass(frozen=True)
class Queue:
    """All disagreements between two coders in the documents that both completed, in order.

    `items` are those asked for; `stale` are decisions on what was changed since. `coded_by` tells
    who of all coders is done with each document (ids), `compared` are those of both, `final`
    those whose consensus is finalised. `people` are the coders who are compared, `everybody` all
    coders by id; `codes` and `documents` are of the whole project.
    """

    coders: tuple[Coder, Coder]
    people: tuple[Coder, ...]
    everybody: Mapping[int, Coder]
    documents: Mapping[int, Document]
    codes: Mapping[int, Code]
    coded_by: Mapping[int, Collection[int]]
    compared: tuple[int, ...]
    final: frozenset[int]
    items: tuple[Item, ...]
    stale: tuple[Decision, ...]
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two coders."""
        return self.coders[0].name, self.coders[1].name

    @cached_property
    def decided(self) -> int:
        """How many are settled."""
        return sum(item.settled for item in self.items)

    @property
    def discussed(self) -> int:
        """How many wait to be talked about."""
        return sum(item.decision is not None and not item.settled for item in self.items)

    @cached_property
    def outdated(self) -> tuple[Item, ...]:
        """The stale decisions as items, to be looked at beside the others."""
        return tuple(
            Item(
                one.document, one.first, one.second, one.disagreement, "", "", one.a, one.b,
                decision=one, stale=True,
            )
            for one in self.stale
        )  # fmt: skip

    def id_of(self, item: Item | Decision) -> str:
        """Return what names a disagreement, the same on any day and in any copy of the study."""
        parts = [self.documents[item.document].uuid, *(coder.uuid for coder in self.coders)]
        digest = blake2b(b"".join(parts), digest_size=ID_DIGITS // 2)
        for side in (item.a, item.b):
            told = "-" if side is None else f"{side.start}:{side.end}"
            digest.update(told.encode() + (b"" if side is None else self.codes[side.code].uuid))
        return digest.hexdigest()

    @cached_property
    def by_id(self) -> Mapping[str, Item | Decision]:
        """Everything in the queue by what names it, stale decisions too."""
        every: list[Item | Decision] = [*self.stale, *self.items]
        return {self.id_of(one): one for one in every}

    def find(self, name: str) -> Item | Decision:
        """Return the disagreement, or the stale decision, of that name or its beginning.

        Raises NotFound, UsageError where the beginning fits several.
        """
        found = self.fitting(name)
        if not found:
            raise NotFound(
                _("There is no disagreement '{id}': 'kwalcode adjudicate' lists them.").format(
                    id=name
                )
            )
        if len(found) > 1:
            raise several_fit(name, len(found))
        return found[0]

    def fitting(self, name: str) -> list[Item | Decision]:
        """Return the disagreements, and the stale decisions, of that name or its beginning."""
        wanted = name.casefold()
        return [one for own, one in self.by_id.items() if wanted and own.startswith(wanted)]

    def having(self, item: Item, decision: Decision | None) -> Queue:
        """Return the queue with another decision on `item`, one of its own."""
        items = tuple(replace(one, decision=decision) if one is item else one for one in self.items)
        return replace(self, items=items)
