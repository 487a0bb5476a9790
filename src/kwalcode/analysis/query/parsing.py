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

from kwalcode.analysis.query.reading import Kind, Token, tokens
from kwalcode.analysis.query.tree import (
    And,
    CodeNamed,
    CoderNamed,
    Condition,
    Distance,
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
from kwalcode.analysis.query.words import DISTANT, OPERANDS, RELATIONS, ROLE_NAMES, UNITS, Relation
from kwalcode.i18n import _
from kwalcode.model import Role

_DEEPEST: Final = 40
"""So many parentheses may be open at a time."""
_FARTHEST: Final = 1_000_000_000


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


class _Parser:
    def __init__(self, text: str) -> None:
        self.placed: list[Placed] = []
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is(self, kind: Kind, *values: str) -> bool:
        return self._next.kind == kind and (not values or self._next.value in values)

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def expect(self, kind: Kind, wanted: str) -> Token:
        """Take a token of this kind. Raises QueryError for another one."""
        if self._next.kind != kind:
            raise self._wrong(wanted)
        return self._take()

    def _wrong(self, wanted: str) -> QueryError:
        token = self._next
        column = token.start + 1
        if token.kind == "end":
            return QueryError(
                _("Column {column}: here the query ends; expected: {wanted}.").format(
                    column=column, wanted=wanted
                ),
                column,
            )
        return QueryError(
            _("Column {column}: found {found}; expected: {wanted}.").format(
                column=column, found=self._text[token.start : token.end], wanted=wanted
            ),
            column,
        )

    # From the loosest to the tightest

    def any_of(self) -> Query:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong(_("fewer parentheses inside each other"))
        parts = [self._all_of()]
        while self._is("key", "OR"):
            self._take()
            parts.append(self._all_of())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self) -> Query:
        parts = [self._negated()]
        while self._is("key", "AND"):
            self._take()
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self) -> Query:
        turns = 0
        while self._is("key", "NOT"):
            self._take()
            turns += 1
        if turns > _DEEPEST:
            raise self._wrong(_("fewer times NOT"))
        query = self._related()
        for _turn in range(turns):
            query = Not(query)
        return query

    def _related(self) -> Query:
        left = self._operand()
        steps = 0
        while self._is("key", *RELATIONS):
            steps += 1
            if steps > _DEEPEST:
                raise self._wrong(_("fewer relations in a row"))
            relation = cast(Relation, self._take().value)
            distance = self._distance() if relation in DISTANT and self._distance_here() else None
            if self._is("key", "NOT"):
                raise self._wrong(_("a code, or NOT and what it is about in parentheses"))
            right = self._operand()
            if distance is None and relation in DISTANT and self._distance_here():
                distance = self._distance()
            left = Related(left, relation, right, distance)
        return left

    # Operands

    def _operand(self) -> Query:
        if self._is("open"):
            self._take()
            query = self.any_of()
            self.expect("close", _("AND, OR, a relation such as WITHIN, or a closing parenthesis"))
            return query
        if self._is("key", "ONE OF"):
            return self._one_of()
        if self._is("text"):
            token = self._take()
            return Words(token.value, token.start + 1)
        if self._is("key", *OPERANDS) and self._name_at(self._at + 1):
            return self._of_kind(self._take())
        return self._named()

    def _one_of(self) -> OneOf:
        self._take()
        self.expect("open", _("an opening parenthesis"))
        parts = [self.any_of()]
        while self._is("comma"):
            self._take()
            parts.append(self.any_of())
        self.expect("close", _("a comma or a closing parenthesis"))
        return OneOf(tuple(parts))

    def _of_kind(self, kind: Token) -> Leaf:
        at = self._next.start + 1
        if kind.value == "ROLE":
            return RoleNamed(self._role(), at)
        name, end = self._name(), self._tokens[self._at - 1].end
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
        token = self._next
        name = self._name()
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
        token = self._next
        if not self._name_at(self._at) and not self._is("key", *OPERANDS):
            raise self._wrong(_("a code, “words”, a condition, NOT, or an opening parenthesis"))
        # Without a name behind it, "role" or "document" may be what a code is called.
        name = self._name() if self._name_at(self._at) else self._spelled(self._take())
        end = self._tokens[self._at - 1].end
        leaf, last = self._about(name, token.start + 1)
        self.placed.append(Placed(leaf, token.start, end, last or end))
        return leaf

    def _about(self, name: str, at: int) -> tuple[Leaf, int]:
        """Return the leaf that a name begins, and where its value ends (0 for no value)."""
        if self._is("sign") or self._is("key", "CONTAINS"):
            sign = cast(Sign, self._take().value.lower())
            condition = Condition(name, sign, self._value(), at)
            return condition, self._tokens[self._at - 1].end
        if self._is("key", "MISSING"):
            self._take()
            return Condition(name, "missing", "", at), 0
        return self._code(name, at), 0

    def _code(self, name: str, at: int) -> CodeNamed:
        sub_codes = self._is("key", "WITH SUB-CODES")
        if sub_codes:
            self._take()
        return CodeNamed(name, sub_codes, at)

    def _name_at(self, at: int) -> bool:
        return self._tokens[at].kind in ("word", "name")

    def _name(self) -> str:
        """Read one name in quotation marks, or as many words as stand together."""
        if self._is("name"):
            token = self._take()
            if not token.value.strip():
                self._at -= 1
                raise self._wrong(_("a name between the quotation marks"))
            return token.value
        words = [self.expect("word", _("a name")).value]
        while self._is("word"):
            words.append(self._take().value)
        return " ".join(words)

    def _spelled(self, token: Token) -> str:
        return " ".join(self._text[token.start : token.end].split())

    def _value(self) -> str:
        if self._is("text") or self._is("name"):
            return self._take().value
        if self._is("key", *OPERANDS) and not self._name_at(self._at + 1):
            return self._spelled(self._take())
        if not self._is("word"):
            raise self._wrong(_('a value, such as "politie" or 40'))
        return self._name()

    # Distances

    def _distance_here(self) -> bool:
        at = self._at
        return (
            self._tokens[at].kind == "open"
            and self._tokens[at + 1].kind == "word"
            and self._tokens[at + 1].value.isdecimal()
            and self._tokens[at + 2].kind in ("close", "word")
            and (self._tokens[at + 2].kind == "close" or self._unit_at(at + 2) is not None)
        )

    def _unit_at(self, at: int) -> str | None:
        spelled = self._tokens[at].value.casefold()
        return next((unit for unit, names in UNITS.items() if spelled in names), None)

    def _distance(self) -> Distance:
        self._take()
        digits = self._next.value
        if len(digits) > 10 or int(digits) > _FARTHEST:
            raise self._wrong(_("a smaller number"))
        self._take()
        unit = self._unit_at(self._at)
        if unit is not None:
            self._take()
        self.expect("close", _("turns, or a closing parenthesis"))
        return Distance(int(digits), "turns" if unit == "turns" else "characters")
