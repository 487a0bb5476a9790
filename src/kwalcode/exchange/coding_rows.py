"""Rows of a table of codings, resolved against the documents, codes and coders of a project."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from kwalcode.cells import original_cell
from kwalcode.errors import NotFound
from kwalcode.exchange.finding import DocumentFinder
from kwalcode.exchange.passages import Passages
from kwalcode.exchange.tables import Row, RowError, excerpt
from kwalcode.i18n import _
from kwalcode.model import Code, Coder, Document
from kwalcode.project.acts.coding import NewCoding
from kwalcode.project.reads.codes import CodeFinder
from kwalcode.spans import Range

_WHOLE = re.compile(r"([0-9]{1,12})(?:\.0+)?", re.ASCII)  # some spreadsheets write 12.0
_CACHED_CHARS = 100_000_000


class Resolver:
    """Rows into codings; names and texts are looked up once each.

    `text` reads a document's text by id; `default_coder` is whose a row without coder is.
    `doubtful` collects the (document id, coder) with a bad row among theirs.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        codes: Sequence[Code],
        coders: Sequence[Coder],
        text: Callable[[int], str],
        default_coder: str,
    ) -> None:
        self.doubtful: set[tuple[int, str]] = set()
        self._documents = DocumentFinder(documents)
        self._codes = _CodeIds(codes)
        self._names = {coder.name for coder in coders}
        self._cells: dict[str, str] = {}
        self._folded = {coder.name.casefold(): coder.name for coder in reversed(coders)}
        self._texts = _Texts(text)
        self._default = default_coder

    def coding(self, row: Row) -> NewCoding:
        """Return the coding that a row describes. Raises RowError."""
        if row.problem:
            raise RowError(row.problem)
        document = self._documents.find(original_cell(row.cells["document"]))
        coder = self._coder(row.cells.get("coder", ""))
        try:
            code = self._codes.find(original_cell(row.cells["code"]))
            start, end = _place(row.cells, self._texts.of(document.id), document.name)
        except RowError:
            self.doubtful.add((document.id, coder))
            raise
        return NewCoding(document.id, start, end, code, coder)

    def _coder(self, cell: str) -> str:
        known = self._cells.get(cell)
        if known is not None:
            return known
        name = " ".join((original_cell(cell) or self._default).split())
        if not name:
            raise RowError(_("no coder is named"))
        if name not in self._names:
            name = self._folded.setdefault(name.casefold(), name)
        self._cells[cell] = name
        return name


class _CodeIds:
    """Code ids by path to the letter, else as `CodeFinder` finds them; refusals too are kept."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self._finder = CodeFinder(codes)
        self._known: dict[str, int | str] = {code.path: code.id for code in codes}

    def find(self, name: str) -> int:
        """Return the code's id. Raises RowError."""
        if name not in self._known:
            self._known[name] = self._found(name)
        found = self._known[name]
        if isinstance(found, str):
            raise RowError(found)
        return found

    def _found(self, name: str) -> int | str:
        if not name.strip():
            return _("no code is named")
        try:
            return self._finder.find(" ".join(name.split())).id
        except NotFound as error:
            return str(error)


class _Texts:
    """The documents' texts, those used last kept in memory up to a total size."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._kept: dict[int, Passages] = {}
        self._size = 0

    def of(self, document: int) -> Passages:
        """Return the text in which to look quotes up."""
        passages = self._kept.pop(document, None)
        if passages is None:
            passages = Passages(self._text(document))
            self._size += len(passages.text)
            while self._kept and self._size > _CACHED_CHARS:
                oldest = self._kept.pop(next(iter(self._kept)))
                self._size -= len(oldest.text)
        self._kept[document] = passages
        return passages


def _place(cells: Mapping[str, str], passages: Passages, name: str) -> Range:
    """Return the range that a row means. Raises RowError."""
    start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
    quote = cells.get("quote", "")
    if not start and not end:
        return _quoted(quote, cells.get("occurrence", ""), passages)
    place = _number(start, "start"), _number(end, "end")
    if not place[0] < place[1] <= len(passages.text):
        reason = _("[{start}, {end}) is not a passage of '{document}' (0 to {length})")
        raise RowError(
            reason.format(
                start=place[0], end=place[1], document=excerpt(name), length=len(passages.text)
            )
        )
    readings = {quote, original_cell(quote)}
    if quote.strip() and not any(passages.agrees(place, reading) for reading in readings):
        reason = _("at {start} to {end} stands something else than '{quote}'")
        raise RowError(reason.format(start=place[0], end=place[1], quote=excerpt(quote)))
    return place


def _quoted(quote: str, occurrence: str, passages: Passages) -> Range:
    """Look a quote up as it stands, else without the apostrophe of a neutralised cell."""
    if not quote.strip():
        raise RowError(_("neither a quote nor start and end is given"))
    wanted = _number(occurrence.strip(), "occurrence") if occurrence.strip() else None
    if wanted == 0:
        raise RowError(_("occurrence counts from 1"))
    reading = quote if quote in passages.text else original_cell(quote)
    return passages.find(reading, wanted)


def _number(cell: str, column: str) -> int:
    found = _WHOLE.fullmatch(cell)
    if found is None:
        reason = _("{column} is '{cell}' and should be a whole number")
        raise RowError(reason.format(column=column, cell=excerpt(cell)))
    return int(found[1])
