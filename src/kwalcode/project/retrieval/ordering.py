"""In which order quotations that were found are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from kwalcode.model import ROLES, Document
from kwalcode.units import Ints, distinct

if TYPE_CHECKING:
    from kwalcode.project.retrieval.querying import Material

Order = Literal["place", "respondent", "code", "coder", "role", "length"]
ORDERS: tuple[Order, ...] = ("place", "respondent", "code", "coder", "role", "length")


def ranks(material: Material, order: Order) -> Ints:
    """Return a number per quotation of the corpus; smaller ones come first, equal ones by place.

    By code, coder or role the first one counts: in the codebook, by name, as in `ROLES`.
    """
    match order:
        case "respondent":
            names = material.respondents
            return _by_document(
                material, lambda d: (natural(names.get(d.respondent or 0, "")), d.position, d.id)
            )
        case "length":
            return material.corpus.start - material.corpus.end
        case "code":
            codes = {code.id: n for n, code in enumerate(material.codes)}
            corpus = material.corpus
            coded = corpus.item_quotation[corpus.coding_item]
            return _firsts(len(corpus), coded, corpus.coding_code, codes)
        case "coder":
            by_name = sorted(material.coders.items(), key=lambda coder: natural(coder[1]))
            coders = {number: n for n, (number, _name) in enumerate(by_name)}
            corpus = material.corpus
            return _firsts(len(corpus), corpus.item_quotation, corpus.item_coder, coders)
        case "role":
            return _first_role(material.corpus.role_bits)
        case _:
            return _by_document(material, lambda d: (d.position, d.id))


def _by_document(material: Material, key: Callable[[Document], tuple[object, ...]]) -> Ints:
    ordered = sorted(material.documents, key=key)
    rank = np.zeros(1 + max((d.id for d in ordered), default=0), dtype=np.int64)
    for n, document in enumerate(ordered):
        rank[document.id] = n
    answer: Ints = rank[material.corpus.document]
    return answer


def _firsts(n: int, quotation: Ints, member: Ints, rank_of: Mapping[int, int]) -> Ints:
    """Return for each of `n` quotations the rank of its first member (`rank_of` by id)."""
    rank = np.zeros(1 + max(rank_of, default=0), dtype=np.int64)
    for number, its in rank_of.items():
        rank[number] = its
    held, place = distinct(quotation, rank[member])
    firsts = np.searchsorted(held, np.arange(n), side="left")
    answer: Ints = place[firsts]
    return answer


def _first_role(bits: Ints) -> Ints:
    """Return the place in `ROLES` of the lowest bit that is set; of none, one past the last."""
    answer = np.full(len(bits), len(ROLES), dtype=np.int64)
    for n in reversed(range(len(ROLES))):
        answer[bits & (1 << n) != 0] = n
    return answer


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts a name as people do: R2 before R10, case aside."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", name.casefold())
        if part
    )
