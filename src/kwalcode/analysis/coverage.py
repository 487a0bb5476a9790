"""Topic coverage: which topics of the topic list were spoken of by whom (METHOD section 1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.rollup import ancestors
from kwalcode.i18n import _
from kwalcode.units import cut, trimmed

FIGURES = ("respondents", "quotations", "words")
_CELL = ("respondent", "quotations", "words")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Topics x respondents.

    `topics`: topic, respondents (in whom it was spoken of), quotations, words; in the order of
    the topic list. `cells`: topic, respondent, quotations, words; a row for every topic and
    every respondent counted, zeros where it was never spoken of. With a `reason` the figures
    are NaN, which is n.a.
    """

    topics: pd.DataFrame
    cells: pd.DataFrame
    reason: str = ""


def topics_of(parents: Mapping[int, int | None], asked: Collection[int]) -> dict[int, int]:
    """Return the topic of each code that has one, in the order of `parents`.

    The topic is the code with a topic-list question: the code itself where it is in `asked`,
    else the nearest above it, whose question it inherits.
    """
    answer = {}
    for code in parents:
        line = (code, *ancestors(code, parents))
        topic = next((one for one in line if one in asked), None)
        if topic is not None:
            answer[code] = topic
    return answer


def coverage(
    codings: pd.DataFrame,
    words: pd.DataFrame,
    topics: Mapping[int, int],
    respondents: Sequence[int],
) -> Coverage:
    """Count per topic and respondent what was said; a topic counts once per quotation.

    `codings` and `words` as for `amounts`; `topics` maps the codes that count to their topics,
    as `topics_of` does; `respondents` are all who count, also those without a coding.
    """
    listed = list(dict.fromkeys(topics.values()))
    reason = _reason(listed, respondents)
    if reason:
        return Coverage(_nothing(listed, "topic", *FIGURES), _nothing([], "topic", *_CELL), reason)
    found = codings[codings["code"].isin(list(topics)) & codings["respondent"].isin(respondents)]
    found = found.assign(code=found["code"].map(dict(topics)), everybody=0)
    said = words[words["respondent"].isin(respondents)].assign(everybody=0)
    per = amounts(found, said).set_index(["code", "respondent"])[["quotations", "words"]]
    cells = _cells(listed, respondents).join(per.rename_axis(["topic", "respondent"]))
    total = amounts(found, said, by="everybody").set_index("code")[list(FIGURES)]
    return Coverage(
        total.reindex(listed, fill_value=0).rename_axis("topic").reset_index(),
        cells.fillna(0).astype("int64").reset_index(),
    )


def openings(codings: pd.DataFrame, turns: pd.DataFrame, topics: Mapping[int, int]) -> pd.DataFrame:
    """Find the interviewer's turn before each topic first came up in each document.

    `codings` as for `amounts`; `turns`: document, start, end, role, respondent of all speech, in
    order. A topic comes up in the first turn, of the coding's respondent and not the
    interviewer's, that one of its codes touches. Returns a row per document and topic, by
    document, then by place: document, topic, respondent (of the coding), turn and question_turn
    (place among the document's turns, from 0), question_start, question_end (-1 where no
    interviewer spoke before).
    """
    place = turns.groupby("document").cumcount().to_numpy()
    asking = (turns["role"] == "interviewer").to_numpy()
    asked = pd.Series(np.where(asking, np.arange(len(turns)), np.nan), dtype="float64")
    before = asked.groupby(turns["document"].to_numpy()).ffill().fillna(-1).to_numpy(dtype="int64")
    found = codings[codings["code"].isin(list(topics))]
    answers = np.flatnonzero(~asking)
    ranges = (turns[name].to_numpy(dtype="int64")[answers] for name in ("document", "start", "end"))
    span, turn = cut(found["document"].to_numpy(dtype="int64"), *trimmed(found), *ranges)
    met = found.iloc[span][["document", "code", "respondent"]]
    met = met.assign(topic=met["code"].map(dict(topics)).astype("int64"), at=answers[turn])
    met = met[met["respondent"].to_numpy() == turns["respondent"].to_numpy()[met["at"]]]
    met = met.sort_values(["document", "at", "topic"], kind="stable")
    first = met.drop_duplicates(["document", "topic"])
    at = first["at"].to_numpy(dtype="int64")
    question = before[at]
    known = question >= 0
    answer: pd.DataFrame = first[["document", "topic", "respondent"]].reset_index(drop=True)
    answer["turn"] = place[at]
    columns = (("question_turn", place), ("question_start", turns["start"]))
    for name, values in (*columns, ("question_end", turns["end"])):
        answer[name] = np.where(known, np.asarray(values)[question], -1) if len(turns) else -1
    return answer


def _reason(topics: Sequence[int], respondents: Sequence[int]) -> str:
    if not topics:
        return _("no code carries a question of the topic list")
    return "" if respondents else _("no respondent counts")


def _nothing(topics: Sequence[int], first: str, *figures: str) -> pd.DataFrame:
    return pd.DataFrame({first: topics} | {name: [float("nan")] * len(topics) for name in figures})


def _cells(topics: Sequence[int], respondents: Sequence[int]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([topics, respondents], names=["topic", "respondent"])
    return pd.DataFrame(index=index)
