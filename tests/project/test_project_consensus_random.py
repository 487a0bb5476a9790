"""Two or three coders at random, settled at random, finalised: no code ever stands double."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations, pairwise

import pytest

from kwalcode.errors import Refused
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
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Wat ziet u dan?\n"
    "R01: Een optelsom van signalen. Dat is nooit een ding. Dan bel ik iemand. Het duurt lang.\n"
)
SENTENCES = [(34, 60), (61, 83), (84, 102), (103, 118)]
FIRST, LAST = 34, 118


def work_of(chance: random.Random, people: tuple[str, ...]) -> set[NewCoding]:
    """Return codings that are somewhat alike: some are lacking, shifted, split, of another code."""
    found = set()
    for _ in range(chance.randrange(1, 5)):
        start, code = chance.randrange(FIRST, LAST - 8), chance.choice((1, 2))
        end = min(LAST, start + chance.randrange(3, 40))
        for name in people:
            if chance.random() < 0.25:
                continue
            own = 3 - code if chance.random() < 0.15 else code
            a = max(FIRST, min(start + chance.choice((0, 0, -6, 5)), end - 2))
            b = min(LAST, max(a + 1, end + chance.choice((0, 0, -5, 6))))
            middle = (a + b) // 2
            if chance.random() < 0.2 and b - a > 8:
                found |= {
                    NewCoding(1, a, middle - 1, own, name),
                    NewCoding(1, middle, b, own, name),
                }
            else:
                found.add(NewCoding(1, a, b, own, name))
    return found


def consensus(study: Study) -> list[tuple[int, int, int]]:
    with study.reading() as connection:
        who = {coder.id for coder in all_coders(connection) if coder.kind == "consensus"}
        found = codings_of(connection, 1)
    return sorted((one.code, one.start, one.end) for one in found if one.coder in who)


def open_items(study: Study, pair: tuple[str, str]) -> list[Item]:
    with study.reading() as connection:
        items = adjudication(connection, coders=pair).items
    return [one for one in items if one.decision is None and not one.settled]


def can_be_settled(study: Study, item: Item) -> bool:
    """Try all that one can decide, and take it back."""
    rulings = [Ruling(decision) for decision in ("a", "b", "both", "neither")]
    for other in item.elsewhere:
        for new in other.outcome:
            rulings.append(Ruling("edit" if new.code in item.codes else "code", new=new))
    for ruling in rulings:
        with suppress(Refused):
            withdraw_decisions(study, [decide(study, item.key, item.group, ruling)])
            return True
    return False


@pytest.mark.parametrize("seed", range(40))
def test_no_code_stands_double_and_nothing_is_stuck(
    study: Study, prepared: Callable[..., Prepared], seed: int
) -> None:
    chance = random.Random(seed)
    people = ("Anna", "Bram", "Carla")[: chance.choice((2, 3))]
    import_document(study, prepared("R01", TEXT, sentences=SENTENCES))
    import_codebook(study, [CodeSpec((name,), key=name) for name in "ab"], source="t.yaml")
    add_codings(study, [*work_of(chance, people), *(NewCoding(1, 34, 60, 1, n) for n in people)])
    for name in people:
        mark_complete(study, name, [1])
    pairs = list(combinations(people, 2))
    for _ in range(chance.randrange(25)):
        pair = chance.choice(pairs)
        items = open_items(study, pair)
        decision = chance.choice(("a", "b", "both", "neither", "discuss"))
        if items:
            item = chance.choice(items)
            with suppress(Refused):
                decide(study, item.key, item.group, Ruling(decision))
    assert all(can_be_settled(study, item) for pair in pairs for item in open_items(study, pair))
    before = consensus(study)
    rule = chance.choice(("union", "intersection", "Anna", "b"))
    finalise(study, [1], leave_open=True, boundary=rule)
    final = consensus(study)
    assert set(before) <= set(final)
    for (code, _start, end), (other, start, _end) in pairwise(final):
        assert code != other or end <= start
    unfinalise(study, [1])
    assert consensus(study) == before
    assert check(study) == []
