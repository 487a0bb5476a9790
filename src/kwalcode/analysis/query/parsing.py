"""The grammar of the query language.

    query    = all { OR all }
    all      = not { AND not }
    not      = NOT not | related
    related  = operand { RELATION [distance] operand [distance] }
    operand  = ( query ) | ONE OF ( query { , query } ) | "words" | condition
             | [CODE] name [WITH SUB-CODES] | KIND name | ROLE role
    condition = name sign value | name CONTAINS value | name MISSING
    distance = ( number [characters | turns] )

So relations bind tightest, then NOT, AND, OR. A name is in single quotation marks, or consists of
words that have no meaning of their own.
"""

from __future__ import annotations

from typing import Final, NamedTuple, cast

from kwalcode.analysis.query.cursor import Cursor
from kwalcode.analysis.query.reading import Token
from kwalcode.analysis.query.tree import (
    And,
    CodeNamed,
    CoderNamed,
    Condition,
    DocumentGroupNamed,
    DocumentNamed,
    GroupNamed,
    Leaf,
    Not,
    OneOf,
    Or,
    Query,
    QueryError,
    Related,
    RoleNamed,
    Sign,
    ThemeNamed,
    Words,
)
from kwalcode.analysis.query.words import DISTANT, OPERANDS, RELATIONS, ROLE_NAMES, Relation
from kwalcode.i18n import _
from kwalcode.model import Role

_DEEPEST: Final = 40
"""So many parentheses may be open at a time."""


def parse(text: str) -> Query:
    """Return the query that a text means. Raises QueryError, with the column and the remedy."""
    parser = _Parser(text)
    query = parser.any_of()
    parser.expect("end", _("AND, OR, a relation such as WITHIN, or the end"))
    return query


class Placed(NamedTuple):
    """A leaf that names something: the range of the name in the text (code points), and where
    the leaf ends (a condition has a value behind its name)."""

    leaf: Leaf
    start: int
    name_end: int
    end: int


def named_places(text: str) -> list[Placed]:
    """Return the names in a query with their places, in order. Raises QueryError."""
    parser = _Parser(text)
    parser.any_of()
    parser.expect("end", _("AND, OR, a relation such as WITHIN, or the end"))
    return parser.placed


class _Parser(Cursor):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.placed: list[Placed] = []
        self._depth = 0

    # From the loosest to the tightest

    def any_of(self) -> Query:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.wrong(_("fewer parentheses inside each other"))
        parts = [self._all_of()]
        while self.sees("key", "OR"):
            self.take()
            parts.append(self._all_of())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self) -> Query:
        parts = [self._negated()]
        while self.sees("key", "AND"):
            self.take()
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self) -> Query:
        turns = 0
        while self.sees("key", "NOT"):
            self.take()
            turns += 1
        if turns > _DEEPEST:
            raise self.wrong(_("fewer times NOT"))
        query = self._related()
        for _turn in range(turns):
            query = Not(query)
        return query

    def _related(self) -> Query:
        left = self._operand()
        steps = 0
        while self.sees("key", *RELATIONS):
            steps += 1
            if steps > _DEEPEST:
                raise self.wrong(_("fewer relations in a row"))
            relation = cast(Relation, self.take().value)
            distance = self.distance() if relation in DISTANT and self.distance_here() else None
            if self.sees("key", "NOT"):
                raise self.wrong(_("a code, or NOT and what it is about in parentheses"))
            right = self._operand()
            if distance is None and relation in DISTANT and self.distance_here():
                distance = self.distance()
            left = Related(left, relation, right, distance)
        return left

    # Operands

    def _operand(self) -> Query:
        if self.sees("open"):
            self.take()
            query = self.any_of()
            self.expect("close", _("AND, OR, a relation such as WITHIN, or a closing parenthesis"))
            return query
        if self.sees("key", "ONE OF"):
            return self._one_of()
        if self.sees("text"):
            token = self.take()
            return Words(token.value, token.start + 1)
        if self.sees("key", *OPERANDS) and self.name_at(self.at + 1):
            return self._of_kind(self.take())
        return self._named()

    def _one_of(self) -> OneOf:
        self.take()
        self.expect("open", _("an opening parenthesis"))
        parts = [self.any_of()]
        while self.sees("comma"):
            self.take()
            parts.append(self.any_of())
        self.expect("close", _("a comma or a closing parenthesis"))
        return OneOf(tuple(parts))

    def _of_kind(self, kind: Token) -> Leaf:
        at = self.next.start + 1
        if kind.value == "ROLE":
            return RoleNamed(self._role(), at)
        name, end = self.name(), self.tokens[self.at - 1].end
        leaf = self._named_as(kind, name, at)
        self.placed.append(Placed(leaf, at - 1, end, end))
        return leaf

    def _named_as(self, kind: Token, name: str, at: int) -> Leaf:
        match kind.value:
            case "CODE GROUP":
                return GroupNamed(name, at)
            case "THEME":
                return ThemeNamed(name, at)
            case "CODER":
                return CoderNamed(name, at)
            case "DOCUMENT":
                return DocumentNamed(name, at)
            case "DOCUMENT GROUP":
                return DocumentGroupNamed(name, at)
            case _:
                return self._code(name, at)

    def _role(self) -> Role:
        token = self.next
        name = self.name()
        for role, spellings in ROLE_NAMES.items():
            if name.casefold() in spellings:
                return role
        known = ", ".join(ROLE_NAMES)
        column = token.start + 1
        raise QueryError(
            _("Column {column}: “{name}” is no role; there are: {known}.").format(
                column=column, name=name, known=known
            ),
            column,
        )

    def _named(self) -> Leaf:
        """Read a name: a condition on an attribute where a sign follows, else a code."""
        token = self.next
        if not self.name_at(self.at) and not self.sees("key", *OPERANDS):
            raise self.wrong(_("a code, “words”, a condition, NOT, or an opening parenthesis"))
        # Without a name behind it, "role" or "document" may be what a code is called.
        name = self.name() if self.name_at(self.at) else self.spelled(self.take())
        end = self.tokens[self.at - 1].end
        leaf, last = self._about(name, token.start + 1)
        self.placed.append(Placed(leaf, token.start, end, last or end))
        return leaf

    def _about(self, name: str, at: int) -> tuple[Leaf, int]:
        """Return the leaf that a name begins, and where its value ends (0 for no value)."""
        if self.sees("sign") or self.sees("key", "CONTAINS"):
            sign = cast(Sign, self.take().value.lower())
            condition = Condition(name, sign, self.value(), at)
            return condition, self.tokens[self.at - 1].end
        if self.sees("key", "MISSING"):
            self.take()
            return Condition(name, "missing", "", at), 0
        return self._code(name, at), 0

    def _code(self, name: str, at: int) -> CodeNamed:
        sub_codes = self.sees("key", "WITH SUB-CODES")
        if sub_codes:
            self.take()
        return CodeNamed(name, sub_codes, at)
