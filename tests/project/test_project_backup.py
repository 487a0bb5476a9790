from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kwalcode.errors import KwalcodeError, NotAProject
from kwalcode.project import backup
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.backup import KEEP, backup_folder, backups, copy_study, rotate
from kwalcode.project.history.check import check
from kwalcode.project.study import Study, create, open_study

Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


def test_a_copy_holds_what_is_still_in_the_log(
    coded: Study, tmp_path: Path, tables: Tables
) -> None:
    apply_code(coded, 1, 0, 4, 1)
    made = copy_study(coded, tmp_path / "copy.kwal")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.kwal"]
    with open_study(made, "Bram") as copy:
        assert tables(copy) == tables(coded)
        assert check(copy) == []
        apply_code(copy, 1, 5, 9, 1)
    assert len(tables(coded)["codings"]) == 1


def test_a_copy_into_a_folder_keeps_its_name(coded: Study, tmp_path: Path) -> None:
    assert copy_study(coded, tmp_path) == tmp_path / "study.kwal"


def test_a_copy_takes_no_other_files_place(coded: Study, tmp_path: Path) -> None:
    (tmp_path / "study.kwal").write_text("van iemand anders")
    for target in (tmp_path, tmp_path / "study.kwal", coded.path):
        with pytest.raises(NotAProject, match="is there already"):
            copy_study(coded, target)
    assert (tmp_path / "study.kwal").read_text() == "van iemand anders"


def test_a_copy_to_nowhere_leaves_nothing(coded: Study, tmp_path: Path) -> None:
    target = tmp_path / "geen map" / "copy.kwal"
    with pytest.raises(KwalcodeError, match=str(target)) as caught:
        copy_study(coded, target)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_breaks_off_leaves_nothing(
    coded: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(source: sqlite3.Connection, target: Path) -> None:
        target.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "copy_database", half)
    with pytest.raises(KwalcodeError, match="disk is full"):
        copy_study(coded, tmp_path / "copy.kwal")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_made_once_a_day(coded: Study) -> None:
    made = rotate(coded)
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert made == coded.path.parent / "study.kwal-backups" / f"study-{today}.kwal"
    assert rotate(coded) is None
    assert backups(coded) == [made]
    with open_study(made) as kept:
        assert check(kept) == []


def test_the_newest_backups_are_kept_and_nothing_else_is_touched(coded: Study) -> None:
    folder = backup_folder(coded)
    folder.mkdir()
    for day in range(1, 9):
        (folder / f"study-2020-01-{day:02}.kwal").write_text("oud")
    for other in ("study-mijn-eigen.kwal", "other-2020-01-01.kwal", "study-2020-01-01.txt"):
        (folder / other).write_text("van de gebruiker")
    made = rotate(coded)
    assert [path.name for path in backups(coded)[:-1]] == [
        f"study-2020-01-{day:02}.kwal" for day in range(5, 9)
    ]
    assert backups(coded)[-1] == made
    assert len(backups(coded)) == KEEP
    assert len(list(folder.iterdir())) == KEEP + 3


@pytest.mark.parametrize("name", ["zorg[1].kwal", "geen einde", "twee.punten.kwal"])
def test_backups_of_a_project_with_an_odd_name_are_found(tmp_path: Path, name: str) -> None:
    with create(tmp_path / name, "Anna") as study:
        made = rotate(study)
        assert backups(study) == [made]


def test_a_folder_that_cannot_be_made_is_told_in_one_line(coded: Study) -> None:
    backup_folder(coded).write_text("een bestand met die naam")
    with pytest.raises(KwalcodeError, match="cannot be written") as caught:
        rotate(coded)
    assert str(backup_folder(coded)) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_half_made_backup_of_a_killed_program_does_not_count(coded: Study) -> None:
    folder = backup_folder(coded)
    folder.mkdir()
    (folder / f".study-2020-01-01.kwal.{os.getpid() + 1}.new").write_bytes(b"half")
    assert rotate(coded) is not None
    assert len(backups(coded)) == 1
