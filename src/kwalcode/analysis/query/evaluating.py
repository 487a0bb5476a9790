"""What a query finds in a corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from kwalcode.analysis.query.bound import (
    Bound,
    BoundRelated,
    Combined,
    HasCode,
    HasCoder,
    InDocument,
)
from kwalcode.analysis.query.conditions import holds
from kwalcode.analysis.query.corpus import Bools, Corpus
from kwalcode.analysis.query.relations import Spans, related
from kwalcode.analysis.query.saying import places
from kwalcode.analysis.query.tree import Condition, RoleNamed, Words
from kwalcode.model import ROLES
from kwalcode.units import Ints


class Finder:
    """Answers queries on one corpus.

    `attributes` gives each respondent's values by id; `text_of` a document's text, which is only
    asked for where a query has words in it.
    """

    def __init__(
        self,
        corpus: Corpus,
        attributes: Mapping[int, Mapping[str, str]],
        text_of: Callable[[int], str],
    ) -> None:
        self._corpus, self._attributes, self._text_of = corpus, attributes, text_of
        self._said: dict[str, Spans] = {}

    def find(self, query: Bound | None) -> Bools:
        """Mark the items that a query finds; all of them for None."""
        if query is None:
            return np.ones(self._corpus.items, dtype=np.bool_)
        match query:
            case HasCode(codes):
                return self._with_codes(codes)
            case HasCoder(coder):
                mine: Bools = self._corpus.item_coder == coder
                return mine
            case InDocument(documents):
                return self._of(np.isin(self._corpus.document, list(documents)))
            case RoleNamed(role):
                return self._of((self._corpus.role_bits >> ROLES.index(role)) & 1 > 0)
            case Words(text):
                return self._of(self._holding(text))
            case Condition():
                return self._of(self._where(query))
            case BoundRelated():
                return self._related(query)
            case Combined(how, parts):
                return _combined(how, [self.find(part) for part in parts])

    def _of(self, quotations: Bools) -> Bools:
        """Return what holds for quotations as what holds for items."""
        return quotations[self._corpus.item_quotation]

    def _with_codes(self, codes: frozenset[int]) -> Bools:
        found = np.zeros(self._corpus.items, dtype=np.bool_)
        wanted = np.isin(self._corpus.coding_code, list(codes))
        found[self._corpus.coding_item[wanted]] = True
        return found

    def _where(self, condition: Condition) -> Bools:
        quotation, respondent = self._corpus.held_by
        fitting = [
            number
            for number in np.unique(respondent).tolist()
            if holds(
                self._attributes.get(number, {}).get(condition.attribute, ""),
                condition.sign,
                condition.value,
            )
        ]
        found = np.zeros(len(self._corpus), dtype=np.bool_)
        found[quotation[np.isin(respondent, fitting)]] = True
        return found

    # Relations

    def _related(self, query: BoundRelated) -> Bools:
        left = np.flatnonzero(self.find(query.left))
        if isinstance(query.right, Words):
            spans = self._spans.taken(left)
            here = Spans(
                self._item_document[left], spans.start, spans.end, spans.first_turn, spans.last_turn
            )
            there = self._places(query.right.text)
            marked = related(here, query.relation, there, query.distance, own=False)
        else:
            there = self._spans.taken(self.find(query.right))
            here = self._spans.taken(left)
            marked = related(here, query.relation, there, query.distance, own=True)
        found = np.zeros(self._corpus.items, dtype=np.bool_)
        found[left[marked]] = True
        return found

    @cached_property
    def _item_document(self) -> Ints:
        """The document of each item, numbered from 0."""
        _documents, number = np.unique(self._corpus.document, return_inverse=True)
        answer: Ints = number[self._corpus.item_quotation]
        return answer

    @cached_property
    def _spans(self) -> Spans:
        """All items as spans; a group is a document with a coder."""
        corpus, at = self._corpus, self._corpus.item_quotation
        coders, coder = np.unique(corpus.item_coder, return_inverse=True)
        first, last = self._turns_of(corpus.document, corpus.core_start, corpus.core_end)
        return Spans(
            self._item_document * len(coders) + coder,
            corpus.start[at],
            corpus.end[at],
            first[at],
            last[at],
        )

    def _turns_of(self, document: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return the numbers, in their document, of the turns in which ranges begin and end."""
        turns = self._corpus.turns
        width = 1 + max(int(turns.start.max(initial=0)), int(end.max(initial=0)))
        starts = turns.document * width + turns.start
        base = document * width
        before = np.searchsorted(starts, base, side="left")
        first = np.searchsorted(starts, base + start, side="right") - 1 - before
        last = np.searchsorted(starts, base + np.maximum(end - 1, start), side="right") - 1 - before
        return first.astype(np.int64), last.astype(np.int64)

    # Words

    def _holding(self, words: str) -> Bools:
        """Mark the quotations in which words are said."""
        said, corpus = self._places(words), self._corpus
        _documents, document = np.unique(corpus.document, return_inverse=True)
        width = 1 + max(int(corpus.end.max(initial=0)), int(said.end.max(initial=0)))
        base = document * width
        begun = np.searchsorted(said.group * width + said.start, base + corpus.start, side="left")
        ended = np.searchsorted(said.group * width + said.end, base + corpus.end, side="right")
        found: Bools = ended > begun
        return found

    def _places(self, words: str) -> Spans:
        """Return where words are said by those whose talk counts; a group is a document."""
        if words not in self._said:
            self._said[words] = self._read_places(words)
        return self._said[words]

    def _read_places(self, words: str) -> Spans:
        numbers = np.unique(self._corpus.document)
        found = [
            (group, start, end)
            for group, number in enumerate(numbers.tolist())
            for start, end in places(self._text_of(number), words)
        ]
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        document = numbers[table[:, 0]]
        table, document = self._spoken(table, document)
        first, last = self._turns_of(document, table[:, 1], table[:, 2])
        return Spans(table[:, 0], table[:, 1], table[:, 2], first, last)

    def _spoken(self, table: Ints, document: Ints) -> tuple[Ints, Ints]:
        """Keep what lies in the speech of one turn, by somebody whose talk counts."""
        turns = self._corpus.turns
        if not len(turns.document):
            everybody = len(self._corpus.roles) == len(ROLES)
            kept = np.full(len(table), everybody)
            return table[kept], document[kept]
        width = 1 + max(int(turns.speech_end.max()), int(table[:, 2].max(initial=0)))
        starts = turns.document * width + turns.start
        turn = np.searchsorted(starts, document * width + table[:, 1], side="right") - 1
        turn = np.maximum(turn, 0)
        counting = np.isin(turns.role[turn], [ROLES.index(role) for role in self._corpus.roles])
        kept = (
            counting
            & (turns.document[turn] == document)
            & (table[:, 1] >= turns.speech_start[turn])
            & (table[:, 2] <= turns.speech_end[turn])
        )
        return table[kept], document[kept]


def _combined(how: str, parts: list[Bools]) -> Bools:
    times = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        times += part
    found: Bools = {
        "none": times == 0,
        "all": times == len(parts),
        "any": times > 0,
        "one": times == 1,
    }[how]
    return found
