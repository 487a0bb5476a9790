"""What `kwalcode agreement` is limited to, and its rows by group, round or attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
    from kwalcode.project.reads import Connection


def within(
    connection: Connection, named: set[int] | None, groups: tuple[str, ...], name: str | None
) -> dict[int, set[int]] | None:
    """Return the coders (ids) by document that count; None where nothing was chosen."""
    from kwalcode.project.agreement.by_group import DOCUMENT_GROUPS, groupings
    from kwalcode.project.reads.documents import all_documents
    from kwalcode.project.reads.people import all_coders
    from kwalcode.project.reads.rounds import find_round, round_work

    if named is None and not groups and name is None:
        return None
    everybody = {coder.id for coder in all_coders(connection)}
    found = {document.id: everybody for document in all_documents(connection)}
    if name is not None:
        work = round_work(connection, find_round(connection, name).id)
        found = {number: set(who) for number, who in work.coded_by.items()}
    if named is not None:
        found = {number: who for number, who in found.items() if number in named}
    if groups:
        known = groupings(connection).get(DOCUMENT_GROUPS, {})
        kept = {number for group in groups for number in _of_group(known, group)}
        found = {number: who for number, who in found.items() if number in kept}
    return found


def _of_group(known: Mapping[str, frozenset[int]], name: str) -> frozenset[int]:
    from kwalcode.project.names import same_name

    for group, members in known.items():
        if same_name(group, name):
            return members
    raise NotFound(_("There is no group of documents '{name}'.").format(name=name))


def other_rows(
    connection: Connection,
    found: StudyAgreement,
    by: str,
    coders: list[str] | None,
) -> list[PooledAgreement] | None:
    """Return the rows of a table by something else than code, document or pair."""
    from kwalcode.project.agreement.by_group import (
        DOCUMENT_GROUPS,
        agreement_by_group,
        groupings,
    )
    from kwalcode.project.names import same_name
    from kwalcode.report.agreement import BY

    if by in BY:
        return None
    if by == "round":
        return _rounds(connection, found, coders)
    known = groupings(connection)
    if by == "group":
        if DOCUMENT_GROUPS not in known:
            raise UsageError(_("There are no groups of documents: 'kwalcode groups' makes them."))
        return list(agreement_by_group(found, known[DOCUMENT_GROUPS]))
    for name, groups in known.items():
        if name != DOCUMENT_GROUPS and same_name(name, by):
            return list(agreement_by_group(found, {_filled(v): d for v, d in groups.items()}))
    ways = (*BY, "group", "round", *(name for name in known if name != DOCUMENT_GROUPS))
    raise UsageError(
        _("There is no table by '{by}'; choose one of: {known}.").format(
            by=by, known=", ".join(ways)
        )
    )


def _filled(value: str) -> str:
    return value or _("(not filled in)")


def _rounds(
    connection: Connection, study: StudyAgreement, coders: list[str] | None
) -> list[PooledAgreement]:
    """Return a row per round, limited as all of it is."""
    from kwalcode.agreement.values import no_pairs
    from kwalcode.project.agreement.agreements import PooledAgreement
    from kwalcode.project.agreement.by_round import agreement_by_round

    found = agreement_by_round(
        connection,
        coders=coders,
        unit=study.table.unit,
        sub_codes=study.sub_codes,
        roles=study.roles,
        where=study.where,
        documents=study.table.documents,
    )
    if not found:
        raise UsageError(_("There are no rounds: 'kwalcode rounds start' makes one."))
    return [
        PooledAgreement(one.round.name, 0, 0, {"alpha": no_pairs()})
        if one.found is None
        else PooledAgreement(
            one.round.name, one.documents, one.found.table.n, one.found.table.together
        )
        for one in found
    ]
