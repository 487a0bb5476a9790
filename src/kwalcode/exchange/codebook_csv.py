"""The codebook as CSV, in and out: one row a code; `codebooks/README.md` lists the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kwalcode.cells import original_cell, safe_cell
from kwalcode.errors import KwalcodeError, UnreadableFile
from kwalcode.exchange.codebook_rules import (
    MAX_DEPTH,
    TEXT_FIELDS,
    Fault,
    Unique,
    checked_color,
    checked_name,
    checked_origin,
    checked_text,
    clean_keywords,
    folded,
    spec_of,
)
from kwalcode.exchange.tables import Row, listed, read_table, require
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code, CodeSpec
from kwalcode.transcripts.refusals import shown

COLUMNS = ("code", "definition", "path", *TEXT_FIELDS[1:], "keywords", "color", "origin", "key")
"""The columns of an export, in order; an import knows `parent` as well."""
_KNOWN = (*COLUMNS, "parent")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row on its way to a code: `spec.path` holds its own name, or its whole path if given."""

    spec: CodeSpec
    parent: str
    fault: Fault


def parse(text: str, name: str) -> list[CodeSpec]:
    """Return the codes of a codebook: parents before children, siblings in the file's order.

    `name` is the file's, for errors; each names the file, the row (the header is row 1) and
    the code. Raises UnreadableFile for what is no such table, KwalcodeError for bad rows.
    """
    table = read_table(io.StringIO(text, newline=""), name)
    require(table, "code")
    unknown = [column for column in table.columns if column not in _KNOWN]
    if unknown:
        reason = _("{file}, row 1: unknown column {unknown}; known are: {known}")
        raise UnreadableFile(
            shown(reason.format(file=name, unknown=listed(unknown), known=", ".join(_KNOWN)))
        )
    entries = [_entry(row, name) for row in table.rows]
    placed = _spelled_alike(_placed(entries))
    unique = Unique()
    for spec, entry in zip(placed, entries, strict=True):
        unique.add(spec, entry.fault)
    return _depth_first(placed)


def render(codes: Sequence[Code], *, delimiter: str = ",") -> str:
    """Return a codebook table with these codes, in their order; formulas are neutralised."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for spec in map(spec_of, codes):
        values = {column: getattr(spec, column, "") for column in COLUMNS}
        values |= {"code": spec.name, "path": CODE_PATH.join(spec.path)}
        values["keywords"] = _joined(spec.keywords)
        writer.writerow([safe_cell(values[column]) for column in COLUMNS])
    return out.getvalue()


def _entry(row: Row, name: str) -> _Entry:
    cells = {column: original_cell(cell) for column, cell in row.cells.items()}
    place = _("row {n}").format(n=row.number)
    fault = _fault(f"{name}, {place}", cells["code"])
    if row.problem:
        raise fault(row.problem)
    own = checked_name(cells["code"], fault)
    texts = {field: checked_text(cells.get(field, ""), fault) for field in TEXT_FIELDS}
    spec = CodeSpec(
        path=_path(cells.get("path", ""), own, fault),
        key=checked_text(cells.get("key", ""), fault),
        **texts,
        keywords=_split(cells.get("keywords", "")),
        color=checked_color(cells.get("color", ""), fault),
        origin=checked_origin(cells.get("origin", ""), fault),
        place=place,
    )
    # A path says all; the parent counts only where the row has no path.
    parent = "" if cells.get("path", "").strip() else " ".join(cells.get("parent", "").split())
    return _Entry(spec, parent, fault)


def _fault(place: str, code: str) -> Fault:
    def make(reason: str) -> KwalcodeError:
        return UnreadableFile(shown(f"{place}, {_('code')} {listed([code])}: {reason}"))

    return make


def _path(cell: str, own: str, fault: Fault) -> Path:
    """Return the names in a path, which ends in the code's own. Raises KwalcodeError."""
    if not cell.strip():
        return (own,)
    path = tuple(checked_name(name, fault) for name in cell.split(CODE_PATH.strip()))
    if path[-1].casefold() != own.casefold():
        reason = _("the path '{path}' should end in the name of the code itself")
        raise fault(reason.format(path=" ".join(cell.split())))
    if len(path) > MAX_DEPTH:
        raise fault(_too_deep())
    return (*path[:-1], own)


def _placed(entries: Sequence[_Entry]) -> list[CodeSpec]:
    """Return the codes with their whole paths, those of parents named by name found first."""
    by_name: dict[str, list[_Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry.spec.name.casefold(), []).append(entry)
    return [replace(entry.spec, path=_whole_path(entry, by_name)) for entry in entries]


def _whole_path(entry: _Entry, by_name: Mapping[str, Sequence[_Entry]]) -> Path:
    path, at = entry.spec.path, entry
    passed = {id(entry)}
    while at.parent:
        at = _parent(at, by_name)
        if id(at) in passed:
            raise entry.fault(_("its parents form a ring; give one of them no parent"))
        passed.add(id(at))
        path = (*at.spec.path, *path)
        if len(path) > MAX_DEPTH:
            raise entry.fault(_too_deep())
    return path


def _parent(entry: _Entry, by_name: Mapping[str, Sequence[_Entry]]) -> _Entry:
    found = by_name.get(entry.parent.casefold(), ())
    if not found:
        reason = _("its parent {name} has no row of its own; add one, or give the path")
        raise entry.fault(reason.format(name=listed([entry.parent])))
    if len(found) > 1:
        reason = _("several codes are called {name}; give the path instead of the parent")
        raise entry.fault(reason.format(name=listed([entry.parent])))
    return found[0]


def _spelled_alike(specs: Sequence[CodeSpec]) -> list[CodeSpec]:
    """Spell the names in paths as the rows of those codes do, so that they are the same codes."""
    spelled = {folded(spec.path): spec.name for spec in specs}

    def alike(path: Path) -> Path:
        key = folded(path)
        above = tuple(spelled.setdefault(key[: i + 1], path[i]) for i in range(len(path) - 1))
        return (*above, path[-1])

    return [replace(spec, path=alike(spec.path)) for spec in specs]


def _depth_first(specs: Iterable[CodeSpec]) -> list[CodeSpec]:
    """Return the codes as a tree is read; a parent without a row of its own keeps a place."""
    by_path = {spec.path: spec for spec in specs}
    children: dict[Path, dict[Path, None]] = {}
    for path in by_path:
        for length in range(1, len(path) + 1):
            children.setdefault(path[: length - 1], {})[path[:length]] = None

    def below(path: Path) -> Iterator[CodeSpec]:
        for child in children.get(path, ()):
            if child in by_path:
                yield by_path[child]
            yield from below(child)

    return list(below(()))


def _split(cell: str) -> tuple[str, ...]:
    """Return the keywords of a cell: between `;`, in quotes where one holds a `;` itself."""
    line = " ".join(cell.split())
    words = next(csv.reader([line], delimiter=";", skipinitialspace=True), [])
    return clean_keywords(words)


def _joined(words: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="").writerow(words)
    return out.getvalue() if words else ""


def _too_deep() -> str:
    return _("at most {n} levels of codes are read").format(n=MAX_DEPTH)
