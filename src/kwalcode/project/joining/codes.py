"""Which codes were merged into which: what others put on them meanwhile goes there too."""

from __future__ import annotations

from kwalcode.project.joining.details import Stamp
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.joining.shapes import Key
from kwalcode.project.joining.side import Side

Successors = dict[Key, tuple[Stamp, Key]]
_MERGE = "merge codes"


def successors(*copies: tuple[Side, Ledger]) -> Successors:
    """Return what the copies' journals tell of merged codes: when, and into which one.

    Merges that were undone do not count; where the copies differ the newest one does.
    """
    found: Successors = {}
    for side, ledger in copies:
        told = {
            side.present(code): (stamp, side.present(into))
            for code, (stamp, into) in ledger.details.successors.items()
        }
        for entry in ledger.entries:
            if entry.name == _MERGE and entry.id not in ledger.undone:
                names = side.names["codes"]
                numbers = entry.arguments.get("ids", [])
                known = [names[number] for number in numbers if number in names]
                for code in known[1:] if len(known) == len(numbers) else ():
                    told[code] = ((entry.time, entry.hash), known[0])
        for code, merge in told.items():
            found[code] = max(merge, found.get(code, merge))
    return found


def followed(found: Successors) -> dict[Key, Key]:
    """Return for each merged code the one at the end of the chain.

    Where two codes were merged into each other, in two copies, the newest merge counts.
    """
    into: dict[Key, Key] = {}
    for code, (_stamp, target) in sorted(found.items(), key=lambda item: item[1], reverse=True):
        if _end(into, target) != code:
            into[code] = target
    return {code: _end(into, code) for code in into}


def _end(into: dict[Key, Key], code: Key) -> Key:
    while code in into:
        code = into[code]
    return code
