"""What people found: themes, pattern cards, typed relations, each with its quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kwalcode.analysis.patterns import follows
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.patterns import Card, study_pattern
from kwalcode.project.analyses.themes import StudyThemes, warning_words
from kwalcode.project.reads.findings import Sided, Subject, subject_names
from kwalcode.project.reads.patterns import all_patterns, kind_name, status_name
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.reads.themes import searched_themes, theme_quotes
from kwalcode.report.data import ReportPattern, ReportTheme, Said, Tie
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.coverage import MOST_PEOPLE
from kwalcode.report.parts.values import Column, Section, Table, count_cell, text_cell
from kwalcode.report.rules import meaning_of


def report_themes(basis: Basis, found: StudyThemes) -> tuple[ReportTheme, ...]:
    """Return the themes in reading order, with what speaks for and against each."""
    cards = {one.id: n for n, one in enumerate(all_patterns(basis.connection))}
    searched = searched_themes(basis.connection)
    answer = []
    for row in found.rows:
        sided = theme_quotes(basis.connection, row.theme.id)
        answer.append(
            ReportTheme(
                row.theme.name,
                row.theme.claim,
                row.codes,
                respondents=len(row.cells),
                quotations=row.quotations,
                quotes=basis.with_codes(row.codes),
                depth=row.depth,
                supporting=_said(basis, sided, "supporting"),
                contradicting=_said(basis, sided, "contradicting"),
                searched=row.theme.id in searched,
                warnings=tuple(warning_words(one) for one in row.warnings),
                patterns=tuple(cards[number] for number in row.patterns if number in cards),
            )
        )
    return tuple(answer)


def _said(basis: Basis, sided: Iterable[Sided], side: str) -> tuple[Said, ...]:
    return tuple(
        (basis.passage(one.document, one.start, one.end), one.note)
        for one in sided
        if one.side == side
    )


def theme_sections(basis: Basis, found: StudyThemes) -> tuple[Section, ...]:
    """Return the table of themes x respondents; none without themes or with too many people."""
    if not found.rows or not found.respondents or len(found.respondents) > MOST_PEOPLE:
        return ()
    most = max((n for row in found.rows for n in row.cells.values()), default=1)
    head = [Column(_("theme"))]
    head += [Column(basis.person(p), numeric=True, upright=True) for p in found.respondents]
    head.append(Column(_("respondents"), numeric=True))
    rows = []
    for row in found.rows:
        cells = [
            count_cell(n, basis.behind(row.codes, [person]) if n else (), n / most)
            for person in found.respondents
            for n in (row.cells.get(person, 0),)
        ]
        name = "\u2003" * row.depth + row.theme.name
        rows.append((text_cell(name), *cells, count_cell(len(row.cells))))
    caption = _("Quotations per theme and respondent")
    table = Table("theme-cells", caption, tuple(head), tuple(rows))
    about = facts(found.counted, unit=_("quotation"), filters=tuple(basis.choices.where))
    return (Section("theme-table", _("Who carries which theme"), (), (table,), about),)


def report_patterns(basis: Basis) -> tuple[ReportPattern, ...]:
    """Return the pattern cards in the order in which they were written."""
    choices = basis.choices
    return tuple(
        _card(
            basis,
            study_pattern(
                basis.connection,
                one.id,
                coder=choices.coder,
                roles=choices.roles,
                where=choices.where,
            ),
            number,
        )
        for number, one in enumerate(all_patterns(basis.connection), start=1)
    )


def _card(basis: Basis, card: Card, number: int) -> ReportPattern:
    pattern = card.pattern
    places = basis.shown((one.document, one.start, one.end) for one in card.found.meeting)
    unopened = set(card.unopened)
    return ReportPattern(
        number,
        kind_name(pattern.kind),
        status_name(pattern.status),
        pattern.claim,
        _("A: {a}; B: {b}").format(a=card.a, b=card.b) if card.b else card.a,
        _together(pattern.rule) if card.b else "",
        _standing(card.found.cells),
        tuple((basis.person(person), person not in unopened) for person in card.negative),
        places,
        _said(basis, card.quoted, "supporting"),
        _said(basis, card.quoted, "contradicting"),
        bool(pattern.searched),
    )


def _together(rule: str) -> str:
    turns = follows(rule)
    if turns is None:
        return meaning_of(rule)
    return counted("B comes at most {n} turn after A", "B comes at most {n} turns after A", turns)


def _standing(cells: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    names = {
        "together": _("A and B together"),
        "apart": _("A and B, but not together"),
        "only a": _("A only"),
        "only b": _("B only"),
        "neither": _("neither"),
        "with": _("with it"),
        "without": _("without it"),
    }
    sizes = Counter(cells.values())
    return tuple((name, sizes[key]) for key, name in names.items() if sizes[key])


def report_ties(basis: Basis) -> tuple[Tie, ...]:
    """Return the relations between codes, for the graph."""
    return tuple(
        Tie(one.a.id, one.b.id, one.title, one.directed, one.note)
        for one in all_relations(basis.connection, "code")
    )


def relation_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the relations that people wrote down; none without any."""
    known = all_relations(basis.connection)
    if not known:
        return ()
    names = subject_names(basis.connection)

    def name(subject: Subject) -> str:
        return basis.codes[subject.id].name if subject.kind == "code" else names[subject]

    head = (Column("A"), Column(_("relation")), Column("B"), Column(_("note")))
    rows = tuple(
        tuple(map(text_cell, (name(one.a), one.title, name(one.b), one.note))) for one in known
    )
    told = _("Written down by the researchers: what they hold to be so, not a figure.")
    table = Table("relations-table", _("Relations between codes and between themes"), head, rows)
    return (Section("relations", _("Relations"), (told,), (table,)),)
