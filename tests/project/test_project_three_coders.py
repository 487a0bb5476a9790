"""Three coders, settled two by two: the pairs neither contradict each other nor double."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.adjudicating import Ruling, decide, withdraw_decisions
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.finalising import finalise, unfinalise
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.queue import Item
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.decisions import CodedRange
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Wat ziet u dan?\n"
    "R01: Een optelsom van signalen. Dat is nooit een ding. Dan bel ik iemand. Het duurt lang.\n"
)
SENTENCES = [(34, 60), (61, 83), (84, 102), (103, 118)]
PEOPLE = ("Anna", "Bram", "Carla")
WORK = (
    (34, 60, 1, "Anna"), (34, 83, 1, "Carla"),  # of one code; Bram nothing
    (84, 102, 2, "Anna"), (84, 102, 2, "Bram"),  # Anna and Bram agree; Carla another code
    (84, 102, 3, "Carla"),
    (103, 118, 3, "Bram"),
)  # fmt: skip


@pytest.fixture
def three(study: Study, prepared: Callable[..., Prepared]) -> Study:
    import_document(study, prepared("R01", TEXT, sentences=SENTENCES))
    specs = [CodeSpec((name,), key=name) for name in ("signaal", "melden", "duur")]
    import_codebook(study, specs, source="t.yaml")
    add_codings(study, [NewCoding(1, *one) for one in WORK])
    for name in PEOPLE:
        mark_complete(study, name, [1])
    return study


def queue(study: Study, *pair: str) -> tuple[Item, ...]:
    with study.reading() as connection:
        return adjudication(connection, coders=pair).items


def item(study: Study, code: int, *pair: str) -> Item:
    return next(one for one in queue(study, *pair) if code in one.codes)


def settle(study: Study, one: Item, decision: str, new: CodedRange | None = None) -> int:
    return decide(study, one.key, one.group, Ruling(decision, new=new))


def consensus(study: Study) -> list[tuple[int, int, int]]:
    with study.reading() as connection:
        who = {coder.id for coder in all_coders(connection) if coder.kind == "consensus"}
        return [(c.start, c.end, c.code) for c in codings_of(connection, 1) if c.coder in who]


def test_what_one_pair_settled_is_told_in_the_queues_of_the_others(three: Study) -> None:
    settle(three, item(three, 1, "Anna", "Bram"), "a")
    with three.reading() as connection:
        names = {coder.id: coder.name for coder in all_coders(connection)}
    for pair in (("Anna", "Carla"), ("Bram", "Carla")):
        (told,) = item(three, 1, *pair).elsewhere
        assert {names[told.first], names[told.second]} == {"Anna", "Bram"}
    assert item(three, 2, "Anna", "Carla").elsewhere == ()


def test_a_pair_cannot_decide_against_another_pair(three: Study) -> None:
    number = settle(three, item(three, 1, "Anna", "Bram"), "a")
    other = item(three, 1, "Bram", "Carla")
    for decision in ("b", "neither"):
        with pytest.raises(Refused, match="Anna - Bram: it was decided otherwise"):
            settle(three, other, "a" if decision == "neither" else decision)
    settle(three, other, "edit", CodedRange(1, 34, 60))
    assert consensus(three) == [(34, 60, 1)]
    withdraw_decisions(three, [number])
    assert consensus(three) == [(34, 60, 1)]  # the other decision gives it too
    assert check(three) == []


def test_to_be_discussed_is_never_against_another_pair(three: Study) -> None:
    settle(three, item(three, 1, "Anna", "Bram"), "a")
    settle(three, item(three, 1, "Anna", "Carla"), "discuss")
    assert consensus(three) == [(34, 60, 1)]


def test_finalising_keeps_what_another_pair_settled_about_what_two_agree_on(three: Study) -> None:
    """Anna and Bram agree on a code that Anna and Carla decided against."""
    settle(three, item(three, 2, "Anna", "Carla"), "b")
    done = finalise(three, [1], coders=["Anna", "Bram"], leave_open=True)
    assert (84, 102, 2) not in consensus(three)
    assert (84, 102, 3) in consensus(three)
    assert sorted(consensus(three)) == sorted(
        (c.start, c.end, c.code) for c in done.done[0].codings
    )
    assert check(three) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_in_any_order_no_code_stands_double(data: st.DataObject, three: Study) -> None:
    known = [number for pair in combinations(PEOPLE, 2) for number in _decisions(three, pair)]
    withdraw_decisions(three, known)
    for _step in range(6):
        pair = data.draw(st.sampled_from(list(combinations(PEOPLE, 2))))
        one = data.draw(st.sampled_from(queue(three, *pair)))
        decision = data.draw(st.sampled_from(["a", "b", "both", "neither", "discuss"]))
        try:
            settle(three, one, decision)
        except Refused:
            continue
    by_code: dict[int, list[tuple[int, int]]] = {}
    for start, end, code in consensus(three):
        by_code.setdefault(code, []).append((start, end))
    for places in by_code.values():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(places)))


def _decisions(study: Study, pair: tuple[str, ...]) -> list[int]:
    return [one.decision.id for one in queue(study, *pair) if one.decision is not None]


def test_a_pair_does_not_pass_over_the_work_of_a_third(
    three: Study, prepared: Callable[..., Prepared]
) -> None:
    import_document(three, prepared("R02", TEXT, sentences=SENTENCES))
    add_codings(three, [NewCoding(2, 34, 60, 1, "Bram"), NewCoding(2, 61, 83, 1, "Carla")])
    for name in ("Bram", "Carla"):
        mark_complete(three, name, [2])
    done = finalise(three, [2], coders=("Anna", "Bram"), only_ready=True)
    assert not done.done
    with pytest.raises(Refused, match="2 disagreements are open"):
        finalise(three, [2], coders=("Anna", "Bram"))


def test_a_pair_leaves_what_another_completed_alone_ready(
    three: Study, prepared: Callable[..., Prepared]
) -> None:
    import_document(three, prepared("R02", TEXT, sentences=SENTENCES))
    add_codings(three, [NewCoding(2, 34, 60, 1, "Carla")])
    mark_complete(three, "Carla", [2])
    done = finalise(three, [2], coders=("Anna", "Bram"))
    assert [plan.coders for plan in done.done] == [("Carla",)]


def test_what_is_open_is_told_pair_by_pair(three: Study) -> None:
    with pytest.raises(Refused, match=r"7 .*Anna - Carla: 2, Anna - Bram: 2, Carla - Bram: 3"):
        finalise(three, [1])


def test_what_one_pair_settled_is_settled_for_the_others(three: Study) -> None:
    settle(three, item(three, 1, "Anna", "Bram"), "a")
    settle(three, item(three, 2, "Anna", "Carla"), "a")
    assert [one.settled for one in queue(three, "Anna", "Carla")] == [True, True]
    settle(three, item(three, 3, "Anna", "Bram"), "b")
    for pair in combinations(PEOPLE, 2):
        assert all(one.settled for one in queue(three, *pair))
    (plan,) = finalise(three, [1]).done
    assert (plan.coders, plan.decided, plan.open) == (("Anna", "Carla", "Bram"), 7, 0)
    assert consensus(three) == [(34, 60, 1), (84, 102, 2), (103, 118, 3)]
    assert check(three) == []


def test_half_settled_or_put_aside_is_still_open(three: Study) -> None:
    settle(three, item(three, 2, "Anna", "Carla"), "discuss")
    assert not item(three, 2, "Bram", "Carla").settled
    settle(three, item(three, 2, "Bram", "Carla"), "a")
    assert not item(three, 2, "Anna", "Carla").settled  # waits to be talked about
    settle(three, item(three, 2, "Anna", "Carla"), "b")
    assert item(three, 2, "Anna", "Carla").settled


@pytest.fixture
def alike(study: Study, prepared: Callable[..., Prepared]) -> Study:
    """Three coders with the same sentences, each with bounds of their own; Carla lacks one."""
    import_document(study, prepared("R01", TEXT, sentences=SENTENCES))
    import_codebook(study, [CodeSpec(("signaal",), key="s")], source="t.yaml")
    work = ((34, 60, "Anna"), (38, 60, "Bram"), (34, 52, "Carla"), (84, 102, "Anna"),
            (84, 102, "Bram"))  # fmt: skip
    add_codings(study, [NewCoding(1, start, end, 1, who) for start, end, who in work])
    for name in PEOPLE:
        mark_complete(study, name, [1])
    return study


@pytest.mark.parametrize(
    ("boundary", "gets"),
    [
        (None, (34, 60)), ("union", (34, 60)), ("intersection", (38, 52)), ("a", (34, 60)),
        ("b", (38, 60)), ("carla", (34, 52)),
    ],
)  # fmt: skip
def test_what_all_agree_on_gets_the_boundary_that_was_chosen(
    alike: Study, boundary: str | None, gets: tuple[int, int]
) -> None:
    done = finalise(alike, [1], boundary=boundary, leave_open=True)
    assert (done.done[0].agreed, done.done[0].open) == (1, 2)  # two of three is no agreement
    assert consensus(alike) == [(*gets, 1)]
    assert done.boundary == {"carla": "Carla", None: "union"}.get(boundary, boundary)
    undo(alike)
    finalise(alike, [1], coders=["Anna", "Bram"], boundary="intersection")
    assert consensus(alike) == [(38, 60, 1), (84, 102, 1)]


def test_a_boundary_of_somebody_who_is_not_there_is_the_union(alike: Study) -> None:
    with pytest.raises(UsageError, match="union, intersection, Anna, Bram, Carla"):
        finalise(alike, [1], boundary="Dirk")
    finalise(alike, [1], coders=["Anna", "Bram"], boundary="Carla")
    assert consensus(alike)[0] == (34, 60, 1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whoever_settles_what_in_the_end_everything_is_final(
    data: st.DataObject, three: Study
) -> None:
    """Three pairs, in any order and to and fro: all that is left open can be settled, once."""
    unfinalise(three, [1])
    withdraw_decisions(
        three, [n for pair in combinations(PEOPLE, 2) for n in _decisions(three, pair)]
    )
    for _step in range(20):
        left = [
            (pair, one)
            for pair in combinations(PEOPLE, 2)
            for one in queue(three, *pair)
            if not one.settled
        ]
        if not left:
            break
        _pair, one = data.draw(st.sampled_from(left))
        with suppress(Refused):
            settle(three, one, data.draw(st.sampled_from(["a", "b", "both", "neither"])))
    else:
        return  # decisions that contradict others were drawn all the time
    before = consensus(three)
    (plan,) = finalise(three, [1]).done
    assert (plan.open, plan.agreed) == (0, 0)
    assert consensus(three) == before  # nothing is unanimous here: only what was decided
