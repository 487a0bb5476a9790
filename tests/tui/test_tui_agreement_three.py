"""Three coders on the agreement screen: compared two by two, settled and finalised together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from agreement_pilot import at_agreement, compared, consensus, sound
from app_pilot import GUT, OTHER_TALK, REPORT, SUM, opened, put, transcript

from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.coding import remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.rounds import assign_documents, set_coder_kind, start_round
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.finality import boundary_of, final_plans
from kwalcode.project.agreement.queue import Item
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.people import find_coder
from kwalcode.project.study import Study, open_study
from kwalcode.tui.screens.agreement.screen import AgreementScreen


@pytest.fixture
def three_coders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = compared(tmp_path / "study.kwal")
    with open_study(path, "Carla") as study:
        put(study, 1, "Dan bel ik mijn collega van het wijkteam.", REPORT, coder="Carla")
        mark_complete(study, "Carla", [1])
    return path


async def test_two_of_three_coders_are_compared_until_escape(three_coders: Path) -> None:
    async with opened(three_coders, size=(120, 40)) as desk:
        screen = await at_agreement(desk)
        assert "Anna, Bram, Carla" in desk.seen()
        await desk.press("v")
        assert "defined for two coders, here are 3" in desk.seen()
        await desk.press("escape", "2")
        assert "coder x coder" in desk.seen()
        row = next(n for n, p in enumerate(screen.lists["pairs"]._keys) if p == "Anna - Carla")
        screen.lists["pairs"].put_highlight(row)
        await desk.press("enter")
        assert "Anna - Carla" in desk.lines()[0]
        assert "only Carla" in desk.seen()
        await desk.press("escape")
        assert "Anna - Bram" in desk.lines()[0]
        assert screen.choice.coders == ()


async def test_documents_of_coders_outside_the_pair_are_told_as_they_are(
    three_coders: Path,
) -> None:
    with open_study(three_coders, "Carla") as study:
        mark_complete(study, "Bram", [2], complete=False)
        remove_codings(study, ids_of(study, 2, "Bram"))
        mark_complete(study, "Carla", [2])
        import_document(study, transcript("R03", OTHER_TALK))
        put(study, 3, "Ik meld het.", REPORT, coder="Carla")
        mark_complete(study, "Carla", [3])
    async with opened(three_coders, size=(120, 40)) as desk:
        screen = await at_agreement(desk)
        screen.compare(replace(screen.choice, coders=("Anna", "Bram")))
        await desk.settle()
        await desk.press("5")
        await desk.settle()
        assert "0/0  ready" in desk.lines()[desk.row("R02")]  # of Anna and Carla
        assert "ready: Carla" in desk.lines()[desk.row("R03")]


async def test_three_coders_of_a_document_are_settled_and_finalised_at_once(
    three_coders: Path,
) -> None:
    async with opened(three_coders, size=(140, 44)) as desk:
        screen = await at_agreement(desk, "5")
        await desk.settle()
        assert f"0/{of_all_pairs(three_coders)}" in desk.lines()[desk.row("R01")]
        for _pair in range(3):
            await desk.press("5", "F")
            if "disagreements are open" not in desk.seen():
                break
            await desk.press("enter")  # decide first: the pair with the most that are open
            await desk.settle()
            assert "Only: R01" in desk.seen()
            while any(not item.settled for item in screen.items):
                row = next(n for n, item in enumerate(screen.items) if not item.settled)
                screen.lists["queue"].put_highlight(row)
                await desk.settle()
                await desk.press("a")
                if "it was decided otherwise there" in desk.seen():
                    await desk.press("equals_sign")
                desk.app.clear_notifications()
                await desk.settle()
            await desk.press("escape")
            await desk.settle()
        await desk.settle()
        assert "final" in desk.lines()[desk.row("R01")]
    with open_study(three_coders) as study, study.reading() as connection:
        (plan,) = final_plans(connection, [1])
        assert plan.final
    assert {code for _words, code in consensus(three_coders)} <= {REPORT, SUM, GUT}
    assert sound(three_coders)


async def test_the_boundary_of_any_coder_can_be_chosen(three_coders: Path) -> None:
    async with opened(three_coders, size=(120, 40)) as desk:
        await at_agreement(desk, "5", "B")
        seen = desk.seen()
        assert all(f"that of {name}" in seen for name in ("Anna", "Bram", "Carla"))
        await desk.press("end", "enter")
        await desk.settle()
        assert "boundaries: that of Carla" in desk.seen()
    with open_study(three_coders) as study, study.reading() as connection:
        assert boundary_of(connection) == "Carla"


async def test_who_only_set_the_study_up_is_no_coder_to_compare(three_coders: Path) -> None:
    with open_study(three_coders, "Dirk") as study:
        start_round(study, "Ronde 1")
    async with opened(three_coders, size=(120, 40)) as desk:
        await at_agreement(desk, "o")
        assert "Anna - Carla" in desk.seen()
        assert "Dirk" not in desk.seen()


async def test_who_was_only_given_a_copy_is_among_the_coders(three_coders: Path) -> None:
    with open_study(three_coders, "Dirk") as study:
        add_coder(study, "Eva")
        assign_documents(study, start_round(study, "Ronde 1", blind=False), ["Eva"])
        set_coder_kind(study, "Dirk", "supervisor")
    async with opened(three_coders, size=(120, 60)) as desk:
        await at_agreement(desk, "2")
        told = {line.split()[0]: line.split()[1:5] for line in desk.lines() if line.split()}
        assert told["coder"][:3] == ["codings", "complete", "assigned"]
        assert told["Eva"] == ["0", "0", "2"]
        assert told["Dirk"] == ["0", "0", "0", "supervisor"]


def of_all_pairs(path: Path) -> int:
    with open_study(path) as study, study.reading() as connection:
        return sum(
            len(adjudication(connection, coders=pair, documents=[1]).items)
            for pair in combinations(("Anna", "Bram", "Carla"), 2)
        )


def ids_of(study: Study, document: int, coder: str) -> list[int]:
    with study.reading() as connection:
        return [
            one.id
            for one in codings_of(connection, document)
            if one.coder == find_coder(connection, coder).id
        ]


async def test_what_another_pair_settled_is_told_and_decided_alike(three_coders: Path) -> None:
    def about_report(screen: AgreementScreen, **sides: bool) -> int:
        def fits(item: Item) -> bool:
            held = {"a": item.a is not None, "b": item.b is not None}
            return item.document == 1 and code in item.codes and held == sides

        return next(n for n, item in enumerate(screen.items) if fits(item))

    with open_study(three_coders) as study, study.reading() as connection:
        code = next(c.id for c in all_codes(connection) if c.name == REPORT)
    async with opened(three_coders, size=(140, 44)) as desk:
        screen = await at_agreement(desk, "4")
        screen.lists["queue"].put_highlight(about_report(screen, a=True, b=False))
        await desk.press("a")  # Anna's "Dan bel ik mijn collega"
        screen.compare(replace(screen.choice, coders=("Bram", "Carla")))
        await desk.settle()
        screen.lists["queue"].put_highlight(about_report(screen, a=False, b=True))
        await desk.settle()
        assert "Anna - Bram: as Anna has it. That settles this one too." in desk.seen()
        await desk.press("b")
        assert "it was decided otherwise there" in desk.seen()
        await desk.press("equals_sign")
        words = [words for words, name in consensus(three_coders) if name == REPORT]
        assert words == ["Dan bel ik mijn collega"]
    assert sound(three_coders)
