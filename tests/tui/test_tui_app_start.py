"""Starting and failing: in processes of their own, in a real terminal where it matters."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from app_pilot import small_study

SECRET = "Dan bel ik mijn collega"
HEAVY = ("numpy", "pandas", "networkx", "scipy", "spacy", "matplotlib", "lxml", "docx", "jinja2")
NOT_YET = (
    "kwalcode.tui.acts",
    "kwalcode.tui.widgets.palette",
    "kwalcode.tui.widgets.prompt",
    "kwalcode.tui.screens.quotations.screen",
    "kwalcode.tui.screens.help",
    "kwalcode.project.history.undo",
    "textual.widgets._text_area",
)

AFTER_FIRST_PAINT = """
import sys
from pathlib import Path
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.session import Session

def painted():
    said.append(" ".join(sys.modules))
    seen.append("\\n".join(s.text for s in app.screen._compositor.render_strips()))
    app.exit()

said, seen = [], []
app = KwalcodeApp(Session(Path(sys.argv[1]), "Anna"), when_painted=painted)
app.run(headless=True, size=(120, 40))
print(seen[0])
print("MODULES", said[0])
"""

FAILING = """
import sys
from kwalcode.cli import main
from kwalcode.tui import session
from kwalcode.tui.text import finding
from kwalcode.tui.widgets import page

TEXT = "Dan bel ik mijn collega van het wijkteam."

def fail(*_args, **_named):
    secret = TEXT
    raise RuntimeError("lost: " + secret)

where = sys.argv.pop(1)
if where == "action":
    finding.find = fail
elif where == "worker":
    session.read_overview = fail
elif where == "painting":
    page.paint = fail
else:
    session.Session.transcript = fail
sys.exit(main())
"""


@pytest.fixture
def study_file(tmp_path: Path) -> Path:
    return small_study(tmp_path / "study.kwal")


def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "KWALCODE_HOME": str(tmp_path / "home"),
        "KWALCODE_AS": "Anna",
        "KWALCODE_LANGUAGE": "en",
        "TERM": "xterm-256color",
    }


def test_nothing_heavy_is_loaded_before_the_first_picture(study_file: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", AFTER_FIRST_PAINT, str(study_file)],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    picture, _, modules = ran.stdout.partition("MODULES")
    assert SECRET in picture
    loaded = set(modules.split())
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(NOT_YET)


pty = pytest.importorskip("pty", reason="no pseudo-terminals here")


class Terminal:
    """A program in a pseudo-terminal of 80 x 24."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        import fcntl
        import struct
        import termios

        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execvpe(command[0], command, env)

    def until(self, text: str, patience: float = 30) -> None:
        """Read until a text was painted."""
        wanted, deadline = text.encode(), time.monotonic() + patience
        while wanted not in self.output:
            assert time.monotonic() < deadline, self.output[-300:]
            self._read()

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was written since `forget`."""
        while self._read():
            pass
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status), self.output.decode(errors="replace")

    def forget(self) -> None:
        self.output = b""

    def _read(self) -> bool:
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)


@pytest.mark.parametrize("where", ["action", "worker", "painting", "opening"])
def test_a_defect_leaves_one_line_and_no_text_of_the_transcript(
    where: str, study_file: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", FAILING, where, "open", str(study_file)]
    terminal = Terminal(command, environment(tmp_path))
    if where == "action":
        terminal.until("wijkteam")
        terminal.type("/")
        terminal.until("Search in this document")
        terminal.type("zz")
        time.sleep(0.3)
        terminal.type("\r")
    code, output = terminal.end()
    assert code == 1
    # What follows after the alternate screen was left is what stays on the terminal.
    left = output.rpartition("\x1b[?1049l")[2]
    log = (tmp_path / "home" / "crash.log").read_text()
    assert "kwalcode failed (RuntimeError)." in left
    assert "RuntimeError" in log
    assert " fail\n" in log
    assert "Traceback" not in output
    for text in (left, log):
        assert SECRET not in text
        assert "lost:" not in text


def test_a_session_in_a_terminal_codes_and_leaves_quietly(study_file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kwalcode", str(study_file)]
    terminal = Terminal(command, environment(tmp_path))
    terminal.until("Help")
    terminal.type("c")
    terminal.until("Esc closes")
    terminal.type("melden\r")
    terminal.until("codes here: melden")
    terminal.forget()
    terminal.type("\x11")
    code, output = terminal.end()
    assert code == 0
    left = output.rpartition("\x1b[?1049l")[2]
    assert "Traceback" not in output
    assert not [line for line in left.splitlines() if line.strip("\x1b[?0123456789hlm<>u ")]
    assert not list(tmp_path.glob("study.kwal-wal"))
    backup = list((tmp_path / "study.kwal-backups").iterdir())
    assert len(backup) == 1
