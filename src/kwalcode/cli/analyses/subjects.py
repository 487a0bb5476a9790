"""What commands on findings share: naming codes, themes and passages, and telling places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kwalcode.errors import NotFound
from kwalcode.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kwalcode.model import StudyTheme
    from kwalcode.project.reads.findings import Sided, Subject
    from kwalcode.project.study import Study


def subject_named(study: Study, name: str) -> Subject:
    """Return the code or theme of that name; "theme:NAME" says which. Raises NotFound."""
    from kwalcode.project.reads.codes import all_codes
    from kwalcode.project.reads.findings import find_subject
    from kwalcode.project.reads.notes import all_themes

    with study.reading() as connection:
        return find_subject(all_codes(connection), all_themes(connection), name)


def theme_named(study: Study, name: str) -> StudyTheme:
    """Return the theme of that name. Raises NotFound."""
    from kwalcode.project.reads.findings import find_theme
    from kwalcode.project.reads.notes import all_themes

    with study.reading() as connection:
        return find_theme(all_themes(connection), name)


def codes_named(study: Study, names: Iterable[str]) -> list[int]:
    """Return the ids of the codes of these names. Raises NotFound."""
    from kwalcode.project.reads.codes import CodeFinder, all_codes

    with study.reading() as connection:
        finder = CodeFinder(all_codes(connection))
    return [finder.find(name).id for name in names]


def respondent_named(study: Study, name: str) -> int:
    """Return the id of the respondent of that name. Raises NotFound."""
    from kwalcode.project.reads.people import find_respondent

    with study.reading() as connection:
        return find_respondent(connection, name)


def passage(study: Study, document: str, words: str) -> tuple[int, int, int]:
    """Return document (id), start and end of a passage given as START:END or by its words."""
    from kwalcode.cli.common import documents_named
    from kwalcode.cli.reports.marking import passage_in

    (found,) = documents_named(study, (document,))
    start, end, _text = passage_in(study, found, words)
    return found.id, start, end


def quotation_among(quotes: Iterable[Sided], place: tuple[int, int, int]) -> int:
    """Return the id of the quotation on a place. Raises NotFound when it is not among them."""
    for quote in quotes:
        if (quote.document, quote.start, quote.end) == place:
            return quote.quotation
    raise NotFound(_("This quotation is not among them."))


class Quotes:
    """Gives places in documents as data, with their words."""

    def __init__(self, connection: Any) -> None:
        from kwalcode.project.reads.documents import all_documents

        self._connection = connection
        self._documents = {document.id: document for document in all_documents(connection)}
        self._speech: dict[int, Any] = {}

    def place(self, document: int, start: int, end: int) -> dict[str, Any]:
        """Return document (name), turn, start, end and text of a passage."""
        from kwalcode.project.retrieval.speech import Speech

        if document not in self._speech:
            self._speech = {document: Speech(self._connection, self._documents[document])}
        speech = self._speech[document]
        whole = speech.excerpt(start, end, speech.spoken(start, end), (), (), "", {})
        return {
            "document": whole.document,
            "turn": whole.turn,
            "start": start,
            "end": end,
            "text": whole.text,
        }
