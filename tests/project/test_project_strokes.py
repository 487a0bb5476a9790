"""What one stroke did in several acts is undone, and done again, in one stroke as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kwalcode.errors import Refused
from kwalcode.i18n import speaking
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import order_documents
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, redo_stroke, undo, undo_stroke
from kwalcode.project.importing import import_files
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.study import Study
from kwalcode.project.telling.phrases import told_together

Open = Callable[[str | None], Study]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four transcripts."""
    made = tmp_path / "gesprekken"
    made.mkdir()
    for number in range(4):
        (made / f"G{number}.txt").write_text(f"I: Vraag {number}?\nR: Ja, {number}.\n", "utf-8")
    return made


def names(study: Study) -> list[str]:
    with study.reading() as connection:
        return [document.name for document in all_documents(connection)]


def test_an_import_of_several_files_goes_and_comes_back_in_one_stroke(
    coded: Study, folder: Path
) -> None:
    before = names(coded)
    import_files(coded, [folder])
    after = names(coded)
    assert len(after) == len(before) + 4
    undone = undo_stroke(coded)
    assert [entry.arguments["document"] for entry in undone] == ["G3", "G2", "G1", "G0"]
    assert names(coded) == before
    again = redo_stroke(coded)
    assert [entry.arguments["document"] for entry in again] == ["G0", "G1", "G2", "G3"]
    assert names(coded) == after
    assert check(coded) == []


def test_two_imports_are_two_strokes_and_one_act_can_still_be_taken_alone(
    coded: Study, folder: Path, tmp_path: Path
) -> None:
    before = names(coded)
    import_files(coded, [folder / "G0.txt", folder / "G1.txt"])
    import_files(coded, [folder / "G2.txt", folder / "G3.txt"])
    assert undo(coded).arguments["document"] == "G3"
    assert [entry.arguments["document"] for entry in undo_stroke(coded)] == ["G2"]
    assert len(undo_stroke(coded)) == 2
    assert names(coded) == before
    assert [entry.arguments["document"] for entry in redo_stroke(coded)] == ["G0", "G1"]
    assert redo(coded).arguments["document"] == "G2"


def test_an_act_in_between_ends_the_stroke(coded: Study, folder: Path) -> None:
    import_files(coded, [folder])
    undo(coded)
    create_code(coded, "tussendoor")
    assert len(undo_stroke(coded)) == 1
    assert len(undo_stroke(coded)) == 3


def test_all_of_a_stroke_or_nothing(coded: Study, opened: Open, folder: Path) -> None:
    import_files(coded, [folder])
    after = names(coded)
    with coded.reading() as connection:
        second = next(d.id for d in all_documents(connection) if d.name == "G1")
    apply_code(opened("Bram"), second, 0, 4, 1)
    with pytest.raises(Refused, match=r"Cannot undo 'imported G1'.*by Bram"):
        undo_stroke(coded)
    assert names(coded) == after
    with coded.reading() as connection:
        assert not journal.undone_acts(connection)
    assert check(coded) == []


def test_a_single_file_is_an_act_like_any_other(coded: Study, folder: Path) -> None:
    import_files(coded, [folder / "G0.txt"])
    order_documents(coded, [2])
    undo_stroke(coded)
    assert undo_stroke(coded)[0].arguments == {"file": "G0.txt", "document": "G0"}


def test_a_stroke_is_told_by_its_first_act_in_the_language_of_the_interface(
    coded: Study, folder: Path
) -> None:
    import_files(coded, [folder])
    undone = undo_stroke(coded)
    assert told_together(undone) == "imported G3 and 3 more acts"
    assert told_together(undone[:1]) == "imported G3"


def test_a_refusal_names_acts_in_the_language_of_the_interface(coded: Study, opened: Open) -> None:
    apply_code(opened("Bram"), 1, 0, 4, 1)
    with speaking("nl"), pytest.raises(Refused) as refused:
        undo(coded)
    line = str(refused.value)
    assert "het codeboek topics.yaml geïmporteerd" in line
    assert "“A” gecodeerd in R01" in line
    assert "import codebook" not in line
