"""The quotations of a report: some shown, all of them counted, in one pass over the stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kwalcode.model import Excerpt, StudyTheme
from kwalcode.report.attribution import FEWEST, Attribution, rare
from kwalcode.report.data import ReportQuote, ReportTheme

PER_CODE: Final = 60
"""A page shows at most so many quotations of a code; the rest is one `kwalcode quotes` away."""


class Gathered:
    """What a report needs of the layer's quotations.

    `shown`: the quotations in the report; `place`: where (document's name, start, end) stands
    among them; `total`: how many there are in all; `per_respondent`: how many of each, by the
    respondent's name in the project.
    """

    def __init__(
        self,
        stream: Iterable[Excerpt],
        ids: Mapping[str, int],
        themes: Sequence[StudyTheme],
        label: Attribution,
        person: Attribution,
    ) -> None:
        """Read the stream; `ids` gives codes by path, `label` and `person` name respondents."""
        self.shown: list[ReportQuote] = []
        self.place: dict[tuple[str, int, int], int] = {}
        self.total = 0
        self.per_respondent: Counter[str] = Counter()
        self._labels: dict[str, set[str]] = {}
        self._left = dict.fromkeys(ids.values(), PER_CODE)
        self._members = {theme.id: frozenset(theme.codes) for theme in themes}
        self._of_theme: dict[int, Counter[str]] = {theme.id: Counter() for theme in themes}
        for excerpt in stream:
            codes = tuple(ids[path] for path in excerpt.codes)
            shown_as = label(excerpt)
            self._count(excerpt, codes, shown_as)
            if any(self._left[code] > 0 for code in codes):
                self._show(excerpt, ReportQuote(excerpt.text, shown_as, codes, person(excerpt)))

    def _count(self, excerpt: Excerpt, codes: tuple[int, ...], label: str) -> None:
        name = excerpt.respondent or excerpt.document
        self.total += 1
        self.per_respondent[name] += 1
        self._labels.setdefault(label, set()).add(name)
        for theme, members in self._members.items():
            if not members.isdisjoint(codes):
                self._of_theme[theme][name] += 1

    def _show(self, excerpt: Excerpt, quote: ReportQuote) -> None:
        for code in quote.codes:
            self._left[code] -= 1
        self.place[excerpt.document, excerpt.start, excerpt.end] = len(self.shown)
        self.shown.append(quote)

    def rare(self, k: int = FEWEST) -> dict[str, int]:
        """Return the labels that fit fewer than `k` respondents, with how many each fits."""
        return rare(self._labels, k)

    def theme(self, theme: StudyTheme, order: Mapping[int, int]) -> ReportTheme:
        """Return a theme with its quotations; its codes come in the `order` of the codebook."""
        members = self._members[theme.id]
        return ReportTheme(
            theme.name,
            theme.claim,
            tuple(sorted(members, key=lambda code: order[code])),
            respondents=len(self._of_theme[theme.id]),
            quotations=self._of_theme[theme.id].total(),
            quotes=tuple(
                n for n, quote in enumerate(self.shown) if not members.isdisjoint(quote.codes)
            ),
        )
