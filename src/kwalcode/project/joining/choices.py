"""What is decided where two copies do not agree, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, cast

from kwalcode.errors import UsageError
from kwalcode.i18n import _

Kind = Literal["changed", "removed", "merged", "text", "name"]
Take = Literal["ours", "theirs", "newest", "both"]

DEFAULTS: dict[str, Take] = {"changed": "newest", "text": "newest", "removed": "both"}
"""What holds unless it is decided otherwise: of two values the newest; what one removed and the
other went on with stays."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both copies did, each in its own way, and what was taken.

    `what` is the kind of thing, `name` which one, `field` which side of it; `ours` and `theirs`
    are the values, in words. `take` is "ours", "theirs" or "both".
    """

    kind: Kind
    what: str
    name: str
    field: str
    ours: str
    theirs: str
    take: Take


@dataclass(frozen=True, slots=True)
class Choices:
    """Which side holds, by the kind of conflict."""

    by_kind: dict[str, Take] = field(default_factory=lambda: dict(DEFAULTS))

    def of(self, kind: str) -> Take:
        """Return which side holds in conflicts of this kind."""
        return self.by_kind[kind]


def read_choices(words: Iterable[str]) -> Choices:
    """Read choices as they are typed: "ours", or "changed=theirs" for one kind.

    Raises UsageError.
    """
    chosen = dict(DEFAULTS)
    for word in words:
        kind, equals, side = word.rpartition("=")
        wanted = [kind] if equals else list(DEFAULTS)
        for name in wanted:
            if name not in DEFAULTS or side not in ("ours", "theirs", DEFAULTS[name]):
                raise UsageError(
                    _(
                        "--take {word}: say ours or theirs, or of one kind changed=newest,"
                        " removed=both or text=newest (the defaults), each also ours or theirs."
                    ).format(word=word)
                )
            chosen[name] = cast(Take, side)
    return Choices(chosen)
