"""Copies with different texts of a document, as part of a join: both get the one that holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from kwalcode.project.acts.correcting import keep_texts, write_correction
from kwalcode.project.acts.deciding import put_back
from kwalcode.project.acts.settled import settle_again
from kwalcode.project.backup import copy_study
from kwalcode.project.correcting.preparing import Correction
from kwalcode.project.correcting.versions import CORRECT
from kwalcode.project.history.change import Change
from kwalcode.project.joining.texts import Differing, correction
from kwalcode.project.study import Study, open_study
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned


def correct_ours(change: Change, there: Connection, apart: Sequence[Differing]) -> None:
    """Give the documents of our study the texts that hold."""
    here = change.connection
    for found in apart:
        wanted = correction(found, (here, there), ours=True) if found.changed[0] else None
        _correct(change, found.here, wanted, found)
        if wanted is not None and not found.ours:
            keep_texts(change, found.here, found.theirs)


@contextmanager
def corrected_copy(
    study: Study, other: Study, here: Connection, apart: Sequence[Differing]
) -> Iterator[Connection]:
    """Give the copy with the texts that hold, in a file of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kwalcode-") as folder:
        path = copy_study(other, Path(folder) / "copy.kwal")
        with open_study(path, study.require_actor()) as scratch:
            with scratch.reading() as wrong:
                wanted = [
                    correction(one, (here, wrong), ours=False) if one.changed[1] else None
                    for one in apart
                ]
            with scratch.act(CORRECT, {}) as change:
                for one, corrected in zip(apart, wanted, strict=True):
                    _correct(change, one.there, corrected, one)
            with scratch.reading() as connection:
                yield connection


def _correct(change: Change, document: int, wanted: Correction | None, found: Differing) -> None:
    """Give a document (id) the text that holds, if it has another one, and put back what waits
    there for words that are in it after all."""
    if wanted is not None:
        write_correction(change, wanted, accept=False)

    def compared(old: str, new: str) -> Alignment:
        return aligned(old, new, found.others)

    put_back(change, document, compared)
    settle_again(change, document, compared)
