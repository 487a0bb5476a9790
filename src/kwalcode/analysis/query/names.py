"""Looking up what the names in a query mean in a study."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kwalcode.analysis.query.bound import (
    Bound,
    BoundRelated,
    Combined,
    HasCode,
    HasCoder,
    InDocument,
)
from kwalcode.analysis.query.printing import quoted_name
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
    ThemeNamed,
    Words,
)
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code

Thing = TypeVar("Thing")
_NEAR = 3
_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a study. All numbers are ids; `groups` and `themes` hold those of codes."""

    codes: Sequence[Code] = ()
    groups: Mapping[str, frozenset[int]] = field(default_factory=dict)
    themes: Mapping[str, frozenset[int]] = field(default_factory=dict)
    coders: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    document_groups: Mapping[str, frozenset[int]] = field(default_factory=dict)
    attributes: Sequence[str] = ()


def bind(query: Query, names: Vocabulary) -> Bound:
    """Return the query with names looked up: ids in the place of names.

    Raises QueryError for a name that is not there, or that several codes have, with those that
    come nearest.
    """
    match query:
        case And(parts):
            return Combined("all", tuple(bind(part, names) for part in parts))
        case Or(parts):
            return Combined("any", tuple(bind(part, names) for part in parts))
        case OneOf(parts):
            return Combined("one", tuple(bind(part, names) for part in parts))
        case Not(part):
            return Combined("none", (bind(part, names),))
        case Related(left, relation, right, distance):
            return BoundRelated(bind(left, names), relation, bind(right, names), distance)
        case _:
            return _bind_leaf(query, names)


def _bind_leaf(leaf: Leaf, names: Vocabulary) -> Bound:
    match leaf:
        case CodeNamed():
            return HasCode(_code(leaf, names))
        case GroupNamed(name, at):
            return HasCode(_found(name, at, names.groups, _("code group")))
        case ThemeNamed(name, at):
            return HasCode(_found(name, at, names.themes, _("theme")))
        case CoderNamed(name, at):
            return HasCoder(_found(name, at, names.coders, _("coder")))
        case DocumentNamed(name, at):
            return InDocument(frozenset({_found(name, at, names.documents, _("document"))}))
        case DocumentGroupNamed(name, at):
            return InDocument(_found(name, at, names.document_groups, _("document group")))
        case Words(text, at):
            if not any(character.isalnum() for character in text):
                raise QueryError(
                    _("Column {column}: there are no words between the quotation marks.").format(
                        column=at
                    ),
                    at,
                )
            return leaf
        case Condition():
            return _condition(leaf, names)
        case RoleNamed():
            return leaf


def _condition(leaf: Condition, names: Vocabulary) -> Bound:
    """Return the condition on an attribute as the study spells it.

    `Signs > fear` without quotation marks is the path of a code, where there is no such attribute.
    """
    known = [*names.attributes, RESPONDENT]
    for name in known:
        if folded(name) == folded(leaf.attribute):
            return Condition(name, leaf.sign, leaf.value, leaf.at)
    if leaf.sign == ">":
        path = folded(f"{leaf.attribute}{CODE_PATH}{leaf.value}")
        for code in names.codes:
            if folded(code.path) == path:
                return HasCode(frozenset({code.id}))
    raise _unknown(leaf.attribute, leaf.at, known, _("attribute"))


RESPONDENT = "respondent"
"""Stands for a respondent's name in conditions."""


def _code(leaf: CodeNamed, names: Vocabulary) -> frozenset[int]:
    code = _find_code(leaf, names)
    if not leaf.sub_codes:
        return frozenset({code.id})
    ids = {code.id}
    for other in names.codes:  # parents come first
        if other.parent in ids:
            ids.add(other.id)
    return frozenset(ids)


def _find_code(leaf: CodeNamed, names: Vocabulary) -> Code:
    found = _codes_named(names.codes, leaf.name)
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(quoted_name(code.path) for code in found[:4])
        raise QueryError(
            _("Column {column}: several codes are called “{name}”: {paths}.").format(
                column=leaf.at, name=leaf.name, paths=paths
            ),
            leaf.at,
        )
    raise _unknown_code(leaf, names)


def code_named(codes: Sequence[Code], name: str) -> Code | None:
    """Return the one code that a name means: by its path, else its name or key; None for none
    or several."""
    found = _codes_named(codes, name)
    return found[0] if len(found) == 1 else None


def _codes_named(codes: Sequence[Code], name: str) -> list[Code]:
    wanted = folded(name)
    by_path = [code for code in codes if folded(code.path) == wanted]
    return by_path or [c for c in codes if wanted in (folded(c.name), folded(c.key))]


def _unknown_code(leaf: CodeNamed, names: Vocabulary) -> QueryError:
    """Return what to say of a name that no code has: what else is called so, else what is near."""
    others = ((_("code group"), names.groups), (_("theme"), names.themes))
    for kind, known in others:
        for name in known:
            if folded(name) == folded(leaf.name):
                return QueryError(
                    _("Column {column}: “{name}” is no code but a {kind}; write: {kind} {it}.")
                    .format(column=leaf.at, name=leaf.name, kind=kind, it=quoted_name(name)),
                    leaf.at,
                )  # fmt: skip
    spelled = {name: code.path for code in names.codes for name in (code.path, code.name)}
    return _unknown(leaf.name, leaf.at, spelled, _("code"), spelled)


def _found(name: str, at: int, known: Mapping[str, Thing], kind: str) -> Thing:
    for spelled, thing in known.items():
        if folded(spelled) == folded(name):
            return thing
    raise _unknown(name, at, known, kind)


def _unknown(
    name: str,
    at: int,
    known: Iterable[str],
    kind: str,
    shown: Mapping[str, str] | None = None,
) -> QueryError:
    near = [(shown or {}).get(one, one) for one in nearest(name, known)]
    if near:
        quoted = ", ".join(quoted_name(one) for one in dict.fromkeys(near))
        message = _("Column {column}: there is no {kind} “{name}”; do you mean: {near}?")
    else:
        quoted = ""
        message = _("Column {column}: there is no {kind} “{name}” in this study.")
    return QueryError(message.format(column=at, kind=kind, name=name, near=quoted), at)


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that come nearest to a name, at most three, the nearest first."""
    spellings = {folded(one): one for one in known}
    wanted = folded(name)
    found = difflib.get_close_matches(wanted, spellings, _NEAR, _LIKENESS)
    found += [one for one in spellings if wanted and wanted in one and one not in found]
    return [spellings[one] for one in found[:_NEAR]]


def folded(name: str) -> str:
    """Return what two spellings of a name have in common: case and spaces do not count."""
    return CODE_PATH.join(" ".join(p.split()) for p in name.casefold().split(CODE_PATH.strip()))
