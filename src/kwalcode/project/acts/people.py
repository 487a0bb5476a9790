"""Acts on people: coders and their progress, respondents and their attributes, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from kwalcode.project.change import Change
from kwalcode.project.identity import new_uuid, now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import find_coder
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    attribute_values,
    attributes,
    coders,
    completion,
    documents,
    memos,
    respondents,
    settings,
)


def coder_id(change: Change, name: str) -> int:
    """Return the id of the coder of that name (case does not matter), adding one when new."""
    for known, its_name in change.connection.execute(select(coders.c.id, coders.c.name)):
        if its_name.casefold() == name.casefold():
            return int(known)
    number = change.new_ids(coders)[0]
    row = (number, new_uuid(), name, "coder")
    change.share_rows(coders, ("id", "uuid", "name", "kind"), [row])
    return number


def mark_complete(
    study: Study, coder: str, document_ids: Iterable[int], *, complete: bool = True
) -> int:
    """Mark documents as completely coded by a coder, or take the mark back.

    Returns how many marks changed. Raises NotFound for an unknown coder.
    """
    name = "mark complete" if complete else "mark incomplete"
    with study.act(name, {"coder": coder}) as change:
        who = find_coder(change.connection, coder).id
        marked = set(
            change.connection.scalars(
                select(completion.c.document_id).where(completion.c.coder_id == who)
            )
        )
        wanted = set(document_ids)
        if complete:
            fresh = sorted(wanted - marked)
            columns = ("document_id", "coder_id", "marked")
            change.insert_rows(completion, columns, [(d, who, now()) for d in fresh])
            return len(fresh)
        taken = wanted & marked
        change.delete(
            completion,
            (completion.c.coder_id == who) & completion.c.document_id.in_(taken),
        )
        return len(taken)


def set_attributes(
    study: Study, rows: Mapping[int, tuple[str, Mapping[str, str]]], *, source: str = ""
) -> int:
    """Give documents' respondents a name and attribute values; return how many values changed.

    `rows` maps a document id to the respondent's name ("" keeps the present one) and the
    values by attribute name. Documents given the same respondent name share a respondent. An
    empty value removes the attribute. A respondent who is left without documents goes; memos
    about them come to be about the other. Raises NotFound for an unknown document.
    """
    with study.act("set attributes", {"file": source}) as change:
        known = _attribute_ids(change, rows)
        changed = 0
        for document, (name, values) in rows.items():
            respondent = _respondent(change, document, name)
            for attribute, value in values.items():
                changed += _set_value(change, respondent, known[attribute], value)
        change.arguments["values"] = changed
        return changed


def set_setting(study: Study, key: str, value: str) -> None:
    """Set a setting of the project (main coder, attribution …)."""
    with study.act("set setting", {"key": key, "value": value}) as change:
        there = change.connection.scalar(select(settings.c.value).where(settings.c.key == key))
        if there is None:
            change.insert_rows(settings, ("key", "value"), [(key, value)])
        else:
            change.update(settings, settings.c.key == key, value=value)


def _attribute_ids(
    change: Change, rows: Mapping[int, tuple[str, Mapping[str, str]]]
) -> dict[str, int]:
    chosen = select(attributes.c.name, attributes.c.id)
    known = {row.name: row.id for row in change.connection.execute(chosen)}
    position = change.connection.scalar(select(func.max(attributes.c.position))) or 0
    for _name, values in rows.values():
        for attribute in values:
            if attribute not in known:
                position += 1
                known[attribute] = change.insert(attributes, name=attribute, position=position)
    return known


def _respondent(change: Change, document: int, name: str) -> int:
    """Return the document's respondent, renamed or shared so that it is called `name`."""
    present = read_document(change.connection, document).respondent
    if present is not None and not name:
        return present
    known = change.connection.scalar(select(respondents.c.id).where(respondents.c.name == name))
    if known is None and present is not None and _documents_of(change, present) == 1:
        change.update(respondents, respondents.c.id == present, name=name)
        return present
    if known is None:
        known = change.insert(respondents, name=name)
    if known != present:
        change.update(documents, documents.c.id == document, respondent_id=known)
        if present is not None and _documents_of(change, present) == 0:
            about = (memos.c.about == "respondent") & (memos.c.about_id == present)
            change.update(memos, about, about_id=known)
            change.delete(attribute_values, attribute_values.c.respondent_id == present)
            change.delete(respondents, respondents.c.id == present)
    return known


def _documents_of(change: Change, respondent: int) -> int:
    chosen = select(func.count()).where(documents.c.respondent_id == respondent)
    return change.connection.scalar(chosen) or 0


def _set_value(change: Change, respondent: int, attribute: int, value: str) -> int:
    v = attribute_values.c
    at = (v.respondent_id == respondent) & (v.attribute_id == attribute)
    there = change.connection.scalar(select(v.value).where(at))
    if there == value or (there is None and not value):
        return 0
    if there is None:
        columns = ("respondent_id", "attribute_id", "value")
        change.insert_rows(attribute_values, columns, [(respondent, attribute, value)])
    elif value:
        change.update(attribute_values, at, value=value)
    else:
        change.delete(attribute_values, at)
    return 1
