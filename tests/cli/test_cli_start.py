"""Real processes: how the program starts, what it loads, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kwalcode import __version__

HEAVY = (
    "textual", "rich", "sqlalchemy", "pandas", "numpy", "networkx", "spacy", "scipy",
    "matplotlib", "docx", "lxml", "yaml", "jinja2",
)  # fmt: skip

LOADED = """
import io, sys, contextlib
from kwalcode.cli.running import run
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    {before}
    assert run({words!r}) == 0
print([name for name in {heavy!r} if name in sys.modules])
"""


def start(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kwalcode", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, **options
    )  # type: ignore[call-overload]


def loaded(words: list[str], before: str = "") -> str:
    program = LOADED.format(words=words, before=before, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["quotes", "--help"], ["demo", "-h"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(words) == "[]"


def test_completion_loads_nothing_heavy_and_completes() -> None:
    before = (
        "import os; os.environ.update(_KWALCODE_COMPLETE='bash_complete',"
        " COMP_WORDS='kwalcode coo', COMP_CWORD='1')"
    )
    assert loaded([], before) == "[]"
    done = start(
        env=os.environ
        | {
            "_KWALCODE_COMPLETE": "bash_complete",
            "COMP_WORDS": "kwalcode coo",
            "COMP_CWORD": "1",
        }
    )
    assert "cooccurrence" in done.stdout


def test_python_m_kwalcode() -> None:
    done = start("--version")
    assert done.returncode == 0
    assert __version__ in done.stdout


def test_the_script_is_installed() -> None:
    script = Path(sys.executable).with_name("kwalcode.exe" if os.name == "nt" else "kwalcode")
    if not script.exists():
        pytest.skip("kwalcode is on the path, but not installed")
    done = subprocess.run([script, "--version"], capture_output=True, text=True)
    assert __version__ in done.stdout


def test_bad_input_in_a_real_process(tmp_path: Path) -> None:
    done = start("check", tmp_path / "none.kwal")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "none.kwal" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
@pytest.mark.parametrize("words", [("codings", "export"), ("history",), ("cooccurrence", "--json")])
def test_a_reader_that_leaves_is_no_error(demo_folder: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "kwalcode", *words, str(demo_folder / "demo.kwal")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # as `| true` does, before anything is written
        told = process.stderr.read().decode()
        assert process.wait(timeout=60) == 0
    assert "Traceback" not in told
    assert "Exception" not in told
    assert "Broken" not in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_behind_the_output(demo_folder: Path) -> None:
    study = demo_folder / "demo.kwal"
    with Path("/dev/full").open("w") as full:
        for words in (("documents",), ("cooccurrence",), ("codings", "export"), ("check",)):
            done = subprocess.run(
                [sys.executable, "-m", "kwalcode", *words, str(study)],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert done.returncode == 1, words
            lines = done.stderr.splitlines()
            assert lines, words
            assert "No space left" in lines[-1]
            assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_ctrl_c_stops_an_import_with_one_line(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"t{number:03}.txt").write_text(f"I: Vraag {number}?\nR: Antwoord.\n" * 50)
    study = tmp_path / "s.kwal"
    assert start("new", study, "--as", "Anna").returncode == 0
    log = study.with_name("s.kwal-wal")  # what is written goes there first
    command = [sys.executable, "-m", "kwalcode", "import", str(study), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (log.exists() and log.stat().st_size > 100_000):
            assert time.monotonic() < deadline
            assert process.poll() is None, "it wrote nothing, or ended at once"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    if process.returncode:  # else it had finished before the signal came
        assert process.returncode == 1
        assert told.splitlines()[-1] == "Stopped."
    assert start("check", study).returncode == 0


def test_output_is_utf8_whatever_the_locale(small: Path) -> None:
    assert start("complete", small, "--all", "--as", "Anna").returncode == 0
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = start("documents", small, env=os.environ | plain)
    assert done.returncode == 0
    assert "✓" in done.stdout


def test_closed_streams_are_no_crash(small: Path) -> None:
    if os.name == "nt":
        pytest.skip("a POSIX shell is needed")
    python = f'"{sys.executable}" -m kwalcode'
    for closing in ("<&-", ">&-", "2>&-"):
        done = subprocess.run(
            f'{python} check "{small}" {closing}', shell=True, capture_output=True, text=True
        )
        assert done.returncode == 0, (closing, done.stderr)
        assert "Traceback" not in done.stderr
