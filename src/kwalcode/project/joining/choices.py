"""What is decided where two copies do not agree, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Literal, cast

from kwalcode.errors import UsageError
from kwalcode.i18n import _

Kind = Literal["changed", "removed", "merged", "text", "name"]
Take = Literal["ours", "theirs", "newest", "both", "merge"]

DEFAULTS: Final[dict[str, Take]] = {
    "changed": "newest", "text": "newest", "removed": "both", "merged": "merge",
}  # fmt: skip
"""What holds unless it is decided otherwise: of two values the newest; what one removed and the
other went on with stays; a code that one merged and the other changed is merged."""
_ID_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both copies did, each in its own way, and what was taken.

    `id` names it, the same whenever these copies are joined. `what` is the kind of thing, `name`
    which one, `field` which side of it; `ours` and `theirs` are the values, in words. `take` is
    "ours", "theirs" or "both".
    """

    id: str
    kind: Kind
    what: str
    name: str
    field: str
    ours: str
    theirs: str
    take: Take

    @property
    def open(self) -> bool:
        """Tell whether it can be decided; that of two names is only told."""
        return self.kind in DEFAULTS


def conflict_id(kind: Kind, table: str, key: object, column: str) -> str:
    """Return what names a conflict: the thing by what names it in every copy, and the field."""
    told = repr((kind, table, key, column)).encode()
    return blake2b(told, digest_size=_ID_DIGITS // 2).hexdigest()


@dataclass(frozen=True, slots=True)
class Choices:
    """Which side holds: by the kind of conflict, and of single ones by their ids."""

    by_kind: Mapping[str, Take] = field(default_factory=lambda: dict(DEFAULTS))
    by_id: Mapping[str, Take] = field(default_factory=dict)

    def of(self, kind: str, id: str = "") -> Take:
        """Return which side holds in a conflict of this kind, in that one if it was decided."""
        return self.by_id.get(id, self.by_kind[kind])

    def decided(self, decisions: Mapping[str, Take]) -> Choices:
        """Return the same choices with decisions on single conflicts, by their ids."""
        return Choices(self.by_kind, decisions)


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
                        " removed=both, text=newest or merged=merge (the defaults), each also"
                        " ours or theirs."
                    ).format(word=word)
                )
            chosen[name] = cast(Take, side)
    return Choices(chosen)


def read_decision(kind: str, word: str) -> Take:
    """Return a decision on one conflict as it is typed. Raises UsageError."""
    side = word.strip().casefold()
    if kind not in DEFAULTS or side not in ("ours", "theirs", DEFAULTS[kind]):
        raise UsageError(
            _("'{word}' decides nothing here: say ours or theirs.").format(word=word.strip())
        )
    return cast(Take, side)
