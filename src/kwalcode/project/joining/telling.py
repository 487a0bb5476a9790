"""What a join tells of things: their names and values in words."""

from __future__ import annotations

from collections.abc import Sequence

from kwalcode.analysis.query.references import as_typed
from kwalcode.i18n import _
from kwalcode.project.joining.choices import Conflict, Take, conflict_id
from kwalcode.project.joining.shapes import DECISIONS, SHAPES, Key, Shape, Values
from kwalcode.project.joining.side import Side

_LONGEST = 60
MERGED_INTO = "merged into"
"""The field of a code that tells which one it was merged into."""

_KINDS = {
    "coders": _("coder"),
    "settings": _("setting"),
    "respondents": _("respondent"),
    "attributes": _("attribute"),
    "attribute_values": _("attribute"),
    "documents": _("document"),
    "speakers": _("speaker"),
    "turns": _("turn"),
    "sentences": _("sentences"),
    "codes": _("code"),
    "codings": _("coding"),
    "code_groups": _("code group"),
    "themes": _("theme"),
    "memos": _("memo"),
    "document_groups": _("group of documents"),
    "saved_queries": _("saved query"),
    "report_quotations": _("quotation for the report"),
    "uncarried": _("open decision"),
    "rounds": _("round"),
    "patterns": _("pattern"),
    "relations": _("relation"),
    "summaries": _("summary"),
    "cells_read": _("cell that was read"),
    "decisions": _("decision"),
    "reopened": _("decision"),
}
_FIELDS = {
    "parent_id": _("place in the tree"),
    "quotation_id": _("passage"),
    "code_id": _("code"),
    "coder_id": _("coder"),
    "respondent_id": _("respondent"),
    "about_id": _("what it is about"),
    "text_sha256": _("text"),
}


class Teller:
    """Tells of rows by the names that either copy has for them."""

    def __init__(self, ours: Side, theirs: Side) -> None:
        self._sides = (ours, theirs)

    def changed(
        self, shape: Shape, key: Key, column: str, ours: object, theirs: object, take: Take
    ) -> Conflict:
        """Return the conflict of a field that both sides gave a value."""
        return Conflict(
            conflict_id("changed", shape.name, key, column),
            "changed",
            self.kind(shape),
            self.name(shape.name, key),
            _FIELDS.get(column, column),
            self._value(shape, column, ours),
            self._value(shape, column, theirs),
            take,
        )

    def removed(self, shape: Shape, key: Key, *, changed: Take, take: Take) -> Conflict:
        """Return the conflict of a thing that one side took out and the other went on with."""
        told = [_("went on with it"), _("removed it")]
        if changed == "theirs":
            told.reverse()
        return Conflict(
            conflict_id("removed", shape.name, key, ""),
            "removed",
            self.kind(shape),
            self.name(shape.name, key),
            "",
            told[0],
            told[1],
            take,
        )

    def merged(self, shape: Shape, key: Key, into: Key, *, ours: bool, take: Take) -> Conflict:
        """Return the conflict of a code that one side (not `ours`) merged and the other changed."""
        done = _("merged it into {code}").format(code=self.name(shape.name, into))
        told = (_("changed it"), done) if ours else (done, _("changed it"))
        name = self.name(shape.name, key)
        number = conflict_id("merged", shape.name, key, "")
        return Conflict(number, "merged", self.kind(shape), name, "", *told, take)

    def merged_twice(
        self, code: Key, deleted: Values | None, ours: Key, theirs: Key, take: Take
    ) -> Conflict:
        """Return the conflict of a code that the two sides merged into two others; `deleted` is
        its row as it was then."""
        number = conflict_id("changed", "codes", code, MERGED_INTO)
        return Conflict(
            number,
            "changed",
            self.kind(SHAPES["codes"]),
            self.name("codes", code)
            if deleted is None
            else str(deleted[SHAPES["codes"].at("name")]),
            _("merged into"),
            self.name("codes", ours),
            self.name("codes", theirs),
            take,
        )

    def named(self, shape: Shape, key: Key, name: str, mine: bool) -> Conflict:
        """Return the conflict of two things of one name; this one is called `name` from now on."""
        kept = self.name(shape.name, key)
        told = (name, kept) if mine else (kept, name)
        number = conflict_id("name", shape.name, key, "")
        return Conflict(number, "name", self.kind(shape), kept, _("name"), *told, "both")

    def erased_there(self, shape: Shape, key: Key) -> str:
        """Return the note on what the other copy erased and ours still has."""
        return _(
            "{what} {name} was erased in the copy. If it must be erased here too, use"
            " 'kwalcode erase'."
        ).format(what=self.kind(shape), name=self.name(shape.name, key))

    def kind(self, shape: Shape) -> str:
        """Return the word for the things of a table."""
        return _KINDS.get(shape.name, shape.name.replace("_", " "))

    def name(self, table: str, key: Key) -> str:
        """Return what a thing is called; a coding by its code and place, a memo by its words."""
        if table == "quotations":
            return f"{self.name('documents', key[0])} {key[1]}:{key[2]}"
        shape = SHAPES.get(table)
        values = None if shape is None else self._row(table, key)
        if shape is None or values is None:
            return " ".join(str(part) for part in key) if isinstance(key, tuple) else "?"
        if table == "codes":
            return self._path(shape, key)
        if table == "codings":
            code, place, coder = (
                values[shape.at(c)] for c in ("code_id", "quotation_id", "coder_id")
            )
            told = [self.name(t, k) for t, k in zip(_CODING, (code, place, coder), strict=True)]
            return _("{code}, {place}, {coder}").format(code=told[0], place=told[1], coder=told[2])
        if table in DECISIONS:
            place = [values[shape.at(c)] for c in ("document_id", "start", "end")]
            return self.name("quotations", place)
        if table in ("summaries", "cells_read"):
            return self._cell(shape, values)
        for column in ("name", "label", "title", "claim", "text"):
            if column in shape.columns and values[shape.at(column)]:
                return _short(str(values[shape.at(column)]))
        return self._parts(shape, key, values)

    def _cell(self, shape: Shape, values: Values) -> str:
        """Return the respondent and the code or theme of a cell of the framework."""
        subjects = (("codes", "code_id"), ("themes", "theme_id"))
        known = [(t, values[shape.at(c)]) for t, c in subjects if values[shape.at(c)] is not None]
        respondent = self.name("respondents", values[shape.at("respondent_id")])
        return ", ".join([respondent, *(self.name(*one) for one in known)])

    def _parts(self, shape: Shape, key: Key, values: Values) -> str:
        if shape.keyed:
            named = zip(shape.keys, key, strict=True)
            return ", ".join(
                self.name(shape.refs[c], k) if c in shape.refs else str(k) for c, k in named
            )
        if "quotation_id" in shape.columns:
            return self.name("quotations", values[shape.at("quotation_id")])
        return self.kind(shape)

    def _path(self, shape: Shape, key: Key) -> str:
        names: list[str] = []
        seen: set[Key] = set()
        while key is not None and key not in seen:
            seen.add(key)
            values = self._row("codes", key)
            if values is None:
                break
            names.insert(0, str(values[shape.at("name")]))
            key = values[shape.at("parent_id")]
        return " > ".join(names)

    def _row(self, table: str, key: Key) -> Values | None:
        for side in self._sides:
            found = side.rows[table].get(key) if table in side.rows else None
            if found is not None:
                return found
        return None

    def _value(self, shape: Shape, column: str, value: object) -> str:
        if value is None:
            return ""
        if column in shape.refs and shape.refs[column] != "content":
            return self.name(shape.refs[column], value)
        if isinstance(value, bytes):
            return value.hex()[:8]
        if (shape.name, column) == ("saved_queries", "query"):
            return _short(as_typed(str(value)))
        return _short(str(value))


_CODING: Sequence[str] = ("codes", "quotations", "coders")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
