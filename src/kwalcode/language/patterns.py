"""Regular expressions over many texts, with a time limit.

Some patterns take years on some texts, and Python's `re` can neither be interrupted nor let
others work meanwhile. So the matching is done by a second process, which is ended when it takes
too long. The texts go there and the places come back through pipes; nothing is written anywhere.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock, Timer
from typing import IO, Any

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.language.folding import fold
from kwalcode.language.matching import spans_of
from kwalcode.language.queries import compiled
from kwalcode.spans import Range

SECONDS = 5.0
"""How long one call of `PatternFinder.find` may take."""
_LENGTH = 8


class PatternFinder:
    """Finds the places of one pattern, one call at a time. `close` it in the end.

    `seconds` is how long a call may take (None: `SECONDS`).
    """

    def __init__(self, pattern: str, seconds: float | None = None) -> None:
        compiled(pattern)
        self._pattern, self._seconds = pattern, SECONDS if seconds is None else seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._at_work = Lock()
        self._late = self._closed = False

    def find(self, texts: Sequence[str]) -> list[list[Range]]:
        """Return for each text its places, sorted by start, as ranges in code points.

        Case and accents make no difference. Raises KwalcodeError when it takes too long, or
        the finder is closed.
        """
        with self._at_work:
            watch = Timer(self._seconds, self._stop)
            watch.daemon = True
            watch.start()
            try:
                found = None if self._closed else self._asked(list(texts))
            except OSError:  # the second process is gone, or never came
                found = None
            finally:
                watch.cancel()
            if found is None:
                self._end()
                raise KwalcodeError(self._broken_off())
            return found

    def close(self) -> None:
        """End the second process, also when another thread waits for what it finds."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        if self._at_work.acquire(blocking=False):  # else the other thread ends it
            self._end()
            self._at_work.release()

    def _asked(self, texts: list[str]) -> list[list[Range]] | None:
        if self._child is None:
            self._child = _second_process()
            _send(self._child.stdin, self._pattern)
        _send(self._child.stdin, texts)
        found: list[list[Range]] | None = _receive(self._child.stdout)
        return found

    def _stop(self) -> None:
        self._late = True
        if self._child is not None:
            self._child.kill()

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _broken_off(self) -> str:
        if not self._late:
            return _("The search for /{pattern}/ was broken off.").format(pattern=self._pattern)
        return _(
            "The pattern /{pattern}/ takes too long. Make it simpler: no repeat within a repeat."
        ).format(pattern=self._pattern)


def _second_process() -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-P", "-S", "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def serve() -> None:
    """Be the second process: find the pattern that comes first in the texts that follow."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    pattern = compiled(_receive(source))
    while (texts := _receive(source)) is not None:
        folded = [fold(text, case=False) for text in texts]
        _send(
            target,
            [spans_of(one, (m.span() for m in pattern.finditer(one.text))) for one in folded],
        )


def _send(stream: IO[bytes] | None, value: Any) -> None:
    assert stream is not None
    data = marshal.dumps(value)
    stream.write(len(data).to_bytes(_LENGTH, "little") + data)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:
    """Return the next value; None when the other side is gone."""
    assert stream is not None
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    data = stream.read(int.from_bytes(length, "little"))
    return marshal.loads(data)
