"""What two copies are together: all rows, and what a join tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kwalcode.project.joining.choices import Conflict
from kwalcode.project.joining.details import Details
from kwalcode.project.joining.shapes import Key, Values

Rows = dict[Key, Values]


@dataclass(slots=True)
class Merged:
    """What the study will be: `rows` by table. `details` are for later joins; `conflicts` and
    `lost` (what could not be taken, in words) for the user. `beaten` are rows by table and key in
    whose place another one was taken as a whole, `texts` by digest those that neither file holds.

    Once the rows of both copies are together, `put` and `drop` make them fit each other: `before`
    tells of what they touched how it was (None: not there), `united` of what went since another
    row is in its place which one that is.
    """

    rows: dict[str, Rows] = field(default_factory=dict)
    details: Details = field(default_factory=Details)
    conflicts: list[Conflict] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beaten: list[tuple[str, Key, Values]] = field(default_factory=list)
    before: dict[tuple[str, Key], Values | None] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)
    united: dict[tuple[str, Key], Key] = field(default_factory=dict)

    def put(self, table: str, key: Key, values: Values) -> None:
        """Give a row these values, for all to fit."""
        self.before.setdefault((table, key), self.rows[table].get(key))
        self.rows[table][key] = values

    def drop(self, table: str, key: Key, same: Key = None) -> None:
        """Take out a row, for all to fit; `same` is in its place."""
        values = self.rows[table].pop(key)
        self.before.setdefault((table, key), values)
        if same is not None:
            self.united[table, key] = same

    def as_merged(self, table: str, key: Key) -> Values:
        """Return a row as it was before it was made to fit."""
        return self.before.get((table, key)) or self.rows[table][key]
