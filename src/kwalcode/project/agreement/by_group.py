"""Agreement in groups of documents: is it one kind of interview on which coders differ?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import Connection

from kwalcode.agreement.binary import pooled_values
from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
from kwalcode.project.reads.documents import all_documents, document_groups_of
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent

DOCUMENT_GROUPS = ""
"""Names the groups of documents that were made by hand, among the groupings."""


def groupings(connection: Connection) -> dict[str, dict[str, frozenset[int]]]:
    """Return the documents (ids) by group, for every way to group them.

    `DOCUMENT_GROUPS`: the groups made by hand; else an attribute of respondents by its name,
    with a group per value ("" where it is not filled in). Ways without any group are left out.
    """
    made = {one.name: frozenset(one.documents) for one in document_groups_of(connection)}
    found = {DOCUMENT_GROUPS: made} if made else {}
    values = attributes_by_respondent(connection)
    documents = all_documents(connection)
    for name in attribute_names(connection):
        groups: dict[str, set[int]] = {}
        for document in documents:
            held = values.get(document.respondent or 0, {})
            groups.setdefault(held.get(name, ""), set()).add(document.id)
        found[name] = {value: frozenset(ids) for value, ids in sorted(groups.items())}
    return found


def agreement_by_group(
    found: StudyAgreement, groups: Mapping[str, Collection[int]]
) -> tuple[PooledAgreement, ...]:
    """Return all codes together per group of documents (ids); those without a document that was
    compared are left out."""
    if found.table.tallies is None:
        return ()
    documents, sums = found.table.tallies.by_document()
    answer = []
    for name, members in groups.items():
        rows = np.flatnonzero(np.isin(documents, list(members)))
        if not len(rows):
            continue
        own = sums.added(rows)
        n = round(float(own.units.sum()))
        answer.append(PooledAgreement(name, len(rows), n, pooled_values(own)))
    return tuple(answer)
