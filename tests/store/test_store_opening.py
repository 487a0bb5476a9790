from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError, NotAProject, ReadOnlyProject
from kwalcode.project.acts.codes import create_code
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import Study, create, open_study
from kwalcode.store.opening import examine, synchronised
from kwalcode.store.tables import APPLICATION_ID, SCHEMA_VERSION


def refusal(path: Path) -> str:
    """Return the one line with which opening is refused; the file must be as it was."""
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    with pytest.raises(NotAProject) as caught:
        open_study(path, "Anna")
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(path.parent.iterdir()) == beside
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def told_in_one_line(path: Path) -> list[str]:
    """Open and check a file that may be damaged; return what was said of it, in lines."""
    try:
        with open_study(path, "Anna") as study:
            found = check(study)
    except KwalcodeError as error:
        found = [str(error)]
    assert all("\n" not in line for line in found)
    return found


@pytest.fixture
def closed(study: Study) -> Path:
    for number in range(30):
        create_code(study, f"code {number} " + "x" * 500)
    study.close()
    return study.path


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "nothing.kwal")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "map.kwal").mkdir()
    assert "a folder" in refusal(tmp_path / "map.kwal")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.kwal").touch()
    assert "empty" in refusal(tmp_path / "empty.kwal")


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"Interviewer: Hallo\n" * 20,
        b"SQLite format 2\x00" + bytes(200),
        bytes(4096),
        b"S",
    ],
)
def test_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.kwal"
    path.write_bytes(content)
    assert "not a kwalcode project" in refusal(path)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_database_of_another_program_is_left_byte_for_byte(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "foreign.kwal"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE codes (id)")
    connection.commit()
    connection.close()
    assert "another program" in refusal(path)


def test_a_project_of_a_newer_version(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    assert f"file version {SCHEMA_VERSION + 1}" in refusal(closed)


@pytest.mark.parametrize("size", [16, 60, 99])
def test_a_file_cut_off_in_its_header(closed: Path, size: int) -> None:
    closed.write_bytes(closed.read_bytes()[:size])
    assert "cut short" in refusal(closed)


@pytest.mark.parametrize("left", [0.01, 0.3, 0.5, 0.99])
def test_a_file_cut_short(closed: Path, left: float) -> None:
    whole = closed.read_bytes()
    closed.write_bytes(whole[: max(100, int(len(whole) * left))])
    assert "cut short" in refusal(closed)


@pytest.mark.parametrize("rollback_mode", [False, True])
def test_a_first_page_of_zeros_behind_the_header(closed: Path, rollback_mode: bool) -> None:
    if rollback_mode:  # as a backup is: then setting the journal mode would write to it
        connection = sqlite3.connect(closed)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
    whole = closed.read_bytes()
    closed.write_bytes(whole[:100] + bytes(3996) + whole[4096:])
    assert "damaged" in refusal(closed)


def test_pages_of_zeros_further_on_are_told_in_one_line(closed: Path) -> None:
    whole = closed.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    closed.write_bytes(whole[: middle // 2] + bytes(middle) + whole[middle // 2 + middle :])
    assert told_in_one_line(closed)


@given(at=st.integers(0, 2**30), values=st.binary(min_size=1, max_size=300))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_bytes_overwritten_anywhere_never_end_in_a_traceback(
    closed: Path, fast_folder: Path, at: int, values: bytes
) -> None:
    path = fast_folder / "damaged.kwal"
    data = bytearray(closed.read_bytes())
    at %= len(data)
    data[at : at + len(values)] = values
    path.write_bytes(data)
    try:
        told_in_one_line(path)
    finally:
        for left in fast_folder.glob("damaged.kwal*"):
            left.unlink()


def test_what_was_found(closed: Path) -> None:
    found = examine(closed)
    assert (found.version, found.writable) == (SCHEMA_VERSION, True)
    assert closed.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Universiteit", "Google Drive"])
def test_synchronised_folders_are_named(tmp_path: Path, name: str) -> None:
    assert synchronised(tmp_path / name / "study.kwal") == name


def test_an_ordinary_folder_is_not_synchronised() -> None:
    assert synchronised(Path("/srv/onderzoek/study.kwal")) is None


# Reading only


def only_reads(path: Path) -> None:
    before = path.read_bytes()
    with open_study(path, "Anna") as study:
        assert not study.writable
        with study.reading() as connection:
            assert len(all_codes(connection)) == 30
        assert check(study) == []
        with pytest.raises(ReadOnlyProject) as caught:
            create_code(study, "one more")
        assert str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.fixture
def frozen() -> Iterator[object]:
    """A function that makes a file or folder unchangeable, even for root."""
    done: list[Path] = []

    def freeze(path: Path) -> None:
        tool = shutil.which("chattr")
        if tool is None or subprocess.run([tool, "+i", path], capture_output=True).returncode:
            pytest.skip("nothing here can make a file unchangeable for this user")
        done.append(path)

    yield freeze
    for path in done:
        subprocess.run(["chattr", "-i", path], check=True)


def test_a_file_that_cannot_be_changed(closed: Path, frozen: object) -> None:
    frozen(closed)  # type: ignore[operator]
    only_reads(closed)


def test_a_folder_that_cannot_be_changed(closed: Path, frozen: object) -> None:
    frozen(closed.parent)  # type: ignore[operator]
    only_reads(closed)


def test_no_project_is_made_in_a_folder_that_cannot_be_changed(
    tmp_path: Path, frozen: object
) -> None:
    frozen(tmp_path)  # type: ignore[operator]
    with pytest.raises(NotAProject) as caught:
        create(tmp_path / "new.kwal", "Anna")
    assert str(tmp_path / "new.kwal") in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_write_permission(closed: Path) -> None:
    closed.chmod(0o444)
    only_reads(closed)


def test_a_folder_that_the_system_reports_as_read_only(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    only_reads(closed)


def test_a_read_only_file_system(closed: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("medium")
    made = subprocess.run(
        ["mount", "--bind", "-o", "ro", closed.parent, place], capture_output=True
    )
    if made.returncode:
        pytest.skip("no right to mount")
    try:
        only_reads(place / closed.name)
    finally:
        subprocess.run(["umount", place], check=True)


def test_work_that_is_still_in_the_log_is_seen_when_reading_only(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_code(study, "A")
    assert study.path.with_name("study.kwal-wal").stat().st_size > 0
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with open_study(study.path) as reader, reader.reading() as connection:
        assert [code.name for code in all_codes(connection)] == ["A"]
