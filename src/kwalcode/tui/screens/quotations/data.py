"""What the screen of quotations reads, away from its thread, and how its filters are queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kwalcode.analysis.query.names import Vocabulary
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.tree import And, Query
from kwalcode.model import Role

if TYPE_CHECKING:
    from kwalcode.project.retrieval.ordering import Order
    from kwalcode.project.retrieval.pages import Listed
    from kwalcode.project.retrieval.querying import Asked, Results, Scope
    from kwalcode.project.study import Study

Place = tuple[int, int, int]
"""Document (id), start and end."""
PAGE = 50
"""How many quotations are read at a time."""
_TALLIED = 40


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that is put on top of the query: as it is shown, and as a query."""

    shown: str
    query: Query


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: the query as typed ("" is every quotation), filters, whose work, in which
    order. `only` are the coders whose work may be shown at all."""

    text: str = ""
    filters: tuple[Filter, ...] = ()
    coder: str | None = None
    roles: tuple[Role, ...] | None = None
    unfinished: bool = False
    order: Order = "place"
    only: frozenset[int] | None = None

    def query(self) -> Query | None:
        """Return the query with the filters; None for every quotation. Raises QueryError."""
        parts = [parse(self.text)] if self.text.strip() else []
        parts += [one.query for one in self.filters]
        return (And(tuple(parts)) if len(parts) > 1 else parts[0]) if parts else None

    @property
    def filtered(self) -> bool:
        """Whether anything but the query limits what is found."""
        return bool(self.filters)

    def scope(self) -> Scope:
        """Return whose codings and whose talk it is asked of."""
        from kwalcode.project.retrieval.querying import Scope

        return Scope(self.coder, self.roles, (), self.unfinished, self.only)


@dataclass(frozen=True, slots=True)
class Row:
    """A quotation in the list: what was found, its number, and whether it is for the report."""

    found: Listed
    quotation: int
    for_report: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How the quotations found are spread: (name, number), the most first."""

    respondents: Sequence[tuple[str, int]] = ()
    codes: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the first page of it, and the names that queries may use."""

    results: Results
    rows: list[Row]
    tally: Tally
    vocabulary: Vocabulary
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


def answer(study: Study, asking: Asking, asked: Asked, n: int) -> Answer:
    """Return what is found, with at least the first `n` rows. Raises QueryError, NotFound."""
    from kwalcode.project.reads.people import attributes_by_respondent
    from kwalcode.project.reads.queries import vocabulary
    from kwalcode.project.retrieval.querying import ask

    query = asking.query()
    with study.reading() as connection:
        names = vocabulary(connection)
        results = ask(connection, query, asking.scope(), order=asking.order, asked=asked)
        known = attributes_by_respondent(connection)
    rows = read_rows(study, results, 0, n)
    values: dict[str, dict[str, None]] = {}
    for respondent in known.values():
        for name, value in respondent.items():
            values.setdefault(name, {})[value] = None
    shown = {name: sorted(found, key=str.casefold) for name, found in values.items()}
    return Answer(results, rows, _tally(results), names, shown)


def read_rows(study: Study, results: Results, first: int, n: int) -> list[Row]:
    """Return the next rows, `n` of them from position `first` on."""
    from kwalcode.project.reads.queries import quotations_at
    from kwalcode.project.reads.quoting import marked_ids
    from kwalcode.project.retrieval.pages import page

    with study.reading() as connection:
        found = page(connection, results, first, n)
        numbers = quotations_at(connection, [one.place for one in found])
        marked = marked_ids(connection, list(numbers.values()))
    return [Row(one, numbers.get(one.place, 0), numbers.get(one.place) in marked) for one in found]


def _tally(results: Results) -> Tally:
    import numpy as np

    material, corpus = results.material, results.material.corpus
    quotations = np.zeros(len(corpus), dtype=np.bool_)
    quotations[results.chosen] = True
    of, people = corpus.held_by
    respondents = _counted(people[quotations[of] & (people >= 0)], material.respondents)
    names = {code.id: code.name for code in material.codes}
    items = quotations[corpus.item_quotation[corpus.coding_item]]
    key = corpus.item_quotation[corpus.coding_item[items]] * (1 + max(names, default=0))
    pairs = np.unique(key + corpus.coding_code[items])
    codes = _counted(pairs % (1 + max(names, default=0)), names)
    return Tally(respondents, codes)


def _counted(found: object, names: Mapping[int, str]) -> list[tuple[str, int]]:
    import numpy as np

    values, n = np.unique(np.asarray(found), return_counts=True)
    most = np.argsort(-n, kind="stable")[:_TALLIED]
    return [(names.get(int(values[i]), ""), int(n[i])) for i in most]
