"""Acts on documents: import, rename and order them, correct a speaker's role or name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.language.packing import pack_bounds
from kwalcode.model import Role, Speaker, Transcript
from kwalcode.project.history.change import Change
from kwalcode.project.history.journal import LOT
from kwalcode.project.history.rows import insert_rows
from kwalcode.project.identity import now
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.documents import all_documents, find_speaker, speakers_of
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.study import Study
from kwalcode.spans import Range
from kwalcode.store.tables import content, documents, respondents, sentences, speakers, turns


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file made ready to import: everything that takes time is done before the act begins.

    `sentences` are absolute bounds, `segmenter` the version of the rules that found them,
    `source_sha256` the digest of the file's bytes.
    """

    name: str
    source_name: str
    source_sha256: bytes
    transcript: Transcript
    sentences: Sequence[Range]
    segmenter: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the document's id and name; `known` when it was there already."""

    document: int
    name: str
    known: bool = False


def import_document(study: Study, prepared: Prepared, *, lot: str = "") -> Imported:
    """Put one prepared file into the project, with a respondent of its own.

    A file whose bytes are in the project already is left out (`known`); another file of the
    same name is kept under a name with a number. `lot` marks the files that are taken in, and
    taken back, in one stroke (see `journal.LOT`).
    """
    arguments = {"file": prepared.source_name} | ({LOT: lot} if lot else {})
    with study.act("import document", arguments) as change:
        known = change.connection.execute(
            select(documents.c.id, documents.c.name).where(
                documents.c.source_sha256 == prepared.source_sha256
            )
        ).first()
        if known is not None:
            return Imported(known.id, known.name, known=True)
        name = _free_name(change.connection, prepared.name)
        number = _insert_document(change, prepared, name)
        _insert_speech(change, number, prepared)
        change.arguments["document"] = name
    return Imported(number, name)


def rename_document(study: Study, document: int, name: str) -> None:
    """Give a document another name. Raises NotFound, and Refused for a name taken.

    A respondent who was called like the document keeps the name.
    """
    name = checked_name(name)
    with study.act("rename document", {"to": name}) as change:
        change.arguments["document"] = read_document(change.connection, document).name
        chosen = select(documents.c.name).where(documents.c.id != document)
        if any(same_name(name, other) for other in change.connection.scalars(chosen)):
            raise Refused(_("There is a document '{name}' already.").format(name=name))
        change.update(documents, documents.c.id == document, name=name)


def order_documents(study: Study, ids: Sequence[int]) -> None:
    """Put these documents first, in this order; the others follow as they were.

    Raises NotFound.
    """
    with study.act("order documents", {}) as change:
        present = {d.id: d.position for d in all_documents(change.connection)}
        for number in ids:
            read_document(change.connection, number)
        wanted = list(dict.fromkeys(ids))
        order = [*wanted, *(number for number in present if number not in set(wanted))]
        for position, number in enumerate(order, start=1):
            if present[number] != position:
                change.update(documents, documents.c.id == number, position=position)


def set_role(study: Study, document: int, label: str, role: Role) -> None:
    """Give a speaker of a document another role. Raises NotFound."""
    with study.act("set role", {"speaker": label, "role": role}) as change:
        change.arguments["document"] = read_document(change.connection, document).name
        speaker = find_speaker(change.connection, document, label)
        change.update(speakers, speakers.c.id == speaker.id, role=role)


def rename_speaker(study: Study, document: int, label: str, to: str) -> None:
    """Show a speaker under another name; the text itself stays as it is. Raises NotFound.

    Where a speaker of that name is there already, the two become one. Raises Refused when
    their roles or respondents differ: whose talk counts would change unseen.
    """
    with study.act("rename speaker", {"speaker": label, "to": to}) as change:
        change.arguments["document"] = read_document(change.connection, document).name
        speaker = find_speaker(change.connection, document, label)
        others = [s for s in speakers_of(change.connection, document) if s.id != speaker.id]
        same = next((s for s in others if s.label == to), None)
        if same is None:
            change.update(speakers, speakers.c.id == speaker.id, label=to)
        else:
            _merge_speakers(change, speaker, same)


def _merge_speakers(change: Change, speaker: Speaker, other: Speaker) -> None:
    both = {"label": speaker.label, "to": other.label}
    if other.role != speaker.role:
        line = _("'{label}' and '{to}' have different roles; give them one first (--role).")
        raise Refused(line.format(**both))
    if other.respondent != speaker.respondent:
        line = _("'{label}' and '{to}' are different respondents; make them one first.")
        raise Refused(line.format(**both))
    theirs = (turns.c.document_id == speaker.document) & (turns.c.speaker_id == speaker.id)
    change.update(turns, theirs, speaker_id=other.id)
    change.delete(speakers, speakers.c.id == speaker.id)


def _free_name(connection: Connection, name: str) -> str:
    taken = set(connection.scalars(select(documents.c.name)))
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _insert_document(change: Change, prepared: Prepared, name: str) -> int:
    text = prepared.transcript.text
    last = change.connection.scalar(select(func.max(documents.c.position))) or 0
    return change.insert(
        documents,
        name=name,
        respondent_id=_own_respondent(change, name),
        content_id=content_id(change, text),
        text_sha256=hashlib.sha256(text.encode()).digest(),
        length=len(text),
        format=prepared.transcript.format,
        source_name=prepared.source_name,
        source_sha256=prepared.source_sha256,
        position=last + 1,
        version=1,
        imported=now(),
    )


def _own_respondent(change: Change, name: str) -> int:
    """Return the respondent called like the document: left from before, or new."""
    chosen = select(respondents.c.id).where(respondents.c.name == name)
    known = change.connection.scalar(chosen)
    return known if known is not None else change.insert(respondents, name=name)


def content_id(change: Change, text: str) -> int:
    """Return the row that holds this text. Not part of the images: texts are never undone."""
    digest = hashlib.sha256(text.encode()).digest()
    chosen = select(content.c.id).where(content.c.sha256 == digest)
    known: int | None = change.connection.scalar(chosen)
    if known is not None:
        return known
    number = change.new_ids(content)[0]
    insert_rows(change.connection, content, ("id", "sha256", "text"), [(number, digest, text)])
    return number


def _insert_speech(change: Change, document: int, prepared: Prepared) -> None:
    """Write speakers, turns and sentence bounds."""
    labels = dict.fromkeys(turn.speaker for turn in prepared.transcript.turns)
    roles = prepared.transcript.roles
    rows = [
        {"document_id": document, "label": label, "role": roles.get(label, "respondent")}
        for label in labels
    ]
    ids = dict(zip(labels, change.insert_many(speakers, rows), strict=True)) if rows else {}
    columns = (
        "document_id", "position", "start", "end", "speech_start", "speech_end", "speaker_id",
        "time_ms",
    )  # fmt: skip
    change.insert_rows(
        turns,
        columns,
        (
            (document, i, t.start, t.end, t.speech_start, t.speech_end, ids[t.speaker],
             None if t.time is None else round(t.time * 1000))
            for i, t in enumerate(prepared.transcript.turns, start=1)
        ),
    )  # fmt: skip
    bounds = pack_bounds(prepared.sentences)
    change.insert_rows(
        sentences,
        ("document_id", "segmenter", "count", "bounds"),
        [(document, prepared.segmenter, len(prepared.sentences), bounds)],
    )
