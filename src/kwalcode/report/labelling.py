"""How a project attributes its quotations, and a passage copied with its attribution.

Light: the app copies with it, so no writer of a format is imported here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kwalcode.analysis.layers import Layer
from kwalcode.i18n import _
from kwalcode.model import Excerpt
from kwalcode.project.analyses.layers import people_of, people_where
from kwalcode.project.reads import Connection
from kwalcode.project.reads.codings import documents_with
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
    setting,
)
from kwalcode.project.reads.quoting import marked
from kwalcode.project.retrieval.quotations import passage_excerpt
from kwalcode.project.study import Study
from kwalcode.report.attribution import FEWEST, Attribution, attribution, default_template
from kwalcode.report.facts import role_name

ATTRIBUTION: Final = "attribution"
"""The setting that says how quotations are attributed."""


def attribution_of(connection: Connection, template: str | None = None) -> Attribution:
    """Return the attribution asked for, or the project's own. Raises UsageError."""
    names = attribute_names(connection)
    if template is None:
        template = default_template(names, setting(connection, ATTRIBUTION))
    numbers = {name: n for n, name in enumerate(respondent_names(connection).values(), start=1)}
    return attribution(template, names, numbers)


def passage_with_attribution(study: Study, document_id: int, start: int, end: int) -> str:
    """Return the passage [start, end) as a report quotes it: “text” (label).

    Speaker labels are left out; the label is the project's. Where the respondent does not
    speak in the passage, it says who does. Raises NotFound, UsageError.
    """
    with study.reading() as connection:
        document = read_document(connection, document_id)
        excerpt = passage_excerpt(connection, document, start, end)
        return attributed(excerpt, attribution_of(connection))


def attributed(excerpt: Excerpt, label: Attribution) -> str:
    """Return an excerpt between quotation marks, with its attribution after it."""
    return f"“{excerpt.text}” ({whose(excerpt, label)})"


def whose(excerpt: Excerpt, label: Attribution) -> str:
    """Return the label of an excerpt, with the role before it where no respondent speaks."""
    if excerpt.role in ("", "respondent"):
        return label(excerpt)
    role = role_name(excerpt.role)
    return f"{role[0].upper()}{role[1:]}, {label(excerpt)}"


class Seen:
    """Passes quotations on, and remembers the names of the respondents that it saw."""

    def __init__(self, excerpts: Iterable[Excerpt]) -> None:
        self._excerpts = excerpts
        self.respondents: set[str] = set()

    def __iter__(self) -> Iterator[Excerpt]:
        for excerpt in self._excerpts:
            self.respondents.add(excerpt.respondent)
            yield excerpt


def rare_notices(
    connection: Connection, label: Attribution, seen: Collection[str], k: int = FEWEST
) -> tuple[str, ...]:
    """Say which labels of these respondents fit fewer than `k` of the project's respondents.

    `seen` as in `rare_labels`. Names attributes that are coarser: all that is said of a
    respondent by them fits `k`. METHOD section 7.
    """
    rare = rare_labels(connection, label, seen, k)
    if not rare:
        return ()
    people = _people(connection).values()
    coarser = [f"{{{name}}}" for name in attribute_names(connection) if _coarse(people, name, k)]
    told = _(
        "These attributions fit fewer than {k} respondents and may tell who spoke: {labels}."
        " Coarser: {coarser}."
    )
    labels = ", ".join(f"{name} ({n})" for name, n in rare.items())
    return (told.format(k=k, labels=labels, coarser=", ".join(coarser) or "{respondent}"),)


def rare_labels(
    connection: Connection, label: Attribution, seen: Collection[str], k: int = FEWEST
) -> dict[str, int]:
    """Return the labels of these respondents (`seen`, by name) that fit fewer than `k` of all
    respondents in the project, each with how many it fits.

    A label by respondents' numbers fits one by its nature: none of these is returned.
    """
    if "{respondent" in label.template.casefold():
        return {}
    people = _people(connection)
    fits = Counter(_label_of(label, name, known) for name, known in people.items())
    shown = {_label_of(label, name, people[name]) for name in seen if name in people}
    return {name: fits[name] for name in sorted(shown) if fits[name] < k}


def may_be_quoted(
    connection: Connection,
    layer: Layer,
    *,
    where: Collection[str] = (),
    codes: Collection[int] | None = None,
    chosen: bool = False,
) -> set[str]:
    """Return the names of the respondents whom a list of quotations may hold, before it is made.

    Those of the layer's documents, who fit `where`; with `codes` of documents with one of these,
    `chosen` of documents with a passage marked for the report.
    """
    documents = set(layer.coders)
    if chosen:
        documents = {mark.document for mark in marked(connection)}
    if codes is not None:
        documents &= documents_with(connection, codes)
    narrowed = replace(layer, coders=dict.fromkeys(sorted(documents), frozenset[int]()))
    names = respondent_names(connection)
    return {names[n] for n in people_of(connection, narrowed, people_where(connection, where))}


def _people(connection: Connection) -> dict[str, Mapping[str, str]]:
    """Return the attributes of every respondent by name."""
    values = attributes_by_respondent(connection)
    return {name: values.get(number, {}) for number, name in respondent_names(connection).items()}


def _label_of(label: Attribution, name: str, attributes: Mapping[str, str]) -> str:
    """Return what a label says of a respondent, whatever the place of the quotation."""
    return label(Excerpt("", 0, 0, "", (), (), respondent=name, attributes=attributes))


def _coarse(people: Iterable[Mapping[str, str]], attribute: str, k: int) -> bool:
    fits = Counter(values.get(attribute, "").strip() for values in people)
    return any(fits) and min(fits.values()) >= k
