"""Settling disagreements and finalising: what the consensus gets, and that nothing is lost."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.adjudicating import Definition, Ruling, decide, withdraw_decisions
from kwalcode.project.acts.codes import delete_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.finalising import finalise, unfinalise
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.common import INTERSECTION, UNION, beside, bounded
from kwalcode.project.agreement.queue import Item, Queue
from kwalcode.project.analyses.layers import layer_of
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.decisions import DECISIONS, CodedRange, list_decisions, outcome
from kwalcode.project.reads.people import all_coders, find_coder
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Wat ziet u dan?\n"
    "R01: Een optelsom van signalen. Dat is nooit een ding. Dan bel ik iemand. Het duurt lang.\n"
)
ONE = (34, 60)
"""Een optelsom van signalen."""
PART = (38, 46)


@pytest.fixture
def two(study: Study, prepared: Callable[..., object]) -> Study:
    """R01 coded by Anna and Bram, R02 by Anna alone, R03 by nobody; both marked what they did."""
    sentences = [(34, 60), (61, 83), (84, 102), (103, 118)]
    for name in ("R01", "R02", "R03"):
        import_document(study, prepared(name, TEXT, sentences=sentences))
    specs = [CodeSpec((name,), key=name) for name in ("signaal", "melden", "duur")]
    import_codebook(study, specs, source="t.yaml")
    new = [
        (1, *ONE, 1, "Anna"), (1, *PART, 1, "Bram"),  # agreed: the same sentence
        (1, 84, 118, 2, "Anna"), (1, 84, 102, 2, "Bram"),  # boundary
        (1, 61, 83, 3, "Anna"),  # missed
        (2, 61, 83, 3, "Anna"),
    ]  # fmt: skip
    add_codings(study, [NewCoding(*one) for one in new])
    mark_complete(study, "Anna", [1, 2])
    mark_complete(study, "Bram", [1])
    return study


def queue_of(study: Study, **options: object) -> Queue:
    with study.reading() as connection:
        return adjudication(connection, **options)  # type: ignore[arg-type]


def item_of(study: Study, group: str) -> Item:
    return next(item for item in queue_of(study).items if item.group == group)


def settle(study: Study, group: str, decision: str, **more: object) -> int:
    item = item_of(study, group)
    return decide(study, item.key, item.group, Ruling(decision, **more))  # type: ignore[arg-type]


def consensus(study: Study, document: int = 1) -> list[tuple[int, int, int]]:
    with study.reading() as connection:
        who = {coder.id for coder in all_coders(connection) if coder.kind == "consensus"}
        found = codings_of(connection, document)
    return [(c.start, c.end, c.code) for c in found if c.coder in who]


def originals(study: Study) -> list[tuple[int, int, int, int]]:
    with study.reading() as connection:
        mine = {coder.id for coder in all_coders(connection) if coder.kind == "coder"}
        found = codings_of(connection, 1)
    return [(c.start, c.end, c.code, c.coder) for c in found if c.coder in mine]


def test_the_queue_has_every_disagreement_once_with_names_that_stay(two: Study) -> None:
    queue = queue_of(two)
    assert [(i.group, i.kind, i.start, i.end) for i in queue.items] == [
        ("missed passage", "", 61, 83),
        ("boundary", "wider", 84, 118),
    ]
    names = [queue.id_of(item) for item in queue.items]
    apply_code(two, 2, 0, 5, 1)
    assert [queue_of(two).id_of(item) for item in queue_of(two).items] == names
    assert queue.find(names[0][:6]) == queue.items[0]
    with pytest.raises(NotFound):
        queue.find("zz")


@pytest.mark.parametrize(
    ("decision", "new", "gets"),
    [
        ("a", None, [(84, 118, 2)]),
        ("b", None, [(84, 102, 2)]),
        ("both", None, [(84, 118, 2)]),
        ("neither", None, []),
        ("discuss", None, []),
        ("edit", CodedRange(2, 90, 110), [(90, 110, 2)]),
        ("code", CodedRange(3, 84, 118), [(84, 118, 3)]),
    ],
)
def test_a_decision_is_one_act_that_leaves_the_coders_work_alone(
    two: Study, tables: Callable[[Study], object], decision: str, new: CodedRange | None, gets: list
) -> None:
    before, work = tables(two), originals(two)
    settle(two, "boundary", decision, new=new, note="omdat")
    after = tables(two)
    assert consensus(two) == gets
    assert originals(two) == work
    item = item_of(two, "boundary")
    assert item.decision is not None
    assert (item.decision.decision, item.decision.note) == (decision, "omdat")
    assert item.settled == (decision != "discuss")
    assert check(two) == []
    undo(two)
    assert tables(two) == before
    redo(two)
    assert tables(two) == after


def test_deciding_again_takes_back_what_the_first_decision_gave(two: Study) -> None:
    settle(two, "boundary", "a")
    settle(two, "boundary", "b")
    assert consensus(two) == [(84, 102, 2)]
    settle(two, "boundary", "neither")
    assert consensus(two) == []
    assert queue_of(two).decided == 1
    assert check(two) == []


def test_a_decision_is_taken_back(two: Study) -> None:
    number = settle(two, "missed passage", "a")
    assert consensus(two) == [(61, 83, 3)]
    assert withdraw_decisions(two, [number]) == 1
    assert consensus(two) == []
    assert queue_of(two).decided == 0
    with pytest.raises(NotFound):
        withdraw_decisions(two, [number])


def test_a_decision_carries_a_definition_into_the_codebook_in_one_act(two: Study) -> None:
    item = item_of(two, "boundary")
    decide(two, item.key, item.group, Ruling("a"), definition=Definition(2, " Ook wachten. "))
    with two.reading() as connection:
        assert all_codes(connection)[1].definition == "Ook wachten."
    undo(two)
    with two.reading() as connection:
        assert all_codes(connection)[1].definition == ""
    assert consensus(two) == []


def test_a_decision_on_what_was_changed_since_is_stale_and_the_rest_open(two: Study) -> None:
    settle(two, "missed passage", "a")
    with two.reading() as connection:
        anna = find_coder(connection, "Anna").id
        gone = [c.id for c in codings_of(connection, 1, anna) if c.code == 3]
    remove_codings(two, gone)
    queue = queue_of(two)
    assert [one.disagreement for one in queue.stale] == ["missed passage"]
    assert [item.group for item in queue.items] == ["boundary"]
    with pytest.raises(Refused, match="changed meanwhile"):
        decide(two, queue.stale[0].key, "missed passage", Ruling("neither"))


def test_what_is_no_decision_is_refused(two: Study) -> None:
    for ruling in (Ruling("c"), Ruling("edit"), Ruling("a", new=CodedRange(1, 0, 3))):
        with pytest.raises(UsageError):
            decide(two, item_of(two, "boundary").key, "boundary", ruling)
    with pytest.raises(Refused):
        settle(two, "boundary", "edit", new=CodedRange(2, 5, 9999))
    assert queue_of(two).decided == 0


def test_a_name_that_is_taken_is_not_made_the_consensus(two: Study) -> None:
    apply_code(two, 3, 0, 5, 1, coder="consensus")
    settle(two, "boundary", "a")
    with two.reading() as connection:
        kinds = {coder.name: coder.kind for coder in all_coders(connection)}
    assert kinds["consensus"] == "coder"
    assert kinds["consensus 2"] == "consensus"


# Finalising


@pytest.mark.parametrize(
    ("rule", "first"),
    [("union", (*ONE, 1)), ("a", (*ONE, 1)), ("b", (*PART, 1)), ("intersection", (*PART, 1))],
)
def test_finalising_takes_what_is_agreed_and_what_was_decided(
    two: Study, tables: Callable[[Study], object], rule: str, first: tuple[int, int, int]
) -> None:
    settle(two, "missed passage", "neither")
    settle(two, "boundary", "b")
    before, work = tables(two), originals(two)
    done = finalise(two, [1], boundary=rule)
    assert consensus(two) == [first, (84, 102, 2)]
    assert [(p.agreed, p.decided, p.open) for p in done.done] == [(1, 2, 0)]
    assert originals(two) == work
    assert check(two) == []
    with two.reading() as connection:
        layer = layer_of(connection, None)
        people = {c.id: c.kind for c in all_coders(connection)}
    assert {people[c] for c in layer.coders[1]} == {"consensus"}
    undo(two)
    assert tables(two) == before


def test_open_disagreements_keep_a_document_from_being_final(two: Study) -> None:
    with pytest.raises(Refused, match="2 disagreements are open"):
        finalise(two, [1])
    settle(two, "boundary", "discuss")
    with pytest.raises(Refused, match="2 disagreements are open"):
        finalise(two, [1])
    finalise(two, [1], leave_open=True)
    assert consensus(two) == [(*ONE, 1)]


def test_a_document_with_one_coder_gets_that_coders_work(two: Study) -> None:
    done = finalise(two, [1, 2, 3], only_ready=True)
    assert [plan.name for plan in done.done] == ["R02"]
    assert [plan.name for plan, _why in done.left] == ["R01", "R03"]
    assert consensus(two, 2) == [(61, 83, 3)]


def test_adopting_one_coders_work(two: Study) -> None:
    finalise(two, [1], adopt="bram")
    assert consensus(two) == [(*PART, 1), (84, 102, 2)]
    with pytest.raises(UsageError):
        finalise(two, [2], adopt="consensus")


def test_a_coder_who_is_not_done_is_waited_for(two: Study) -> None:
    apply_code(two, 2, 84, 102, 2, coder="Bram")
    with pytest.raises(Refused, match="Bram did not mark it complete"):
        finalise(two, [2])
    finalise(two, [2], adopt="Anna")
    assert consensus(two, 2) == [(61, 83, 3)]


def test_what_is_final_is_taken_back_with_what_it_wrote_and_decisions_stay(two: Study) -> None:
    settle(two, "missed passage", "a")
    settle(two, "boundary", "b")
    finalise(two, [1])
    with pytest.raises(Refused, match="is finalised"):
        settle(two, "boundary", "a")
    assert finalise(two, [1]).done == ()
    assert unfinalise(two, [1, 2]) == 1
    assert consensus(two) == [(61, 83, 3), (84, 102, 2)]
    assert queue_of(two).decided == 2
    assert unfinalise(two, [1]) == 0
    assert check(two) == []


def test_agreement_stays_that_of_the_originals(two: Study) -> None:
    with two.reading() as connection:
        before = study_agreement(connection)
    finalise(two, [1, 2, 3], leave_open=True, only_ready=True)
    with two.reading() as connection:
        after = study_agreement(connection)
        assert after.table.pooled == before.table.pooled
        assert after.coders == ("Anna", "Bram")
        with pytest.raises(UsageError, match="consensus"):
            study_agreement(connection, coders=["Anna", "consensus"])


# What other acts do to decisions


def test_decisions_go_along_with_merged_codes_and_go_with_deleted_ones(two: Study) -> None:
    settle(two, "boundary", "a")
    settle(two, "missed passage", "a")
    merge_codes(two, [3], 1)
    queue = queue_of(two)
    assert queue.decided == 2
    assert not queue.stale
    delete_code(two, 2)
    assert [one.disagreement for one in queue_of(two).stale] == []
    with two.reading() as connection:
        assert [one.a for one in list_decisions(connection)] == [CodedRange(1, 61, 83)]
    assert check(two) == []
    undo(two)
    assert queue_of(two).decided == 2


def test_of_two_decisions_that_a_merge_brings_together_the_newest_counts(two: Study) -> None:
    settle(two, "missed passage", "a")
    with two.reading() as connection:
        (coding,) = [c.id for c in codings_of(connection, 1) if (c.start, c.code) == (61, 3)][:1]
    move_codings(two, [coding], 2)
    settle(two, "missed passage", "neither", note="bij nader inzien")
    assert consensus(two) == [(61, 83, 3)]
    merge_codes(two, [3], 2)
    with two.reading() as connection:
        assert [(one.decision, one.note) for one in list_decisions(connection)] == [
            ("neither", "bij nader inzien")
        ]
    assert consensus(two) == []
    assert check(two) == []
    undo(two)
    assert consensus(two) == [(61, 83, 3)]
    finalise(two, [1], leave_open=True)
    merge_codes(two, [3], 2)
    assert (61, 83, 2) in consensus(two)  # what was finalised stays as it is


def test_decisions_go_with_their_document_and_come_back(two: Study) -> None:
    settle(two, "boundary", "a")
    remove_documents(two, [1])
    with two.reading() as connection:
        assert list_decisions(connection) == []
    undo(two)
    assert queue_of(two).decided == 1
    assert check(two) == []


def test_a_corrected_text_carries_decisions_along(two: Study) -> None:
    from kwalcode.project.acts.correcting import correct_document

    settle(two, "boundary", "b")
    settle(two, "missed passage", "a")
    correct_document(two, prepare_text(two, 1, TEXT.replace("ziet u", "ziet u zoal")))
    queue = queue_of(two)
    assert queue.decided == 2
    assert not queue.stale
    assert consensus(two) == [(66, 88, 3), (89, 107, 2)]
    assert check(two) == []


def test_an_erased_passage_takes_what_was_noted_in_deciding(two: Study) -> None:
    settle(two, "boundary", "a", note="Jan de Vries zei het")
    settle(two, "missed passage", "a")
    erase_passage(two, 1, 90, 100)
    with two.reading() as connection:
        assert [one.disagreement for one in list_decisions(connection)] == ["missed passage"]
    assert check(two) == []
    assert "Jan de Vries" not in two.path.read_bytes().decode("latin-1")


@pytest.mark.parametrize(
    ("decision", "boundary", "gets"),
    [
        ("b", "union", [(34, 45), (45, 60)]),  # the piece; the agreed one keeps the rest
        ("a", "union", [(34, 60)]),
        ("a", "intersection", [(34, 60)]),
        ("neither", "union", [(34, 60)]),
        ("neither", "intersection", [(47, 60)]),
    ],
)
def test_a_further_piece_never_stands_double(
    study: Study, prepared: Callable[..., object], decision: str, boundary: str, gets: list
) -> None:
    import_document(study, prepared("R01", TEXT, sentences=[(34, 60), (61, 83)]))
    import_codebook(study, [CodeSpec(("signaal",), key="s")], source="t.yaml")
    work = ((34, 60, "Anna"), (34, 45, "Bram"), (47, 60, "Bram"))
    add_codings(study, [NewCoding(1, start, end, 1, who) for start, end, who in work])
    for name in ("Anna", "Bram"):
        mark_complete(study, name, [1])
    (item,) = queue_of(study).items
    assert (item.kind, item.b) == ("piece", CodedRange(1, 34, 45))
    decide(study, item.key, item.group, Ruling(decision))
    finalise(study, [1], boundary=boundary)
    assert [one[:2] for one in consensus(study)] == gets
    assert check(study) == []


# Pure rules

ranges = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(
    lambda r: CodedRange(1, r[0], r[0] + r[1])
)


@given(st.lists(ranges, min_size=2, max_size=4), st.sampled_from([UNION, INTERSECTION, 0, -1]))
def test_a_boundary_lies_within_what_anybody_coded_and_swapping_mirrors(
    same: list[CodedRange], rule: str | int
) -> None:
    found = bounded(same, rule)
    assert min(one.start for one in same) <= found.start < found.end
    assert found.end <= max(one.end for one in same)
    mirrored = {0: -1, -1: 0}.get(rule, rule)
    assert bounded(same[::-1], mirrored) == found
    if rule == INTERSECTION and all(max(s.start for s in same) < one.end for one in same):
        assert all(one.start <= found.start and found.end <= one.end for one in same)


@given(ranges, ranges, st.sampled_from(DECISIONS))
def test_an_outcome_holds_nothing_that_nobody_coded(
    a: CodedRange, b: CodedRange, decision: str
) -> None:
    covered = set(range(a.start, a.end)) | set(range(b.start, b.end))
    found = outcome(decision, a, b, None)
    assert all(set(range(one.start, one.end)) <= covered for one in found)
    if decision == "both":
        assert set().union(*(range(one.start, one.end) for one in found)) == covered


coded = st.lists(ranges, max_size=4)


@given(ranges, coded)
def test_what_is_beside_others_covers_the_rest_once(
    one: CodedRange, others: list[CodedRange]
) -> None:
    found = beside(one, others, lambda: "x" * 120)
    places = [at for part in found for at in range(part.start, part.end)]
    taken = {at for other in others for at in range(other.start, other.end)}
    assert places == sorted(set(range(one.start, one.end)) - taken)
    assert beside(one, [CodedRange(9, 0, 200)], lambda: "") == [one]  # another code
