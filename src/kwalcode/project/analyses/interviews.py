"""Interviews in the order in which they were held, and the line that says how new codes come in.

Light: the app shows the line while somebody codes, so nothing here needs numpy or pandas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from kwalcode.analysis.guest import BASE, RUN
from kwalcode.decimals import percent
from kwalcode.errors import NotFound
from kwalcode.i18n import _, counted
from kwalcode.model import Document, Origin
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent, completed

ORIGINS_COUNTED: tuple[Origin, ...] = ("inductive", "in vivo")
"""Topic codes come with the guide: they are no news from an interview."""
_DATES = ("date", "datum", "interview date", "interviewdatum", "date of the interview")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Interviews:
    """Documents in the order of the dates of `attribute`; "" for the order of the study.

    `undated` are those without a date, which come last.
    """

    documents: list[Document]
    attribute: str
    undated: tuple[Document, ...]


def as_held(
    connection: Connection, documents: Sequence[Document], wanted: str | None = None
) -> Interviews:
    """Put documents in the order in which the interviews were held.

    By the attribute `wanted`, by default the first that is called date or datum. Raises NotFound.
    """
    attribute = _date_attribute(connection, wanted)
    held = _dates(connection, documents, attribute)
    if not held:
        return Interviews(list(documents), "", ())
    ordered = sorted(documents, key=lambda d: held.get(d.id, date.max))
    return Interviews(ordered, attribute, tuple(d for d in ordered if d.id not in held))


def find_attribute(connection: Connection, wanted: str) -> str:
    """Return the attribute of that name (case does not matter). Raises NotFound."""
    known = attribute_names(connection)
    for name in known:
        if name.strip().casefold() == wanted.strip().casefold():
            return name
    raise NotFound(
        _("There is no attribute '{name}' in this project; there are: {names}.").format(
            name=wanted, names=", ".join(known) or _("none")
        )
    )


def read_date(text: str) -> date | None:
    """Read 2023-03-06 or 6-3-2023 (day first, as the Dutch write); None for anything else."""
    iso, dutch = _ISO.fullmatch(text.strip()), _DUTCH.fullmatch(text.strip())
    parts = iso.groups() if iso else dutch.groups()[::-1] if dutch else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:  # there is no 31 April
        return None


def saturation_line(connection: Connection, coder: int) -> str:
    """Say in one line whether the newest interviews of a coder (id) brought new codes.

    Interviews that the coder marked complete, or else has codings in, in the order in which they
    were held; inductive and in vivo codes; the last two against those of the first four (Guest,
    Namey and Chen, 2020). Whoever speaks: the command `saturation` counts respondents only.
    "" where there is nothing to say yet.
    """
    marked = {document for document, who in completed(connection) if who == coder}
    counting = marked or set(connection.exec_driver_sql(_BEGUN, (coder,)).scalars())
    if not counting:
        return ""
    held = as_held(connection, [d for d in all_documents(connection) if d.id in counting])
    order = [document.id for document in held.documents]
    start = counted("{n} interview coded", "{n} interviews coded", len(order))
    if len(order) < BASE + RUN:
        return _("{start}; what new ones bring is told from {n} on").format(
            start=start, n=BASE + RUN
        )
    ground = _codes_in(connection, coder, order[:BASE])
    new = len(_codes_in(connection, coder, order[-RUN:]) - ground)
    new -= _seen_between(connection, coder, ground, order)
    line = counted(
        "{{start}}; the last {{run}} brought {n} new code",
        "{{start}}; the last {{run}} brought {n} new codes",
        new,
    ).format(start=start, run=RUN)
    return f"{line} ({percent(new / len(ground), 1)} %)" if ground else line


def _seen_between(
    connection: Connection, coder: int, ground: Collection[int], order: Sequence[int]
) -> int:
    """Count the codes of the last run that came up after the base and before that run."""
    between = set(order[BASE:-RUN])
    found = 0
    for code in _codes_in(connection, coder, order[-RUN:]) - set(ground):
        rows = connection.exec_driver_sql(_OF_CODE, (code, coder))
        found += any(document in between for document in rows.scalars())
    return found


# The indexes are named, since SQLite would rather look at every coding of the project.
_BEGUN = """
SELECT d.id FROM documents d WHERE EXISTS
 (SELECT 1 FROM codings c INDEXED BY codings_place WHERE c.document_id = d.id AND c.coder_id = ?)
"""
_OF_CODE = """
SELECT document_id FROM codings INDEXED BY codings_code WHERE code_id = ? AND coder_id = ?
"""
_IN_DOCUMENT = """
SELECT DISTINCT c.code_id FROM codings c INDEXED BY codings_place JOIN codes o ON o.id = c.code_id
WHERE c.document_id = ? AND c.coder_id = ? AND o.origin <> 'deductive'
"""


def _codes_in(connection: Connection, coder: int, documents: Sequence[int]) -> set[int]:
    """Return the codes (ids) of the origins that count which a coder used in these documents."""
    found: set[int] = set()
    for number in documents:
        found |= set(connection.exec_driver_sql(_IN_DOCUMENT, (number, coder)).scalars())
    return found


def _date_attribute(connection: Connection, wanted: str | None) -> str:
    """Return the attribute that holds dates, "" for none. Raises NotFound for an unknown one."""
    if wanted is not None:
        return find_attribute(connection, wanted)
    known = attribute_names(connection)
    return next((name for name in known if name.strip().casefold() in _DATES), "")


def _dates(
    connection: Connection, documents: Sequence[Document], attribute: str
) -> Mapping[int, date]:
    """Return the date of each document that has one: its respondent's."""
    values = attributes_by_respondent(connection) if attribute else {}
    texts = {d.id: values.get(d.respondent or 0, {}).get(attribute, "") for d in documents}
    read = {number: read_date(text) for number, text in texts.items()}
    return {number: day for number, day in read.items() if day is not None}
