"""What other processes, a kill and a full disk do to a project: nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from kwalcode.errors import KwalcodeError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import create_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents, text_of, turns_of
from kwalcode.project.study import Study, open_study
from kwalcode.store.engine import raw_connection

CHILD = Path(__file__).with_name("children.py")
Prepare = Callable[..., Any]


@pytest.fixture
def path(study: Study, prepared: Prepare) -> Path:
    """A closed project with a document of 5,000 characters and code 1."""
    import_document(study, prepared("R01", "een twee drie vier, " * 250))
    import_codebook(study, [CodeSpec(("A",), key="a")])
    study.close()
    return study.path


def start(job: str, path: Path, actor: str, n: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, CHILD, job, path, actor, str(n)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def kill_when(child: subprocess.Popen[str], enough: Callable[[list[str]], bool]) -> list[str]:
    """Kill the child as soon as its lines are enough; return all that it told as finished."""
    assert child.stdout is not None
    assert child.stderr is not None
    lines: list[str] = []
    for line in child.stdout:
        lines.append(line.strip())
        if enough(lines):
            child.kill()
            break
    # Not `communicate`, which passes over what the loop has taken in and not yet given.
    rest = child.stdout.read()
    assert child.wait(timeout=30) == -signal.SIGKILL, child.stderr.read()
    return lines + rest.split()


def finished(lines: list[str]) -> list[int]:
    return [int(line) for line in lines if line.isdecimal()]


@pytest.mark.parametrize("acts", [1, 40, 173])
def test_killed_while_coding(path: Path, acts: int) -> None:
    lines = kill_when(start("code", path, "Bram", 0), lambda told: len(finished(told)) >= acts)
    told = finished(lines)
    with open_study(path, "Anna") as study:
        assert check(study) == []
        with study.reading() as connection:
            there = [coding.id for coding in codings_of(connection, 1)]
        assert set(told) <= set(there)
        assert len(there) - len(told) <= 1  # one may have been kept and not yet told of
        assert create_code(study, "it goes on") > 1
    with open_study(path, "Bram") as study:
        assert undo(study).name == "apply code"
        assert check(study) == []


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15])
def test_killed_during_a_bulk_import_of_codings(path: Path, after: float) -> None:
    def second_begun(told: list[str]) -> bool:
        if told.count("begin") < 2:
            return False
        time.sleep(after)
        return True

    told = finished(kill_when(start("bulk", path, "Anna", 6000), second_begun))
    with open_study(path, "Anna") as study:
        assert check(study) == []
        with study.reading() as connection:
            there = len(codings_of(connection, 1))
            entries = [e for e in journal.entries(connection) if e.name == "import codings"]
        assert there == sum(entry.arguments["codings"] for entry in entries)
        assert there >= sum(told) >= 6000
        undo(study)
        assert check(study) == []


@pytest.mark.parametrize("documents", [1, 8])
def test_killed_during_an_import_of_documents(path: Path, documents: int) -> None:
    lines = kill_when(
        start("documents", path, "Anna", 800), lambda told: told.count("begin") > documents
    )
    with open_study(path, "Anna") as study:
        assert check(study) == []
        with study.reading() as connection:
            there = all_documents(connection)
            assert set(finished(lines)) <= {document.id for document in there}
            for document in there[1:]:
                assert len(text_of(connection, document.id)) == document.length
                assert len(turns_of(connection, document.id)) == 800


def test_two_processes_of_3000_acts_each_make_one_chain(path: Path) -> None:
    begun = time.perf_counter()
    children = [start("code", path, name, 3000) for name in ("Anna", "Bram")]
    outputs = []
    readers = [
        threading.Thread(target=lambda c=child: outputs.append(c.communicate()))  # type: ignore[misc]
        for child in children
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [child.returncode for child in children] == [0, 0], outputs
    assert all(told.endswith("done\n") and not errors for told, errors in outputs)
    took = time.perf_counter() - begun
    with open_study(path, "Anna") as study:
        assert check(study) == []
        with study.reading() as connection:
            entries = [e for e in journal.entries(connection) if e.name == "apply code"]
            assert len(codings_of(connection, 1)) == 6000
    assert len(entries) == 6000
    assert {e.actor_name for e in entries[:3000]} == {"Anna", "Bram"}, "they took turns"
    assert took < 120


# A full disk


def still_there(path: Path, kept: int) -> None:
    with open_study(path, "Anna") as study:
        assert check(study) == []
        with study.reading() as connection:
            assert len(codings_of(connection, 1)) == kept


def code_until_refused(study: Study) -> tuple[int, str]:
    """Return how many codings were kept, and the line that refused the next."""
    for number in range(20_000):
        try:
            apply_code(study, 1, number % 4000, number % 4000 + 1 + number // 4000, 1)
        except KwalcodeError as error:
            return number, str(error)
    raise AssertionError("the disk never was full")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; an empty project takes some 400 kB of it."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "kwalcode-test", place]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_keeps_what_was_done(path: Path, small_disk: Path) -> None:
    here = Path(shutil.copy(path, small_disk))
    with open_study(here, "Anna") as study:
        kept, line = code_until_refused(study)
        assert line.startswith("The disk is full")
        assert "\n" not in line
        assert kept > 10
        assert check(study) == []
        new = [NewCoding(1, at, at + 9, 1, "Anna") for at in range(4000)]
        with pytest.raises(KwalcodeError, match="The disk is full"):
            add_codings(study, new)
    still_there(here, kept)


def test_work_goes_on_after_room_was_made(path: Path, small_disk: Path) -> None:
    here = Path(shutil.copy(path, small_disk))
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    with open_study(here, "Anna") as study:
        kept, _line = code_until_refused(study)
        ballast.unlink()
        assert apply_code(study, 1, 0, 5000, 1) is not None
    still_there(here, kept + 1)


def test_a_project_is_not_made_on_a_full_disk(small_disk: Path) -> None:
    from kwalcode.project.study import create

    (small_disk / "ballast").write_bytes(bytes(2 * 1024 * 1024 - 40_000))
    with pytest.raises(KwalcodeError, match="disk is full"):
        create(small_disk / "new.kwal", "Anna")
    assert [p.name for p in small_disk.iterdir()] == ["ballast"]


def test_a_file_that_may_not_grow_keeps_what_was_done(path: Path) -> None:
    child = start("limited", path, "Anna", 0)
    told, errors = child.communicate(timeout=60)
    lines = told.splitlines()
    assert not errors
    assert lines[-2].startswith("refused: The disk "), lines[-2:]
    assert lines[-1] == "done"
    still_there(path, len(finished(lines)))


def test_a_database_that_may_not_grow_keeps_what_was_done(path: Path) -> None:
    with open_study(path, "Anna") as study:
        with raw_connection(study.engine) as raw:
            pages = raw.execute("PRAGMA page_count").fetchone()[0] + 40

        @event.listens_for(study.engine, "checkout")
        def limit(connection: Any, *_rest: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        kept, line = code_until_refused(study)
        assert line.startswith("The disk is full")
        assert check(study) == []
    still_there(path, kept)
