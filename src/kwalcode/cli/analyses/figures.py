"""Tables of figures as JSON, CSV and text, each with what it was counted on."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kwalcode.cells import safe_cell
from kwalcode.cli.analyses.analysing import filter_cell, narrate
from kwalcode.cli.output import out_stream, say
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Counted


def form_of(as_json: bool, as_csv: bool) -> str:
    """Return what to write: "json", "csv" or "text". Raises UsageError for both at once."""
    if as_json and as_csv:
        raise UsageError(_("--json or --csv, not both."))
    return "json" if as_json else "csv" if as_csv else "text"


def head(counted: Counted, rule: str, **more: Any) -> dict[str, Any]:
    """Return what stands at the top of every JSON, and at the end of every row of CSV."""
    from kwalcode.analysis.filters import as_data

    return {
        "rule": rule,
        "layer": counted.layer,
        "roles": list(counted.roles),
        "where": list(counted.filter.where),
        "filter": as_data(counted.filter),
        "documents": counted.documents,
        "respondents": counted.respondents,
        **more,
        "notes": list(counted.notes),
        "not_coded": list(counted.not_coded),
    }


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    about: Mapping[str, Any],
    output: Path | None,
) -> None:
    """Write rows with what they were counted on in the last columns; n.a. is empty.

    The names of documents left out stay in the program: only how many goes into the file.
    """
    tail = {_RENAMED.get(name, name): value for name, value in about.items()}
    tail["not_coded"] = len(tail["not_coded"])
    tail["filter"] = filter_cell(tail["filter"])
    with out_stream(output) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([safe_cell(name) for name in (*columns, *tail)])
        for row in rows:
            writer.writerow([safe_cell(_cell(value)) for value in (*row, *tail.values())])


_RENAMED = {"respondents": "respondents_n", "documents": "documents_n"}


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return "" if math.isnan(value) else round(value, 6)
    return value


def column(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    """Return the rows of these columns of a frame, numbers as Python's own."""
    return list(zip(*(frame[name].tolist() for name in names), strict=True))


def whole(value: float) -> int | None:
    """Return a count that may be n.a. (NaN) as an integer or None."""
    return None if math.isnan(value) else int(value)


def tell(counted: Counted, rule: str, *more: str) -> None:
    """Say on stderr what the figures were counted on, and what else there is to know."""
    narrate(counted, rule)
    for line in more:
        say(line)
