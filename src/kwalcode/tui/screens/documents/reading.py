"""What the documents screen reads, away from the screen's thread and in the order of its cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from kwalcode.errors import KwalcodeError
from kwalcode.model import Document
from kwalcode.tui.material import Material, read_material
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.session import Session

if TYPE_CHECKING:
    from kwalcode.project.progress import Progress
    from kwalcode.project.study import Study

_AT_ONCE = 25
"""So many documents' words are counted in one reading."""
_TOGETHER = 8
"""Every so many readings what was counted is shown: that takes time too."""


class DocumentsReading(BenchScreen):
    """Keeps what was read; `show_rows` shows it, whenever there is more."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.material = Material()
        self.progress: Progress | None = None
        self.frozen = False
        """Since one typed in cells, the rows stay where they are, until sorted or filtered anew."""
        self.own = False
        """What is done now changes nothing but names and values."""
        self._words: dict[tuple[int, int, int], int] = {}
        self._stale = True

    def renew(self) -> None:
        """Read the documents anew, and count anew what was coded if that may have changed."""
        if not self.own:
            self._stale = True
            self.frozen = False
        self._read()

    @work(exclusive=True, group="reading")
    async def _read(self) -> None:
        """Read, in this order: the documents, how far they are coded, how long they are."""
        try:
            if not (await self._read_material() and await self._count_words()):
                self.read_again()  # one went elsewhere meanwhile: when one comes back
        except KwalcodeError as error:
            self.complain(error)

    async def _read_material(self) -> bool:
        """Read the documents, and what is coded of them; return whether all was read."""
        material = await self.away(read_material)
        if material is None:
            return False
        self.material = material
        self.show_rows()
        if self._stale:
            progress = await self.away(_read_progress)
            if progress is None:
                return False
            self.progress, self._stale = progress, False
            self.show_rows()
        return True

    async def _count_words(self) -> bool:
        """Count the words of texts not counted yet, some at a time; return whether all were.

        Whose words count depends on the roles.
        """
        missing = [d for d in self.material.documents if self._version(d) not in self._words]
        for first in range(0, len(missing), _AT_ONCE):
            some = missing[first : first + _AT_ONCE]
            found = await self.away(partial(_read_words, documents=some))
            if found is None:
                return False
            self._words |= {self._version(d): found[d.id] for d in some if d.id in found}
            if first // _AT_ONCE % _TOGETHER == 0 or some[-1] is missing[-1]:
                self.show_rows()
        return True

    def _version(self, document: Document) -> tuple[int, int, int]:
        """Return what a count of words depends on: the text, and whose talk counts."""
        heard = self.material.speakers.get(document.id, ())
        roles = hash(tuple((speaker.id, speaker.role) for speaker in heard))
        return document.id, document.version, roles

    def show_rows(self) -> None:
        """Show what was read."""
        raise NotImplementedError


def _read_progress(study: Study) -> Progress:
    from kwalcode.project.progress import progress_of

    with study.reading() as connection:
        return progress_of(connection)


def _read_words(study: Study, documents: Sequence[Document]) -> dict[int, int]:
    from kwalcode.project.progress import words_of
    from kwalcode.project.reads.documents import all_documents

    with study.reading() as connection:
        there = {document.id for document in all_documents(connection)}
        return {d.id: words_of(connection, d.id) for d in documents if d.id in there}
