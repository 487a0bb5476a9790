"""Two copies made one, row by row: which rows are there. Nothing is written here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from kwalcode.i18n import _
from kwalcode.project.analyses.evidence import EVIDENCE, findings_of
from kwalcode.project.identity import now
from kwalcode.project.joining.choices import Choices, Take, conflict_id
from kwalcode.project.joining.heard import Heard
from kwalcode.project.joining.holding import Holding
from kwalcode.project.joining.keeping import Kept, Two, kept_codes
from kwalcode.project.joining.merged import Merged, Rows
from kwalcode.project.joining.shapes import (
    DECISIONS,
    SHAPES,
    STRUCTURE,
    WAITING,
    Key,
    Shape,
)
from kwalcode.project.joining.side import Side
from kwalcode.project.joining.telling import Teller


def merge_rows(two: Two, choices: Choices, merged: Merged) -> Kept:
    """Put the rows of both copies together, table by table; return which merged codes stay."""
    waiting = {key for side in (two.ours, two.theirs) for key in side.rows["uncarried"]}
    kept = kept_codes(two, choices)
    for uuid in two.settled:
        if conflict_id("text", "documents", uuid, "text") in choices.by_id:
            merged.details.decided.add(("documents", uuid, "text_sha256"))
    for code in kept.codes:
        merged.details.successors[code] = ((now(), b""), code)
    for shape in SHAPES.values():
        _Table(two, choices, merged, shape, waiting, kept).merge()
    _forget_placed_memos(merged)
    _forget_evidence(two, merged)
    codings = _Table(two, choices, merged, SHAPES["codings"], waiting, kept)
    for key in merged.rows["codings"].keys() & merged.rows["uncarried"].keys():
        codings.placed_or_waiting(key)
    for holding, other in (("report_quotations", "uncarried"), DECISIONS):
        for key in merged.rows[holding].keys() & merged.rows[other].keys():
            del merged.rows[other][key]
    return kept


def _forget_placed_memos(merged: Merged) -> None:
    """A memo that one side has put on a passage again does not wait any more."""
    shape, memos = SHAPES["uncarried"], SHAPES["memos"]
    rows = merged.rows["uncarried"]
    for key, values in list(rows.items()):
        memo = merged.rows["memos"].get(values[shape.at("memo_id")])
        placed = memo is not None and memo[memos.at("about")] == "quotation"
        if placed and values[shape.at("kind")] == "memo":
            del rows[key]


def _forget_evidence(two: Two, merged: Merged) -> None:
    """A quotation does not wait any more to be linked to a theme, card or summary that is gone."""
    shape = SHAPES["uncarried"]
    rows, kind = merged.rows["uncarried"], shape.at("kind")
    for key in [key for key, values in rows.items() if values[kind] == "evidence"]:
        details = json.loads(rows[key][shape.at("details")])
        finding, table = details["finding"], findings_of(EVIDENCE[details["table"]])
        if finding is None:
            continue
        if two.ours.present(bytes.fromhex(finding)) not in merged.rows[table.name]:
            del rows[key]


@dataclass(slots=True)
class _Table:
    two: Two
    choices: Choices
    merged: Merged
    shape: Shape
    waiting: set[Key]
    kept: Kept
    teller: Teller = field(init=False)
    holding: Holding = field(init=False)

    def __post_init__(self) -> None:
        self.teller = Teller(self.two.ours, self.two.theirs)
        self.holding = Holding(
            self.two, self.choices, self.merged, self.shape, self.kept, self.teller
        )

    def merge(self) -> None:
        name = self.shape.name
        ours, theirs = self.two.ours.rows[name], self.two.theirs.rows[name]
        found: Rows = {}
        for key, values in ours.items():
            other = theirs.get(key)
            if other is not None and not self._ours_alone(key):
                found[key] = values if other == values else self.holding.both(key, values, other)
            elif self._ours_alone(key) or self._stays(key):
                found[key] = values
        for key in theirs.keys() - ours.keys():
            if not self._ours_alone(key) and self._comes(key):
                found[key] = theirs[key]
        self.merged.rows[name] = found

    def placed_or_waiting(self, key: Key) -> None:
        """Settle what becomes of a coding that is placed on one side and waits on the other: it
        is placed, unless it waits where somebody put it since; what either changed holds."""
        shapes = (self.shape, SHAPES["uncarried"])
        sides = (self.two.ours, self.two.theirs)
        waits = int(key in sides[1].rows["uncarried"] and key not in sides[1].rows["codings"])
        heard = (self.two.we_heard, self.two.they_heard)
        moved = [one.stamp("codings", key, "quotation_id") or ("", b"") for one in heard]
        stays = moved[waits] > moved[1 - waits]
        shape = shapes[stays]
        del self.merged.rows[shapes[not stays].name][key]
        found = list(self.merged.rows[shape.name][key])
        for column in ("code_id", "coder_id"):
            one, other = (
                side.rows[of.name][key][of.at(column)]
                for side, of in zip(sides, shapes[::-1] if waits == 0 else shapes, strict=True)
            )
            theirs = one != other and self.holding.theirs_holds(key, column, one, other)
            found[shape.at(column)] = other if theirs else one
        self.merged.rows[shape.name][key] = tuple(found)

    def _ours_alone(self, key: Key) -> bool:
        """Tell whether a row is a part of a document whose text was just settled, or of what
        texts it had before: each copy has its own history."""
        if self.shape.name == "document_versions":
            return key[0] in self.two.ours.rows["documents"]
        return self.shape.name in STRUCTURE and key[0] in self.two.settled

    def _stays(self, key: Key) -> bool:
        """Tell whether a row that only we have stays."""
        name = self.shape.name
        if key in self.two.left or self._kept(key, ours=True):
            return True
        if name == "uncarried" and self.two.waits_in_vain(key, ours=True):
            return False
        had = self.two.they_heard.had.get(name, ())
        shared = self.two.we_heard.shared.get(name, ())
        if key not in had and key not in shared:
            return True
        if (key in self.waiting and name in WAITING) or self._elsewhere(key, self.two.theirs):
            return True
        if key not in had and self.two.they_heard.erased:
            self._note_erased(key)
            return True
        return self._went_on(key, self.two.we_heard, ours=True)

    def _comes(self, key: Key) -> bool:
        """Tell whether a row that only they have comes in."""
        name = self.shape.name
        if self._kept(key, ours=False):
            return True
        if name == "uncarried" and self.two.waits_in_vain(key, ours=False):
            return False
        had = self.two.we_heard.had.get(name, ())
        shared = self.two.they_heard.shared.get(name, ())
        if name == "speakers" and self._of_settled(key):
            return False
        if (key in self.waiting and name in WAITING) or self._elsewhere(key, self.two.ours):
            return True
        if self.two.erased_here(self.shape, key):
            self._tell_erased(key)
            return False  # it does not come back
        if key not in had and key not in shared:
            return True
        return self._went_on(key, self.two.they_heard, ours=False)

    def _elsewhere(self, key: Key, other: Side) -> bool:
        """Tell whether a decision is on the other side as one that holds, where it is open again
        here, or the other way round."""
        name = self.shape.name
        return name in DECISIONS and any(key in other.rows[n] for n in DECISIONS if n != name)

    def _tell_erased(self, key: Key) -> None:
        if self.shape.name == "documents" and key not in self.two.they_heard.shared.get(
            "documents", ()
        ):
            name = self.teller.name("documents", key)
            self.merged.lost.append(_("{name}: it was erased here.").format(name=name))

    def _kept(self, key: Key, *, ours: bool) -> bool:
        """Tell whether a row that one side has stays for a code that was merged and is kept."""
        sides = (self.two.ours, self.two.theirs) if ours else (self.two.theirs, self.two.ours)
        stays = self.kept.needs(self.shape, key, *sides)
        if stays:
            self.merged.details.decided.add((self.shape.name, key, ""))
        return stays

    def _of_settled(self, key: Key) -> bool:
        row = self.two.theirs.rows["speakers"][key]
        return row[self.shape.at("document_id")] in self.two.settled

    def _went_on(self, key: Key, heard: Heard, *, ours: bool) -> bool:
        """Tell whether one side changed a row that the other one took out, and it stays."""
        name = self.shape.name
        stamps = (heard.stamp(name, key, column) for column in ("", *self.shape.columns))
        if not any(stamps):
            if name != "documents" or key not in self.two.masked(ours=ours):
                return False
            # A copy that is joined later cannot tell it from our journal.
            self.merged.details.decided.add((name, key, ""))
        if name == "codes" and key in self.two.successors:
            into, kept = self.two.successors[key], key in self.kept.codes
            take: Take = "ours" if kept == ours else "theirs"
            if (self.two.ours if ours else self.two.theirs).in_file(name, key) is not None:
                self.merged.conflicts.append(
                    self.teller.merged(self.shape, key, into, ours=ours, take=take)
                )
            return True  # what is on it goes on the other one later
        choice = self.choices.of("removed", conflict_id("removed", name, key, ""))
        kept = choice == "both" or choice == ("ours" if ours else "theirs")
        if not self.shape.keyed:
            side: Take = "ours" if ours else "theirs"
            other: Take = "theirs" if ours else "ours"
            self.merged.conflicts.append(
                self.teller.removed(self.shape, key, changed=side, take=side if kept else other)
            )
        return kept

    def _note_erased(self, key: Key) -> None:
        if self.two.they_heard.erased_since and self.shape.name in ("documents", "respondents"):
            self.merged.notes.append(self.teller.erased_there(self.shape, key))
