"""A program in a real pseudo-terminal, run until some text stands on its screen."""

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
from collections.abc import Mapping

from benchmarks.figures import Timing

COLUMNS, LINES = 120, 40
_PATIENCE = 20.0
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
    process, terminal = pty.fork()
    if process == 0:
        # The size is set before the program starts, as in a real terminal.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.execvpe(command[0], command, dict(environment))
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
