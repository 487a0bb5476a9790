"""Agreement of a project's coders: choose documents, coders and units, ask the pure room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.agreement.binary import AgreementTable, sentence_agreement
from kwalcode.analysis.layers import CodedDocument
from kwalcode.i18n import _
from kwalcode.model import Coder, Role
from kwalcode.project.frames import all_codings, units_frame
from kwalcode.project.layers import coded_documents
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders, find_coder


@dataclass(frozen=True, slots=True)
class StudyAgreement:
    """The agreement table, the names of its coders and codes, and what to mind."""

    table: AgreementTable
    coders: tuple[str, ...]
    names: Mapping[int, str]
    documents: tuple[str, ...]
    roles: tuple[Role, ...]
    notes: tuple[str, ...]


def study_agreement(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    roles: Sequence[Role] = ("respondent",),
) -> StudyAgreement:
    """Compare coders by sentence (METHOD section 6).

    `coders` by name; by default all who coded, but not the consensus and the supervisors.
    Documents count that two of them marked complete; when nothing is marked, those that two
    coded, with a note. Raises NotFound for an unknown coder.
    """
    people = _compared(connection, coders)
    documents = all_documents(connection)
    coded_by, notes = _coded_by(coded_documents(connection, documents), {c.id for c in people})
    together = [number for number, who in coded_by.items() if len(who) > 1]
    codes = all_codes(connection)
    table = sentence_agreement(
        all_codings(connection),
        units_frame(connection, "sentence", together, roles),
        coded_by,
        [code.id for code in codes],
    )
    by_id = {coder.id: coder.name for coder in people}
    titles = {d.id: d.name for d in documents}
    return StudyAgreement(
        table,
        tuple(by_id[c] for c in table.coders),
        {code.id: code.path for code in codes},
        tuple(titles[d] for d in table.documents),
        tuple(roles),
        notes,
    )


def _compared(connection: Connection, names: Sequence[str] | None) -> list[Coder]:
    if names:
        return [find_coder(connection, name) for name in names]
    return [coder for coder in all_coders(connection) if coder.kind == "coder"]


def _coded_by(
    documents: Sequence[CodedDocument], people: set[int]
) -> tuple[dict[int, set[int]], tuple[str, ...]]:
    """Return who completed which document, or, where nothing is marked, who coded it."""
    if any(document.complete & people for document in documents):
        return {d.id: set(d.complete & people) for d in documents}, ()
    note = _("nothing is marked complete: documents that two coded are compared")
    coded = {d.id: {c for c, n in d.codings.items() if n} & people for d in documents}
    return coded, (note,)
