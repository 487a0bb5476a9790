"""Which codes were merged into which: what others put on them meanwhile goes there too."""

from __future__ import annotations

from kwalcode.project.identity import now
from kwalcode.project.joining.choices import Choices, Take, conflict_id
from kwalcode.project.joining.details import Stamp
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import MERGE, Key
from kwalcode.project.joining.side import Side
from kwalcode.project.joining.telling import MERGED_INTO, Teller

Successors = dict[Key, tuple[Stamp, Key]]


def merges_of(side: Side, ledger: Ledger) -> Successors:
    """Return what a copy's journal tells of merged codes: when, and into which one. Merges that
    were undone do not count."""
    told = {
        side.present(code): (stamp, side.present(into))
        for code, (stamp, into) in ledger.details.successors.items()
    }
    for entry in ledger.entries:
        if entry.name == MERGE and entry.id not in ledger.undone:
            names = side.names["codes"]
            numbers = entry.arguments.get("ids", [])
            known = [names[number] for number in numbers if number in names]
            for code in known[1:] if len(known) == len(numbers) else ():
                merge = (entry.time, entry.hash), known[0]
                told[code] = max(merge, told.get(code, merge))
    return told


def settle_merges(
    two: Two, choices: Choices, merged: Merged, ours: Successors, theirs: Successors
) -> None:
    """Note which code each merged one is in by now: where both copies merged it, the newest merge
    counts, unless it was decided otherwise. All that was on it goes along, as one conflict."""
    teller = Teller(two.ours, two.theirs)
    found = {
        code: max(told.get(code, (("", b""), b"")) for told in (ours, theirs))
        for code in ours.keys() | theirs.keys()
    }
    for code in sorted(ours.keys() & theirs.keys()):
        both = ours[code], theirs[code]
        hashes = both[0][0][1], both[1][0][1]
        if both[0][1] == both[1][1] or hashes[0] in two.known[1] or hashes[1] in two.known[0]:
            continue
        number = conflict_id("changed", "codes", code, MERGED_INTO)
        choice, newest = choices.of("changed", number), int(both[1] > both[0])
        taken = newest if choice == "newest" else int(choice == "theirs")
        if taken != newest:
            found[code] = (now(), b""), both[taken][1]
        two.merged_twice[hashes] = taken == 1
        deleted = two.we_heard.deleted.get(("codes", code))
        side: Take = "theirs" if taken else "ours"
        merged.conflicts.append(teller.merged_twice(code, deleted, both[0][1], both[1][1], side))
    merged.details.successors = found
    two.successors = followed(found)


def note_deleted(two: Two, merged: Merged) -> None:
    """Keep codes that they deleted, though others had been merged into them: a later copy may have
    something on one of those."""
    for code in set(two.successors.values()) - merged.rows["codes"].keys():
        row = two.they_heard.deleted.get(("codes", code))
        if row is not None:
            merged.details.deleted[code] = row


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
