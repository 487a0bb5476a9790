"""The disagreements of two coders as a list for a meeting: what each file of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kwalcode.agreement.disagreements import CLASSES
from kwalcode.i18n import _, current
from kwalcode.project.agreement.causes import troubled_codes
from kwalcode.project.agreement.disagreements import CodedSpan, Disagreement, StudyDisagreements
from kwalcode.project.agreement.words import cause_name, class_name, kind_name, never_met
from kwalcode.report.agreement.words import units
from kwalcode.report.facts import role_name

MIXED: Final = 20
"""So many pairs of codes that are mixed up are shown at most."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two codes that stand against each other `n` times, by path, with their definitions."""

    a: str
    b: str
    n: int
    definition_a: str
    definition_b: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A disagreement: its number and place, its class in words, the passage, and what each of
    the coders did there, in words."""

    number: int
    place: str
    what: str
    text: str
    sides: tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A list for a meeting. `facts` says what was compared, `counts` are the spans of each coder
    by class, `codes` those of both by code and class, with what
    they point to (`code_header`)."""

    title: str
    facts: str
    coders: tuple[str, str]
    counts: tuple[tuple[str, int, int], ...]
    codes: tuple[tuple[str | int, ...], ...]
    mixed: tuple[Mixed, ...]
    topics: tuple[Topic, ...]
    language: str


def meeting_of(found: StudyDisagreements, definitions: Mapping[str, str]) -> Meeting:
    """Return the list; `definitions` are those of the codes, by path."""
    first, second = found.coders
    return Meeting(
        _("Disagreements between {a} and {b}").format(a=first, b=second),
        meeting_facts(found),
        found.coders,
        tuple((class_name(name), *found.classes[name]) for name in CLASSES),
        code_rows(found),
        tuple(
            Mixed(a, b, n, definitions.get(a, ""), definitions.get(b, ""))
            for a, b, n in found.confused
            if a != b
        )[:MIXED],
        tuple(topic(n, one, found.coders) for n, one in enumerate(found.rows, start=1)),
        current(),
    )


def code_header() -> tuple[str, ...]:
    """Return the headings of the table of codes."""
    return (_("code"), *map(class_name, CLASSES), _("points to"))


def code_rows(found: StudyDisagreements) -> tuple[tuple[str | int, ...], ...]:
    """Return the codes with disagreements, most first: the spans of both coders by class, and
    what most of the disagreements point to."""
    return tuple(
        (one.code, *(one.spans[name] for name in CLASSES), cause_name(one.cause))
        for one in troubled_codes(found.codes)
    )


def meeting_facts(found: StudyDisagreements) -> str:
    """Return the line that goes along: coders, documents, n, roles, what was chosen."""
    first, second = found.coders
    line = _("Spans of {a} and {b} in {documents}, {units} (talk of: {roles})").format(
        a=first,
        b=second,
        documents=units("document", len(found.documents)),
        units=units("sentence", found.n),
        roles=", ".join(map(role_name, found.roles)),
    )
    if not found.documents:
        line = never_met(first, second)
    chosen = [_("respondents: {where}").format(where=", ".join(found.where))] if found.where else []
    return "; ".join([line, *chosen, *found.notes]) + "."


def topic(number: int, one: Disagreement, coders: tuple[str, str]) -> Topic:
    """Return a disagreement in words."""
    place = one.document
    if one.turn is not None:
        place = _("{document}, turn {turn}").format(document=one.document, turn=one.turn)
    what = class_name(one.group)
    if one.kind:
        what = f"{what} ({kind_name(one.kind, one.whose, coders)})"
    a, b = (_side(one, span) for span in (one.a, one.b))
    return Topic(number, place, what, one.text, ((coders[0], a), (coders[1], b)))


def _side(one: Disagreement, span: CodedSpan | None) -> str:
    if span is not None:
        return f"{span.code}  “{span.text}”"
    if one.others:
        return _("not this one, but {codes}").format(codes=", ".join(one.others))
    return _("nothing here")
