"""What others put on a code that a copy merged goes on the code it was merged into.

Two copies may have merged one code into different ones; then the newest merge holds, whichever of
them is joined first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kwalcode.project.joining.keeping import Kept, Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, Key, Shape, Values


@dataclass(slots=True)
class Following:
    """The rows of a join that are on merged codes. `gone` tells where those codes went,
    `moved` by table and key what rows without a UUID were called before."""

    two: Two
    merged: Merged
    kept: Kept
    gone: dict[Key, Key] = field(init=False)
    moved: dict[tuple[str, Key], Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sides = (self.two.ours, self.two.theirs)
        self.gone = {
            code: into
            for code, into in self.two.successors.items()
            if code not in self.kept.codes
            and any(side.in_file("codes", code) is None for side in sides)
        }

    def follow(self) -> None:
        """Send what is on codes that were merged to the codes they were merged into."""
        for code in self.gone.keys() & self.merged.rows["codes"].keys():
            self.merged.drop("codes", code)
        if not self.gone:
            return
        for shape in SHAPES.values():
            rows = self.merged.rows[shape.name]
            if shape.keyed and "codes" in shape.refs.values():
                for key in [k for k in rows if any(part in self.gone for part in k)]:
                    self._move(shape, key)
            for key in list(rows) if code_places(shape) else ():
                followed = self.followed(shape, rows[key])
                if followed != rows[key]:
                    self.merged.put(shape.name, key, followed)

    def _move(self, shape: Shape, key: Key) -> None:
        rows = self.merged.rows[shape.name]
        values, new = rows[key], tuple(self.gone.get(part, part) for part in key)
        self.merged.drop(shape.name, key, same=new)
        if new not in rows:
            self.merged.put(shape.name, new, values)
            self.moved[shape.name, new] = key

    def followed(self, shape: Shape, values: Values) -> Values:
        """Return a row with the codes that merged ones went into."""
        found = list(values)
        for at in code_places(shape):
            if not isinstance(found[at], tuple):
                found[at] = self.gone.get(found[at], found[at])
        return tuple(found)


def code_places(shape: Shape) -> list[int]:
    """Return where in the rows of a table codes stand, or may stand."""
    found = [at for at, c in enumerate(shape.columns) if shape.refs.get(c) == "codes"]
    return [*found, shape.at("about_id")] if shape.name == "memos" else found
