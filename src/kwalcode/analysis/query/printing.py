"""A query as text: the text gives the same query back when it is parsed."""

from __future__ import annotations

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
    Related,
    RoleNamed,
    ThemeNamed,
    Words,
)
from kwalcode.analysis.query.words import ROLE_NAMES, UNITS, printed_word


def printed(query: Query, language: str = "en") -> str:
    """Return the text of a query, its words in English or in Dutch ("nl")."""
    match query:
        case Or(parts):
            joint = f" {printed_word('OR', language)} "
            return joint.join(_inside(part, language, (Or,)) for part in parts)
        case And(parts):
            joint = f" {printed_word('AND', language)} "
            return joint.join(_inside(part, language, (Or, And)) for part in parts)
        case Not(part):
            return f"{printed_word('NOT', language)} {_inside(part, language, (Or, And))}"
        case OneOf(parts):
            listed = ", ".join(printed(part, language) for part in parts)
            return f"{printed_word('ONE OF', language)}({listed})"
        case Related(left, relation, right, distance):
            one = _inside(left, language, (Or, And, Not))
            other = _inside(right, language, (Or, And, Not, Related))
            joint = printed_word(relation, language) + _distance(distance, language)
            return f"{one} {joint} {other}"
        case _:
            return _leaf(query, language)


def quoted_name(name: str) -> str:
    """Return a name between single quotation marks, those inside it doubled."""
    return "'" + name.replace("'", "''") + "'"


def quoted_text(text: str) -> str:
    """Return a text between double quotation marks, those inside it doubled."""
    return '"' + text.replace('"', '""') + '"'


def _inside(part: Query, language: str, looser: tuple[type, ...]) -> str:
    text = printed(part, language)
    return f"({text})" if isinstance(part, looser) else text


def _distance(distance: Distance | None, language: str) -> str:
    if distance is None:
        return ""
    if distance.unit == "characters":
        return f"({distance.n})"
    return f"({distance.n} {UNITS[distance.unit][1 if language == 'nl' else 0]})"


_KINDS: dict[type, str] = {
    GroupNamed: "CODE GROUP",
    ThemeNamed: "THEME",
    CoderNamed: "CODER",
    DocumentNamed: "DOCUMENT",
    DocumentGroupNamed: "DOCUMENT GROUP",
}


def _leaf(leaf: Leaf, language: str) -> str:
    match leaf:
        case CodeNamed(name, sub_codes):
            ending = f" {printed_word('WITH SUB-CODES', language)}" if sub_codes else ""
            return quoted_name(name) + ending
        case RoleNamed(role):
            name = ROLE_NAMES[role][1 if language == "nl" else 0]
            return f"{printed_word('ROLE', language)} {name}"
        case Words(text):
            return quoted_text(text)
        case Condition():
            return _condition(leaf, language)
        case _:
            return f"{printed_word(_KINDS[type(leaf)], language)} {quoted_name(leaf.name)}"


def _condition(leaf: Condition, language: str) -> str:
    name = quoted_name(leaf.attribute)
    if leaf.sign == "missing":
        return f"{name} {printed_word('MISSING', language)}"
    sign = printed_word("CONTAINS", language) if leaf.sign == "contains" else leaf.sign
    return f"{name} {sign} {quoted_text(leaf.value)}"
