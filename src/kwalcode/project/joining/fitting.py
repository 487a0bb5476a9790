"""What a join notes of what it did for all to fit, so that the next one can begin from before."""

from __future__ import annotations

from typing import Any

from kwalcode.project.joining.details import Changed, Fit
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, Shape, Values, is_coding

_WHOLLY = frozenset({"codings", "codes", "relations"})
"""Tables of which whole rows are kept that went: they say nothing about the material."""


def note_fits(merged: Merged) -> None:
    """Keep how rows were as they were put together, where they are otherwise by now.

    Of rows that went nothing is kept that an erasure would have to find.
    """
    for (table, key), before in merged.before.items():
        shape, after = SHAPES[table], merged.rows[table].get(key)
        if before == after:
            continue
        if before is None:
            merged.details.fits.append(Fit(table, key))
        elif after is not None:
            columns = zip(shape.columns, before, after, strict=True)
            changed = (_changed(c, one, other) for c, one, other in columns if one != other)
            merged.details.fits.append(Fit(table, key, tuple(changed)))
        elif _is_kept(shape, before):
            same, text = merged.united.get((table, key)), _text(merged, shape, before)
            merged.details.fits.append(Fit(table, key, row=before, same=same, text=text))


def _changed(column: str, before: Any, after: Any) -> Changed:
    """Return a value before and after; of a name that got a mark behind it, only that."""
    if isinstance(before, str) and isinstance(after, str) and after.startswith(before):
        return column, None, after.removeprefix(before)
    return column, before, after


def _text(merged: Merged, shape: Shape, row: Values) -> bytes | None:
    """Return the digest of the text that a coding is on."""
    if shape.name != "codings":
        return None
    documents = SHAPES["documents"]
    document = merged.rows["documents"].get(row[shape.at("quotation_id")][0])
    return None if document is None else document[documents.at("text_sha256")]


def _is_kept(shape: Shape, row: Values) -> bool:
    if shape.name == "uncarried":
        return is_coding(shape, row)
    return shape.name in _WHOLLY or (shape.keyed and "codes" in shape.refs.values())
