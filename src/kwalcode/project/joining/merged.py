"""What two copies are together: all rows, and what a join tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kwalcode.project.joining.choices import Conflict
from kwalcode.project.joining.details import Details, Field
from kwalcode.project.joining.shapes import Key, Values

Rows = dict[Key, Values]


@dataclass(slots=True)
class Merged:
    """What the study will be: `rows` by table. `details` are for later joins; `conflicts` and
    `lost` (what could not be taken, in words) for the user. `beaten` are rows by table in whose
    place another one was taken as a whole, and whether they are ours; `marked` are fields that got
    another value for all to fit (in a tree, with the parent before); `united` are rows (table,
    key) that went, since another one (key) is in the same place."""

    rows: dict[str, Rows] = field(default_factory=dict)
    details: Details = field(default_factory=Details)
    conflicts: list[Conflict] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beaten: list[tuple[str, Values, bool]] = field(default_factory=list)
    marked: dict[Field, Key] = field(default_factory=dict)
    united: list[tuple[str, Key, Values, Key]] = field(default_factory=list)
