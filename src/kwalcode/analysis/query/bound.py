"""A query with its names looked up, and what can be told of it before it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kwalcode.analysis.query.tree import Condition, Distance, RoleNamed, Words
from kwalcode.analysis.query.words import Relation


@dataclass(frozen=True, slots=True)
class HasCode:
    """Items with one of these codes."""

    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class HasCoder:
    """Items of this coder."""

    coder: int


@dataclass(frozen=True, slots=True)
class InDocument:
    """Items of these documents."""

    documents: frozenset[int]


@dataclass(frozen=True, slots=True)
class BoundRelated:
    """`Related`, bound."""

    left: Bound
    relation: Relation
    right: Bound
    distance: Distance | None


@dataclass(frozen=True, slots=True)
class Combined:
    """`And`, `Or` (all, any), `OneOf` (one) or `Not` (none), bound."""

    how: str
    parts: tuple[Bound, ...]


Bound = HasCode | HasCoder | InDocument | RoleNamed | Words | Condition | BoundRelated | Combined


def codes_named(query: Bound) -> frozenset[int]:
    """Return the codes that a query asks for; those behind NOT are not asked for."""
    match query:
        case HasCode(codes):
            return codes
        case Combined("none", _parts):
            return frozenset()
        case Combined(_how, parts):
            return frozenset().union(*map(codes_named, parts))
        case BoundRelated(left):
            return codes_named(left)
        case _:
            return frozenset()


def narrowing(query: Bound) -> frozenset[int] | None:
    """Return codes of which whatever the query finds has one; None where there are no such codes.

    Without relations it depends on a quotation alone whether it is found, so that the query can be
    asked of the quotations with these codes only. With relations the answer is None.
    """
    if any(isinstance(part, BoundRelated) for part in _bound_leaves(query, whole=True)):
        return None
    return _narrowing(query)


def _narrowing(query: Bound) -> frozenset[int] | None:
    match query:
        case HasCode(codes):
            return codes
        case Combined("all", parts):
            found = [codes for codes in map(_narrowing, parts) if codes is not None]
            return min(found, key=len) if found else None
        case Combined("any" | "one", parts):
            several = [_narrowing(part) for part in parts]
            known = [codes for codes in several if codes is not None]
            return frozenset().union(*known) if len(known) == len(several) else None
        case _:
            return None


def names_coder(query: Bound) -> bool:
    """Tell whether a query names a coder."""
    return any(isinstance(leaf, HasCoder) for leaf in _bound_leaves(query))


def names_role(query: Bound) -> bool:
    """Tell whether a query names a role."""
    return any(isinstance(leaf, RoleNamed) for leaf in _bound_leaves(query))


def _bound_leaves(query: Bound, *, whole: bool = False) -> Iterable[Bound]:
    """Yield the operands of a query, and its relations as a `whole`."""
    match query:
        case Combined(_how, parts):
            for part in parts:
                yield from _bound_leaves(part, whole=whole)
        case BoundRelated(left, _relation, right) if not whole:
            yield from _bound_leaves(left)
            yield from _bound_leaves(right)
        case _:
            yield query
