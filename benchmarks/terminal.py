"""A program in a real pseudo-terminal: run until some text is painted, or worked with by keys."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Timing

COLUMNS, LINES = 120, 40
_PATIENCE = 20.0
_BURST, _QUIET, _NOTHING = 0.025, 0.4, 3.0
"""Seconds without output after which one painting, and after which all of them, are over,
and after which a key is taken to have brought about nothing."""
_ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^][^\x1b]*\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b."
)


class NeverShown(Exception):
    """The program ended, or time ran out, before the text was on the screen."""


def until_shown(command: list[str], text: str, environment: Mapping[str, str]) -> Timing:
    """Start a program in a terminal of 120 x 40 and end it once `text` is painted.

    Returns what it cost until then. Raises NeverShown with what the program said last.
    """
    started = time.perf_counter()
    process, terminal = _fork(command, environment)
    try:
        painted, screen = _read_until(terminal, text.encode(), started + _PATIENCE)
        wall = time.perf_counter() - started
    finally:
        os.kill(process, signal.SIGKILL)
        _process, _status, used = os.wait4(process, 0)
        os.close(terminal)
    if not painted:
        said = b" ".join(_ESCAPES.sub(b" ", screen).split())[-160:].decode(errors="replace")
        raise NeverShown(f"'{text}' was not painted within {_PATIENCE:.0f} s; last: {said}")
    return Timing(used.ru_utime + used.ru_stime, wall)


class Terminal:
    """A running program and the terminal it paints on."""

    def __init__(self, process: int, terminal: int) -> None:
        self.process, self._terminal = process, terminal

    def press(self, keys: str) -> Timing:
        """Press keys; return what it cost until what they brought about was painted.

        On the clock that is the end of the first burst of output; processor time is all that
        the program used until it was at rest, workers included.
        """
        return self._after(lambda: os.write(self._terminal, keys.encode()))

    def resize(self, columns: int, lines: int) -> Timing:
        """Give the terminal another size; return what it cost until it was painted anew."""

        def change() -> None:
            size = struct.pack("HHHH", lines, columns, 0, 0)
            fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

        return self._after(change)

    def settle(self, quiet: float = _QUIET) -> bytes:
        """Wait until nothing has been painted for so many seconds; return what was."""
        painted = bytearray()
        while _ready(self._terminal, quiet):
            painted += os.read(self._terminal, 1 << 20)
        return bytes(painted)

    def wait_for(self, text: str) -> None:
        """Wait until a text is painted. Raises NeverShown."""
        found, _screen = _read_until(self._terminal, text.encode(), time.perf_counter() + _PATIENCE)
        if not found:
            raise NeverShown(f"'{text}' was not painted within {_PATIENCE:.0f} s")
        self.settle()

    def resident(self) -> float:
        """Return the memory that the program uses now, in MB."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def _after(self, act: Callable[[], object]) -> Timing:
        used = self._used()
        started = last = time.perf_counter()
        act()
        wait = _NOTHING
        while _ready(self._terminal, wait):
            os.read(self._terminal, 1 << 20)
            last, wait = time.perf_counter(), _BURST
        self.settle()
        return Timing(self._used() - used, last - started)

    def _used(self) -> float:
        """Return the processor time of the program so far, all its threads."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Give a program running in a terminal of 120 x 40; it is ended at the end of the block."""
    process, terminal = _fork(command, environment)
    try:
        yield Terminal(process, terminal)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _fork(command: list[str], environment: Mapping[str, str]) -> tuple[int, int]:
    process, terminal = pty.fork()
    if process == 0:
        # The size is set before the program starts, as in a real terminal.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.execvpe(command[0], command, dict(environment))
    return process, terminal


def _ready(terminal: int, seconds: float) -> bool:
    return bool(select.select([terminal], [], [], seconds)[0])


def _read_until(terminal: int, text: bytes, deadline: float) -> tuple[bool, bytes]:
    """Read what the program paints; tell whether the text came, and return all that did."""
    screen = bytearray()
    while (left := deadline - time.perf_counter()) > 0:
        ready, _, _ = select.select([terminal], [], [], left)
        if not ready:
            break
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so when the program has ended
            break
        if not data:
            break
        screen += data
        if text in _ESCAPES.sub(b"", bytes(screen)):
            return True, bytes(screen)
    return False, bytes(screen)
