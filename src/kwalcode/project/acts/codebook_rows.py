"""How a codebook from a file meets the codes there are: parts of the act that imports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code, CodeSpec
from kwalcode.project.acts.code_places import next_position
from kwalcode.project.history.change import Change
from kwalcode.project.reads.codes import all_codes
from kwalcode.store.tables import codes

_FIELDS = ("definition", "include", "exclude", "example", "question", "color", "origin")


@dataclass(slots=True)
class CodebookImported:
    """What a codebook import did, by paths; `kept` are the project's codes not in the file."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class Known:
    """The project's codes while an import runs, found by key or path."""

    def __init__(self, found: list[Code]) -> None:
        self.codes = found
        self.by_key = {code.key.casefold(): code.id for code in found if code.key}
        self.by_path = {tuple(code.path.split(CODE_PATH)): code.id for code in found}
        self.seen: set[int] = set()
        self._positions: dict[int | None, int] = {}

    def next_position(self, change: Change, parent: int | None) -> int:
        """Return the place after the last sibling; asked of the project once per parent."""
        position = self._positions.get(parent) or next_position(change, parent)
        self._positions[parent] = position + 1
        return position

    def find(self, spec: CodeSpec) -> int | None:
        """Return the id of the code that a spec means, by its key, else by its path."""
        if spec.key and spec.key.casefold() in self.by_key:
            return self.by_key[spec.key.casefold()]
        return self.by_path.get(spec.path)


def free_names(change: Change, table: Known, specs: Sequence[CodeSpec]) -> None:
    """Give codes that get another name or place a passing name first, so that names can be
    swapped or handed on within one file."""
    present = {code.id: tuple(code.path.split(CODE_PATH)) for code in table.codes}
    wanted = {number: spec.path for spec in specs if (number := table.find(spec)) is not None}
    moving = {number for number, path in wanted.items() if present[number] != path}
    targets = {wanted[number] for number in moving}
    for number in moving:
        if present[number] in targets:
            change.update(codes, codes.c.id == number, name=f"\x00{number}")


def import_one(change: Change, table: Known, spec: CodeSpec, done: CodebookImported) -> None:
    """Write one code; a new one comes after its siblings, a known one keeps its place."""
    parent = None
    if len(spec.path) > 1:
        above = spec.path[:-1]
        if above not in table.by_path:
            import_one(change, table, CodeSpec(above), done)
        parent = table.by_path[above]
    values = {name: getattr(spec, name) for name in _FIELDS} | {
        "keywords": "\n".join(spec.keywords),
        "key": spec.key,
    }
    number = table.find(spec)
    if number is None:
        position = table.next_position(change, parent)
        number = change.insert(codes, name=spec.name, parent_id=parent, position=position, **values)
        done.created.append(CODE_PATH.join(spec.path))
    elif change.update(codes, codes.c.id == number, name=spec.name, parent_id=parent, **values):
        done.updated.append(CODE_PATH.join(spec.path))
    table.by_path[spec.path] = number
    table.seen.add(number)


def refuse_loops(change: Change) -> None:
    """Raise Refused when codes hang under themselves: nobody would see them any more.

    That is what a file asks for when a code moves below another that took over its path.
    """
    count = change.connection.scalar(select(func.count()).select_from(codes)) or 0
    if len(all_codes(change.connection)) < count:
        raise Refused(_("The codebook hangs a code under itself. Check its keys and paths."))
