"""Asking a study: what a query finds, by which rules, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from sqlalchemy import Connection

from kwalcode.analysis.layers import ALL, Layer, choose_layer
from kwalcode.analysis.query.bound import Bound, codes_named, names_coder, names_role, narrowing
from kwalcode.analysis.query.corpus import Corpus
from kwalcode.analysis.query.evaluating import Finder
from kwalcode.analysis.query.names import RESPONDENT, bind
from kwalcode.analysis.query.tree import Query
from kwalcode.i18n import _
from kwalcode.model import ROLES, Code, Counted, Document, Filter, Role
from kwalcode.project.analyses.layers import (
    MAIN_CODER,
    coded_documents,
    counted_of,
    documents_where,
    layer_of,
    people_where,
)
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.people import (
    all_coders,
    attributes_by_respondent,
    find_coder,
    respondent_names,
    setting,
)
from kwalcode.project.reads.queries import vocabulary
from kwalcode.project.retrieval.corpus import corpus_of, few
from kwalcode.project.retrieval.ordering import Order, ranks
from kwalcode.units import Ints


@dataclass(frozen=True, slots=True)
class Scope:
    """Which quotations are asked (METHOD, "What counts").

    `coder`: a name, "all", or None for the consensus, else the main coder; None becomes "all"
    where the query itself names a coder. `roles`: whose talk; None is the respondents', and
    everybody's where the query itself names a role. `where`: conditions such as "domein=politie".
    `unfinished`: documents count that are not marked complete, too. `only`: the coders (ids)
    whose work may be shown at all; None for everybody.
    """

    coder: str | None = None
    roles: tuple[Role, ...] | None = None
    where: tuple[str, ...] = ()
    unfinished: bool = False
    only: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A scope's quotations at one moment (or some of them), with the names that go with them."""

    scope: Scope
    layer: Layer
    counted: Counted
    corpus: Corpus
    documents: tuple[Document, ...]
    codes: tuple[Code, ...]
    coders: Mapping[int, str]
    respondents: Mapping[int, str]
    attributes: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: `chosen` are positions in the corpus, in the order asked for.

    `named` are the codes that were asked for (ids). `respondents` and `documents` are numbers of
    those with something found, of `counted.respondents` and `counted.documents`.
    """

    material: Material
    order: Order
    chosen: Ints
    respondents: int
    documents: int
    named: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.chosen)

    @property
    def counted(self) -> Counted:
        """What goes along with the figures: layer, roles, documents and respondents counted."""
        return self.material.counted


@dataclass(slots=True)
class Asked:
    """The material that was read last, for further queries of the same scope.

    Keep one as long as the study does not change; throw it away when it does. Material may hold
    only the quotations with certain codes.
    """

    known: dict[tuple[Scope, frozenset[int] | None], Material] = field(default_factory=dict)


def ask(
    connection: Connection,
    query: Query | None,
    scope: Scope = Scope(),
    *,
    order: Order = "place",
    asked: Asked | None = None,
) -> Results:
    """Return what a query (None: every quotation) finds in a scope.

    Raises QueryError for a name that is not there, NotFound and UsageError for a scope's.
    """
    bound = None if query is None else bind(query, vocabulary(connection))
    scope = _widened(scope, bound)
    material = _known(connection, scope, bound, asked or Asked())
    finder = Finder(
        material.corpus,
        _with_names(material),
        lambda number: text_of(connection, number),
    )
    chosen = np.unique(material.corpus.item_quotation[finder.find(bound)])
    held, people = material.corpus.held_by
    found = people[np.isin(held, chosen)]
    return Results(
        material=material,
        order=order,
        chosen=chosen[ranks(material, order)[chosen].argsort(kind="stable")],
        respondents=len(np.unique(found[found >= 0])),
        documents=len(np.unique(material.corpus.document[chosen])),
        named=frozenset() if bound is None else codes_named(bound),
    )


def coders_of(material: Material, quotation: int) -> tuple[str, ...]:
    """Return the names of the coders of a quotation (a position in the corpus)."""
    items = _items(material.corpus, quotation)
    return tuple(material.coders[n] for n in material.corpus.item_coder[items].tolist())


def codes_of(material: Material, quotation: int) -> tuple[int, ...]:
    """Return the codes (ids) of a quotation, in the order of the codebook."""
    corpus = material.corpus
    items = _items(corpus, quotation)
    low = np.searchsorted(corpus.coding_item, items.start, side="left")
    high = np.searchsorted(corpus.coding_item, items.stop, side="left")
    here = set(corpus.coding_code[low:high].tolist())
    return tuple(code.id for code in material.codes if code.id in here)


def _items(corpus: Corpus, quotation: int) -> slice:
    low = np.searchsorted(corpus.item_quotation, quotation, side="left")
    high = np.searchsorted(corpus.item_quotation, quotation, side="right")
    return slice(int(low), int(high))


def _widened(scope: Scope, query: Bound | None) -> Scope:
    """Return the scope, wider where the query itself says whose codings or whose talk it is."""
    coder, roles = scope.coder, scope.roles
    if query is not None and coder is None and names_coder(query):
        coder = ALL
    if roles is None:
        roles = ROLES if query is not None and names_role(query) else ("respondent",)
    return replace(scope, coder=coder, roles=roles)


def _known(connection: Connection, scope: Scope, query: Bound | None, asked: Asked) -> Material:
    """Return material that a query can be asked of: what is at hand, else as little as will do."""
    if (scope, None) in asked.known:
        return asked.known[scope, None]
    codes = None if query is None else narrowing(query)
    if codes is not None and not few(connection, codes):
        codes = None
    if (scope, codes) not in asked.known:
        asked.known.clear()
        asked.known[scope, codes] = _material(connection, scope, codes)
    return asked.known[scope, codes]


def _material(connection: Connection, scope: Scope, codes: frozenset[int] | None) -> Material:
    roles = scope.roles or ("respondent",)
    documents = documents_where(connection, scope.where)
    layer = _shown(_layer(connection, scope, documents), scope.only)
    return Material(
        scope=scope,
        layer=layer,
        counted=counted_of(connection, layer, roles, Filter(where=scope.where)),
        corpus=corpus_of(
            connection, documents, layer, roles, codes, people_where(connection, scope.where)
        ),
        documents=tuple(documents),
        codes=tuple(all_codes(connection)),
        coders={coder.id: coder.name for coder in all_coders(connection)},
        respondents=respondent_names(connection),
        attributes=attributes_by_respondent(connection),
    )


def _layer(connection: Connection, scope: Scope, documents: list[Document]) -> Layer:
    if not scope.unfinished:
        return layer_of(connection, scope.coder, documents)
    named = setting(connection, MAIN_CODER)
    layer = choose_layer(
        [replace(d, complete=frozenset()) for d in coded_documents(connection, documents)],
        all_coders(connection),
        request=scope.coder,
        main=None if named is None else find_coder(connection, named).id,
    )
    untrue = _("nothing is marked complete: documents with a coding count")
    notes = [note for note in layer.notes if note != untrue]
    return replace(layer, notes=(*notes, _("documents that are not marked complete count too")))


def _shown(layer: Layer, only: frozenset[int] | None) -> Layer:
    """Return the layer without the work of coders that is not to be shown."""
    if only is None:
        return layer
    shown = {number: coders & only for number, coders in layer.coders.items()}
    note = _("the work of other coders is hidden")
    kept = {number: coders for number, coders in shown.items() if coders}
    return replace(layer, coders=kept, notes=(*layer.notes, note))


def _with_names(material: Material) -> Mapping[int, Mapping[str, str]]:
    """Return the respondents' attributes, their names among them."""
    return {
        number: {**material.attributes.get(number, {}), RESPONDENT: name}
        for number, name in material.respondents.items()
    }
