"""All quotations of a study to CSV, streamed."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.generate import Material
from benchmarks.limits import connect, rows
from benchmarks.measure import in_child
from benchmarks.sizes import Size

_PLACES = (
    'SELECT c.document_id, c.start, c."end", c.code_id, c.coder_id FROM codings c'
    ' JOIN documents d ON d.id = c.document_id ORDER BY d.position, d.id, c.start, c."end"'
)
_TEXT = "SELECT c.text FROM content c JOIN documents d ON d.content_id = c.id WHERE d.id = ?"


def all_quotations(material: Material, size: Size) -> Iterator[Figure]:
    """Write every quotation with its words, codes, coders and attribution."""
    path = str(material.coded(size))
    with tempfile.TemporaryDirectory(dir=material.folder) as folder:
        done = in_child("benchmarks.quoting:exporting", path, f"{folder}/quotes.csv")
        limit = in_child("benchmarks.quoting:raw_exporting", path, f"{folder}/raw.csv")
        written = [_records(Path(folder) / name) for name in ("quotes.csv", "raw.csv")]
    if written[0] != written[1]:
        raise RuntimeError(f"{written[0]} quotations written, the limit wrote {written[1]}")
    yield Figure(
        "all quotations to CSV (growth of memory)",
        size.name,
        size.codings,
        done.timing,
        "cpu",
        limit=limit.timing,
        limit_name="sqlite3, slices, csv.writer",
        most_ratio=3,
        memory=done.growth,
        most_memory=100,
    )


def exporting(study: str, target: str) -> Callable[[], None]:
    """The action writes the quotations of a study as kwalcode does."""
    from kwalcode.model import ROLES
    from kwalcode.project.retrieval.quotations import excerpts
    from kwalcode.project.study import open_study
    from kwalcode.report.quotes import write_quotes

    def export() -> None:
        with open_study(Path(study)) as opened, opened.reading() as connection:
            layer, stream = excerpts(connection, coder="all", roles=ROLES)
            write_quotes(connection, layer, stream, "csv", Path(target), roles=ROLES)

    return export


def raw_exporting(study: str, target: str) -> Callable[[], None]:
    """The action writes the same quotations with sqlite3, slices and csv alone."""

    def export() -> None:
        raw = connect(Path(study))
        names, codes, coders = (_names(raw, table) for table in ("documents", "codes", "coders"))
        with Path(target).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["document", "start", "end", "text", "codes", "coders"])
            text, shown = "", 0
            for (number, start, end), same in groupby(raw.execute(_PLACES), lambda row: row[:3]):
                if number != shown:
                    text, shown = rows(raw, _TEXT, (number,))[0][0], number
                found = list(same)
                with_codes = "; ".join(dict.fromkeys(codes[row[3]] for row in found))
                with_coders = "; ".join(dict.fromkeys(coders[row[4]] for row in found))
                writer.writerow(
                    [names[number], start, end, text[start:end], with_codes, with_coders]
                )
        raw.close()

    return export


def _names(raw: sqlite3.Connection, table: str) -> dict[int, str]:
    return dict(rows(raw, f"SELECT id, name FROM {table}"))


def _records(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _record in csv.reader(stream))
