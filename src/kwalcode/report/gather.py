"""The quotations of a report: some shown, all of them counted, in one pass over the stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kwalcode.model import Excerpt
from kwalcode.report.attribution import Attribution
from kwalcode.report.data import ReportQuote
from kwalcode.report.labelling import whose

PER_CODE: Final = 60
"""A page shows at most so many quotations of a code; the rest is one `kwalcode quotes` away."""

Key = tuple[str, int, int]
"""A quotation: its document's name, start, end."""


class Gathered:
    """What a report needs of the layer's quotations.

    `shown`: the quotations in the report; `voices`: by which respondent (name in the project)
    each of them is; `place`: where a quotation stands among them; `chosen`: the places of those
    that were marked for the report; `total`: how many the layer has in all; `per_respondent`:
    how many of each, by the respondent's name in the project.
    """

    def __init__(
        self,
        stream: Iterable[Excerpt],
        ids: Mapping[str, int],
        label: Attribution,
        person: Attribution,
        marked: Iterable[Excerpt] = (),
    ) -> None:
        """Read the stream; `ids` gives codes by path, `label` and `person` name respondents.

        `marked` are the quotations marked for the report, with their edits: they are shown so
        everywhere, and always.
        """
        self.shown: list[ReportQuote] = []
        self.voices: list[str] = []
        self.place: dict[Key, int] = {}
        self.total = 0
        self.per_respondent: Counter[str] = Counter()
        self._left = dict.fromkeys(ids.values(), PER_CODE)
        self._ids, self._label, self._person = ids, label, person
        self._marked = {_key(excerpt): excerpt for excerpt in marked}
        for excerpt in stream:
            codes = tuple(ids[path] for path in excerpt.codes)
            self._count(excerpt)
            wanted = _key(excerpt) in self._marked
            if wanted or any(self._left[code] > 0 for code in codes):
                for code in codes:
                    self._left[code] -= 1
                self._show(excerpt, codes)
        self.chosen = tuple(map(self.add, self._marked.values()))

    def _count(self, excerpt: Excerpt) -> None:
        name = excerpt.respondent or excerpt.document
        self.total += 1
        self.per_respondent[name] += 1

    def _show(self, excerpt: Excerpt, codes: tuple[int, ...]) -> int:
        key = _key(excerpt)
        text = self._marked.get(key, excerpt).text
        quote = ReportQuote(text, whose(excerpt, self._label), codes, self._person(excerpt))
        self.place[key] = len(self.shown)
        self.shown.append(quote)
        self.voices.append(excerpt.respondent or excerpt.document)
        return self.place[key]

    def add(self, excerpt: Excerpt) -> int:
        """Show one more quotation, which need not be in the layer; return its place."""
        key = _key(excerpt)
        if key in self.place:
            return self.place[key]
        return self._show(excerpt, tuple(self._ids[path] for path in excerpt.codes))


def _key(excerpt: Excerpt) -> Key:
    return excerpt.document, excerpt.start, excerpt.end
