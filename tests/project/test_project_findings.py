"""Themes, patterns, relations and the framework matrix: what acts do, refuse and leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.project.acts import framework, patterns, relations, themes
from kwalcode.project.acts.codes import delete_code, import_codebook
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.deciding import place_uncarried
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.theme_quoting import quote_all_for_theme
from kwalcode.project.acts.themes import quote_for_theme
from kwalcode.project.analyses.framework import study_framework
from kwalcode.project.analyses.patterns import study_pattern, study_sides
from kwalcode.project.analyses.sequences import study_answers, study_sequences
from kwalcode.project.analyses.themes import study_themes
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_passage, erase_respondent
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.findings import Subject, find_subject
from kwalcode.project.reads.framework import all_summaries, readings
from kwalcode.project.reads.history import history
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.reads.patterns import pattern as read_pattern
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.reads.themes import in_order, theme_quotes
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study
from kwalcode.project.telling.phrases import act_title, phrase, topic_of

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]
A, B, C = (Subject("code", n) for n in (1, 2, 3))
TEXT = "I: Hoe gaat dat?\nX: Eerst zien wij een.\nI: Ja.\nX: Daarna komt er twee.\n"
FIRST, SECOND = (20, 39), (49, 69)
"""Where the two answers stand."""


@pytest.fixture
def found(study: Study, prepared: Prepare) -> Iterator[Study]:
    """Three interviews, codes 1 `A`, 2 `B`, 3 `C`.

    R01 has A and B in one turn, R02 A and then B in a later turn, R03 only A.
    """
    for name in ("R01", "R02", "R03"):
        text = TEXT.replace("een", name)
        turns = {"I": "interviewer", "X": "respondent"}
        import_document(study, prepared(name, text, roles=turns))
    import_codebook(study, [CodeSpec((name,)) for name in "ABC"])
    for document, place, code in (
        (1, FIRST, 1), (1, FIRST, 2), (2, FIRST, 1), (2, SECOND, 2), (3, FIRST, 1),
    ):  # fmt: skip
        apply_code(study, document, *place, code)
    yield study
    assert check(study) == []


def doing(study: Study, tables: Tables, act: Callable[[], object]) -> None:
    """Do an act and undo it: every row is as it was; then do it for good."""
    before = tables(study)
    act()
    assert tables(study) != before
    assert check(study) == []
    undo(study)
    assert tables(study) == before
    act()


def names(study: Study) -> list[str]:
    with study.reading() as connection:
        return [event.entry.name for event in history(connection)]


# Themes


def test_every_act_on_findings_can_be_undone(found: Study, tables: Tables) -> None:
    theme = themes.create_theme(found, "T", "dus", [1])
    other = themes.create_theme(found, "U", "ook")
    card = patterns.write_pattern(found, "similarity", "samen", A, B)
    framework.write_summary(found, 1, A, "Zegt een.")
    relation = relations.relate(found, A, B, "cause of")
    for act in (
        lambda: themes.adopt_proposal(found, "V", "want", [2, 3]),
        lambda: themes.edit_theme(found, theme, name="T2", claim="dan"),
        lambda: themes.put_in_theme(found, theme, [2]),
        lambda: themes.take_from_theme(found, theme, [2]),
        lambda: themes.put_patterns_in_theme(found, theme, [card]),
        lambda: themes.nest_theme(found, other, theme),
        lambda: themes.quote_for_theme(found, theme, 1, 25, 30),
        lambda: themes.quote_for_theme(found, theme, 1, 25, 30, "contradicting", "let op"),
        lambda: themes.mark_theme_searched(found, other),
        lambda: themes.mark_theme_searched(found, other, searched=False),
        lambda: patterns.edit_pattern(found, card, claim="toch samen", rule="document"),
        lambda: patterns.quote_for_pattern(found, card, 1, *FIRST, "supporting", "kijk"),
        lambda: patterns.open_cases(found, card, [2, 3]),
        lambda: patterns.set_status(found, card, "final"),
        lambda: relations.edit_relation(found, relation, note="volgens R01"),
        lambda: relations.remove_relation(found, relation),
        lambda: framework.write_summary(found, 1, A, "Zegt iets anders."),
        lambda: framework.link_quotation(found, 1, A, 1, 20, 25),
        lambda: framework.mark_read(found, 1, A, 1),
        lambda: framework.delete_summary(found, 1, A),
        lambda: write_memo(found, "pattern", card, "over het patroon"),
        lambda: patterns.delete_pattern(found, card),
        lambda: themes.delete_theme(found, theme),
    ):
        doing(found, tables, act)
    told = set(names(found)) - {"undo"}
    assert all(act_title(name) != name for name in told)
    assert {topic_of("relate"), topic_of("mark read"), topic_of("set pattern status")} == {"themes"}


def test_a_proposal_needs_its_claim_and_its_name(found: Study) -> None:
    with pytest.raises(Refused, match="central claim"):
        themes.adopt_proposal(found, "T", " \n", [1])
    with pytest.raises(Refused, match="empty"):
        themes.adopt_proposal(found, "  ", "dus", [1])
    themes.adopt_proposal(found, "T", "dus", [1])
    with pytest.raises(Refused, match="'T'"):
        themes.adopt_proposal(found, "t", "dus", [2])
    with pytest.raises(NotFound):
        themes.create_theme(found, "U", "dus", [9])


def test_themes_nest_and_never_in_themselves(found: Study) -> None:
    a = themes.create_theme(found, "A", "", [1])
    b = themes.create_theme(found, "B", "", [2], parent=a)
    c = themes.create_theme(found, "C", "", [3], parent=b)
    for parent in (a, b, c):
        with pytest.raises(Refused, match="in itself"):
            themes.nest_theme(found, a, parent)
    with found.reading() as connection:
        rows = study_themes(connection).rows
    assert [(row.theme.name, row.depth, row.codes) for row in rows] == [
        ("A", 0, (1, 2, 3)), ("B", 1, (2, 3)), ("C", 2, (3,)),
    ]  # fmt: skip
    themes.delete_theme(found, b)
    with found.reading() as connection:
        assert [(t.name, depth) for t, depth in in_order(all_themes(connection))] == [
            ("A", 0), ("C", 1),
        ]  # fmt: skip


def test_what_carries_a_theme_and_what_it_lacks(found: Study) -> None:
    themes.create_theme(found, "Beide", "dus", [1, 2])
    themes.create_theme(found, "Leeg", "")
    themes.create_theme(found, "Niemand", "dus", [3])
    two = themes.create_theme(found, "Twee", "dus", [2])
    with found.reading() as connection:
        both, empty, nobody, second = study_themes(connection).rows
    assert dict(both.cells) == {1: 1, 2: 2, 3: 1}
    assert (both.quotations, both.warnings) == (4, ("no negative case",))
    assert empty.warnings == ("no claim", "no codes", "no negative case")
    assert nobody.warnings == ("no respondent", "no negative case")
    assert second.warnings == ("no negative case",)
    themes.mark_theme_searched(found, two)
    remove_codings(found, [4])
    with found.reading() as connection:
        listed = study_themes(connection)
    assert listed.rows[-1].warnings == ("one respondent",)
    assert listed.orphans == ()
    themes.take_from_theme(found, 3, [3])
    with found.reading() as connection:
        assert study_themes(connection).orphans == (3,)


def test_what_speaks_for_and_against_a_theme(found: Study) -> None:
    theme = themes.create_theme(found, "T", "dus", [1])
    first = themes.quote_for_theme(found, theme, 1, *FIRST)
    second = themes.quote_for_theme(found, theme, 2, 21, 30, "contradicting", " anders ")
    assert themes.quote_for_theme(found, theme, 1, *FIRST) == 0
    with found.reading() as connection:
        quotes = theme_quotes(connection, theme)
    assert [(q.quotation, q.side, q.note) for q in quotes] == [
        (first, "supporting", ""), (second, "contradicting", "anders"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="speaks against"):
        themes.mark_theme_searched(found, theme)
    with pytest.raises(Refused, match="no side"):
        themes.quote_for_theme(found, theme, 1, *FIRST, "beside")
    with pytest.raises(Refused, match="not a passage"):
        themes.quote_for_theme(found, theme, 1, 5, 5000)
    themes.unquote_for_theme(found, theme, second)
    with pytest.raises(NotFound):
        themes.unquote_for_theme(found, theme, second)


def test_a_quotation_stays_as_long_as_something_is_on_it(found: Study, tables: Tables) -> None:
    theme = themes.create_theme(found, "T", "dus", [1])
    number = themes.quote_for_theme(found, theme, 3, *FIRST)
    remove_codings(found, [5])
    assert number in {row[0] for row in tables(found)["quotations"]}
    themes.delete_theme(found, theme)
    assert number not in {row[0] for row in tables(found)["quotations"]}


# Patterns


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("turn", ("together", "apart", "only a")),
        ("document", ("together", "together", "only a")),
        ("near(2)", ("together", "together", "only a")),
        ("follows(2)", ("apart", "together", "only a")),
        ("follows(1)", ("apart", "apart", "only a")),
    ],
)
def test_who_has_both_sides(found: Study, rule: str, cells: tuple[str, ...]) -> None:
    with found.reading() as connection:
        sides = study_sides(connection, A, B, rule=rule)
    assert tuple(sides.cells.values()) == cells
    assert {place.respondent for place in sides.meeting} == set(sides.of("together"))
    assert sides.counted.layer == "Anna"
    assert len(sides.places_of(2)) == 2


def test_a_pattern_is_final_once_its_negative_cases_were_opened(found: Study) -> None:
    card = patterns.write_pattern(found, "similarity", "samen", A, B, rule="turn")
    patterns.set_status(found, card, "checked")
    with pytest.raises(Refused, match=r"2 negative cases.*R02, R03"):
        patterns.set_status(found, card, "final")
    with pytest.raises(Refused, match="not opened"):
        patterns.mark_pattern_searched(found, card)
    assert patterns.open_cases(found, card, [2]) == 1
    with pytest.raises(Refused, match="1 negative case was not opened yet: R03"):
        patterns.set_status(found, card, "final")
    assert patterns.open_cases(found, card, [2, 3]) == 1
    patterns.set_status(found, card, "final")
    apply_code(found, 2, *SECOND, 1)  # now R02 has both in one turn
    apply_code(found, 1, *SECOND, 1)
    with found.reading() as connection:
        shown = study_pattern(connection, card)
    assert (shown.pattern.status, shown.negative, shown.missing) == ("final", (3,), ())
    assert [name for name, _time in shown.opened[3]] == ["Anna"]
    patterns.edit_pattern(found, card, claim="samen, soms")
    patterns.edit_pattern(found, card, rule="document")
    with found.reading() as connection:
        assert read_pattern(connection, card).status == "draft"


def test_without_negative_cases_somebody_must_have_searched(found: Study) -> None:
    card = patterns.write_pattern(found, "frequency", "iedereen", A)
    with pytest.raises(Refused, match="points out no negative case"):
        patterns.set_status(found, card, "final")
    patterns.mark_pattern_searched(found, card)
    patterns.set_status(found, card, "final")
    patterns.mark_pattern_searched(found, card, searched=False)
    with found.reading() as connection:
        assert read_pattern(connection, card).status == "checked"


def test_patterns_that_are_refused(found: Study) -> None:
    write = patterns.write_pattern
    with pytest.raises(Refused, match="no kind"):
        write(found, "hunch", "x", A)
    with pytest.raises(Refused, match="claim"):
        write(found, "sequence", " ", A)
    with pytest.raises(Refused, match="same"):
        write(found, "sequence", "x", A, A)
    with pytest.raises(NotFound):
        write(found, "sequence", "x", A, Subject("theme", 1))
    for rule in ("close", "follows(0)", "near"):
        with pytest.raises(UsageError):
            write(found, "sequence", "x", A, B, rule=rule)
    card = write(found, "sequence", "x", A, B)
    with pytest.raises(Refused, match="no status"):
        patterns.set_status(found, card, "sure")
    with pytest.raises(NotFound):
        patterns.open_cases(found, card, [9])


def test_a_theme_can_be_a_side(found: Study) -> None:
    theme = themes.create_theme(found, "T", "dus", [2])
    card = patterns.write_pattern(found, "similarity", "samen", A, Subject("theme", theme))
    with found.reading() as connection:
        shown = study_pattern(connection, card)
        known = all_codes(connection), all_themes(connection)
    assert (shown.a, shown.b, shown.found.of("together")) == ("A", "T", (1,))
    assert find_subject(*known, "theme: t") == find_subject(*known, "T") == Subject("theme", theme)
    assert find_subject(*known, "code:A") == A
    themes.delete_theme(found, theme)
    with found.reading() as connection:
        assert read_pattern(connection, card).b is None


# Relations


def test_relations_have_a_direction_where_their_type_has(found: Study) -> None:
    relations.relate(found, B, A, "contradicts")
    with pytest.raises(Refused, match="already"):
        relations.relate(found, A, B, "contradicts")
    relations.relate(found, A, B, "is a")
    relations.relate(found, B, A, "is a")
    relations.relate(found, A, B, "own", label=" lijkt  op ")
    with found.reading() as connection:
        listed = [(r.a.id, r.title, r.b.id, r.directed) for r in all_relations(connection)]
    assert listed == [
        (1, "contradicts", 2, False), (1, "is a", 2, True), (2, "is a", 1, True),
        (1, "lijkt op", 2, True),
    ]  # fmt: skip
    theme = Subject("theme", themes.create_theme(found, "T", "dus"))
    for ends, kind, reason in (
        ((A, A), "is a", "itself"), ((A, theme), "is a", "to a code"),
        ((A, B), "own", "label"), ((A, B), "near", "no type"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=reason):
            relations.relate(found, *ends, kind)


# The framework matrix


def test_cells_say_what_was_read_and_what_summaries_rest_on(found: Study) -> None:
    framework.write_summary(found, 1, A, " Ziet R01. ")
    framework.mark_read(found, 1, A, 1)
    with found.reading() as connection:
        matrix = study_framework(connection, [A, C])
    cell = matrix.cells[1, A]
    assert cell.summary is not None
    assert (cell.summary.text, cell.read, cell.warning) == (
        "Ziet R01.", True, "summary without quotation",
    )  # fmt: skip
    framework.link_quotation(found, 1, A, 1, *FIRST)
    apply_code(found, 1, *SECOND, 1)
    framework.write_summary(found, 2, C, "Niets.")
    with found.reading() as connection:
        matrix = study_framework(connection, [A, C])
    cell = matrix.cells[1, A]
    assert (cell.read, cell.behind, cell.warning) == (False, ("Anna",), "")
    assert matrix.cells[2, C].warning == "no quotations"
    assert matrix.cells[3, C].quotations == ()
    framework.mark_read(found, 1, A, 2, read=False)
    with found.reading() as connection:
        assert readings(connection) == {}
    with pytest.raises(NotFound, match="no summary"):
        framework.link_quotation(found, 3, A, 3, *FIRST)
    with pytest.raises(Refused, match="needs some text"):
        framework.write_summary(found, 3, A, " ")
    with pytest.raises(NotFound):
        framework.write_summary(found, 9, A, "x")


def test_the_usual_columns_are_the_themes_or_the_codes_at_the_top(found: Study) -> None:
    with found.reading() as connection:
        assert [name for _s, name in study_framework(connection).columns] == ["A", "B", "C"]
    themes.create_theme(found, "T", "dus", [1])
    with found.reading() as connection:
        assert [name for _s, name in study_framework(connection).columns] == ["T"]


# What goes, and what is merged


def everything(study: Study) -> int:
    """Let every finding rest on code 2, document 1 and respondent 1; return the pattern."""
    theme = themes.create_theme(study, "T", "dus", [2])
    themes.quote_for_theme(study, theme, 1, *FIRST)
    card = patterns.write_pattern(study, "similarity", "samen", A, B, rule="document")
    patterns.quote_for_pattern(study, card, 1, *FIRST, "supporting", "letterlijk")
    patterns.open_cases(study, card, [1, 3])
    relations.relate(study, B, C, "part of")
    framework.write_summary(study, 1, B, "Zegt een.")
    framework.link_quotation(study, 1, B, 1, *FIRST)
    framework.mark_read(study, 1, B, 1)
    return card


def test_a_code_that_is_deleted_leaves_findings_in_order(found: Study, tables: Tables) -> None:
    card = everything(found)
    patterns.set_status(found, card, "final")
    doing(found, tables, lambda: delete_code(found, 2))
    with found.reading() as connection:
        (shown,) = all_patterns(connection)
        assert (shown.a, shown.b, shown.status) == (A, None, "draft")
        assert all_relations(connection) == []
        assert all_summaries(connection) == {}


def test_codes_that_are_merged_take_their_findings_along(found: Study, tables: Tables) -> None:
    everything(found)
    relations.relate(found, A, B, "associated")
    relations.relate(found, A, C, "part of")
    framework.write_summary(found, 1, A, "Ziet een.")
    framework.link_quotation(found, 1, A, 1, *SECOND)
    doing(found, tables, lambda: merge_codes(found, [2], 1))
    with found.reading() as connection:
        (shown,) = all_patterns(connection)
        assert (shown.a, shown.b, shown.status) == (A, None, "draft")
        listed = [(r.a, r.type, r.b) for r in all_relations(connection)]
        (summary,) = all_summaries(connection).values()
    assert listed == [(A, "part of", C)]
    assert summary.text == "Ziet een.\n\nZegt een."
    assert [link.range for link in summary.linked] == [FIRST, SECOND]


def test_a_document_that_is_removed_takes_what_rests_on_it(found: Study, tables: Tables) -> None:
    everything(found)
    doing(found, tables, lambda: remove_documents(found, [1]))
    for name in ("theme_quotations", "pattern_quotations", "summaries", "cells_read"):
        assert tables(found)[name] == []
    assert [row[1] for row in tables(found)["opened_cases"]] == [3]


def test_an_erased_respondent_leaves_no_trace_in_findings(found: Study, tables: Tables) -> None:
    everything(found)
    framework.write_summary(found, 1, B, "GEHEIM, en later anders.")
    framework.write_summary(found, 1, B, "Zegt een.")
    erase_respondent(found, "R01")
    for name in ("theme_quotations", "pattern_quotations", "summaries", "cells_read"):
        assert tables(found)[name] == []
    assert b"GEHEIM" not in found.path.read_bytes()
    assert b"letterlijk" not in found.path.read_bytes()


def test_an_erased_passage_takes_notes_and_summaries_that_may_tell_it(found: Study) -> None:
    everything(found)
    framework.write_summary(found, 3, A, "BLIJFT")
    erase_passage(found, 1, 30, 34)
    with found.reading() as connection:
        assert [one.text for one in all_summaries(connection).values()] == ["BLIJFT"]
    assert b"letterlijk" not in found.path.read_bytes()


def test_a_corrected_text_takes_evidence_along_or_asks(found: Study, tables: Tables) -> None:
    everything(found)
    with found.reading() as connection:
        text = text_of(connection, 1)
    correct_document(found, prepare_text(found, 1, "Vooraf.\n" + text))
    with found.reading() as connection:
        (quote,) = theme_quotes(connection, 1)
        (summary,) = all_summaries(connection).values()
    assert (quote.start, quote.end) == (FIRST[0] + 8, FIRST[1] + 8)
    assert summary.linked[0].range == (quote.start, quote.end)
    changed = ("Vooraf.\n" + text).replace("zien wij", "keken we naar")
    correction = prepare_text(found, 1, changed)
    doing(found, tables, lambda: correct_document(found, correction))
    with found.reading() as connection:
        assert theme_quotes(connection, 1) == []
        waiting = [one for one in list_uncarried(connection) if one.kind == "evidence"]
    assert [one.details["table"] for one in waiting] == [
        "theme_quotations", "pattern_quotations", "summary_quotations",
    ]  # fmt: skip
    patterns.delete_pattern(found, 1)
    place_uncarried(found, {one.id: (28, 50) for one in waiting})
    with found.reading() as connection:
        assert [(q.start, q.end) for q in theme_quotes(connection, 1)] == [(28, 50)]
        (summary,) = all_summaries(connection).values()
    assert [link.range for link in summary.linked] == [(28, 50)]


# Sequences


def test_what_follows_and_what_answers_bring_up(found: Study) -> None:
    with found.reading() as connection:
        pairs = study_sequences(connection, within=2).result.pairs.to_dict("records")
        nearer = study_sequences(connection, within=1).result.pairs
        opened = study_answers(connection).result
    assert [(p["a"], p["b"], p["followed"], p["turns_a"], p["respondents"]) for p in pairs] == [
        (1, 2, 1, 3, 1)
    ]
    assert nearer.empty
    assert (opened.questions, opened.answers, opened.turns) == (3, 3, 6)
    by_code = {row["code"]: row for row in opened.codes.to_dict("records")}
    assert (by_code[1]["answers"], by_code[2]["answers"], by_code[2]["turns"]) == (3, 1, 2)


def test_many_quotations_are_put_with_a_theme_as_one_act(coded: Study) -> None:
    places = [(1, 0, 4), (1, 5, 9)]
    assert quote_all_for_theme(coded, "Wegen", places) == 2
    with coded.reading() as connection:
        (theme,) = all_themes(connection)
    quote_for_theme(coded, theme.id, 1, 0, 4, "contradicting", "toch niet")
    assert quote_all_for_theme(coded, "wegen", [*places, (1, 10, 14)]) == 1
    with coded.reading() as connection:
        kept = {(one.start, one.side, one.note) for one in theme_quotes(connection, theme.id)}
    assert kept == {
        (0, "contradicting", "toch niet"),
        (5, "supporting", ""),
        (10, "supporting", ""),
    }
    assert quote_all_for_theme(coded, theme.id, places) == 0
    assert check(coded) == []
    one = undo(coded)
    assert phrase(one) == "put a quotation in R01 with the theme “Wegen” (for it)"
    undo(coded)
    many = undo(coded)
    assert phrase(many) == "put 2 quotations with the theme “Wegen” (for it)"
    with coded.reading() as connection:
        assert all_themes(connection) == []
    with pytest.raises(Refused, match="is no side"):
        quote_all_for_theme(coded, "Wegen", places, "beside")
    with pytest.raises(NotFound):
        quote_all_for_theme(coded, 99, places)
    assert check(coded) == []
