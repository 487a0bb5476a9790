"""What a query found, written to a file in any of the formats of quotations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import Excerpt
from kwalcode.project.reads import Connection
from kwalcode.project.retrieval.pages import excerpts_of
from kwalcode.project.retrieval.querying import Results
from kwalcode.report.quotes import write_quotes

_GROUPED = ("md", "docx", "html")
"""The formats that put quotations under a heading per code."""


def write_found(
    connection: Connection,
    results: Results,
    output: Path | None,
    form: str | None = None,
    *,
    query: str = "",
    only: Collection[tuple[int, int, int]] | None = None,
    template: str | None = None,
) -> tuple[str, ...]:
    """Write the quotations found, or those at the places `only`, to a file (None: stdout).

    `form` by default from the file's ending. Layer, roles and the query stand above them. In the
    formats that group by code, a quotation stands under the codes that were asked for, and under
    all of its codes where none was. Returns notices. Raises UsageError, KwalcodeError.
    """
    chosen = (form or (output.suffix if output else "") or ".md").lstrip(".").lower()
    if output is not None and _is_database(output):
        raise KwalcodeError(
            _("{path}: this is a study or a database; it was left as it is.").format(path=output)
        )
    asked = {code.path for code in results.material.codes if code.id in results.named}
    found = excerpts_of(connection, results, only)
    if chosen in _GROUPED:
        found = (_under(excerpt, asked) for excerpt in found)
    return write_quotes(
        connection,
        results.material.layer,
        found,
        chosen,
        output,
        roles=results.material.corpus.roles,
        where=results.material.scope.where,
        query=query,
        template=template,
    )


def _under(excerpt: Excerpt, asked: Collection[str]) -> Excerpt:
    codes = tuple(code for code in excerpt.codes if code in asked)
    return replace(excerpt, codes=codes) if codes else excerpt


def _is_database(path: Path) -> bool:
    """Tell whether writing here would destroy a study."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False
