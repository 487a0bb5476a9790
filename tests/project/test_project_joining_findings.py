"""Joining what may be there once: decisions, cells of the framework, relations, patterns."""

from __future__ import annotations

import pytest
from joining_acts import documents, ids, queue_item, random_work, respondents, subject, work

from joining_acts import FINDINGS, TEAM, codes  # isort: skip
from joining_tools import content_of, copy_of, joined, opened_copy

from kwalcode.project.acts.adjudicating import Ruling, decide
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.finalising import finalise
from kwalcode.project.acts.framework import mark_read, write_summary
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.relations import relate
from kwalcode.project.joining.choices import Choices
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.decisions import list_decisions
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study, open_study


@pytest.fixture
def two(coded: Study) -> Study:
    """Give a study with one disagreement: Anna coded A where Bram coded C."""
    apply_code(coded, 1, 0, 3, 1)
    with open_study(coded.path, "Bram") as bram:
        apply_code(bram, 1, 0, 3, 3)
    for name in ("Anna", "Bram"):
        mark_complete(coded, name, [1])
    return coded


def rule(decision: str, note: str = "") -> object:
    def act(study: Study) -> None:
        _queue, item = queue_item(study, 0)
        decide(study, item.key, item.group, Ruling(decision, note))

    return act


def consensus(study: Study) -> set[tuple[int, int, int]]:
    with study.reading() as connection:
        (number,) = (c.id for c in all_coders(connection) if c.kind == "consensus")
        return {(s, e, code) for s, e, code, who in coded_places(connection, 1) if who == number}


def test_of_two_decisions_on_one_disagreement_the_last_one_holds(two: Study) -> None:
    path = copy_of(two, "Bram", rule("b", "theirs"))
    rule("a", "ours")(two)
    done = joined(two, path)
    told = [(c.kind, c.what, c.ours, c.theirs, c.take) for c in done.conflicts]
    assert told == [("changed", "decision", "a", "b", "ours")]
    with two.reading() as connection:
        (decision,) = list_decisions(connection)
    assert (decision.decision, decision.note) == ("a", "ours")
    assert consensus(two) == {(0, 3, 1)}
    with open_study(path, "Bram") as bram:
        joined(bram, two.path)
        assert content_of(bram) == content_of(two)
        finalise(bram, [1])
    joined(two, path)
    assert consensus(two) == {(0, 3, 1)}


def test_the_other_decision_can_be_taken(two: Study) -> None:
    path = copy_of(two, "Bram", rule("b"))
    rule("a")(two)
    (found,) = joined(two, path, dry_run=True).conflicts
    joined(two, path, choices=Choices().decided({found.id: "theirs"}))
    assert consensus(two) == {(0, 3, 3)}
    with open_study(path, "Bram") as bram:
        joined(bram, two.path)
        assert consensus(bram) == {(0, 3, 3)}


def test_of_two_summaries_of_one_cell_neither_is_lost(coded: Study) -> None:
    def summarise(study: Study) -> None:
        write_summary(study, respondents(study)[0], subject(study, 0), study.require_actor())
        mark_read(study, respondents(study)[0], subject(study, 0), 3)

    bram, carla = (copy_of(coded, name, summarise) for name in ("Bram", "Carla"))
    summarise(coded)
    with opened_copy(coded, "again", "Anna") as again:
        for study, paths in ((coded, (bram, carla)), (again, (carla, bram))):
            for path in paths:
                joined(study, path)
                assert joined(study, path).nothing
        assert content_of(coded) == content_of(again)
    with coded.reading() as connection:
        kept = connection.exec_driver_sql("SELECT text FROM summaries").scalars().all()
        put_aside = [(memo.about, memo.title, memo.text) for memo in all_memos(connection)]
    assert kept == ["Anna"]
    assert sorted(put_aside) == [("respondent", "", "Bram"), ("respondent", "", "Carla")]
    with open_study(bram, "Bram") as other:
        joined(other, coded.path)
        assert content_of(other) == content_of(coded)


def test_a_relation_made_in_both_copies_is_one(coded: Study) -> None:
    path = copy_of(
        coded, "Bram", lambda s: relate(s, subject(s, 2), subject(s, 0), "associated", note="x")
    )
    relate(coded, subject(coded, 0), subject(coded, 2), "associated")
    joined(coded, path)
    with coded.reading() as connection:
        rows = connection.exec_driver_sql("SELECT from_code_id, to_code_id FROM relations").all()
    assert [tuple(row) for row in rows] == [(1, 3)]


def test_findings_on_codes_that_were_merged_in_one_copy(coded: Study) -> None:
    """Both sides of a pattern, of a relation, and two cells become the same."""

    def found(study: Study) -> None:
        write_pattern(study, "difference", "claim", subject(study, 0), subject(study, 2))
        relate(study, subject(study, 0), subject(study, 2), "cause of")
        for n in (0, 2):
            write_summary(study, respondents(study)[0], subject(study, n), f"text {n}")
            mark_read(study, respondents(study)[0], subject(study, n), n)

    path = copy_of(coded, "Bram", found)
    merge_codes(coded, [3], 1)
    joined(coded, path)
    with coded.reading() as connection:
        sides = "SELECT code_a_id, code_b_id, status FROM patterns"
        assert tuple(connection.exec_driver_sql(sides).one()) == (1, None, "draft")
        assert connection.exec_driver_sql("SELECT count(*) FROM relations").scalar() == 0
        texts = set(connection.exec_driver_sql("SELECT text FROM summaries").scalars())
        texts |= {memo.text for memo in all_memos(connection)}
    assert texts >= {"text 0", "text 2"}
    assert joined(coded, path).nothing


def test_a_document_that_stays_keeps_its_turns(coded: Study) -> None:
    from kwalcode.project.acts.documents import rename_document
    from kwalcode.project.acts.removing import remove_documents

    path = copy_of(coded, "Bram", lambda s: remove_documents(s, documents(s)))
    rename_document(coded, 1, "other name")
    before = content_of(coded)
    joined(coded, path)
    after = content_of(coded)
    assert after["turns"] == before["turns"]
    assert after["speakers"] == before["speakers"]


@pytest.mark.parametrize("seed", range(4))
def test_findings_and_teamwork_in_any_order(two: Study, seed: int) -> None:
    acts = (*FINDINGS, *TEAM)
    for n in range(3):
        apply_code(two, 1, 5 * n, 5 * n + 4, codes(two)[n])
    bram, carla = (
        copy_of(two, name, lambda s, n=n: work(s, random_work(100 * seed + n, 15, acts)))
        for n, name in enumerate(("Bram", "Carla"))
    )
    work(two, random_work(100 * seed + 50, 15, acts))
    with opened_copy(two, "again", "Anna") as again:
        for study, paths in ((two, (bram, carla)), (again, (carla, bram))):
            for path in paths:
                joined(study, path)
        assert content_of(two) == content_of(again)
        assert len(ids(two, "decisions")) == len(ids(again, "decisions"))


def test_a_name_can_go_from_what_was_removed_to_something_else(coded: Study) -> None:
    """Somebody is renamed, removed, and another one gets that name."""
    from kwalcode.project.acts.codes import create_code, delete_code, rename_code

    number = create_code(coded, "P0")
    other = create_code(coded, "P1")

    def swap(study: Study) -> None:
        delete_code(study, number)
        rename_code(study, other, "P0")

    path = copy_of(coded, "Bram", swap)
    joined(coded, path)
    with open_study(path, "Bram") as bram:
        assert content_of(coded) == content_of(bram)


def test_what_was_thrown_away_and_made_anew_is_not_what_the_other_copy_has(coded: Study) -> None:
    from kwalcode.project.acts.themes import create_theme, delete_theme

    first = create_theme(coded, "t", "the old claim")

    def anew(study: Study) -> None:
        delete_theme(study, first)
        create_theme(study, "t", "a claim")

    path = copy_of(coded, "Bram", anew)
    joined(coded, path)
    with coded.reading() as connection:
        claims = connection.exec_driver_sql("SELECT name, claim FROM themes").all()
    assert [tuple(row) for row in claims] == [("t", "a claim")]
