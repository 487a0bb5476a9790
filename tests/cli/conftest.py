"""The command line as a user has it, a desk to use it at, and a small study."""

import shutil
from pathlib import Path

import pytest

from command_line import Kwalcode, kwalcode_in_process
from kwalcode import preferences

ROOT = Path(__file__).resolve().parents[2]

TALK = """I: Hoe merkt u dat iemand wordt uitgebuit?

R: Dat is een gevoel. Een onderbuikgevoel, eigenlijk.

I: En dan?

R: Dan praat ik erover met collega's. Meestal helpt dat.
"""


@pytest.fixture(scope="session")
def kwalcode() -> Kwalcode:
    """A function that runs a command line: `kwalcode("check", path)` gives an Answer."""
    return kwalcode_in_process


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
    assert (
        kwalcode_in_process("new", study, "--codebook", folder / "book.csv", "--as", "Anna").code
        == 0
    )
    assert kwalcode_in_process("import", study, folder / "talk.txt", "--as", "Anna").code == 0
    return folder


@pytest.fixture
def small(small_made: Path, desk: Path) -> Path:
    """`s.kwal` by Anna: one interview `talk` of 4 turns, codes `Signs > gut feeling` and `Help`."""
    shutil.copytree(small_made, desk, dirs_exist_ok=True)
    preferences.remember("name", "Anna")
    return desk / "s.kwal"
