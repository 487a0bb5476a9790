"""The words of the query language, in English and in Dutch: one table."""

from __future__ import annotations

from typing import Final, Literal

from kwalcode.model import Role

Relation = Literal[
    "WITHIN", "ENCLOSES", "OVERLAPS", "OVERLAPPED BY", "FOLLOWS", "PRECEDES", "COOCCURS"
]
RELATIONS: Final[tuple[Relation, ...]] = (
    "WITHIN", "ENCLOSES", "OVERLAPS", "OVERLAPPED BY", "FOLLOWS", "PRECEDES", "COOCCURS",
)  # fmt: skip
DISTANT: Final = ("FOLLOWS", "PRECEDES")
"""The relations that take a distance, as in FOLLOWS(2 turns)."""
OPERANDS: Final = ("CODE", "CODE GROUP", "THEME", "CODER", "ROLE", "DOCUMENT", "DOCUMENT GROUP")
"""The words that say what kind of name follows."""
SIGNS: Final = ("=", "!=", "<", "<=", ">", ">=")

SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "AND": ("AND", "EN"),
    "OR": ("OR", "OF"),
    "NOT": ("NOT", "NIET"),
    "ONE OF": ("ONE OF", "EEN VAN", "ÉÉN VAN"),
    "WITHIN": ("WITHIN", "BINNEN"),
    "ENCLOSES": ("ENCLOSES", "OMVAT"),
    "OVERLAPS": ("OVERLAPS", "OVERLAPT"),
    "OVERLAPPED BY": ("OVERLAPPED BY", "OVERLAPT DOOR", "OVERLAPPED-BY"),
    "FOLLOWS": ("FOLLOWS", "VOLGT OP", "VOLGT"),
    "PRECEDES": ("PRECEDES", "GAAT VOORAF AAN"),
    "COOCCURS": ("COOCCURS", "KOMT SAMEN MET", "CO-OCCURS", "COOCCURS WITH"),
    "WITH SUB-CODES": ("WITH SUB-CODES", "MET SUBCODES", "WITH SUBCODES", "MET SUB-CODES"),
    "CODE": ("CODE", "CODE"),
    "CODE GROUP": ("CODE GROUP", "CODEGROEP", "GROUP", "GROEP"),
    "THEME": ("THEME", "THEMA"),
    "CODER": ("CODER", "CODEUR"),
    "ROLE": ("ROLE", "ROL"),
    "DOCUMENT": ("DOCUMENT", "DOCUMENT"),
    "DOCUMENT GROUP": ("DOCUMENT GROUP", "DOCUMENTGROEP"),
    "CONTAINS": ("CONTAINS", "BEVAT"),
    "MISSING": ("MISSING", "ONTBREEKT"),
}
"""Meaning -> its spellings: the English one that is printed, the Dutch one, then others.

Upper and lower case are alike; words may be any number of spaces apart.
"""

ROLE_NAMES: Final[dict[Role, tuple[str, ...]]] = {
    "interviewer": ("interviewer", "interviewer"),
    "respondent": ("respondent", "respondent"),
    "other": ("other", "anders", "overig"),
}
UNITS: Final[dict[str, tuple[str, ...]]] = {
    "turns": ("turns", "beurten", "turn", "beurt"),
    "characters": ("characters", "tekens", "character", "teken"),
}


def printed_word(meaning: str, language: str) -> str:
    """Return the word for a meaning in a language ("nl", else English)."""
    return SPELLINGS[meaning][1 if language == "nl" else 0]


def _by_words() -> dict[tuple[str, ...], str]:
    return {
        tuple(spelling.casefold().split()): meaning
        for meaning, spellings in SPELLINGS.items()
        for spelling in spellings
    }


BY_WORDS: Final = _by_words()
"""What a sequence of casefolded words means."""
LONGEST: Final = max(map(len, BY_WORDS))
