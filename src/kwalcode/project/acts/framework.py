"""Acts on the cells of the framework matrix: a respondent, and a code or a theme."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.findings import check_subject, columns_of, drop_evidence, quoted, uncite
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.study import Study
from kwalcode.store.tables import cells_read, summaries, summary_quotations


def write_summary(study: Study, respondent: int, about: Subject, text: str) -> int:
    """Write what a respondent (id) says about a code or a theme, in place of what stood there.

    Returns the summary's id; its quotations stay. Raises NotFound, and Refused for no text.
    """
    number = 0
    with study.act("write summary", {}) as change:
        _named(change, respondent, about)
        if not text.strip():
            raise Refused(_("A summary needs some text; delete it to empty the cell."))
        values = {
            "text": text.strip(),
            "coder_id": coder_id(change, study.require_actor()),
            "changed": now(),
        }
        there = _summary(change, respondent, about)
        if there is None:
            return change.insert(summaries, respondent_id=respondent, **columns_of(about), **values)
        number = int(there.id)
        if there.text == values["text"]:
            change.forget()
        change.update(summaries, summaries.c.id == number, **values)
    return number


def delete_summary(study: Study, respondent: int, about: Subject) -> None:
    """Empty a cell: delete its summary with the links. Raises NotFound."""
    with study.act("delete summary", {}) as change:
        _named(change, respondent, about)
        number = _needed(change, respondent, about)
        links = summary_quotations.c
        drop_evidence(change, summary_quotations, links.summary_id == number)
        change.delete(summaries, summaries.c.id == number)


def link_quotation(
    study: Study, respondent: int, about: Subject, document: int, start: int, end: int
) -> int:
    """Say that a cell's summary rests on the passage [start, end); return the quotation's id.

    Raises NotFound where there is no summary, Refused for a range outside the text.
    """
    quotation = 0
    with study.act("link quotation", {}) as change:
        _named(change, respondent, about)
        number = _needed(change, respondent, about)
        quotation = quoted(change, document, start, end)
        links = summary_quotations.c
        known = select(links.quotation_id).where(
            links.summary_id == number, links.quotation_id == quotation
        )
        if change.connection.scalar(known) is not None:
            change.forget()
        columns = ("summary_id", "quotation_id")
        change.insert_rows(summary_quotations, columns, [(number, quotation)])
    return quotation


def unlink_quotation(study: Study, respondent: int, about: Subject, quotation: int) -> None:
    """Take a quotation (id) away from a cell's summary. Raises NotFound."""
    with study.act("unlink quotation", {}) as change:
        _named(change, respondent, about)
        number = _needed(change, respondent, about)
        uncite(change, summary_quotations, number, quotation)


def mark_read(
    study: Study, respondent: int, about: Subject, quotations: int, *, read: bool = True
) -> None:
    """Say that the actor has read a cell, of so many quotations, or take that back.

    A cell that got more quotations since is shown as not read. Raises NotFound.
    """
    act = "mark read" if read else "mark unread"
    with study.act(act, {"quotations": quotations}) as change:
        _named(change, respondent, about)
        who = coder_id(change, study.require_actor())
        where = _cell(cells_read, respondent, about) & (cells_read.c.coder_id == who)
        known = change.connection.scalar(select(cells_read.c.id).where(where))
        if not read:
            change.delete(cells_read, where)
        elif known is None:
            change.insert(
                cells_read,
                respondent_id=respondent,
                **columns_of(about),
                coder_id=who,
                quotations=quotations,
                read=now(),
            )
        else:
            change.update(cells_read, where, quotations=quotations)


def _named(change: Change, respondent: int, about: Subject) -> None:
    names = respondent_names(change.connection)
    if respondent not in names:
        raise NotFound(_("There is no respondent with number {n}.").format(n=respondent))
    subject = check_subject(change, about)
    change.arguments.update(respondent=names[respondent], subject=subject)


def _cell(table: Table, respondent: int, about: Subject) -> ColumnElement[bool]:
    column = table.c.code_id if about.kind == "code" else table.c.theme_id
    return (table.c.respondent_id == respondent) & (column == about.id)


def _summary(change: Change, respondent: int, about: Subject) -> Any:
    chosen = select(summaries.c.id, summaries.c.text).where(_cell(summaries, respondent, about))
    return change.connection.execute(chosen).one_or_none()


def _needed(change: Change, respondent: int, about: Subject) -> int:
    there = _summary(change, respondent, about)
    if there is None:
        raise NotFound(_("There is no summary in this cell yet; write one first."))
    return int(there.id)
