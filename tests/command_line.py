"""The command line as a user has it: words in, exit code and two streams out; and its demo."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kwalcode import i18n
from kwalcode.cli.running import run


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


def kwalcode_in_process(*words: object, input: str = "") -> Answer:
    """Run one command line in this process, without a terminal."""
    stdin, sys.stdin = sys.stdin, io.StringIO(input)
    try:
        with _streams() as (out, err):
            code = run([str(word) for word in words])
    finally:
        sys.stdin = stdin
        i18n.use("en")  # a command in Dutch is no reason for the next test to be
    return Answer(code, _text(out), _text(err))


def first_demo(shared: Path) -> Path:
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
        answer = kwalcode_in_process("demo", making / "demo", "--no-open")
        assert answer.code == 0, answer.err
        (making / "answer.json").write_text(json.dumps(asdict(answer)), encoding="utf-8")
        making.rename(made)
    return made
