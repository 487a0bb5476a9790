"""The framework matrix: respondents by codes or themes, with typed summaries. Heavy (pandas)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from sqlalchemy import Connection

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Counted
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.analyses.patterns import codes_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.findings import Subject, subject_names
from kwalcode.project.reads.framework import Reading, Summary, all_summaries, readings
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.reads.themes import in_order

Quotation = tuple[int, int, int]
"""A document (id) and a range in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A respondent by a code or a theme.

    `quotations` are the distinct ones, in text order. `readers` have read all of them; those
    who read when there were fewer are `behind`. `warning` is "summary without quotation" where
    a summary rests on none, "no quotations" where there is nothing that it could rest on.
    """

    quotations: tuple[Quotation, ...]
    summary: Summary | None
    readers: tuple[str, ...]
    behind: tuple[str, ...]
    warning: str

    @property
    def read(self) -> bool:
        """Tell whether somebody has read the cell as it is now."""
        return bool(self.readers)


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework matrix: who counts (ids with names), what the columns are, the cells."""

    respondents: Mapping[int, str]
    columns: tuple[tuple[Subject, str], ...]
    cells: Mapping[tuple[int, Subject], Cell]
    counted: Counted
    sub_codes: bool


def study_framework(
    connection: Connection,
    subjects: Sequence[Subject] | None = None,
    *,
    sub_codes: bool = True,
    **asked: Unpack[Asked],
) -> Framework:
    """Return the matrix of the respondents who count by `subjects`.

    None: the themes, or where there is none the codes at the top. `sub_codes` (here the
    default) lets a code count with those below it; a theme counts with the themes nested in
    it. The rest as in `filtering.Asked`. A respondent with a summary is there too where none of
    his or her documents counts. Raises NotFound, UsageError.
    """
    found = evidence(connection, **asked)
    called = respondent_names(connection)
    names = subject_names(connection)
    chosen = list(dict.fromkeys(_usual(connection) if subjects is None else subjects))
    for subject in chosen:
        if subject not in names:
            raise NotFound(_("There is no {kind} with number {n}.").format(
                kind=subject.kind, n=subject.id
            ))  # fmt: skip
    written, seen = all_summaries(connection), readings(connection)
    people = people_of(connection, found.layer, found.fitting)
    if found.fitting is None:
        people += [who for who in called if who not in people and _written(written, who, chosen)]
    cells = {}
    for subject in chosen:
        codes = codes_of(connection, subject, sub_codes=sub_codes)
        places = _places(found, codes)
        for person in people:
            place = (person, subject)
            cells[place] = _cell(
                tuple(places.get(person, ())), written.get(place), seen.get(place, ())
            )
    columns = tuple((subject, names[subject]) for subject in chosen)
    respondents = {person: called[person] for person in people}
    return Framework(respondents, columns, cells, found.counted, sub_codes)


def warning_words(warning: str) -> str:
    """Return a warning in the interface language."""
    return {
        "summary without quotation": _("summary without quotation"),
        "no quotations": _("summary, but no quotations"),
    }.get(warning, warning)


def _usual(connection: Connection) -> list[Subject]:
    themes = [Subject("theme", theme.id) for theme, _depth in in_order(all_themes(connection))]
    if themes:
        return themes
    return [Subject("code", code.id) for code in all_codes(connection) if code.parent is None]


def _written(
    written: Mapping[tuple[int, Subject], Summary], person: int, subjects: Collection[Subject]
) -> bool:
    return any((person, subject) in written for subject in subjects)


def _places(found: Evidence, codes: Collection[int]) -> dict[int, list[Quotation]]:
    columns = ["respondent", "document", "start", "end"]
    rows = found.codings.loc[found.codings["code"].isin(list(codes)), columns]
    places: dict[int, list[Quotation]] = {}
    for person, *place in (
        rows.drop_duplicates().sort_values(columns).itertuples(index=False, name=None)
    ):
        places.setdefault(person, []).append((place[0], place[1], place[2]))
    return places


def _cell(
    quotations: tuple[Quotation, ...], summary: Summary | None, seen: Sequence[Reading]
) -> Cell:
    n = len(quotations)
    readers = tuple(one.coder for one in seen if one.quotations >= n)
    behind = tuple(one.coder for one in seen if one.quotations < n)
    warning = ""
    if summary is not None and not summary.linked:
        warning = "summary without quotation" if quotations else "no quotations"
    return Cell(quotations, summary, readers, behind, warning)
