"""A child process of the tests: works on a project until it is done or killed.

Called as `python children.py JOB PROJECT ACTOR N`. Tells each act that came back as finished in
a flushed line on standard output.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from kwalcode.errors import KwalcodeError
from kwalcode.model import Transcript, Turn
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.study import Study, open_study

ROOM = 300 * 1024
"""How much the file may still grow for the child with a limit on file size."""


def say(line: object) -> None:
    print(line, flush=True)  # noqa: T201


def code(study: Study, n: int) -> None:
    """Apply a code `n` times (0: for ever), each on another passage; tell each coding's id."""
    for number in range(n) if n else count():
        start, length = number % 4000, 1 + number // 4000
        say(apply_code(study, 1, start, start + length, 1))


def bulk(study: Study, n: int) -> None:
    """Put `n` codings in as one act, again and again; tell how many came in."""
    for turn in count(1):
        say("begin")
        new = [NewCoding(1, at % 3000, at % 3000 + turn + at // 3000, 1, "Anna") for at in range(n)]
        say(add_codings(study, new))


def documents(study: Study, n: int) -> None:
    """Import documents of `n` turns each; tell each document's id."""
    for number in count(1):
        text = f"Jan: {number}\n" * n
        size = len(text) // n
        turns = tuple(Turn(i * size, (i + 1) * size, i * size + 5, (i + 1) * size - 1, "Jan")
                      for i in range(n))  # fmt: skip
        prepared = Prepared(
            name=f"R{number}",
            source_name=f"R{number}.txt",
            source_sha256=hashlib.sha256(text.encode()).digest(),
            transcript=Transcript(text, turns, {"Jan": "respondent"}, "txt"),
            sentences=[(t.speech_start, t.speech_end) for t in turns],
            segmenter="test-1",
        )
        say("begin")
        say(import_document(study, prepared).document)


def limited(study: Study, n: int) -> None:
    """Apply codes until the file may not grow any more; tell the error, then stop."""
    limit = study.path.stat().st_size + ROOM
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        code(study, n)
    except KwalcodeError as error:
        say(f"refused: {error}")


JOBS: dict[str, Callable[[Study, int], None]] = {
    "code": code, "bulk": bulk, "documents": documents, "limited": limited,
}  # fmt: skip


def main() -> None:
    job, path, actor, n = sys.argv[1:]
    study = open_study(Path(path), actor)
    say("ready")
    JOBS[job](study, int(n))
    study.close()
    say("done")


if __name__ == "__main__":
    main()
