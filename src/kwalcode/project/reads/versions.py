"""Earlier texts of documents, and what their corrections left to be decided."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.project.correcting.versions import corrections_after
from kwalcode.project.history import journal
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import all_coders
from kwalcode.spans import Range
from kwalcode.store.tables import content, document_versions, documents, memos, uncarried
from kwalcode.transcripts.difference import Alignment, align

Kind = Literal["coding", "memo", "link", "mark", "evidence"]
"""What was on a passage: a coding, a memo about it, a note's link to it, a mark for the report."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a document had or has; `version` counts from 1, the last one is the present.

    `replaced` is when it made way for the next one, "" for the present text; `actor` and
    `reason` are those of that correction, "" where the journal does not tell any more.
    """

    version: int
    content: int
    length: int
    replaced: str = ""
    actor: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a correction could not carry over, waiting for a decision.

    `old` is its range in the older text `content`, `words` what stood there; `proposal` is the
    range in the present text that took their place, None where nothing did, and `at` where that
    is or would be. `code` and `coder` are names, `note` is what a memo or a mark says.
    """

    id: int
    document: int
    document_name: str
    content: int
    kind: Kind
    old: Range
    words: str
    code: str
    code_id: int | None
    coder: str
    coder_id: int | None
    memo_id: int | None
    note: str
    proposal: Range | None
    proposed: str
    at: int
    details: Mapping[str, Any]


def versions_of(connection: Connection, document: int) -> list[Version]:
    """Return the texts of a document, oldest first. Raises NotFound."""
    present = read_document(connection, document)
    told = _replacers(connection, document)
    v = document_versions.c
    chosen = (
        select(v.version, v.content_id, content.c.text, v.replaced)
        .join(content, content.c.id == v.content_id)
        .where(v.document_id == document)
        .order_by(v.version)
    )
    found = [
        Version(number, text_id, len(text), replaced, *told.get(number, ("", "")))
        for number, text_id, text, replaced in connection.execute(chosen)
    ]
    return [*found, Version(present.version, content_of(connection, document), present.length)]


def _replacers(connection: Connection, document: int) -> dict[int, tuple[str, str]]:
    """Return who replaced each version that stands in the table now, and why."""
    undone = journal.undone_acts(connection)
    found = {}
    for event in corrections_after(connection, 0):
        if event.entry != event.act or event.act in undone or event.blanked:
            continue
        entry = journal.entry(connection, event.act)
        for image in journal.images(connection, event.act):
            if image.table == document_versions.name and image.operation == "insert":
                rows = (row for row in image.after if row[0] == document)
                found.update({row[1]: (entry.actor_name, entry.reason) for row in rows})
    return found


def text_of_version(connection: Connection, document: int, version: int) -> str:
    """Return the text that a document had in that version. Raises NotFound."""
    for known in versions_of(connection, document):
        if known.version == version:
            return text_of_content(connection, known.content)
    raise NotFound(
        _("{name} has no version {n}.").format(
            name=read_document(connection, document).name, n=version
        )
    )


def content_of(connection: Connection, document: int) -> int:
    """Return the id of the text that a document has now: another one after each correction.

    Raises NotFound.
    """
    found: int | None = connection.scalar(
        select(documents.c.content_id).where(documents.c.id == document)
    )
    if found is None:
        raise NotFound(_("There is no document with number {n}.").format(n=document))
    return found


def text_of_content(connection: Connection, content_id: int) -> str:
    """Return a stored text by its own id; "" where it was erased."""
    return connection.scalar(select(content.c.text).where(content.c.id == content_id)) or ""


def count_waiting(connection: Connection) -> int:
    """Return how much waits for a decision in the whole project."""
    return connection.scalar(select(func.count()).select_from(uncarried)) or 0


def list_uncarried(
    connection: Connection, documents_wanted: Collection[int] | None = None
) -> list[Waiting]:
    """Return what waits for a decision, by document and place, of all documents or of some."""
    u, d = uncarried.c, documents.c
    chosen = (
        select(
            u.id, u.document_id, d.name, u.content_id, u.kind, u.start, u.end, u.code_id,
            u.coder_id, u.memo_id, u.details, memos.c.text.label("memo"),
        )
        .join(documents, d.id == u.document_id)
        .outerjoin(memos, memos.c.id == u.memo_id)
        .order_by(d.position, d.id, u.content_id, u.start, u.end, u.id)
    )  # fmt: skip
    if documents_wanted is not None:
        chosen = chosen.where(u.document_id.in_(documents_wanted))
    names = _Names(connection)
    found: list[Waiting] = []
    rows = connection.execute(chosen).all()
    for _key, group in groupby(rows, key=attrgetter("document_id", "content_id")):
        part = list(group)
        changed = since(connection, part[0].document_id, part[0].content_id)
        found += [_waiting(row, changed, names) for row in part]
    return found


def since(connection: Connection, document: int, content_id: int) -> Alignment:
    """Compare an older text of a document with the present one."""
    present = text_of_content(connection, content_of(connection, document))
    return align(text_of_content(connection, content_id), present)


class _Names:
    """Names of codes and coders by id."""

    def __init__(self, connection: Connection) -> None:
        self.codes = {code.id: code.path for code in all_codes(connection)}
        self.coders = {coder.id: coder.name for coder in all_coders(connection)}


def _waiting(row: Any, changed: Alignment, names: _Names) -> Waiting:
    place = (row.start, row.end)
    details = json.loads(row.details)
    proposal = changed.carried(place) or changed.proposed(place)
    return Waiting(
        id=row.id,
        document=row.document_id,
        document_name=row.name,
        content=row.content_id,
        kind=row.kind,
        old=place,
        words=changed.old[row.start : row.end],
        code=names.codes.get(row.code_id, ""),
        code_id=row.code_id,
        coder=names.coders.get(row.coder_id, ""),
        coder_id=row.coder_id,
        memo_id=row.memo_id,
        note=row.memo or details.get("note", ""),
        proposal=proposal,
        proposed="" if proposal is None else changed.new[slice(*proposal)],
        at=changed.place(row.start),
        details=details,
    )
