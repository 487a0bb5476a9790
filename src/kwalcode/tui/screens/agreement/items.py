"""What the agreement screen lists of the queue: a disagreement a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

from rich.cells import set_cell_size

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.agreement.words import class_name
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.queue import Item, Queue
    from kwalcode.project.reads.decisions import DisagreementKey
    from kwalcode.tui.widgets.linelist import Parts

MARKS = {"a": "A", "b": "B", "both": "2", "neither": "0", "edit": "e", "code": "c", "discuss": "?"}
"""How a decision is marked in the list."""
OPEN, STALE, ELSEWHERE = "·", "!", "="
"""Nothing was decided; what was decided on was changed since; another pair settled it."""


def mark(item: Item) -> str:
    """Return the sign of what was decided."""
    if item.stale:
        return STALE
    if item.decision is not None:
        return MARKS[item.decision.decision]
    return ELSEWHERE if item.elsewhere else OPEN


Key = tuple[bool, "DisagreementKey"]


class ItemKeys(Sequence[Key]):
    """What tells the rows of a queue apart, without a list of hundreds of thousands of keys."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Key: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Key]: ...
    def __getitem__(self, at: int | slice) -> Key | Sequence[Key]:
        if isinstance(at, slice):
            return ItemKeys(self._items[at])
        item = self._items[at]
        return item.stale, item.key

    def __contains__(self, key: object) -> bool:
        return self._find(key) is not None

    def index(self, key: object, start: int = 0, stop: int | None = None) -> int:
        """Return the row of a key. Raises ValueError."""
        found = self._find(key)
        if found is None or not start <= found < (len(self) if stop is None else stop):
            raise ValueError
        return found

    def _find(self, key: object) -> int | None:
        if not isinstance(key, tuple):
            return None
        document = key[1][0]
        rows = (n for n, item in enumerate(self._items) if item.document == document)
        return next((n for n in rows if self[n] == key), None)


def paint_queue(queue: Queue, items: Sequence[Item]) -> Callable[[int, int], Parts]:
    """Return what paints a disagreement's row: decision, document, class, code."""

    def paint(at: int, width: int) -> Parts:
        item = items[at]
        column = max(6, min(24, width // 4))
        name = queue.documents[item.document].name
        document = set_cell_size(fitted(one_line(name), column - 1), column)
        what = _("changed since") if item.stale else class_name(item.group)
        group = set_cell_size(fitted(what, 15), 16)
        codes = " / ".join(queue.codes[c].path.rpartition(CODE_PATH)[2] for c in item.codes)
        rest = max(1, width - column - 16 - 7)
        how = "faint" if item.settled else ""
        final = "✓" if item.document in queue.final else " "
        return [
            (f" {mark(item)}{final} ", "bold"),
            (f"{document} ", "faint"),
            (f"{group} ", "faint"),
            (fitted(one_line(codes), rest), how),
        ]

    return paint
