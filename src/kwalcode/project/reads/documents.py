"""Documents, their texts, turns, sentences and speakers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.language.packing import unpack_bounds
from kwalcode.model import Document, Role, Speaker, Turn
from kwalcode.project.history.rows import fetched
from kwalcode.project.names import same_name
from kwalcode.spans import Range
from kwalcode.store.tables import (
    content,
    document_group_members,
    document_groups,
    documents,
    sentences,
    speakers,
    turns,
)

_COLUMNS = (
    documents.c.id,
    documents.c.uuid,
    documents.c.name,
    documents.c.respondent_id.label("respondent"),
    documents.c.length,
    documents.c.format,
    documents.c.source_name,
    documents.c.position,
    documents.c.version,
)
# What opening a document asks for is put together once: that costs more than running it.
_NUMBER: BindParameter[int] = bindparam("document")
_TEXT = (
    select(content.c.text)
    .join(documents, documents.c.content_id == content.c.id)
    .where(documents.c.id == _NUMBER)
)
_TURNS = (
    select(
        turns.c.start,
        turns.c.end,
        turns.c.speech_start,
        turns.c.speech_end,
        speakers.c.label,
        turns.c.time_ms,
    )
    .join(speakers, speakers.c.id == turns.c.speaker_id)
    .where(turns.c.document_id == _NUMBER)
    .order_by(turns.c.position)
)
_BOUNDS = select(sentences.c.bounds).where(sentences.c.document_id == _NUMBER)


def all_documents(connection: Connection) -> list[Document]:
    """Return all documents in the project's order."""
    chosen = select(*_COLUMNS).order_by(documents.c.position, documents.c.id)
    return [Document(**row._mapping) for row in connection.execute(chosen)]


def document(connection: Connection, document_id: int) -> Document:
    """Return one document. Raises NotFound."""
    row = connection.execute(select(*_COLUMNS).where(documents.c.id == document_id)).one_or_none()
    if row is None:
        raise NotFound(_("There is no document with number {n}.").format(n=document_id))
    return Document(**row._mapping)


def find_document(connection: Connection, name: str) -> Document:
    """Return the document of that name, or with that source file's name. Raises NotFound."""
    for column in (documents.c.name, documents.c.source_name):
        found = connection.execute(select(*_COLUMNS).where(column == name)).all()
        if len(found) == 1:
            return Document(**found[0]._mapping)
    raise NotFound(
        _("There is no document '{name}' in this project. 'kwalcode documents' lists them.").format(
            name=name
        )
    )


def text_of(connection: Connection, document_id: int) -> str:
    """Return the document's whole text. Raises NotFound."""
    text: str | None = connection.scalar(_TEXT, {"document": document_id})
    if text is None:
        raise NotFound(_("There is no document with number {n}.").format(n=document_id))
    return text


def text_mark(connection: Connection, document_id: int) -> bytes | None:
    """Return what tells a document's present text from any other, None where it is gone."""
    return connection.scalar(select(documents.c.text_sha256).where(documents.c.id == document_id))


def turns_of(connection: Connection, document_id: int) -> list[Turn]:
    """Return the document's turns in order; `speaker` is the label."""
    return [
        Turn(start, end, first, last, label, None if ms is None else ms / 1000)
        for start, end, first, last, label, ms in fetched(connection, _TURNS, document=document_id)
    ]


def sentences_of(connection: Connection, document_id: int) -> list[Range]:
    """Return the bounds of the document's sentences, as they were found at import."""
    packed = connection.scalar(_BOUNDS, {"document": document_id})
    return [] if packed is None else unpack_bounds(packed)


def speakers_of(connection: Connection, document_id: int | None = None) -> list[Speaker]:
    """Return the speakers of one document, or of all, in order of document and appearance."""
    s = speakers.c
    chosen = select(
        s.id, s.document_id.label("document"), s.label, s.role, s.respondent_id.label("respondent")
    ).order_by(s.document_id, s.id)
    if document_id is not None:
        chosen = chosen.where(s.document_id == document_id)
    return [Speaker(**row._mapping) for row in connection.execute(chosen)]


def find_speaker(connection: Connection, document_id: int, label: str) -> Speaker:
    """Return the speaker of that label (case does not matter) in a document. Raises NotFound."""
    found = speakers_of(connection, document_id)
    for speaker in sorted(found, key=lambda speaker: speaker.label != label):
        if speaker.label.casefold() == label.casefold():
            return speaker
    labels = ", ".join(f"'{speaker.label}'" for speaker in found)
    raise NotFound(
        _("There is no speaker '{label}' in this document; there are: {labels}.").format(
            label=label, labels=labels
        )
    )


def roles_of(connection: Connection, document_id: int) -> Mapping[str, Role]:
    """Return the role of each speaker label in the document."""
    return {s.label: s.role for s in speakers_of(connection, document_id)}


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """A set of documents, by id in the project's order; a document may be in several."""

    id: int
    uuid: bytes
    name: str
    documents: tuple[int, ...]


def document_groups_of(connection: Connection) -> list[DocumentGroup]:
    """Return all groups of documents, by name."""
    m = document_group_members.c
    members: dict[int, list[int]] = {}
    chosen = (
        select(m.group_id, m.document_id)
        .join(documents, documents.c.id == m.document_id)
        .order_by(documents.c.position, documents.c.id)
    )
    for group, number in connection.execute(chosen):
        members.setdefault(group, []).append(number)
    g = document_groups.c
    found = connection.execute(select(g.id, g.uuid, g.name)).all()
    return sorted(
        (
            DocumentGroup(row.id, row.uuid, row.name, tuple(members.get(row.id, ())))
            for row in found
        ),
        key=lambda group: (group.name.casefold(), group.id),
    )


def find_group(connection: Connection, name: str) -> DocumentGroup:
    """Return the group of documents of that name (case does not matter). Raises NotFound."""
    found = document_groups_of(connection)
    for group in found:
        if same_name(group.name, name):
            return group
    names = ", ".join(group.name for group in found)
    raise NotFound(
        _("There is no document group '{name}' in this project; there are: {names}.").format(
            name=name, names=names or _("none")
        )
    )
