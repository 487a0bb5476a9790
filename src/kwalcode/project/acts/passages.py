"""Acts on one passage: several codes at once, and another extent for a coding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.code_places import code_numbered, sibling
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.codes import clean_name, make_code
from kwalcode.project.acts.coding import apply_one, check_range, ensure_quotation
from kwalcode.project.history.change import Change
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.store.tables import codes, codings, quotations


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be made: its name, and the id of the code it hangs under (None: a root)."""

    name: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply_codes` did: the codes' ids in the order asked for, and the new codings' ids.

    There are fewer codings than codes where the coder had some of them there already.
    """

    codes: tuple[int, ...] = ()
    codings: tuple[int, ...] = ()


def apply_codes(
    study: Study, document: int, start: int, end: int, chosen: Sequence[int | NewCode]
) -> Applied:
    """Put several codes (ids, or codes to be made) on the passage [start, end) for the actor, as
    one act.

    A new code whose name a sibling has already is that sibling. Where all of them are there
    already nothing is kept. Raises Refused when the range is empty or outside the text, and for
    a name that cannot be one; NotFound for unknown ids.
    """
    done = Applied()
    with study.act("apply codes", {"start": start, "end": end}) as change:
        shown = read_document(change.connection, document)
        check_range(shown.name, start, end, shown.length)
        numbers = tuple(dict.fromkeys(_made(change, choice) for choice in chosen))
        who = coder_id(change, study.require_actor())
        found = (apply_one(change, document, start, end, code, who) for code in numbers)
        done = Applied(numbers, tuple(coding for coding in found if coding is not None))
        names = [code_numbered(change, code).name for code in numbers]
        change.arguments.update(code=", ".join(names), codes=len(names), document=shown.name)
        if not done.codings:
            change.forget()
    return done


def change_extent(study: Study, coding: int, start: int, end: int) -> bool:
    """Let a coding reach over [start, end) of its document; tell whether that is another range.

    The quotation it leaves goes, unless something else is on it. Raises NotFound when there is
    no such coding, Refused when the range is empty or outside the text, and when the coder has
    that code on that range already.
    """
    c = codings.c
    with study.act("change extent", {"start": start, "end": end}) as change:
        row = change.connection.execute(
            select(c.document_id, c.start, c.end, c.code_id, c.coder_id, c.quotation_id).where(
                c.id == coding
            )
        ).one_or_none()
        if row is None:
            raise NotFound(_("This coding is no longer there."))
        shown = read_document(change.connection, row.document_id)
        check_range(shown.name, start, end, shown.length)
        name = change.connection.scalar(select(codes.c.name).where(codes.c.id == row.code_id))
        change.arguments.update(code=name, document=shown.name, was=[row.start, row.end])
        if (row.start, row.end) == (start, end):
            change.forget()
        quotation = ensure_quotation(change, row.document_id, start, end)
        doubled = select(c.id).where(
            c.quotation_id == quotation, c.code_id == row.code_id, c.coder_id == row.coder_id
        )
        if change.connection.scalar(doubled) is not None:
            raise Refused(_("'{code}' is on that passage already.").format(code=name))
        # The document is named too, so that an erasure finds this act among its own.
        change.update(
            codings,
            c.id == coding,
            document_id=row.document_id,
            start=start,
            end=end,
            quotation_id=quotation,
        )
        change.release(quotations, quotations.c.id == row.quotation_id)
        return True
    return False


def _made(change: Change, choice: int | NewCode) -> int:
    """Return the id of a code, made if it has to be. Raises NotFound, Refused."""
    if isinstance(choice, int):
        return code_numbered(change, choice).id
    there = sibling(change, clean_name(choice.name), choice.parent)
    if there is not None:
        return there
    return make_code(change, choice.name, choice.parent)
