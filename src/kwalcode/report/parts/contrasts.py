"""Contrasts and similarities between groups of respondents (METHOD section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kwalcode.i18n import _, counted
from kwalcode.project.analyses.contrasts import StudyContrast, study_contrast
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent
from kwalcode.project.reads.themes import codes_within
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import (
    Cell,
    Column,
    Section,
    Table,
    listed,
    number_cell,
    text_cell,
)
from kwalcode.report.parts.words import word_sections

MOST_ATTRIBUTES: Final = 4
MOST_VALUES: Final = 8
MOST_CODES: Final = 25
MOST_SHARED: Final = 12
"""What is shown: the first attributes that make two groups or more, not too many, and of the
codes those whose numbers differ most (the smallest p, then the most respondents); of the codes
in every group the most used."""

_ACROSS: Final = 4
"""The names of more groups than this stand upright, or the table is too wide."""


def contrast_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the section with tables per attribute, and that of the words that mark groups;
    none where no attribute makes groups."""
    names = grouping_attributes(basis)
    if not names:
        return ()
    kinds = ["code", *(["theme"] if all_themes(basis.connection) else [])]
    found = [_contrast(basis, name, of) for name in names for of in kinds]
    tables = tuple(_table(basis, one, n) for n, one in enumerate(found, start=1) if _tested(one))
    if not tables:
        return ()
    paragraphs = (
        _(
            "How many respondents of each group have the code. A p-value says how often groups "
            "made by chance would differ as much (exact test); they are exploratory: read the "
            "quotations before you believe a difference."
        ),
        _(
            "Shown are attributes that make {least} to {most} groups, {attributes} at most, and "
            "of each the {codes} codes with the smallest p."
        ).format(least=2, most=MOST_VALUES, attributes=MOST_ATTRIBUTES, codes=MOST_CODES),
    )
    about = facts(found[0].counted, unit=_("respondent"), filters=tuple(basis.choices.where))
    title = _("Contrasts and similarities")
    return (Section("contrasts", title, paragraphs, tables, about), *word_sections(basis, names))


def _contrast(basis: Basis, attribute: str, of: str) -> StudyContrast:
    choices = basis.choices
    return study_contrast(basis.connection, attribute, of=of, seed=choices.seed, **choices.asked)


def grouping_attributes(basis: Basis) -> list[str]:
    """Return the attributes that make groups of respondents, not too many of them."""
    people = attributes_by_respondent(basis.connection).values()
    chosen = []
    for name in attribute_names(basis.connection):
        values = {known.get(name, "").strip().casefold() for known in people} - {""}
        if 2 <= len(values) <= MOST_VALUES:
            chosen.append(name)
    return chosen[:MOST_ATTRIBUTES]


def _tested(found: StudyContrast) -> bool:
    return not found.result.reason and len(found.result.codes) > 0


def _table(basis: Basis, found: StudyContrast, number: int) -> Table:
    result = found.result
    sizes = dict(
        zip(result.groups["value"].tolist(), result.groups["respondents"].tolist(), strict=True)
    )
    records: list[dict[Any, Any]] = result.cells.to_dict("records")
    cells = {(row["code"], row["value"]): row for row in records}
    codes: list[dict[Any, Any]] = result.codes.to_dict("records")
    used = [row for row in codes if row["amount"]]
    used.sort(key=lambda row: (row["p"] if row["p"] == row["p"] else 2.0, -row["amount"]))
    members = _members(basis, found.attribute)
    themes = all_themes(basis.connection)
    rows = []
    for row in used[: _most(found)]:
        code = row["code"]
        counted_codes = codes_within(themes, code) if found.of == "theme" else {code}
        groups = [
            _share(
                basis,
                counted_codes,
                cells[code, value],
                size,
                members.get(value.casefold(), set()),
            )
            for value, size in sizes.items()
        ]
        tests = [number_cell(row[name], hint=str(row["reason"] or "")) for name in ("p", "bh")]
        rows.append((text_cell(_name(basis, found, code)), *groups, *tests))
    head = [Column(_("theme") if found.of == "theme" else _("code"))]
    many = len(sizes) > _ACROSS
    head += [Column(f"{value} (n={size})", True, upright=many) for value, size in sizes.items()]
    head += [Column("p", numeric=True), Column("BH", numeric=True)]
    caption = _("Codes by {attribute}, in respondents")
    if found.of == "theme":
        caption = _("Themes by {attribute}, in respondents")
    caption = caption.format(attribute=found.attribute)
    notes = _notes(basis, found, used, len(rows))
    return Table(f"contrast-{number}", caption, tuple(head), tuple(rows), notes)


def _most(found: StudyContrast) -> int:
    return len(found.names) if found.of == "theme" else MOST_CODES


def _name(basis: Basis, found: StudyContrast, number: int) -> str:
    return found.names[number] if found.of == "theme" else basis.codes[number].name


def _members(basis: Basis, attribute: str) -> Mapping[str, set[int]]:
    answer: dict[str, set[int]] = {}
    for person, known in attributes_by_respondent(basis.connection).items():
        answer.setdefault(known.get(attribute, "").strip().casefold(), set()).add(person)
    return answer


def _share(
    basis: Basis, codes: set[int], cell: Mapping[Any, Any], size: int, people: set[int]
) -> Cell:
    share = cell["amount"] / size
    quotes = basis.behind(codes, people) if cell["amount"] else ()
    return Cell(f"{cell['amount']}/{size}", share, quotes, share)


def _notes(
    basis: Basis, found: StudyContrast, used: list[dict[Any, Any]], shown: int
) -> tuple[str, ...]:
    result = found.result
    smallest = number_cell(result.smallest_p, 4).text
    lines = [
        _(
            "{test}; {tests} tested; the smallest p that groups of these sizes can give is "
            "{least}; BH: after Benjamini and Hochberg; seed {seed}."
        ).format(test=result.test, tests=result.tests, least=smallest, seed=result.seed)
    ]
    shared = sorted((row for row in used if row["everywhere"]), key=lambda row: -row["amount"])
    names = [_name(basis, found, row["code"]) for row in shared[:MOST_SHARED]]
    if len(shared) > MOST_SHARED:
        more = len(shared) - MOST_SHARED
        names.append(_("{n} more").format(n=more))
    if shared:
        lines.append(_("Present in every group: {codes}.").format(codes=listed(names)))
    if len(used) > shown:
        left = len(used) - shown
        lines.append(counted("{n} code is not shown.", "{n} codes are not shown.", left))
    lines += found.counted.notes
    return tuple(lines)
