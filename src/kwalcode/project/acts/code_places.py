"""Where a code stands: found by id or name among its siblings, and put at a place among them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.project.history.change import Change
from kwalcode.project.reads.codes import all_codes
from kwalcode.store.tables import codes


def code_numbered(change: Change, number: int) -> Code:
    """Return the code with this id. Raises NotFound."""
    for code in all_codes(change.connection):
        if code.id == number:
            return code
    raise NotFound(_("There is no code with number {n}.").format(n=number))


def sibling(change: Change, name: str, parent: int | None) -> int | None:
    """Return the id of the code of that name under `parent` (None: at the root), if any."""
    chosen = select(codes.c.id).where(codes.c.parent_id.is_not_distinct_from(parent))
    return change.connection.scalar(chosen.where(codes.c.name == name))


def refuse_taken(change: Change, name: str, parent: int | None, *, own: int | None = None) -> None:
    """Raise Refused when another code than `own` has that name under `parent`."""
    if sibling(change, name, parent) not in (None, own):
        raise Refused(
            _("There is a code '{name}' here already. Choose another name.").format(name=name)
        )


def next_position(change: Change, parent: int | None) -> int:
    """Return the position after the last code under `parent`."""
    chosen = select(func.max(codes.c.position)).where(
        codes.c.parent_id.is_not_distinct_from(parent)
    )
    return (change.connection.scalar(chosen) or 0) + 1


def arrange(
    change: Change, code: int, parent: int | None, *, before: int | None, after: int | None
) -> None:
    """Put a code that hangs under `parent` before or after one of its siblings (ids).

    Others get another position only where there is no room between two. Raises Refused when
    that one is no sibling.
    """
    c = codes.c
    chosen = select(c.id, c.position).where(c.parent_id.is_not_distinct_from(parent), c.id != code)
    others = [tuple(row) for row in change.connection.execute(chosen.order_by(c.position, c.id))]
    beside = after if before is None else before
    numbers = [number for number, _position in others]
    if beside not in numbers:
        raise Refused(_("A code can only be put beside one that hangs under the same code."))
    at = numbers.index(beside) + (before is None)
    _position(change, others[:at], code, others[at:])


def _position(
    change: Change,
    earlier: Iterable[tuple[int, int]],
    code: int,
    later: list[tuple[int, int]],
) -> None:
    """Give `code` the place between others (id, position), and these ascending positions."""
    last: int | None = None
    for number, position in earlier:
        last = _after(change, number, position, last)
    if last is None:
        last = later[0][1] - 1 if later else 1
    else:
        last += 1
    change.update(codes, codes.c.id == code, position=last)
    for number, position in later:
        last = _after(change, number, position, last)


def _after(change: Change, number: int, position: int, last: int | None) -> int:
    if last is None or position > last:
        return position
    change.update(codes, codes.c.id == number, position=last + 1)
    return last + 1
