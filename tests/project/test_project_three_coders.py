"""Three coders, settled two by two: the pairs neither contradict each other nor double."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import Refused
from kwalcode.model import CodeSpec
from kwalcode.project.acts.adjudicating import Ruling, decide, withdraw_decisions
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.finalising import finalise
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.agreement.adjudication import Item, adjudication
from kwalcode.project.history.check import check
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


@pytest.mark.slow
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


def test_what_is_in_the_way_names_its_own_remedy(three: Study) -> None:
    with pytest.raises(Refused, match=r"choose two with --coders\.$"):
        finalise(three, [1])
