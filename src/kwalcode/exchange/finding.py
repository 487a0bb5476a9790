"""Which document a name in a table means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from unicodedata import normalize

from kwalcode.exchange.tables import RowError, excerpt, listed
from kwalcode.i18n import _
from kwalcode.model import Document


class DocumentFinder:
    """Documents by name, else by the name of the source file, else by that without its ending.

    Where nothing fits to the letter, case and the way in which accents are written (composed
    or not, as file systems differ) are set aside.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._tables = [
            _index(documents, lambda document: document.name),
            _index(documents, lambda document: document.source_name),
            _index(documents, lambda document: PurePath(document.source_name).stem),
            _index(documents, lambda document: _folded(document.name)),
            _index(documents, lambda document: _folded(document.source_name)),
        ]

    def find(self, name: str) -> Document:
        """Return the document. Raises RowError when none or several are called that."""
        wanted = name.strip()
        if not wanted:
            raise RowError(_("no document is named"))
        keys = (wanted, wanted, wanted, _folded(wanted), _folded(wanted))
        for table, key in zip(self._tables, keys, strict=True):
            found = table.get(key, [])
            if len(found) == 1:
                return found[0]
            if found:
                reason = _(
                    "several documents come from '{name}': {names}; give the document's name"
                )
                names = listed(document.name for document in found[:4])
                raise RowError(reason.format(name=excerpt(wanted), names=names))
        raise RowError(_("there is no document '{name}'").format(name=excerpt(wanted)))


def _index(
    documents: Sequence[Document], key: Callable[[Document], str]
) -> dict[str, list[Document]]:
    table: dict[str, list[Document]] = {}
    for document in documents:
        table.setdefault(key(document), []).append(document)
    return table


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()
