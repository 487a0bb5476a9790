"""Reads what a query is made of, from left to right: tokens, names, values, distances."""

from __future__ import annotations

from typing import Final

from kwalcode.analysis.query.reading import Kind, Token, tokens
from kwalcode.analysis.query.tree import Distance, QueryError
from kwalcode.analysis.query.words import OPERANDS, UNITS
from kwalcode.i18n import _

_FARTHEST: Final = 1_000_000_000


class Cursor:
    """The tokens of a query, and which one is next (`at`)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0

    @property
    def next(self) -> Token:
        """The token that is next."""
        return self.tokens[self.at]

    def sees(self, kind: Kind, *values: str) -> bool:
        """Tell whether the next token is of this kind, and one of these values if any are named."""
        return self.next.kind == kind and (not values or self.next.value in values)

    def take(self) -> Token:
        """Return the next token, and go on behind it."""
        token = self.next
        self.at += 1
        return token

    def expect(self, kind: Kind, wanted: str) -> Token:
        """Take a token of this kind. Raises QueryError for another one."""
        if self.next.kind != kind:
            raise self.wrong(wanted)
        return self.take()

    def wrong(self, wanted: str) -> QueryError:
        """Return what to say of the next token, where something else was expected."""
        token = self.next
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
                column=column, found=self.text[token.start : token.end], wanted=wanted
            ),
            column,
        )

    # Names and values

    def name_at(self, at: int) -> bool:
        """Tell whether a name begins at a token."""
        return self.tokens[at].kind in ("word", "name")

    def name(self) -> str:
        """Read one name in quotation marks, or as many words as stand together."""
        if self.sees("name"):
            token = self.take()
            if not token.value.strip():
                self.at -= 1
                raise self.wrong(_("a name between the quotation marks"))
            return token.value
        words = [self.expect("word", _("a name")).value]
        while self.sees("word"):
            words.append(self.take().value)
        return " ".join(words)

    def spelled(self, token: Token) -> str:
        """Return a token as it was typed."""
        return " ".join(self.text[token.start : token.end].split())

    def value(self) -> str:
        """Read what an attribute is compared with. Raises QueryError."""
        if self.sees("text") or self.sees("name"):
            return self.take().value
        if self.sees("key", *OPERANDS) and not self.name_at(self.at + 1):
            return self.spelled(self.take())
        if not self.sees("word"):
            raise self.wrong(_('a value, such as "politie" or 40'))
        return self.name()

    # Distances

    def distance_here(self) -> bool:
        """Tell whether a distance comes next."""
        at = self.at
        return (
            self.tokens[at].kind == "open"
            and self.tokens[at + 1].kind == "word"
            and self.tokens[at + 1].value.isdecimal()
            and self.tokens[at + 2].kind in ("close", "word")
            and (self.tokens[at + 2].kind == "close" or self._unit_at(at + 2) is not None)
        )

    def _unit_at(self, at: int) -> str | None:
        spelled = self.tokens[at].value.casefold()
        return next((unit for unit, names in UNITS.items() if spelled in names), None)

    def distance(self) -> Distance:
        """Read a distance. Raises QueryError."""
        self.take()
        digits = self.next.value
        if len(digits) > 10 or int(digits) > _FARTHEST:
            raise self.wrong(_("a smaller number"))
        self.take()
        unit = self._unit_at(self.at)
        if unit is not None:
            self.take()
        self.expect("close", _("turns, or a closing parenthesis"))
        return Distance(int(digits), "turns" if unit == "turns" else "characters")
