"""The project as data frames: what the analyses take. Heavy; imported only where needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.layers import Layer, spoken_by
from kwalcode.analysis.rollup import roll_up
from kwalcode.language.packing import unpack_array
from kwalcode.model import ROLES, Counted, Origin, Role
from kwalcode.project.analyses.filtering import codes_where, filter_of
from kwalcode.project.analyses.layers import counted_of, documents_where, layer_of, people_where
from kwalcode.project.reads.codes import all_codes
from kwalcode.spans import Range
from kwalcode.units import Ints, cut, trimmed

Ints2 = np.ndarray[tuple[int, int], np.dtype[np.int64]]

CODING_COLUMNS = ("document", "start", "end", "code", "coder")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The codings that count, and what they were chosen by.

    `codings`: document, start, end, code, coder, respondent (all ids), and trimmed_start,
    trimmed_end: the span without white space at its edges. A coding that counts for several
    respondents (a group interview) has a row for each. `turns` is the speech of `roles` (and of
    the respondents asked for), where it was read to tell whose talk counts; None where
    everybody's does. `chosen` are the codes (ids) that were asked for, None for all;
    `fitting` likewise the respondents. `parents` is the code above each code where codings
    were rolled up, else empty.
    """

    codings: pd.DataFrame
    layer: Layer
    counted: Counted
    roles: tuple[Role, ...]
    turns: pd.DataFrame | None = None
    chosen: frozenset[int] | None = None
    fitting: frozenset[int] | None = None
    parents: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def documents(self) -> list[int]:
        """Return the ids of the documents that count, also those without a coding."""
        return sorted(self.layer.coders)


def evidence(
    connection: Connection,
    *,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    groups: Collection[str] = (),
    codes: Collection[str] = (),
    origins: Collection[Origin] = (),
    sub_codes: bool = False,
) -> Evidence:
    """Return the codings of the layer asked for (METHOD, "What counts").

    Arguments as in `filtering.Asked`. `sub_codes` lets a coding count for the codes above it
    too; the codes are limited after that, so a code asked for has all that is below it. Raises
    NotFound, UsageError.
    """
    limits = filter_of(connection, where=where, groups=groups, codes=codes, origins=origins)
    fitting = people_where(connection, where)
    layer = layer_of(connection, coder, documents_where(connection, where))
    found = _in_layer(all_codings(connection), layer)
    everybody = set(roles) == set(ROLES)
    turns = None if everybody and fitting is None else turns_frame(connection, roles)
    if turns is not None and not everybody:
        found = spoken_by(found, turns, roles)
    found = _of(fitting, _with_respondents(connection, found))
    parents = parents_of(connection) if sub_codes else {}
    chosen = codes_where(connection, limits)
    found = roll_up(found, parents) if sub_codes else found
    if chosen is not None:
        found = found[found["code"].isin(list(chosen))].reset_index(drop=True)
    return Evidence(
        found,
        layer,
        counted_of(connection, layer, roles, limits),
        tuple(roles),
        None if turns is None else _of(fitting, turns),
        chosen,
        fitting,
        parents,
    )


def speech_where(
    connection: Connection, roles: Sequence[Role], where: Collection[str] = ()
) -> pd.DataFrame:
    """Return `turns_frame` of the respondents who fit the conditions `where`."""
    return _of(people_where(connection, where), turns_frame(connection, roles))


def _of(people: Collection[int] | None, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of these respondents; all for None."""
    if people is None:
        return frame
    return frame[frame["respondent"].isin(list(people))].reset_index(drop=True)


def parents_of(connection: Connection) -> dict[int, int | None]:
    """Return the parent of each code by id, None at the root."""
    return {code.id: code.parent for code in all_codes(connection)}


def all_codings(connection: Connection) -> pd.DataFrame:
    """Return every coding of every coder, with trimmed spans, sorted by place."""
    # Two numbers in one and sorted here: half the time of six columns in the order of an index.
    table = _integers(
        connection,
        'SELECT document_id << 32 | start, "end" << 32 | quotation_id, code_id << 32 | coder_id'
        " FROM codings",
        3,
    )
    table = table[np.argsort(table[:, 0], kind="stable")]
    (document, start), (end, quotation), (code, coder) = map(_halves, table.T)
    columns = dict(zip(CODING_COLUMNS, (document, start, end, code, coder), strict=True))
    first, last = _cores(connection, quotation, start, end)
    return pd.DataFrame(columns | {"trimmed_start": first, "trimmed_end": last}, copy=False)


def _halves(packed: Ints) -> tuple[Ints, Ints]:
    """Take two numbers below 2^32 out of each one."""
    return packed >> 32, packed & 0xFFFFFFFF


def _cores(connection: Connection, quotation: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the ranges of these quotations without the white space at their edges."""
    sql = "SELECT id, core_start, core_end FROM quotations WHERE core_start NOT NULL ORDER BY id"
    edges = _integers(connection, sql, 3)
    if not len(edges):
        return start, end
    at = np.minimum(np.searchsorted(edges[:, 0], quotation), len(edges) - 1)
    has = edges[at, 0] == quotation
    return np.where(has, edges[at, 1], start), np.where(has, edges[at, 2], end)


def turns_frame(connection: Connection, roles: Iterable[Role] = ROLES) -> pd.DataFrame:
    """Return the speech of turns: document, start, end, role, speaker (id), respondent (id)."""
    wanted = ", ".join(f"'{role}'" for role in ROLES if role in set(roles))
    sql = (
        "SELECT t.document_id, t.speech_start, t.speech_end, t.speaker_id,"
        " COALESCE(s.respondent_id, d.respondent_id, -1),"
        " CASE s.role WHEN 'interviewer' THEN 0 WHEN 'respondent' THEN 1 ELSE 2 END"
        " FROM turns t JOIN speakers s ON s.id = t.speaker_id"
        f" JOIN documents d ON d.id = t.document_id WHERE s.role IN ({wanted})"
        " AND t.speech_end > t.speech_start ORDER BY t.document_id, t.position"
    )
    table = _integers(connection, sql, 6)
    columns = ("document", "start", "end", "speaker", "respondent")
    frame = pd.DataFrame(dict(zip(columns, table.T, strict=False)), copy=False)
    frame["role"] = np.array(ROLES, dtype=object)[table[:, 5]]
    return frame


def units_frame(
    connection: Connection,
    unit: str,
    documents: Collection[int],
    roles: Iterable[Role],
    turns: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the units of these documents: document, start, end, respondent.

    `unit` is "sentence", "turn" or "document"; sentences and turns are those of speakers in
    one of `roles` (`turns` is their speech, where it was read before). A document without any
    punctuation has its turns as sentences.
    """
    if unit == "document":
        return _document_units(connection, documents)
    turns = turns_frame(connection, roles) if turns is None else turns
    turns = turns[turns["document"].isin(list(documents))]
    if unit == "turn":
        return turns[["document", "start", "end", "respondent"]].reset_index(drop=True)
    return _spoken_sentences(connection, documents, turns)


def sentence_bounds(connection: Connection, documents: Collection[int]) -> pd.DataFrame:
    """Return the bounds of all sentences of these documents: document, start, end."""
    wanted = set(documents)
    parts, owners, sizes = [], [], []
    sql = "SELECT document_id, bounds FROM sentences ORDER BY document_id"
    for document, packed in connection.exec_driver_sql(sql):
        if document in wanted:
            flat = np.frombuffer(unpack_array(packed), dtype=np.uint32)
            parts.append(flat.reshape(-1, 2))
            owners.append(document)
            sizes.append(len(flat) // 2)
    bounds = np.concatenate(parts) if parts else np.empty((0, 2), dtype=np.uint32)
    return pd.DataFrame(
        {
            "document": np.repeat(np.array(owners, dtype=np.int64), sizes),
            "start": bounds[:, 0].astype(np.int64),
            "end": bounds[:, 1].astype(np.int64),
        }
    )


def bounds_of(frame: pd.DataFrame, document: int) -> list[Range]:
    """Return the ranges of one document in a frame of units."""
    rows = frame[frame["document"] == document]
    return list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))


def _spoken_sentences(
    connection: Connection, documents: Collection[int], turns: pd.DataFrame
) -> pd.DataFrame:
    """Return the sentences that lie in the given turns, with the respondent of their turn."""
    sentences = sentence_bounds(connection, documents)
    inside, turn = cut(*_places(sentences), *_places(turns))
    spoken = sentences.iloc[inside].copy()
    spoken["respondent"] = turns["respondent"].to_numpy()[turn]
    return spoken.drop_duplicates(["document", "start"], ignore_index=True)


def _document_units(connection: Connection, documents: Collection[int]) -> pd.DataFrame:
    table = _integers(
        connection,
        "SELECT id, 0, length, COALESCE(respondent_id, -1) FROM documents ORDER BY id",
        4,
    )
    frame = pd.DataFrame(table, columns=["document", "start", "end", "respondent"])
    return frame[frame["document"].isin(list(documents))].reset_index(drop=True)


def _in_layer(codings: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    """Keep the codings whose coder counts in their document."""
    pairs = [(d, c) for d, coders in layer.coders.items() for c in coders]
    if not pairs:
        return codings.iloc[:0]
    factor = int(max(codings["coder"].max() if len(codings) else 0, *(c for _d, c in pairs))) + 1
    wanted = np.array([d * factor + c for d, c in pairs], dtype=np.int64)
    keys = codings["document"].to_numpy() * factor + codings["coder"].to_numpy()
    return codings[np.isin(keys, wanted)]


def _with_respondents(connection: Connection, codings: pd.DataFrame) -> pd.DataFrame:
    """Add the respondent: the document's, or in a group interview those in whose turns it lies."""
    owners = _integers(
        connection, "SELECT id, COALESCE(respondent_id, -1) FROM documents ORDER BY id", 2
    )
    by_document = pd.Series(owners[:, 1], index=owners[:, 0])
    frame = codings.copy()
    frame["respondent"] = by_document.reindex(frame["document"]).to_numpy(dtype="int64")
    sql = "SELECT DISTINCT document_id FROM speakers WHERE respondent_id IS NOT NULL"
    groups = list(connection.exec_driver_sql(sql).scalars())
    if not groups:
        return frame.reset_index(drop=True)
    grouped = frame["document"].isin(groups)
    turns = turns_frame(connection, ("respondent", "other"))
    turns = turns[turns["document"].isin(groups)]
    inside = frame[grouped].reset_index(drop=True)
    first, last = trimmed(inside)
    span, turn = cut(inside["document"].to_numpy(), first, last, *_places(turns))
    mapped = inside.iloc[span].copy()
    mapped["respondent"] = turns["respondent"].to_numpy()[turn]
    return pd.concat([frame[~grouped], mapped.drop_duplicates()], ignore_index=True)


def _places(frame: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    document, start, end = (
        frame[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end")
    )
    return document, start, end


def _integers(connection: Connection, sql: str, width: int) -> Ints2:
    """Fetch columns of integers as an array of rows x `width`, without a Python row each."""
    result = connection.exec_driver_sql(sql)
    rows: Iterable[Iterable[int]] = result.cursor  # type: ignore[assignment]
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    result.close()
    return flat.reshape(-1, width)
