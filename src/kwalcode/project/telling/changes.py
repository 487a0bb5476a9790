"""What an entry of the journal changed, told in words from the images of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from kwalcode.i18n import _, counted
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image, Row
from kwalcode.project.history.journal import UNDO, Entry, base_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.spans import Range
from kwalcode.store.tables import documents

_MOST_LINES = 40
_MOST_ROWS = 8
_LENGTH = 60
_QUIET = frozenset({"quotations", "turns", "sentences", "uuid"})
"""Tables that follow from the others: a coding has its quotation, a document its turns."""

ADDED, REMOVED, CHANGED = "+", "−", "~"
_SIGNS = {"insert": ADDED, "share": ADDED, "delete": REMOVED, "release": REMOVED, "update": CHANGED}
_INVERSE = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of what an entry changed: `sign` is "+" (came), "−" (went) or "~" (changed)."""

    sign: str
    text: str


def effects(connection: Connection, entry: Entry) -> list[Effect]:
    """Return what an entry changed, at most forty lines; an undo shows the inverse of its act.

    Names are those of now; of what is gone since, those that the images hold.
    """
    base = base_of(connection, entry)
    names = _Names(connection)
    told: list[Effect] = []
    coded: Counter[tuple[str, int, int]] = Counter()
    for image in journal.images(connection, base.id):
        names.learn(image)
        if image.table == "codings" and {"code_id", "document_id"} <= set(image.columns):
            coded.update(_coded(image))
        elif image.table not in _QUIET and image.operation not in ("share", "release"):
            told += _told(image, names)
    told = _codings(coded, names) + told
    if entry.name == UNDO:
        told = [Effect(_INVERSE[effect.sign], effect.text) for effect in told]
    if len(told) > _MOST_LINES:
        more = counted("and {n} more line", "and {n} more lines", len(told) - _MOST_LINES)
        told = [*told[:_MOST_LINES], Effect(" ", more)]
    return told


def place_of(connection: Connection, entry: Entry) -> tuple[int, Range] | None:
    """Return the document and the range that an entry is about, if there is one and it is still
    there: the first coding or quotation in its images."""
    base = base_of(connection, entry)
    for image in journal.images(connection, base.id):
        if image.table in ("codings", "quotations") and {"start", "end"} <= set(image.columns):
            rows = image.after or image.before
            at = [image.columns.index(name) for name in ("document_id", "start", "end")]
            number, start, end = (rows[0][i] for i in at)
            length = connection.scalar(select(documents.c.length).where(documents.c.id == number))
            return None if length is None or end > length else (number, (start, end))
    return None


class _Names:
    """What the ids in images are called."""

    def __init__(self, connection: Connection) -> None:
        self.codes: dict[int, str] = {code.id: code.path for code in all_codes(connection)}
        chosen = select(documents.c.id, documents.c.name)
        self.documents: dict[int, str] = {r.id: r.name for r in connection.execute(chosen)}

    def learn(self, image: Image) -> None:
        """Take in the names of what is not there any more."""
        known = {"codes": self.codes, "documents": self.documents}.get(image.table)
        if known is None or "name" not in image.columns:
            return
        number, name = image.columns.index("id"), image.columns.index("name")
        for row in image.before + image.after:
            known.setdefault(int(row[number]), str(row[name]))

    def code(self, number: int) -> str:
        return self.codes.get(number, _("a code that is gone"))

    def document(self, number: int) -> str:
        return self.documents.get(number, _("a document that is gone"))


def _coded(image: Image) -> Iterator[tuple[str, int, int]]:
    """Yield (sign, code, document) per coding that came or went; a change is both."""
    code, document = (image.columns.index(name) for name in ("code_id", "document_id"))
    for sign, rows in ((REMOVED, image.before), (ADDED, image.after)):
        for row in rows:
            yield sign, row[code], row[document]


def _codings(coded: Counter[tuple[str, int, int]], names: _Names) -> list[Effect]:
    told = []
    for sign in (REMOVED, ADDED):
        codes: Counter[str] = Counter()
        places: dict[str, dict[int, None]] = {}
        for (its, code, document), n in coded.items():
            if its == sign:
                codes[names.code(code)] += n
                places.setdefault(names.code(code), {})[document] = None
        for code_path, n in codes.most_common():
            where = _list([names.document(number) for number in places[code_path]])
            what = counted("{n} coding", "{n} codings", n)
            line = _("{what} with “{code}” in {documents}")
            told.append(Effect(sign, line.format(what=what, code=code_path, documents=where)))
    return told


def _told(image: Image, names: _Names) -> Iterator[Effect]:
    """Tell rows of other tables: by name where they have one, else by number."""
    sign = _SIGNS[image.operation]
    rows = image.after or image.before
    tell = _TELLERS.get(image.table)
    if sign == CHANGED:
        yield from _changes(image, names)
    elif tell is not None and len(rows) <= _MOST_ROWS:
        for row in rows:
            yield Effect(sign, tell(_values(image, row), names))
    else:
        yield Effect(sign, _kind(image.table, len(rows)))


def _changes(image: Image, names: _Names) -> Iterator[Effect]:
    """Tell which fields became what, row by row; of many rows only how many."""
    pairs = list(zip(image.before, image.after, strict=True))
    if len(pairs) > _MOST_ROWS:
        yield Effect(CHANGED, _kind(image.table, len(pairs)))
        return
    for before, after in pairs:
        old, new = _values(image, before), _values(image, after)
        fields = [name for name in new if old[name] != new[name] and name not in _UNTOLD]
        said = [f"{_field(f)} {_was(old[f], names, f)} → {_was(new[f], names, f)}" for f in fields]
        if said:
            yield Effect(CHANGED, f"{_which(image.table, old, names)}: {'; '.join(said)}")


_UNTOLD = frozenset({"position", "changed", "text_sha256", "content_id", "core_start", "core_end"})


def _values(image: Image, row: Row) -> dict[str, Any]:
    return dict(zip(image.columns, row, strict=True))


def _which(table: str, row: Mapping[str, Any], names: _Names) -> str:
    """Tell which row of a table it is: a code or a document by its name, others by their kind."""
    if table == "codes":
        return _("code “{code}”").format(code=names.code(row["id"]))
    if table == "documents":
        return _("document {document}").format(document=names.document(row["id"]))
    return _kind(table, 1)


def _was(value: object, names: _Names, field: str) -> str:
    if value is None or value == "":
        return _("(nothing)")
    if field in ("parent_id", "code_id") and isinstance(value, int):
        return f"“{names.code(value)}”"
    if isinstance(value, str):
        return f"“{_short(value)}”"
    return _("something else") if isinstance(value, bytes) else str(value)


def _field(name: str) -> str:
    """Return what a column is called on the screen."""
    return {
        "name": _("name"),
        "definition": _("definition"),
        "include": _("include"),
        "exclude": _("exclude"),
        "example": _("example"),
        "question": _("question"),
        "keywords": _("keywords"),
        "color": _("colour"),
        "origin": _("origin"),
        "parent_id": _("under"),
        "title": _("title"),
        "text": _("text"),
        "value": _("value"),
        "role": _("role"),
        "label": _("name"),
        "claim": _("claim"),
        "status": _("status"),
        "side": _("side"),
        "note": _("note"),
        "rule": _("rule"),
        "kind": _("kind"),
    }.get(name, name.removesuffix("_id").replace("_", " "))


def _kind(table: str, n: int) -> str:
    """Return how many rows of a table, in words."""
    told = {
        "coders": counted("{n} coder", "{n} coders", n),
        "settings": counted("{n} setting", "{n} settings", n),
        "respondents": counted("{n} respondent", "{n} respondents", n),
        "attributes": counted("{n} attribute", "{n} attributes", n),
        "attribute_values": counted("{n} value", "{n} values", n),
        "documents": counted("{n} document", "{n} documents", n),
        "speakers": counted("{n} speaker", "{n} speakers", n),
        "turns": counted("{n} turn", "{n} turns", n),
        "codes": counted("{n} code", "{n} codes", n),
        "theme_codes": counted("{n} code in a theme", "{n} codes in themes", n),
        "code_group_members": counted("{n} code in a group", "{n} codes in groups", n),
        "document_group_members": counted("{n} document in a group", "{n} documents in groups", n),
        "document_versions": counted("{n} earlier text", "{n} earlier texts", n),
        "uncarried": counted("{n} open decision", "{n} open decisions", n),
        "reopened": counted(
            "{n} decision that is open again", "{n} decisions that are open again", n
        ),
        "codings": counted("{n} coding", "{n} codings", n),
        "completion": counted("{n} mark of completeness", "{n} marks of completeness", n),
        "code_groups": counted("{n} code group", "{n} code groups", n),
        "themes": counted("{n} theme", "{n} themes", n),
        "theme_quotations": counted("{n} quotation of a theme", "{n} quotations of themes", n),
        "theme_searches": counted("{n} search", "{n} searches", n),
        "theme_patterns": counted("{n} pattern in a theme", "{n} patterns in themes", n),
        "patterns": counted("{n} pattern", "{n} patterns", n),
        "pattern_quotations": counted(
            "{n} quotation of a pattern", "{n} quotations of patterns", n
        ),
        "opened_cases": counted("{n} opened case", "{n} opened cases", n),
        "relations": counted("{n} relation", "{n} relations", n),
        "summaries": counted("{n} summary", "{n} summaries", n),
        "summary_quotations": counted(
            "{n} quotation of a summary", "{n} quotations of summaries", n
        ),
        "cells_read": counted("{n} cell read", "{n} cells read", n),
        "memos": counted("{n} memo", "{n} memos", n),
        "memo_links": counted("{n} link to a passage", "{n} links to passages", n),
        "saved_queries": counted("{n} saved query", "{n} saved queries", n),
        "report_quotations": counted(
            "{n} quotation for the report", "{n} quotations for the report", n
        ),
        "document_groups": counted("{n} document group", "{n} document groups", n),
    }.get(table)
    return told or f"{n} × {table.replace('_', ' ')}"


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    more = len(names) - 3
    return shown if more <= 0 else _("{names} and {n} more").format(names=shown, n=more)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1].rstrip() + "…"


def _tell_memo(row: Mapping[str, Any], _names: _Names) -> str:
    return _("memo “{text}”").format(text=_short(row["title"] or row["text"]))


_TELLERS: dict[str, Callable[[Mapping[str, Any], _Names], str]] = {
    "codes": lambda row, names: _("code “{code}”").format(code=names.code(row["id"])),
    "documents": lambda row, _names: _("document {document}").format(document=row["name"]),
    "respondents": lambda row, _names: _("respondent {name}").format(name=row["name"]),
    "coders": lambda row, _names: _("coder {name}").format(name=row["name"]),
    "attributes": lambda row, _names: _("attribute “{name}”").format(name=row["name"]),
    "themes": lambda row, _names: _("theme “{name}”").format(name=row["name"]),
    "code_groups": lambda row, _names: _("code group “{name}”").format(name=row["name"]),
    "document_groups": lambda row, _names: _("document group “{name}”").format(name=row["name"]),
    "settings": lambda row, _names: f"{row['key']}: {_short(row['value'])}",
    "memos": _tell_memo,
    "patterns": lambda row, _names: _("pattern “{claim}”").format(claim=_short(row["claim"])),
    "summaries": lambda row, _names: _("summary “{text}”").format(text=_short(row["text"])),
}
