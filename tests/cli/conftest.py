"""The command line as a user has it: words in, exit code and two streams out."""

import contextlib
import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from kwalcode import i18n, preferences
from kwalcode.cli.running import run

ROOT = Path(__file__).resolve().parents[2]

TALK = """I: Hoe merkt u dat iemand wordt uitgebuit?

R: Dat is een gevoel. Een onderbuikgevoel, eigenlijk.

I: En dan?

R: Dan praat ik erover met collega's. Meestal helpt dat.
"""


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on stderr; anything else is a defect."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Kwalcode = Callable[..., Answer]


@contextlib.contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def _kwalcode(*words: object, input: str = "") -> Answer:
    """Run one command line in this process, without a terminal."""
    stdin, sys.stdin = sys.stdin, io.StringIO(input)
    try:
        with _streams() as (out, err):
            code = run([str(word) for word in words])
    finally:
        sys.stdin = stdin
        i18n.use("en")  # a command in Dutch is no reason for the next test to be
    return Answer(code, _text(out), _text(err))


@pytest.fixture(scope="session")
def kwalcode() -> Kwalcode:
    """A function that runs a command line: `kwalcode("check", path)` gives an Answer."""
    return _kwalcode


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings for this test alone."""
    folder = tmp_path / "home"
    monkeypatch.setenv("KWALCODE_HOME", str(folder))
    return folder


@pytest.fixture
def desk(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, as the current one."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def small_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `small` is a copy of: it is made through the command line, once."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "talk.txt").write_text(TALK, encoding="utf-8")
    (folder / "book.csv").write_text(
        "code,parent,definition\nSigns,,what gives it away\ngut feeling,Signs,\nHelp,,\n",
        encoding="utf-8",
    )
    study = folder / "s.kwal"
    assert _kwalcode("new", study, "--codebook", folder / "book.csv", "--as", "Anna").code == 0
    assert _kwalcode("import", study, folder / "talk.txt", "--as", "Anna").code == 0
    return folder


@pytest.fixture
def small(small_made: Path, desk: Path) -> Path:
    """`s.kwal` by Anna: one interview `talk` of 4 turns, codes `Signs > gut feeling` and `Help`."""
    shutil.copytree(small_made, desk, dirs_exist_ok=True)
    preferences.remember("name", "Anna")
    return desk / "s.kwal"


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The demo, made once: its folder, and what the command said. Not to be changed."""
    folder = tmp_path_factory.mktemp("demo")
    base = tmp_path_factory.getbasetemp()
    first = _first_demo(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
    shutil.copytree(first / "demo", folder, dirs_exist_ok=True)
    return folder, Answer(**json.loads((first / "answer.json").read_text(encoding="utf-8")))


def _first_demo(shared: Path) -> Path:
    """Return the folder with the demo that the first of the processes of this run makes; the
    others wait for it."""
    made, making = shared / "first-demo", shared / "first-demo.making"
    deadline = time.monotonic() + 120
    while not made.exists():
        try:
            making.mkdir()
        except FileExistsError:
            assert time.monotonic() < deadline, "the process that makes the demo was stopped"
            time.sleep(0.05)
            continue
        if made.exists():  # just now
            break
        answer = _kwalcode("demo", making / "demo", "--no-open")
        assert answer.code == 0, answer.err
        (making / "answer.json").write_text(json.dumps(asdict(answer)), encoding="utf-8")
        making.rename(made)
    return made


@pytest.fixture(scope="session")
def demo_folder(demo_made: tuple[Path, Answer]) -> Path:
    """The folder of the demo. Not to be changed."""
    return demo_made[0]
