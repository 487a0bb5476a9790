"""Codes that one copy merged and the other went on with, where it is decided to keep them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select

from kwalcode.project.analyses.evidence import EVIDENCE, findings_of
from kwalcode.project.identity import made
from kwalcode.project.joining.choices import Choices, conflict_id
from kwalcode.project.joining.heard import Heard
from kwalcode.project.joining.shapes import ONE_EACH, SHAPES, Key, Shape, Values
from kwalcode.project.joining.side import Side
from kwalcode.store.tables import content, documents
from kwalcode.transcripts.blocks import MASK


@dataclass(slots=True)
class Two:
    """The two copies, and what is known about each.

    `settled` tells for documents (UUIDs) whose texts differed whether ours is the one that
    counts: both sides speak of one text by now. `blacked` are those of them with words blacked
    out; `left` names what stays behind with them on their side, though nobody took it out.
    `known` are the hashes of the entries that ours and theirs know; `merged_twice` tells of pairs
    of entries, ours and theirs, that merged one code into different ones, whether theirs holds.
    `waited` is what waited for a decision in ours and theirs before the texts became one.
    `successors` tell for codes that a side merged into another which one that is. `parted` is
    when the last thing was done that both know of, a time stamp.
    """

    ours: Side
    theirs: Side
    we_heard: Heard
    they_heard: Heard
    settled: dict[bytes, bool] = field(default_factory=dict)
    successors: dict[Key, Key] = field(default_factory=dict)
    parted: str = ""
    blacked: frozenset[bytes] = frozenset()
    left: set[Key] = field(default_factory=set)
    known: tuple[Set[bytes], Set[bytes]] = (frozenset(), frozenset())
    merged_twice: dict[tuple[bytes, bytes], bool] = field(default_factory=dict)
    waited: tuple[frozenset[Key], frozenset[Key]] = (frozenset(), frozenset())

    def erased_here(self, shape: Shape, key: Key) -> bool:
        """Tell whether a row that only they have was erased here.

        So is a document that passages were erased of before it was taken out: nobody can tell
        any more which. Where their journal does not tell either where a row comes from, since it
        was blanked by an erasure there, what was there before the copies parted was erased here.
        """
        if not self.we_heard.erased:
            return False
        things = self._things(shape, key)
        if any(key in self.we_heard.had.get(name, ()) for name, key in things):
            return shape.name == "documents" and key not in self.we_heard.told.get("documents", ())
        if any(key in self.they_heard.shared.get(name, ()) for name, key in things):
            return True
        told = any(key in self.they_heard.told.get(name, ()) for name, key in things)
        return not told and any(self.older(SHAPES[name], key) for name, key in things)

    def _things(self, shape: Shape, key: Key) -> list[tuple[str, Key]]:
        """Return the table and key of a row that only they have and, where it waits for a
        decision, of what waits: it may do so only since the texts became one."""
        if shape.name != "uncarried":
            return [(shape.name, key)]
        row = self.theirs.rows["uncarried"][key]
        found = [(name, key) for name in ("uncarried", "codings", "report_quotations")]
        found.append(("memos", row[shape.at("memo_id")]))
        if row[shape.at("kind")] == "evidence":
            details = json.loads(row[shape.at("details")])
            finding = details["finding"]
            if finding is not None:
                table = findings_of(EVIDENCE[details["table"]])
                found.append((table.name, bytes.fromhex(finding)))
        return [(name, thing) for name, thing in found if thing is not None]

    def older(self, shape: Shape, key: Key) -> bool:
        """Tell whether a row was there before the copies parted."""
        both = (self.we_heard, self.they_heard)
        if any(key in heard.shared.get(shape.name, ()) for heard in both):
            return True
        return not shape.keyed and made(key) <= self.parted

    def masked(self, *, ours: bool) -> frozenset[bytes]:
        """Return the documents (UUIDs) that a side erased passages of: it went on with them."""
        side, heard = (self.ours, self.we_heard) if ours else (self.theirs, self.they_heard)
        if not heard.erased_since:
            return frozenset()
        d = documents.c
        chosen = select(d.uuid).join(content, content.c.id == d.content_id)
        found = side.connection.scalars(chosen.where(content.c.text.contains(MASK)))
        return frozenset(side.resolved("documents", uuid) for uuid in found)

    def waits_in_vain(self, key: Key, *, ours: bool) -> bool:
        """Tell whether something waits for a decision on one side, since its text was corrected,
        that the other side has taken out and nobody went on with."""
        sides = [(self.ours, self.we_heard), (self.theirs, self.they_heard)]
        (own, heard), (other, other_heard) = sides if ours else sides[::-1]
        shape, row = SHAPES["uncarried"], own.rows["uncarried"][key]
        memo = row[shape.at("memo_id")]
        for name, what in (("codings", key), ("report_quotations", key), ("memos", memo)):
            known = what in other_heard.had.get(name, ())
            there = what in other.rows[name] or what in other.rows["uncarried"]
            if known and not there:
                columns = ("", *SHAPES[name].columns)
                return not any(heard.stamp(name, what, column) for column in columns)
        if ours or row[shape.at("kind")] != "coding":
            return False
        return self.erased_here(SHAPES["codings"], key)


@dataclass(slots=True)
class Kept:
    """Codes (UUIDs) that stay although a copy merged them; `into` tells what they went into.

    What the merge carried over comes back to them: a row that has the one code here and the
    other there, and a row that the merge dropped, since its like was there already.
    """

    codes: frozenset[Key]
    into: Mapping[Key, Key]
    _placed: dict[tuple[str, int], set[Values]] = field(default_factory=dict)

    def whose(self, ours: object, theirs: object) -> Literal["ours", "theirs"] | None:
        """Return whose of two values is a kept code that the other side merged into its own."""
        if ours in self.codes and self.into[ours] == theirs:
            return "ours"
        return "theirs" if theirs in self.codes and self.into[theirs] == ours else None

    def needs(self, shape: Shape, key: Key, having: Side, lacking: Side) -> bool:
        """Tell whether a row that one side lacks is there on a code that was merged into."""
        if not self.codes:
            return False
        if shape.keyed:
            moved = tuple(self.into[part] if part in self.codes else part for part in key)
            return moved != key and moved in lacking.rows[shape.name]
        columns = ONE_EACH.get(shape.name, ())
        if "code_id" not in columns:
            return False
        places = [shape.at(column) for column in columns]
        row = having.rows[shape.name][key]
        own = tuple(row[at] for at in places)
        moved = tuple(self.into[part] if part in self.codes else part for part in own)
        if moved == own:
            return False
        known = shape.name, id(lacking)
        if known not in self._placed:
            self._placed[known] = {
                tuple(values[at] for at in places) for values in lacking.rows[shape.name].values()
            }
        return moved in self._placed[known]


def kept_codes(two: Two, choices: Choices) -> Kept:
    """Return the codes that one side merged and the other changed, and that are to be kept."""
    shape, found = SHAPES["codes"], set[Key]()
    sides = (("ours", two.ours, two.theirs, two.we_heard),
             ("theirs", two.theirs, two.ours, two.they_heard))  # fmt: skip
    for name, having, lacking, heard in sides:
        for code in two.successors:
            there = code in having.rows["codes"] and code not in lacking.rows["codes"]
            stamps = (heard.stamp("codes", code, column) for column in ("", *shape.columns))
            choice = choices.of("merged", conflict_id("merged", "codes", code, ""))
            if there and choice == name and any(stamps):
                found.add(code)
    return Kept(frozenset(found), two.successors)
