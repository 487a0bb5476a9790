"""Finalising on the agreement screen: what counts from then on."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement_pilot import at_agreement, compared, consensus, sound
from app_pilot import OTHER_TALK, REPORT, opened, put, small_study, transcript

from kwalcode.project.acts.coding import remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.people import all_coders, completed, find_coder
from kwalcode.project.study import open_study


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return compared(tmp_path / "study.kwal")


async def test_a_document_is_finalised_and_opened_again(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "5", "F")
        await desk.press("j", "enter")
        await desk.settle()
        assert "final" in desk.lines()[desk.row("R01")]
        with open_study(study_file) as study, study.reading() as connection:
            assert len(completed(connection)) == 5
        await desk.press("F")
        await desk.settle()
        assert "final" not in desk.lines()[desk.row("R01")]
    assert sound(study_file)


async def test_all_that_is_ready_is_finalised_and_analyses_use_it(study_file: Path) -> None:
    from kwalcode.project.analyses.frames import evidence

    with open_study(study_file, "Anna") as study:
        import_document(study, transcript("R03", OTHER_TALK))
        put(study, 3, "Ik meld het.", REPORT)
        mark_complete(study, "Anna", [3])
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        for _item in [item for item in screen.items if item.document == 1]:
            await desk.press("a")
            await desk.settle()
        await desk.press("5")
        assert "ready: Anna" in desk.lines()[desk.row("R03")]
        await desk.press("A")
        await desk.settle()
        assert "2 documents are final; 1 is not ready yet." in desk.seen()
        for name in ("R01", "R03"):
            assert "final" in desk.lines()[desk.row(name)]
    assert consensus(study_file, 3) == [("Ik meld het.", REPORT)]
    with open_study(study_file) as study, study.reading() as connection:
        found = evidence(connection)
        who = next(c.id for c in all_coders(connection) if c.kind == "consensus")
        assert found.layer.name == "consensus, else Anna"
        assert {d: set(of) for d, of in found.layer.coders.items() if d != 2} == {
            1: {who},
            3: {who},
        }
    assert sound(study_file)


async def test_the_work_of_one_coder_is_finalised_where_nobody_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        mark_complete(study, "Bram", [2], complete=False)
        mark_complete(study, "Anna", [1])
        with study.reading() as connection:
            bram = find_coder(connection, "Bram").id
            ids = [one.id for one in codings_of(connection, 1) if one.coder == bram]
        remove_codings(study, ids)
    async with opened(path, size=(100, 30)) as desk:
        await at_agreement(desk)
        assert "can be finalised: 5" in " ".join(desk.seen().split())
        await desk.press("5")
        assert "ready: Anna" in desk.lines()[desk.row("R01")]
        assert "not complete" in desk.lines()[desk.row("R02")]  # Bram has begun there
        await desk.press("F")
        await desk.settle()
        assert "final" in desk.lines()[desk.row("R01")]
        await desk.press("1")
        assert "Agreement takes two coders" in desk.seen()
    assert consensus(path)
    assert sound(path)
