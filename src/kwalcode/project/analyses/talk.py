"""What the respondents of a project said: the codings that count, the words, who counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.language.counting import word_bounds
from kwalcode.model import Code, Counted
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import evidence, turns_frame
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.people import respondent_names
from kwalcode.units import cut


@dataclass(frozen=True, slots=True)
class Talk:
    """The codings that count, and the respondents who do, by id in the order of documents.

    `chosen` are the codes (ids) that were asked for; None for all.
    """

    codings: pd.DataFrame
    documents: tuple[int, ...]
    respondents: Mapping[int, str]
    turns: pd.DataFrame
    counted: Counted
    chosen: frozenset[int] | None = None

    def listed(self, codes: Sequence[Code]) -> list[int]:
        """Return the ids of those codes that were asked for, in their order."""
        return [code.id for code in codes if self.chosen is None or code.id in self.chosen]


def talk(connection: Connection, *, sub_codes: bool = False, **asked: Unpack[Asked]) -> Talk:
    """Read what counts. Arguments as in `frames.evidence`. Raises NotFound, UsageError.

    `turns` is the speech of `roles` in the documents that count: document, start, end, role,
    speaker, respondent.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    turns = turns_frame(connection, found.roles) if found.turns is None else found.turns
    turns = turns[turns["document"].isin(found.documents)].reset_index(drop=True)
    people = people_of(connection, found.layer, found.fitting)
    names = respondent_names(connection)
    return Talk(
        found.codings,
        tuple(d.id for d in all_documents(connection) if d.id in found.layer.coders),
        {number: names[number] for number in people},
        turns,
        found.counted,
        found.chosen,
    )


def words_frame(connection: Connection, turns: pd.DataFrame) -> pd.DataFrame:
    """Return the words in the speech of `turns`: document, start, end, respondent.

    Numbers in a plain frame; speaker labels are no speech. Reads the text of the documents.
    """
    numbers = [int(n) for n in turns["document"].unique()]
    bounds = [word_bounds(text_of(connection, n)) for n in numbers]
    document = np.repeat(np.array(numbers, dtype=np.int64), [len(b) for b in bounds])
    edges = np.concatenate(bounds) if bounds else np.empty((0, 2), dtype=np.int64)
    places = (turns[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end"))
    word, turn = cut(document, edges[:, 0], edges[:, 1], *places)
    frame = pd.DataFrame(
        {
            "document": document[word],
            "start": edges[word, 0],
            "end": edges[word, 1],
            "respondent": turns["respondent"].to_numpy(dtype=np.int64)[turn],
        }
    )
    return frame.drop_duplicates(["document", "start"], ignore_index=True)
