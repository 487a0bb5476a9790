"""How much was said under each code, by whom: quotations, respondents and words."""

from __future__ import annotations

import pandas as pd

from kwalcode.analysis.joins import merged
from kwalcode.analysis.rows import numbered
from kwalcode.units import cut, distinct, trimmed

_QUOTATION = ("document", "start", "end")


def amounts(codings: pd.DataFrame, words: pd.DataFrame, *, by: str = "respondent") -> pd.DataFrame:
    """Count each code per value of the integer column `by` that both frames have.

    `codings`: document, start, end, code, respondent; a coding that counts for several
    respondents has a row for each. `words`: document, start, end of the words that may be
    counted. Rows with a negative `by` count for nobody. Returns a row per code and value that
    occur together, sorted: code, `by`, quotations (distinct ranges), respondents, words (those
    that lie in a quotation at least in part; each counts once per code).
    """
    table = codings[(codings["end"] > codings["start"]) & (codings[by] >= 0)]
    keys = ["code", by]
    places = list(dict.fromkeys([*keys, *_QUOTATION]))
    people = table[list(dict.fromkeys([*keys, "respondent"]))].drop_duplicates()
    people = people[people["respondent"] >= 0]
    answer = table[places].drop_duplicates().groupby(keys).size().rename("quotations").to_frame()
    answer["respondents"] = people.groupby(keys).size()
    answer["words"] = _words(table, words, by).groupby(keys).size()
    return answer.fillna(0).astype("int64").reset_index()


def _words(codings: pd.DataFrame, words: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return a row (code, `by`) for each word under each code."""
    code, codes = numbered(codings["code"])
    document, documents = numbered(codings["document"])
    start, end = trimmed(codings)
    group, start, end = merged(code * max(len(documents), 1) + document, start, end)
    place = documents.get_indexer(pd.Index(words["document"])).astype("int64")
    known = words[place >= 0]
    span, word = cut(
        group % max(len(documents), 1),
        start,
        end,
        place[place >= 0],
        known["start"].to_numpy(dtype="int64"),
        known["end"].to_numpy(dtype="int64"),
    )
    # a word that two quotations of a code share between them is one word
    code, word = distinct(group[span] // max(len(documents), 1), word)
    found = pd.DataFrame({"code": codes.take(code), by: known[by].to_numpy()[word]})
    return found[found[by] >= 0]
