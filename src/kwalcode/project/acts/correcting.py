"""Acts of correcting: give documents another text, with all that is on them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.language.packing import pack_bounds
from kwalcode.project.acts.documents import content_id
from kwalcode.project.acts.settled import carry_decisions
from kwalcode.project.correcting.carrying import Tally, carry_quotations
from kwalcode.project.correcting.earlier import readable_texts
from kwalcode.project.correcting.preparing import Correction
from kwalcode.project.correcting.versions import CORRECT, REPLACE
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.history.rows import ordered_columns
from kwalcode.project.identity import now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import speakers_of
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    document_versions,
    documents,
    sentences,
    speakers,
    turns,
)

_TURN = (
    "document_id", "position", "start", "end", "speech_start", "speech_end", "speaker_id",
    "time_ms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: the document's name, its new version, and what became of what was
    on its passages."""

    document: int
    name: str
    version: int
    tally: Tally


def correct_document(
    study: Study, correction: Correction, *, accept: bool = False, reason: str = ""
) -> Corrected | None:
    """Give a document its corrected text; None, without a trace, where it is the same.

    What is on passages whose words are the same comes along. What is on changed words waits for
    a decision (`list_uncarried`), in the first text of the document that has them, or by `accept`
    goes with the words that took their place. Raises Refused when the document was corrected
    meanwhile, NotFound when it is gone.
    """
    done = correct_documents(study, [correction], name=CORRECT, accept=accept, reason=reason)
    return done[0] if done else None


def replace_in_documents(
    study: Study, corrections: Sequence[Correction], *, accept: bool = False, reason: str = ""
) -> list[Corrected]:
    """Write the corrections that `prepare_replacement` made, as one act. As `correct_document`."""
    return correct_documents(study, corrections, name=REPLACE, accept=accept, reason=reason)


def correct_documents(
    study: Study, corrections: Sequence[Correction], *, name: str, accept: bool, reason: str
) -> list[Corrected]:
    """Write corrections of different documents as one act called `name`."""
    wanted = [correction for correction in corrections if not correction.nothing]
    if not wanted:
        return []
    with study.act(name, {}, reason=reason) as change:
        done = [write_correction(change, correction, accept) for correction in wanted]
        tallies = [one.tally for one in done]
        change.arguments.update(
            documents=len(done),
            codings=sum(tally.carried + tally.placed for tally in tallies),
            waiting=sum(tally.waiting + tally.others_wait for tally in tallies),
        )
        if name == CORRECT:
            change.arguments.update(document=done[0].name, version=done[0].version)
    return done


def write_correction(change: Change, correction: Correction, accept: bool) -> Corrected:
    """Give a document its corrected text, as part of an act. As `correct_document`."""
    number = correction.document.id
    present = read_document(change.connection, number)
    chosen = select(documents.c.content_id, documents.c.text_sha256)
    was = change.connection.execute(chosen.where(documents.c.id == number)).one()
    if was.content_id != correction.content:
        raise Refused(
            _("{name} was corrected meanwhile: look at it again.").format(name=present.name)
        )
    old = correction.changed.old
    earlier = list(readable_texts(change.connection, number, old))
    tally = carry_quotations(
        change, number, correction.content, correction.changed, earlier, accept=accept
    )
    carry_decisions(change, number, correction.content, correction.changed, earlier)
    _write_speech(change, correction)
    change.insert_rows(
        document_versions,
        ordered_columns(document_versions),
        [(number, present.version, was.content_id, was.text_sha256, now())],
    )
    text, source = correction.changed.new, correction.source
    values: dict[str, Any] = {
        "content_id": content_id(change, text),
        "text_sha256": hashlib.sha256(text.encode()).digest(),
        "length": len(text),
        "version": present.version + 1,
    }
    if source is not None:
        values |= {
            "format": source.format,
            "source_name": source.name,
            "source_sha256": source.sha256,
        }
    change.update(documents, documents.c.id == number, **values)
    return Corrected(number, present.name, present.version + 1, tally)


def keep_texts(change: Change, document: int, texts: Sequence[str]) -> None:
    """Keep texts that a document had on its way to the present one in another copy, as versions
    of it that were replaced at once."""
    d = documents.c
    version: int = change.connection.execute(select(d.version).where(d.id == document)).scalar_one()
    for text in texts:
        digest = hashlib.sha256(text.encode()).digest()
        row = (document, version, content_id(change, text), digest, now())
        change.insert_rows(document_versions, ordered_columns(document_versions), [row])
        version += 1
    if texts:
        change.update(documents, d.id == document, version=version)


def _write_speech(change: Change, correction: Correction) -> None:
    """Write speakers, turns and sentences; those who still speak keep role and respondent."""
    number = correction.document.id
    ids = _speaker_ids(change, correction)
    rows: list[Row] = [
        (number, i, t.start, t.end, t.speech_start, t.speech_end, ids[t.speaker],
         None if t.time is None else round(t.time * 1000))
        for i, t in enumerate(correction.turns, start=1)
    ]  # fmt: skip
    chosen = select(*(turns.c[name] for name in _TURN)).where(turns.c.document_id == number)
    before = [tuple(row) for row in change.connection.execute(chosen.order_by(turns.c.position))]
    same = 0
    while same < min(len(rows), len(before)) and rows[same] == before[same]:
        same += 1
    change.delete(turns, (turns.c.document_id == number) & (turns.c.position > same))
    change.insert_rows(turns, _TURN, rows[same:])
    spoke, speak = {row[6] for row in before}, {row[6] for row in rows}
    change.delete(speakers, speakers.c.id.in_(spoke - speak))
    change.update(
        sentences,
        sentences.c.document_id == number,
        segmenter=correction.segmenter,
        count=len(correction.sentences),
        bounds=pack_bounds(correction.sentences),
    )


def _speaker_ids(change: Change, correction: Correction) -> dict[str, int]:
    """Return the speaker of each label in the new text; new ones are made."""
    number = correction.document.id
    known = {speaker.label: speaker.id for speaker in speakers_of(change.connection, number)}
    for shown, label in correction.renamed.items():
        if shown in known and label not in known:
            change.update(speakers, speakers.c.id == known[shown], label=label)
    ids = {}
    for label in dict.fromkeys(turn.speaker for turn in correction.turns):
        shown = correction.known.get(label, label)
        if shown not in known:
            role = correction.roles.get(label, "respondent")
            known[shown] = change.insert(speakers, document_id=number, label=shown, role=role)
        ids[label] = known[shown]
    return ids
