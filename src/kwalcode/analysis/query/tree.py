"""A query as a tree of values; `kwalcode.analysis.query.parsing` makes it of a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kwalcode.analysis.query.words import Relation
from kwalcode.errors import UsageError
from kwalcode.model import Role

Sign = Literal["=", "!=", "<", "<=", ">", ">=", "contains", "missing"]


class QueryError(UsageError):
    """A query that cannot be understood or answered: one line, which names the column.

    `column` counts from 1, in code points of the query's text.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class CodeNamed:
    """Quotations with this code; `name` is a path, a key or a name that only one code has."""

    name: str
    sub_codes: bool = False
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class GroupNamed:
    """Quotations with one of the codes of a code group."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class ThemeNamed:
    """Quotations with one of the codes of a theme."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class CoderNamed:
    """Quotations by this coder."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class RoleNamed:
    """Quotations that hold speech of somebody in this role."""

    role: Role
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class DocumentNamed:
    """Quotations of this document."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class DocumentGroupNamed:
    """Quotations of the documents of a document group."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Words:
    """Quotations in which these words were said; the places of the words at the right of a
    relation."""

    text: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """Quotations of respondents whose attribute is so; `value` is "" under "missing"."""

    attribute: str
    sign: Sign
    value: str = ""
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """What is in all of the parts (two or more)."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What is in at least one of the parts (two or more)."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """What is in exactly one of the parts (one or more)."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What is not in the part."""

    part: Query


@dataclass(frozen=True, slots=True)
class Distance:
    """How far apart at most: `n` characters or turns."""

    n: int
    unit: Literal["characters", "turns"] = "characters"


@dataclass(frozen=True, slots=True)
class Related:
    """What of `left` stands so to something of `right`; no distance is any distance."""

    left: Query
    relation: Relation
    right: Query
    distance: Distance | None = None


Leaf = (
    CodeNamed | GroupNamed | ThemeNamed | CoderNamed | RoleNamed
    | DocumentNamed | DocumentGroupNamed | Words | Condition
)  # fmt: skip
Query = Leaf | And | Or | OneOf | Not | Related


def leaves(query: Query) -> list[Leaf]:
    """Return the operands of a query from left to right."""
    match query:
        case And(parts) | Or(parts) | OneOf(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
        case Related(left, _relation, right):
            return leaves(left) + leaves(right)
        case _:
            return [query]
