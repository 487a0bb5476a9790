"""A real terminal with the real program in it: tmux, its keys and what stands on its screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0


class NotShown(AssertionError):
    """What was waited for did not come; the message holds the screen."""


class Terminal:
    """One tmux session of its own server, `width` x `height` cells."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def keys(self, *keys: str) -> None:
        """Press keys, as tmux names them: a, Enter, Escape, C-s, Down."""
        for key in keys:
            self._tmux("send-keys", "-t", "day", key)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-t", "day", "-l", text)
        time.sleep(0.2)

    def screen(self) -> str:
        """Return what stands on the screen."""
        return self._tmux("capture-pane", "-t", "day", "-p")

    def see(self, *pieces: str, gone: bool = False) -> str:
        """Wait until all pieces stand on the screen (or, `gone`, none); return the screen."""
        deadline = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            there = [piece in screen for piece in pieces]
            if (not any(there)) if gone else all(there):
                return screen
            if time.monotonic() > deadline:
                raise NotShown(f"{pieces} {'still ' if gone else 'not '}on the screen:\n{screen}")
            time.sleep(0.1)

    def ended(self) -> bool:
        """Tell whether the program has ended."""
        deadline = time.monotonic() + PATIENCE
        command = ["tmux", "-S", str(self._socket), "has-session", "-t", "day"]
        while subprocess.run(command, capture_output=True).returncode == 0:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def terminal(
    command: list[str], folder: Path, environment: Mapping[str, str], size: tuple[int, int]
) -> Iterator[Terminal]:
    """Run a program in a terminal of that size; the terminal is closed at the end of the block."""
    socket = folder / "tmux"
    width, height = size
    start = ["tmux", "-S", str(socket), "-f", "/dev/null", "new-session", "-d", "-s", "day"]
    # Who runs the tests may have told a size to programs without a terminal; this one has one.
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    subprocess.run(
        [*start, "-x", str(width), "-y", str(height), *command],
        check=True,
        cwd=folder,
        env={**inherited, **environment, "TERM": "xterm-256color"},
    )
    try:
        yield Terminal(socket)
    finally:
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True)


def available() -> bool:
    """Tell whether there is a tmux."""
    return shutil.which("tmux") is not None
