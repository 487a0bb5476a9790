"""What is chosen in the form that builds queries, and the query it makes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kwalcode.analysis.query.tree import (
    And,
    CodeNamed,
    CoderNamed,
    Condition,
    Distance,
    DocumentGroupNamed,
    DocumentNamed,
    GroupNamed,
    Not,
    OneOf,
    Or,
    Query,
    Related,
    RoleNamed,
    Sign,
    ThemeNamed,
    Words,
)
from kwalcode.analysis.query.words import Relation
from kwalcode.i18n import _
from kwalcode.model import Role

_TURNS: Final = 2


@dataclass(frozen=True, slots=True)
class Form:
    """What was chosen; "" is nothing. `one` and `other` are "code", "group" or "theme" with a
    name, as in ("code", "Signs > fear"); `document` is a "document" or a "document group"."""

    one: tuple[str, str] | None = None
    one_below: bool = False
    how: str = ""
    other: tuple[str, str] | None = None
    other_below: bool = False
    words: str = ""
    attribute: str = ""
    sign: Sign = "="
    value: str = ""
    role: Role | None = None
    coder: str = ""
    document: tuple[str, str] | None = None

    def query(self) -> Query | None:
        """Return the query that was built; None when nothing was chosen."""
        parts = [
            self._codes(),
            Words(self.words) if any(letter.isalnum() for letter in self.words) else None,
            self._condition(),
            RoleNamed(self.role) if self.role else None,
            CoderNamed(self.coder) if self.coder else None,
            _named(self.document),
        ]
        found = [part for part in parts if part is not None]
        if not found:
            return None
        return And(tuple(found)) if len(found) > 1 else found[0]

    def _condition(self) -> Query | None:
        if not self.attribute or (self.sign != "missing" and not self.value.strip()):
            return None
        value = "" if self.sign == "missing" else self.value.strip()
        return Condition(self.attribute, self.sign, value)

    def _codes(self) -> Query | None:
        one = _named(self.one, self.one_below)
        other = _named(self.other, self.other_below)
        if one is None or other is None or not self.how:
            return one
        match self.how:
            case "AND":
                return And((one, other))
            case "OR":
                return Or((one, other))
            case "NOT":
                return And((one, Not(other)))
            case "ONE OF":
                return OneOf((one, other))
            case "NEAR":
                return Or((And((one, other)), Related(one, "COOCCURS", other)))
            case "FOLLOWS" | "PRECEDES":
                return Related(one, _RELATIONS[self.how], other, Distance(_TURNS, "turns"))
            case _:
                return Related(one, _RELATIONS[self.how], other)


_RELATIONS: Final[dict[str, Relation]] = {
    "WITHIN": "WITHIN",
    "ENCLOSES": "ENCLOSES",
    "OVERLAPS": "OVERLAPS",
    "OVERLAPPED BY": "OVERLAPPED BY",
    "FOLLOWS": "FOLLOWS",
    "PRECEDES": "PRECEDES",
}


def ways() -> dict[str, str]:
    """Return how two codes can go together, in words."""
    return {
        "AND": _("and also"),
        "OR": _("or"),
        "NOT": _("but not"),
        "ONE OF": _("or, but not both"),
        "NEAR": _("touching in any way"),
        "WITHIN": _("lying within"),
        "ENCLOSES": _("that hold"),
        "OVERLAPS": _("running over into"),
        "OVERLAPPED BY": _("beginning inside, ending after"),
        "FOLLOWS": _("at most {n} turns after").format(n=_TURNS),
        "PRECEDES": _("at most {n} turns before").format(n=_TURNS),
    }


def signs() -> dict[Sign, str]:
    """Return the signs of conditions, in words."""
    return {
        "=": _("is"),
        "!=": _("is not"),
        "<": _("is less than"),
        "<=": _("is at most"),
        ">": _("is more than"),
        ">=": _("is at least"),
        "contains": _("contains"),
        "missing": _("is missing"),
    }


def _named(chosen: tuple[str, str] | None, below: bool = False) -> Query | None:
    match chosen:
        case ("code", name):
            return CodeNamed(name, below)
        case ("group", name):
            return GroupNamed(name)
        case ("theme", name):
            return ThemeNamed(name)
        case ("document", name):
            return DocumentNamed(name)
        case ("document group", name):
            return DocumentGroupNamed(name)
        case _:
            return None
