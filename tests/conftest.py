"""What tests of every room start from: a project on disk, and documents ready to import."""

from __future__ import annotations

import gc
import hashlib
import itertools
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import hypothesis
import pytest

from command_line import Answer, first_demo
from kwalcode.model import CodeSpec, Role, Transcript, Turn
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.history.rows import all_rows
from kwalcode.project.study import Study, create, open_study
from kwalcode.store.tables import JOURNALLED

# Where a run decides whether work lands, the drawn examples are the same every time; at home
# they differ, and find what nobody thought of. No example fails for its time by the clock: other
# tests run at the same time.
hypothesis.settings.register_profile("home", deadline=None)
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "home")


# As the program has it: see `cli.main`. Read when numpy is loaded, so also by what tests start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays; looking through it for garbage, again and again, is a sixth
    of all the time."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pytest looks through all for garbage five times more, so as to miss no error in it; the
    first time is enough here."""
    gc.collect()
    gc.freeze()


Prepare = Callable[..., Prepared]
Tables = dict[str, list[tuple[object, ...]]]
SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def prepare_document(
    name: str = "R01",
    text: str = "Interviewer: Hoe gaat dat?\nR01: Dat gaat goed. Meestal wel.\n",
    *,
    turns: Sequence[Turn] | None = None,
    roles: Mapping[str, Role] | None = None,
    sentences: Sequence[tuple[int, int]] | None = None,
) -> Prepared:
    """Return a document as an import gets it; turns and sentences are the lines unless given.

    A line "Label: speech" has a labelled speaker; "Interviewer" has the interviewer's role.
    """
    found = _lines_as_turns(text) if turns is None else tuple(turns)
    labels = {turn.speaker for turn in found}
    return Prepared(
        name=name,
        source_name=f"{name}.txt",
        source_sha256=hashlib.sha256(f"{name}\n{text}".encode()).digest(),
        transcript=Transcript(text, found, roles or {s: _role(s) for s in labels}, "txt"),
        sentences=[(t.speech_start, t.speech_end) for t in found]
        if sentences is None
        else sentences,
        segmenter="test-1",
    )


def _lines_as_turns(text: str) -> tuple[Turn, ...]:
    turns = []
    at = 0
    for line in text.splitlines(keepends=True):
        speaker, colon, _speech = line.partition(": ")
        label = speaker if colon else ""
        speech = at + (len(label) + 2 if label else 0)
        turns.append(Turn(at, at + len(line), speech, at + len(line.rstrip("\n")), label))
        at += len(line)
    return tuple(turns)


def _role(label: str) -> Role:
    return "interviewer" if label == "Interviewer" else "respondent"


def rows_of(study: Study) -> Tables:
    """Return every row that acts write to, by table."""
    with study.reading() as connection:
        return {table.name: list(all_rows(connection, table)) for table in JOURNALLED}


@pytest.fixture(scope="session", autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test does, or asks for, is in the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KWALCODE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("KWALCODE_LANGUAGE", "en")
        patch.delenv("KWALCODE_AS", raising=False)
        yield


@pytest.fixture(scope="session")
def prepared() -> Prepare:
    """The builder of documents ready to import: see `prepare_document`."""
    return prepare_document


@pytest.fixture(scope="session")
def tables() -> Callable[[Study], Tables]:
    """A function that returns every row of a study's journalled tables."""
    return rows_of


@pytest.fixture
def study(fast_folder: Path) -> Iterator[Study]:
    """An empty project `study.kwal`, alone in a folder of its own, opened by Anna."""
    with (
        tempfile.TemporaryDirectory(dir=fast_folder) as folder,
        create(Path(folder) / "study.kwal", "Anna") as made,
    ):
        yield made


@pytest.fixture
def opened(study: Study) -> Iterator[Callable[[str | None], Study]]:
    """A function that opens the same project again for another person (None: nobody)."""
    others: list[Study] = []

    def open_as(actor: str | None) -> Study:
        others.append(open_study(study.path, actor))
        return others[-1]

    yield open_as
    for other in others:
        other.close()


@pytest.fixture
def coded(study: Study) -> Study:
    """The study with document 1 of 400 characters and codes 1 `A`, 2 `A > b`, 3 `C`."""
    import_document(study, prepare_document("R01", "een twee drie vier " * 21 + "."))
    specs = [CodeSpec(("A",), key="a"), CodeSpec(("A", "b"), key="b"), CodeSpec(("C",), key="c")]
    import_codebook(study, specs, source="topics.yaml")
    return study


@pytest.fixture(scope="session")
def fast_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: for tests that write thousands of times."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kwalcode-", dir=where) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def new_study(fast_folder: Path) -> Callable[[], Study]:
    """A function that makes an empty project by Anna; many can be made in one test."""
    numbers = itertools.count()
    return lambda: create(fast_folder / f"study-{next(numbers)}.kwal", "Anna")


@pytest.fixture(scope="session")
def tamper() -> Callable[..., None]:
    """A function that runs SQL on a project behind the program's back."""

    def run(path: Path, sql: str, *values: object) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute(sql, values)
        finally:
            connection.close()

    return run


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The demo, made once: its folder, and what the command said. Not to be changed."""
    folder = tmp_path_factory.mktemp("demo")
    base = tmp_path_factory.getbasetemp()
    first = first_demo(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
    shutil.copytree(first / "demo", folder, dirs_exist_ok=True)
    return folder, Answer(**json.loads((first / "answer.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def demo_folder(demo_made: tuple[Path, Answer]) -> Path:
    """The folder of the demo. Not to be changed."""
    return demo_made[0]
