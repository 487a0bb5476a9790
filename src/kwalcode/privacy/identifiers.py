"""What rules alone can see of what identifies somebody: the structured items.

The list of rules is the place to add one: a function from a text to hits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kwalcode.privacy.births import births
from kwalcode.privacy.found import Found, apart
from kwalcode.privacy.numbers import bsns, ibans, phones, plates
from kwalcode.privacy.online import emails, urls
from kwalcode.privacy.places import addresses, postcodes

_RULES: tuple[Callable[[str], Iterator[Found]], ...] = (
    *(emails, urls, ibans, bsns, phones, births, addresses, postcodes, plates),
)
"""More specific ones first: they win from an equally long hit of a later rule."""


def identifiers(text: str) -> list[Found]:
    """Return the structured items in `text`, in order, not overlapping, in code points.

    E-mail, web, bank account (checksum), citizen service number (eleven-test), telephone,
    date of birth, address, postcode and number plate, in their Dutch forms. Time is linear in
    the text's length. An empty list does not mean that nobody can be recognised.
    """
    return apart(len(text), (hit for rule in _RULES for hit in rule(text)))


__all__ = ["Found", "identifiers"]
