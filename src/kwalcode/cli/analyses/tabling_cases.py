"""The code-document table for statistics programs: a case per row, a variable per code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kwalcode.cli.analyses.figures import write_csv

if TYPE_CHECKING:
    from kwalcode.project.analyses.code_table import StudyTable

_KEY = ("variable", "code", "origin", "definition")


def write_cases(
    found: StudyTable, about: dict[str, Any], output: Path | None, key: Path | None
) -> None:
    """Write a case per row and a code per column.

    With `key` the columns have names that every statistics program accepts, and that file says
    which code each of them is.
    """
    from kwalcode.analysis.variables import variable_names

    codes = [found.codes[number] for number in found.cells.index.tolist()]
    names = [code.path for code in codes]
    first = found.by
    if key is not None:
        first = "case"
        names = variable_names([code.name for code in codes], [first, *about, *_AS_IN_CSV])
        rows = [
            (name, code.path, code.origin, code.definition)
            for name, code in zip(names, codes, strict=True)
        ]
        write_csv(_KEY, rows, about, key)
    cases = zip(found.columns, found.cells.to_numpy().T.tolist(), strict=True)
    write_csv((first, *names), [(case, *cells) for case, cells in cases], about, output)


_AS_IN_CSV = ("respondents_n", "documents_n")
"""What `write_csv` calls two of the columns that say what was counted."""
