"""The act that takes documents out of a project, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Table, select

from kwalcode.project.acts.findings import on_quotations
from kwalcode.project.acts.respondents import release
from kwalcode.project.history.change import Change
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    assignments,
    codings,
    completion,
    decisions,
    document_group_members,
    document_versions,
    documents,
    memo_links,
    memos,
    quotations,
    reopened,
    report_quotations,
    sentences,
    speakers,
    turns,
    uncarried,
)


def remove_documents(study: Study, ids: Iterable[int]) -> int:
    """Take documents out with their codings, memos and marks; return how many codings went.

    Their respondents go too where they have no other document. All of it can be undone: the
    texts stay in the file until `erase_leftovers`. Raises NotFound.
    """
    with study.act("remove document", {}) as change:
        found = [read_document(change.connection, number) for number in dict.fromkeys(ids)]
        change.arguments["documents"] = [document.name for document in found]
        numbers = {document.id for document in found}
        people = _respondents(change, numbers)
        removed = {table.name: change.delete(table, where) for table, where in _parts(numbers)}
        for respondent in sorted(people):
            release(change, respondent, None)
        change.arguments["codings"] = removed[codings.name]
        return removed[codings.name]


def _respondents(change: Change, ids: set[int]) -> set[int]:
    """Return whose the documents are, and who speaks in them."""
    d, s = documents.c, speakers.c
    chosen = select(d.respondent_id).where(d.id.in_(ids)).union(
        select(s.respondent_id).where(s.document_id.in_(ids))
    )  # fmt: skip
    return {number for number in change.connection.scalars(chosen) if number is not None}


def _parts(ids: set[int]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield what belongs to the documents, rows that refer to others before these."""
    places = select(quotations.c.id).where(quotations.c.document_id.in_(ids))
    about = ((memos.c.about == "document") & memos.c.about_id.in_(ids)) | (
        (memos.c.about == "quotation") & memos.c.about_id.in_(places)
    )
    notes = select(memos.c.id).where(about)
    links = memo_links.c.quotation_id.in_(places) | memo_links.c.memo_id.in_(notes)
    yield memo_links, links
    yield report_quotations, report_quotations.c.quotation_id.in_(places)
    yield from on_quotations(places)
    yield uncarried, uncarried.c.document_id.in_(ids) | uncarried.c.memo_id.in_(notes)
    yield memos, about
    for table in (
        codings, completion, quotations, turns, speakers, sentences, document_versions,
        document_group_members, assignments, decisions, reopened,
    ):  # fmt: skip
        yield table, table.c.document_id.in_(ids)
    yield documents, documents.c.id.in_(ids)
