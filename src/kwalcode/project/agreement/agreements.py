"""Agreement of a project's coders: choose documents, coders and units, ask the pure room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.binary import AgreementTable, document_values, sentence_agreement
from kwalcode.agreement.bootstrap import Uncertainty, bootstrap
from kwalcode.agreement.values import Value
from kwalcode.analysis.layers import CodedDocument
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Code, Coder, Role
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.agreement.compared import compared_units
from kwalcode.project.agreement.further import FurtherAgreement, further_agreement
from kwalcode.project.analyses.frames import speech_where
from kwalcode.project.analyses.layers import documents_where
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.people import find_coder, working_coders

MOST_REPLICATES: Final = 100_000
"""More resamples would only take memory: the interval no longer changes."""


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """All codes together in one document, or of one pair of coders (`name`).

    `documents` and `n` (units) say on how much; `values` are the coefficients by name.
    """

    name: str
    documents: int
    n: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class StudyAgreement:
    """The agreement table, the names of its coders and codes, and what to mind.

    `where` are the conditions on respondents; `sub_codes` tells whether codings were counted
    for the main codes of their branches; `uncertainty` is None where it was not asked for.
    `by_document` has every document compared, `pairs` every pair of coders; `further` is what
    goes beyond yes or no, None where it was not asked for.
    """

    table: AgreementTable
    coders: tuple[str, ...]
    names: Mapping[int, str]
    documents: tuple[str, ...]
    roles: tuple[Role, ...]
    notes: tuple[str, ...]
    where: tuple[str, ...] = ()
    sub_codes: bool = False
    uncertainty: Uncertainty | None = None
    by_document: tuple[PooledAgreement, ...] = ()
    pairs: tuple[PooledAgreement, ...] = ()
    further: FurtherAgreement | None = None


def study_agreement(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    unit: str = "sentence",
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    sub_codes: bool = False,
    replicates: int = 0,
    seed: int = 1,
    further: bool = False,
    within: Mapping[int, Collection[int]] | None = None,
    coded: Coded | None = None,
) -> StudyAgreement:
    """Compare coders, each code yes or no per unit (METHOD section 6).

    `coders` by name; by default all who coded, but not the consensus and the supervisors.
    Documents count that two of them marked complete; when nothing is marked, those that two
    coded, with a note. `where`: only respondents of this kind. `sub_codes`: every coding
    counts for the main code of its branch, and main codes are compared. `replicates` of a
    bootstrap from `seed` give intervals; 0 gives none. `further` adds |u-alpha and MASI-alpha.
    `within`: only these documents (ids), and in each only these coders, as in a round.
    `coded`: what was read of the project before. Raises NotFound for an unknown coder, UsageError
    for an unknown unit, less than two coders, or resamples that cannot be.
    """
    coded = coded or Coded(connection)
    people, documents, coded_by, notes = compared_documents(coded, coders, where)
    if within is not None:
        coded_by = {d: who & set(within.get(d, ())) for d, who in coded_by.items()}
    codes = all_codes(connection)
    codings = coded.codings
    if sub_codes:
        main = main_codes(codes)
        codings = codings.assign(code=codings["code"].map(main).astype("int64"))
        codes = [code for code in codes if code.parent is None]
    together = [number for number, who in coded_by.items() if len(who) > 1]
    units, codings = compared_units(connection, unit, together, roles, codings, where)
    numbers = [code.id for code in codes]
    table = sentence_agreement(codings, units, coded_by, numbers, unit=unit)
    by_id = {coder.id: coder.name for coder in people}
    sure = _uncertainty(table, replicates, seed)
    return StudyAgreement(
        table,
        tuple(by_id[c] for c in table.coders),
        {code.id: code.path for code in codes},
        tuple(documents[d] for d in table.documents),
        tuple(roles),
        (*notes, *_conditional(sure)),
        tuple(where),
        sub_codes,
        sure,
        _by_document(table, documents),
        _pairs(table, codings, units, coded_by, numbers, by_id),
        further_agreement(
            connection, codings, units, speech_where(connection, roles, where), coded_by, numbers
        )
        if further
        else None,
    )


def compared_documents(
    coded: Coded, coders: Sequence[str] | None, where: Collection[str]
) -> tuple[list[Coder], dict[int, str], dict[int, set[int]], tuple[str, ...]]:
    """Return the coders compared, the documents' names, who completed which, and notes."""
    people = _compared(coded.connection, coders)
    documents = {d.id: d.name for d in documents_where(coded.connection, where)}
    coded_by, notes = _coded_by(coded.of(documents), {coder.id for coder in people})
    return people, documents, coded_by, notes


def main_codes(codes: Sequence[Code]) -> dict[int, int]:
    """Return the main code (the top of its branch) of every code."""
    answer: dict[int, int] = {}
    for code in codes:  # parents come first
        answer[code.id] = code.id if code.parent is None else answer[code.parent]
    return answer


def _compared(connection: Connection, names: Sequence[str] | None) -> list[Coder]:
    if names is None:
        return [coder for coder in working_coders(connection) if coder.kind == "coder"]
    found = {coder.id: coder for coder in (find_coder(connection, name) for name in names)}
    for coder in found.values():
        if coder.kind != "coder":  # the consensus is made of the others' work
            raise UsageError(
                _("{name} is no coder here but the {kind}: agreement is between coders.").format(
                    name=coder.name, kind=coder.kind
                )
            )
    if len(found) < 2:
        raise UsageError(_("Agreement takes two coders or more, as in --coders Anna,Bram."))
    return list(found.values())


def _coded_by(
    documents: Sequence[CodedDocument], people: set[int]
) -> tuple[dict[int, set[int]], tuple[str, ...]]:
    """Return who completed which document, or, where nothing is marked, who coded it."""
    if any(document.complete & people for document in documents):
        return {d.id: set(d.complete & people) for d in documents}, ()
    note = _("nothing is marked complete: documents that two coded are compared")
    coded = {d.id: {c for c, n in d.codings.items() if n} & people for d in documents}
    return coded, (note,)


def _uncertainty(table: AgreementTable, replicates: int, seed: int) -> Uncertainty | None:
    if not 0 <= replicates <= MOST_REPLICATES or seed < 0:
        raise UsageError(
            _("Resamples are from 0 to {most}, and their seed is 0 or more.").format(
                most=MOST_REPLICATES
            )
        )
    if table.tallies is None or not replicates:
        return None
    return bootstrap(table.tallies, replicates=replicates, seed=seed)


def _conditional(sure: Uncertainty | None) -> tuple[str, ...]:
    if sure is None or sure.over != "turn":
        return ()
    return (_("under eight documents turns are resampled: conditional on these documents"),)


def _by_document(table: AgreementTable, names: Mapping[int, str]) -> tuple[PooledAgreement, ...]:
    return tuple(
        PooledAgreement(names[document], 1, n, values)
        for document, n, values in document_values(table)
    )


def _pairs(
    table: AgreementTable,
    codings: pd.DataFrame,
    units: pd.DataFrame,
    coded_by: Mapping[int, Collection[int]],
    codes: Sequence[int],
    names: Mapping[int, str],
) -> tuple[PooledAgreement, ...]:
    """Compare every two coders on what both completed."""
    answer = []
    for pair in combinations(table.coders, 2):
        of_two = table
        if len(table.coders) > 2:
            both = {d: set(who) & set(pair) for d, who in coded_by.items()}
            of_two = sentence_agreement(codings, units, both, codes, unit=table.unit)
        name = " - ".join(names[coder] for coder in pair)
        documents = len(of_two.documents)
        answer.append(PooledAgreement(name, documents, of_two.n, of_two.together))
    return tuple(answer)
