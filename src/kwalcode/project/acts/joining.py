"""The act of joining: what was done in another copy of the study comes into this one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import known_coder
from kwalcode.project.acts.one_text import correct_ours, corrected_copy
from kwalcode.project.backup import copy_study
from kwalcode.project.correcting.versions import JOIN
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import ordered_columns
from kwalcode.project.identity import now
from kwalcode.project.joining.choices import Choices, Conflict
from kwalcode.project.joining.codes import merges_of, note_deleted, settle_merges
from kwalcode.project.joining.details import Details
from kwalcode.project.joining.handing import hand_out_alone
from kwalcode.project.joining.heard import Heard, hear
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.leaving import leave_erased, wait_blacked_out
from kwalcode.project.joining.ledger import Ledger, read_ledger
from kwalcode.project.joining.loosening import loosening
from kwalcode.project.joining.matching import Match, read_both
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.merging import merge_rows
from kwalcode.project.joining.noting import note_stamps
from kwalcode.project.joining.repairing import repair
from kwalcode.project.joining.side import Side
from kwalcode.project.joining.telling import Teller
from kwalcode.project.joining.texts import Copy, differing
from kwalcode.project.joining.writing import Written, write_rows
from kwalcode.project.study import SUFFIX, Study, open_study
from kwalcode.store.tables import joined_entries, joins, uncarried
from kwalcode.transcripts.blocks import MASK

_MATCHED = ("coders", "codes", "documents")


@dataclass(frozen=True, slots=True)
class Matched:
    """A thing made in both copies and taken for one: what it is (table), its name there and
    here."""

    what: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join did, or would do: `entries` of the copy's history that are new here, rows by
    table that came, changed and went, what was matched by name or text, where the copies did
    not agree, what could not be taken (`lost`), and what to mind (`notes`). `waiting`: how much
    more waits for a decision, since a text is another one now."""

    file: str
    entries: int = 0
    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    matched: Sequence[Matched] = ()
    conflicts: Sequence[Conflict] = ()
    lost: Sequence[str] = ()
    notes: Sequence[str] = ()
    waiting: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether all of the copy was here already."""
        return not self.entries


def join_copy(
    study: Study, path: Path, choices: Choices | None = None, *, dry_run: bool = False
) -> Joined:
    """Join the copy at `path` into the study, as one act; the copy itself stays as it is.

    With `dry_run` nothing is changed. Raises NotAProject for another file, Refused for a study
    that is not a copy of this one.
    """
    with open_study(path) as other, other.reading() as there:
        theirs = read_ledger(there)
        with study.reading() as here:
            ours = read_ledger(here)
        _refuse_foreign(study, path, ours, theirs)
        if theirs.head in ours.knows(theirs):
            return Joined(path.name)
        done = Joined(path.name)
        arguments = {"file": path.name, "head": theirs.head.hex()}
        with study.act(JOIN, arguments) as change:
            done = _join(study, change, other, there, theirs, choices or Choices())
            change.arguments.update(
                entries=done.entries,
                added=sum(done.added.values()),
                changed=sum(done.changed.values()),
                removed=sum(done.removed.values()),
                conflicts=len(done.conflicts),
            )
            if dry_run:
                change.forget()
        return done


def look_at(study: Study, paths: Iterable[Path]) -> None:
    """Raise what `join_copy` would for the first of several files that is no copy of the study, so
    that none is joined where another one cannot be."""
    with study.reading() as here:
        ours = read_ledger(here)
    for path in paths:
        with open_study(path) as other, other.reading() as there:
            _refuse_foreign(study, path, ours, read_ledger(there))


@contextmanager
def trial(study: Study) -> Iterator[Study]:
    """Give a copy of the study to join others into one after the other, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kwalcode-") as folder:
        path = copy_study(study, Path(folder) / f"trial{SUFFIX}")
        with open_study(path, study.require_actor()) as scratch:
            yield scratch


def _join(
    study: Study,
    change: Change,
    other: Study,
    there: Connection,
    their_ledger: Ledger,
    choices: Choices,
) -> Joined:
    here = change.connection
    our_ledger = read_ledger(here)
    waited = [frozenset(side.scalars(select(uncarried.c.uuid))) for side in (here, there)]
    known_here, known_there = our_ledger.knows(their_ledger), their_ledger.knows(our_ledger)
    aliases = their_ledger.details.aliases | our_ledger.details.aliases
    apart = differing(
        Copy(here, our_ledger, known_there), Copy(there, their_ledger, known_here), aliases, choices
    )
    correct_ours(change, there, apart)
    with ExitStack() as stack:
        theirs_now = there
        if apart:
            theirs_now = stack.enter_context(corrected_copy(study, other, here, apart))
        ours = Side(here, aliases, loosening=loosening(here, our_ledger))
        theirs = Side(theirs_now, aliases, loosening=loosening(theirs_now, their_ledger))
        matches = read_both(ours, theirs)
        two = Two(
            ours,
            theirs,
            hear(ours, our_ledger, their_ledger),
            hear(theirs, their_ledger, our_ledger),
            {found.uuid: found.ours for found in apart},
            parted=max((e.time for e in their_ledger.entries if e.hash in known_here), default=""),
            blacked=frozenset(found.uuid for found in apart if MASK in found.text),
        )
        for found in apart:
            if found.stamps[1] is not None:
                two.they_heard.stamps["documents", found.uuid, "text_sha256"] = found.stamps[1]
        two.known = known_here, known_there
        two.waited = (
            frozenset(map(ours.present, waited[0])),
            frozenset(map(theirs.present, waited[1])),
        )
        merged = Merged(
            conflicts=[found.conflict for found in apart if found.conflict is not None],
            notes=[found.note for found in apart if found.note],
        )
        merged.details.aliases.update(aliases | _aliases(matches))
        merged.details.erased.update(found.uuid for found in apart if found.erased)
        told = merges_of(ours, our_ledger), merges_of(theirs, their_ledger)
        settle_merges(two, choices, merged, *told)
        leave_erased(two, merged)
        kept = merge_rows(two, choices, merged)
        wait_blacked_out(two, merged)
        note_stamps(two, merged)
        repair(two, choices, merged, kept, our_ledger.details, their_ledger.details)
        note_deleted(two, merged)
        ours.tighten()
        entries = _new_entries(their_ledger, theirs_now, known_here, two.we_heard)
        written = write_rows(change, merged, ours, theirs)
        _write_join(change, other.path.name, their_ledger.head, merged.details, entries)
        waiting = len(merged.rows["uncarried"].keys() - two.waited[0])
        return _told(other, two, matches, merged, written, len(entries), waiting)


def _refuse_foreign(study: Study, path: Path, ours: Ledger, theirs: Ledger) -> None:
    if ours.root != theirs.root:
        raise Refused(
            _(
                "{other}: is not a copy of {study}, but another study. Only copies of one study"
                " can be joined ('kwalcode handout' and 'kwalcode copy' make them)."
            ).format(other=path, study=study.path)
        )


def _aliases(matches: Sequence[Match]) -> dict[tuple[str, bytes], bytes]:
    """Return which UUIDs go by another one from now on."""
    found: dict[tuple[str, bytes], bytes] = {}
    for match in matches:
        gone = match.theirs if match.kept == match.ours else match.ours
        found |= {(table, gone): match.kept for table in match.tables}
    return found


def _new_entries(
    ledger: Ledger, connection: Connection, known: frozenset[bytes], heard: Heard
) -> list[tuple[object, ...]]:
    """Return what the copy's history tells beyond ours, as rows without the number of the join.

    Where something was erased here, what acts were given may tell of it: it stays behind.
    """
    found: list[tuple[Any, ...]] = [
        (e.hash, e.id, e.time, e.actor_name, e.name,
         json.dumps(e.arguments, ensure_ascii=False, sort_keys=True), e.reason, e.undoes)
        for e in ledger.entries
        if e.hash not in known
    ]  # fmt: skip
    j = joined_entries.c
    columns = (j.hash, j.number, j.time, j.actor_name, j.name, j.arguments, j.reason, j.undoes)
    chosen = joined_entries.select().with_only_columns(*columns)
    found += [tuple(row) for row in connection.execute(chosen) if row.hash not in known]
    return [
        (*row[:5], "{}", "", row[7]) if heard.erased_since or row[2] <= heard.erased else row
        for row in found
    ]


def _write_join(
    change: Change,
    file: str,
    head: bytes,
    details: Details,
    entries: Sequence[tuple[object, ...]],
) -> None:
    number = change.insert(joins, head=head, file_name=file, joined=now(), details=details.pack())
    rows = [(row[0], number, *row[1:]) for row in entries]
    change.insert_rows(joined_entries, ordered_columns(joined_entries), rows)


def _told(
    other: Study,
    two: Two,
    matches: Sequence[Match],
    merged: Merged,
    written: Written,
    entries: int,
    waiting: int,
) -> Joined:
    here, there = Teller(two.ours, two.theirs), Teller(two.theirs, two.ours)
    aliases = _aliases(matches)
    matched = []
    for match in matches:
        if match.table in _MATCHED:
            key = aliases.get((match.table, match.theirs), match.theirs)
            matched.append(
                Matched(match.table, there.name(match.table, key), here.name(match.table, key))
            )
    return Joined(
        other.path.name,
        entries,
        written.added,
        written.changed,
        written.removed,
        matched,
        merged.conflicts,
        merged.lost,
        merged.notes,
        waiting,
    )


def hand_out(study: Study, coder: str, target: Path, *, alone: bool = False) -> Path:
    """Write a copy of the study for a coder to a new file; return its path.

    `alone`: without what the others did (see `joining.handing`). Raises NotFound for a coder who
    is not known, NotAProject when something is there already.
    """
    with study.reading() as connection:
        known_coder(connection, coder)
    if alone:
        return hand_out_alone(study, coder, target)
    return copy_study(study, target if target.suffix else target.with_suffix(SUFFIX))
