"""Topic coverage: which topics of the topic list were spoken of by whom (METHOD section 1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.rollup import ancestors
from kwalcode.i18n import _

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

    `codings` and `words` as for `amounts`; `topics` maps codes to topics (every topic to
    itself); `respondents` are all who count, also those without a coding.
    """
    listed = [code for code, topic in topics.items() if code == topic]
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


def _reason(topics: Sequence[int], respondents: Sequence[int]) -> str:
    if not topics:
        return _("no code carries a question of the topic list")
    return "" if respondents else _("no respondent counts")


def _nothing(topics: Sequence[int], first: str, *figures: str) -> pd.DataFrame:
    return pd.DataFrame({first: topics} | {name: [float("nan")] * len(topics) for name in figures})


def _cells(topics: Sequence[int], respondents: Sequence[int]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([topics, respondents], names=["topic", "respondent"])
    return pd.DataFrame(index=index)
