"""Acts on people: coders and their progress, respondents and their attributes, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from kwalcode.project.acts.attributes import new_attribute, set_value
from kwalcode.project.acts.respondents import map_speaker, respondent_of
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.documents import all_documents, find_speaker
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import find_coder
from kwalcode.project.study import Study
from kwalcode.store.tables import attributes, completion, settings


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
        turned = sorted(wanted - marked if complete else wanted & marked)
        names = {d.id: d.name for d in all_documents(change.connection) if d.id in set(turned)}
        change.arguments["documents"] = [names[number] for number in turned if number in names]
        if complete:
            columns = ("document_id", "coder_id", "marked")
            change.insert_rows(completion, columns, [(d, who, now()) for d in turned])
        else:
            change.delete(
                completion,
                (completion.c.coder_id == who) & completion.c.document_id.in_(turned),
            )
        return len(turned)


Filled = tuple[str, Mapping[str, str]]
"""What a table says about a respondent: the name ("" keeps the present one), and the values."""


def set_attributes(
    study: Study,
    rows: Mapping[int, Filled],
    *,
    speakers: Mapping[tuple[int, str], Filled] | None = None,
    source: str = "",
) -> int:
    """Give documents' respondents a name and attribute values; return how many values changed.

    `rows` is by document id, `speakers` by document id and label, for those who are respondents
    of their own in a group interview. Documents given the same respondent name share a
    respondent. An empty value removes the attribute. A respondent who is left without documents
    goes; memos about them come to be about the other. Raises NotFound for an unknown document
    or speaker.
    """
    voices = speakers or {}
    with study.act("set attributes", {"file": source}) as change:
        known = _attribute_ids(change, (*rows.values(), *voices.values()))
        filled = [(respondent_of(change, n, name), held) for n, (name, held) in rows.items()]
        for (document, label), (name, held) in voices.items():
            respondent = _speaking(change, document, label, name)
            filled.append((respondent, held))
        changed = 0
        for respondent, held in filled:
            for attribute, value in held.items():
                changed += set_value(change, respondent, known[attribute], value)
        change.arguments["values"] = changed
        return changed


def _speaking(change: Change, document: int, label: str, name: str) -> int:
    """Return which respondent a speaker is; one who is none yet gets a name from the document."""
    speaker = find_speaker(change.connection, document, label)
    if not name and speaker.respondent is not None:
        return speaker.respondent
    own = f"{read_document(change.connection, document).name} {speaker.label}".strip()
    found = map_speaker(change, document, label, name or own)
    assert found is not None  # a name was given
    return found


def set_setting(study: Study, key: str, value: str) -> None:
    """Set a setting of the project (main coder, attribution …)."""
    with study.act("set setting", {"key": key, "value": value}) as change:
        there = change.connection.scalar(select(settings.c.value).where(settings.c.key == key))
        if there is None:
            change.insert_rows(settings, ("key", "value"), [(key, value)])
        else:
            change.update(settings, settings.c.key == key, value=value)


def _attribute_ids(change: Change, filled: Iterable[Filled]) -> dict[str, int]:
    chosen = select(attributes.c.name, attributes.c.id)
    known = {row.name: row.id for row in change.connection.execute(chosen)}
    for _name, values in filled:
        for attribute in values:
            if attribute not in known:
                known[attribute] = new_attribute(change, attribute)
    return known
