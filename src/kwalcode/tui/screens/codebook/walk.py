"""How far a split of a code is: which quotations were looked at, and where they went. Pure.

Where codings went stands in the study itself; with the user is remembered which codes they go
to, and which quotations were left on purpose, so that a walk can be gone on with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.content import Content

from kwalcode import preferences
from kwalcode.model import Code, Coding
from kwalcode.tui.text.visible import visible

MOST = 9
"""So many codes have a digit."""
_KEPT, _AROUND, _LONGEST = 50, 600, 4000


@dataclass(slots=True)
class Walk:
    """The codings (in the order of the text) that a code had when the walk began or went on.

    `at` is the one before one, one past the last at the end; `to` are the ids of the codes they
    go to, by digit; `left` the ids of codings that stay on purpose; `now` tells which code each
    has now (those that fell together with another are not in it); `before` is how many were sent
    before this walk went on.
    """

    code: int
    items: Sequence[Coding] = ()
    at: int = 0
    to: list[int] = field(default_factory=list)
    left: set[int] = field(default_factory=set)
    now: dict[int, int] = field(default_factory=dict)
    before: int = 0
    _with: Counter[int] = field(init=False, default_factory=Counter)

    def __post_init__(self) -> None:
        self.see(self.items, self.now)

    def see(self, items: Sequence[Coding], now: dict[int, int]) -> None:
        """Take in the codings, and which code each of them has by now.

        How many have which code is counted here only: at each key it would take too long.
        """
        self.items, self.now = items, now
        self._with = Counter(now.values())

    def saw(self, coding: int, code: int | None) -> None:
        """Take in which code one of the codings has by now; None when it fell together."""
        before = self.now.pop(coding, None)
        if before is not None:
            self._with[before] -= 1
        if code is not None:
            self.now[coding] = code
            self._with[code] += 1

    @property
    def item(self) -> Coding | None:
        """The coding before one, None past the last."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def total(self) -> int:
        """How many there were at first."""
        return len(self.items) + self.before

    @property
    def sent(self) -> int:
        """How many have another code by now, or fell together with another coding."""
        return self.total - self._with[self.code]

    @property
    def undecided(self) -> list[int]:
        """The places in `items` that still wait for a decision."""
        return [
            at
            for at, coding in enumerate(self.items)
            if self.now.get(coding.id) == self.code and coding.id not in self.left
        ]

    def go_on(self) -> None:
        """Go to the next coding that waits for a decision, else past the last."""
        waiting = self.undecided
        self.at = next((at for at in waiting if at >= self.at), len(self.items))

    def sent_to(self, code: int) -> int:
        """Return how many of this walk's codings have that code now."""
        return self._with[code]


def remembered(code: Code, codes: Iterable[Code]) -> Walk:
    """Return the walk through a code as it was left, without its codings; else a new one.

    A new walk goes to the code's sub-codes, as far as there are digits.
    """
    known = {other.uuid.hex(): other.id for other in codes}
    found = _known().get(code.uuid.hex())
    if not isinstance(found, dict):
        below = [other.id for other in codes if other.parent == code.id]
        return Walk(code.id, to=below[:MOST])
    to = [known[uuid] for uuid in found.get("to", []) if uuid in known]
    left = {number for number in found.get("left", []) if isinstance(number, int)}
    before = found.get("sent", 0)
    return Walk(code.id, to=to, left=left, before=before if isinstance(before, int) else 0)


def remember(code: Code, walk: Walk, codes: Iterable[Code]) -> None:
    """Remember a walk that is not at its end; forget one that is."""
    known = {other.id: other.uuid.hex() for other in codes}
    walks = dict(_known())
    walks.pop(code.uuid.hex(), None)
    if walk.undecided:
        walks[code.uuid.hex()] = {
            "to": [known[number] for number in walk.to if number in known],
            "left": sorted(walk.left),
            "sent": walk.sent,
        }
    preferences.remember("splits", dict(list(walks.items())[-_KEPT:]))


def _known() -> Mapping[str, Any]:
    return preferences.remembered("splits", {})


def in_context(text: str, start: int, end: int) -> Content:
    """Return the passage [start, end) of a text with what stands around it, literally."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    quoted = text[start:end]
    if len(quoted) > _LONGEST:
        quoted = quoted[: _LONGEST // 2] + " … " + quoted[-_LONGEST // 2 :]
    before = ("…" if first else "") + visible(text[first:start])
    after = visible(text[end:last]) + ("…" if last < len(text) else "")
    return (
        Content(before.lstrip("\n")).stylize("$text-muted")
        + Content(visible(quoted)).stylize("bold on $primary 30%")
        + Content(after.rstrip("\n")).stylize("$text-muted")
    )
