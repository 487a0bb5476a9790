"""Rounds, the division of documents over coders, and who may see whose work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.rounds import assign_documents, set_coder_kind, start_round
from kwalcode.project.agreement.drawing import draw
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.people import find_coder
from kwalcode.project.reads.rounds import all_rounds, assignments_of, round_work, visible_coders
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
groups = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), min_size=1)


@given(groups, st.integers(2, 4), st.floats(0, 1), st.integers(0, 99))
def test_a_draw_is_fair_and_the_same_for_a_seed(
    sizes: dict[str, int], coders: int, overlap: float, seed: int
) -> None:
    numbers = iter(range(100))
    documents = {name: [next(numbers) for _ in range(n)] for name, n in sizes.items()}
    people = list(range(coders))
    drawn = draw(documents, people, overlap, seed)
    assert drawn == draw(documents, people, overlap, seed)
    total = sum(sizes.values())
    assert sorted(drawn) == list(range(total))
    double = {d for d, who in drawn.items() if len(who) == 2}
    assert len(double) == round(overlap * total)
    assert all(len(set(who)) == len(who) <= 2 for who in drawn.values())
    for found in documents.values():
        share = len(double & set(found)) - len(double) * len(found) / (total or 1)
        assert -1 < share < 1
    load = Counter(coder for who in drawn.values() for coder in who)
    if total - len(double) >= 2 * coders * coders:  # enough to even out the pairs
        assert max(load.values()) - min(load[coder] for coder in people) <= 1


@pytest.fixture
def team(coded: Study, prepared: Prepare) -> Study:
    """`coded` with ten documents in two domains."""
    for n in range(2, 11):
        import_document(coded, prepared(f"R{n:02d}", f"Interviewer: en?\nR{n}: prima.\n"))
    values = {n: ("", {"domein": "zorg" if n % 2 else "politie"}) for n in range(1, 11)}
    set_attributes(coded, values)
    add_coder(coded, "Bram")
    return coded


def test_documents_are_assigned_once_and_undone(team: Study) -> None:
    number = start_round(team, "Ronde 1")
    people = ["Anna", "Bram"]
    drawn = assign_documents(team, number, people, overlap=0.2, seed=3, by="domein")
    assert sum(len(who) == 2 for who in drawn.values()) == 2
    assert assign_documents(team, number, people, overlap=0.2, seed=4) == {}
    anew = assign_documents(team, number, people, overlap=0.2, seed=3, by="domein", anew=True)
    assert anew == drawn
    undo(team)
    undo(team)
    with team.reading() as connection:
        assert assignments_of(connection) == []
        assert [found.name for found in all_rounds(connection)] == ["Ronde 1"]
    assert check(team) == []


def test_what_cannot_be_is_refused(team: Study) -> None:
    number = start_round(team, "Ronde 1")
    with pytest.raises(Refused, match="already"):
        start_round(team, "ronde 1")
    with pytest.raises(UsageError, match="two coders"):
        assign_documents(team, number, ["Anna"], overlap=0.2)
    with pytest.raises(UsageError, match="share"):
        assign_documents(team, number, ["Anna", "Bram"], overlap=1.2)
    with pytest.raises(NotFound, match=r"no coder 'Brma'.*--add 'Brma'"):
        assign_documents(team, number, ["Anna", "Brma"])
    set_coder_kind(team, "Bram", "consensus")
    with pytest.raises(Refused, match="made of the coders' work"):
        assign_documents(team, number, ["Anna", "Bram"])
    set_coder_kind(team, "Bram", "coder")
    with pytest.raises(NotFound, match="attribute"):
        assign_documents(team, number, ["Anna", "Bram"], by="niets")
    with pytest.raises(NotFound, match="round"):
        assign_documents(team, 99, ["Anna", "Bram"])
    with pytest.raises(UsageError, match="kind"):
        set_coder_kind(team, "Anna", "boss")


def test_coders_are_blind_until_both_are_complete(team: Study) -> None:
    number = start_round(team, "Ronde 1")
    assign_documents(team, number, ["Anna", "Bram"], overlap=1.0)
    with team.reading() as connection:
        anna, bram = (find_coder(connection, name).id for name in ("Anna", "Bram"))
        assert visible_coders(connection, 1, anna) == {anna}
    apply_code(team, 1, 0, 3, 1)
    apply_code(team, 1, 0, 3, 2, coder="Bram")
    mark_complete(team, "Anna", [1])
    with team.reading() as connection:
        assert visible_coders(connection, 1, bram) == {bram}
        assert round_work(connection, number).coded_by == {}
    mark_complete(team, "Bram", [1])
    with team.reading() as connection:
        assert visible_coders(connection, 1, bram) == {anna, bram}
        assert visible_coders(connection, 2, bram) == {bram}
        work = round_work(connection, number)
    assert work.coded_by == {1: frozenset({anna, bram})}
    assert {(c.code, c.coder) for c in work.codings} == {(1, anna), (2, bram)}
    assert len(work.unfinished) == 9
    set_coder_kind(team, "Anna", "supervisor")
    with team.reading() as connection:
        assert visible_coders(connection, 2, anna) == {anna, bram}
        assert round_work(connection, number).coded_by == {}


def test_an_open_round_hides_nothing_and_there_is_one_consensus(team: Study) -> None:
    number = start_round(team, "Open", blind=False)
    assign_documents(team, number, ["Anna", "Bram"], overlap=1.0)
    with team.reading() as connection:
        anna = find_coder(connection, "Anna").id
        assert len(visible_coders(connection, 1, anna)) == 2
    set_coder_kind(team, "Bram", "consensus")
    with pytest.raises(Refused, match="already"):
        set_coder_kind(team, "Anna", "consensus")
    undo(team)
    set_coder_kind(team, "Anna", "consensus")
    assert check(team) == []


def test_what_is_assigned_goes_with_its_document(team: Study) -> None:
    number = start_round(team, "Ronde 1")
    assign_documents(team, number, ["Anna", "Bram"], overlap=0.5)
    remove_documents(team, [1])
    erase_documents(team, [2])
    with team.reading() as connection:
        assert {a.document for a in assignments_of(connection)} == set(range(3, 11))
    assert check(team) == []
