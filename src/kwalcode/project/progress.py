"""How far the coding of each document is, per coder. Heavy: goes through all codings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from kwalcode.language.counting import word_bounds
from kwalcode.model import Role
from kwalcode.project.analyses.frames import all_codings, turns_frame
from kwalcode.project.reads.documents import roles_of, text_of, turns_of
from kwalcode.units import cut, distinct, trimmed


@dataclass(frozen=True, slots=True)
class Progress:
    """Turns by document id; codings and coded turns by (document id, coder id).

    `turns` are those of `roles` in which something is said; a turn is coded where a coding lies
    on something other than white space in it (as in co-occurrence by turn).
    """

    turns: Mapping[int, int]
    codings: Mapping[tuple[int, int], int]
    coded: Mapping[tuple[int, int], int]

    def share(self, document: int, coder: int) -> float | None:
        """Return which share of a document's turns a coder coded; None where there are none."""
        turns = self.turns.get(document, 0)
        return self.coded.get((document, coder), 0) / turns if turns else None


def progress_of(connection: Connection, roles: Iterable[Role] = ("respondent",)) -> Progress:
    """Return the progress of all coders in all documents, over the turns of these roles."""
    codings = all_codings(connection)
    turns = turns_frame(connection, roles)
    spans = codings["document"].to_numpy(), *trimmed(codings)
    units = (turns[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end"))
    span, turn = cut(*spans, *units)
    coder = codings["coder"].to_numpy()[span]
    document, coder, _turn = distinct(codings["document"].to_numpy()[span], coder, turn)
    heard, counts = np.unique(turns["document"].to_numpy(), return_counts=True)
    return Progress(
        dict(zip(heard.tolist(), counts.tolist(), strict=True)),
        _counted(codings["document"].to_numpy(), codings["coder"].to_numpy()),
        _counted(document, coder),
    )


def _counted(documents: np.ndarray, coders: np.ndarray) -> dict[tuple[int, int], int]:
    """Return how often each pair occurs."""
    packed, counts = np.unique(documents.astype(np.int64) << 32 | coders, return_counts=True)
    pairs = zip((packed >> 32).tolist(), (packed & 0xFFFFFFFF).tolist(), strict=True)
    return dict(zip(pairs, counts.tolist(), strict=True))


def words_of(connection: Connection, document: int, roles: Iterable[Role] = ("respondent",)) -> int:
    """Return how many words are said in a document by speakers in these roles.

    Of a text without turns all words count. Raises NotFound.
    """
    text, turns = text_of(connection, document), turns_of(connection, document)
    if not turns:
        return len(word_bounds(text))
    known, wanted = roles_of(connection, document), set(roles)
    said = (text[t.speech_start : t.speech_end] for t in turns if known[t.speaker] in wanted)
    return sum(len(word_bounds(speech)) for speech in said)
