"""Two copies of a study, each with half of the codings by its coder, made one again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import limits
from benchmarks.figures import Figure
from benchmarks.generate import Material, codings
from benchmarks.measure import calm, in_child
from benchmarks.sizes import CODERS, Size


def copies(material: Material, size: Size) -> Iterator[Figure]:
    """Join the second coder's copy into the first one's; and by sqlite3 alone, row by row."""
    material.bare(size)
    with tempfile.TemporaryDirectory(dir=material.folder) as folder:
        first, second = _halves(material, size, Path(folder))
        plain = Path(folder) / "plain.kwal"
        shutil.copyfile(first, plain)
        calm()
        done = in_child("benchmarks.joining:joining", str(first), str(second))
        limit = in_child("benchmarks.joining:plainly", str(plain), str(second))
        assert done.value == limit.value > 0, "the same codings come in"
    yield Figure(
        "join two copies",
        size.name,
        size.codings,
        done.timing,
        "wall",
        limit=limit.timing,
        limit_name="sqlite3, same rows without journal",
        most=20 if size.name == "M" else None,
        memory=done.peak,
    )


def _halves(material: Material, size: Size, folder: Path) -> tuple[Path, Path]:
    """Return two copies of the bare study, each with the codings of one coder."""
    from kwalcode.project.acts.coding import add_codings
    from kwalcode.project.study import open_study

    paths = []
    for coder in CODERS:
        paths.append(folder / f"{coder}.kwal")
        shutil.copyfile(material.bare(size), paths[-1])
        with open_study(paths[-1], coder) as study:
            for new in codings(study, size):
                add_codings(study, [c for c in new if c.coder == coder])
    return paths[0], paths[1]


def joining(ours: str, theirs: str) -> Callable[[], Any]:
    """The action joins; it returns how many codings came."""
    from kwalcode.project.acts.joining import join_copy
    from kwalcode.project.study import open_study

    def run() -> int:
        with open_study(Path(ours), CODERS[0]) as study:
            return join_copy(study, Path(theirs)).added["codings"]

    return run


def plainly(ours: str, theirs: str) -> Callable[[], Any]:
    """The action puts in what the other file has by UUIDs that are not here: no journal, no
    conflicts, ids by text and name."""

    def run() -> int:
        connection = limits.connect(Path(ours))
        connection.execute("ATTACH ? AS other", (theirs,))
        connection.execute("BEGIN IMMEDIATE")
        for statement in _PLAIN:
            connection.execute(statement)
        found = connection.execute("SELECT changes()").fetchone()[0]
        connection.execute("COMMIT")
        connection.close()
        return int(found)

    return run


_SAME = " JOIN other.documents d ON d.id = o.document_id JOIN main.documents m ON m.uuid = d.uuid"
_PLAIN = (
    "CREATE TEMP TABLE wanted AS SELECT uuid FROM other.codings EXCEPT SELECT uuid FROM codings",
    "INSERT OR IGNORE INTO main.coders (uuid, name, kind) SELECT uuid, name, kind FROM"
    " other.coders",
    'INSERT OR IGNORE INTO main.quotations (uuid, document_id, start, "end", core_start, core_end)'
    ' SELECT o.uuid, m.id, o.start, o."end", o.core_start, o.core_end FROM other.quotations o'
    + _SAME,
    'INSERT INTO main.codings (uuid, document_id, start, "end", code_id, coder_id, quotation_id,'
    ' created) SELECT o.uuid, m.id, o.start, o."end", k.id, r.id, q.id, o.created'
    " FROM other.codings o"
    + _SAME
    + " JOIN other.codes c ON c.id = o.code_id JOIN main.codes k ON k.uuid = c.uuid"
    " JOIN other.coders p ON p.id = o.coder_id JOIN main.coders r ON r.name = p.name"
    ' JOIN main.quotations q ON q.document_id = m.id AND q.start = o.start AND q."end" = o."end"'
    " WHERE o.uuid IN (SELECT uuid FROM wanted)",
)
