"""Memos as they are listed: what each is about, by whom, in order; and looking something up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, func, select

from kwalcode.i18n import _
from kwalcode.model import Memo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.history import folded
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.reads.people import all_coders, respondent_names
from kwalcode.spans import Range
from kwalcode.store.tables import documents, memo_links, memos, quotations, themes

KINDS = ("project", "document", "quotation", "code", "theme", "respondent", "pattern")
"""What memos are about, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A memo with what is shown of it.

    `subject` is what it is about: a document's name, a code's path …, "" for a free note.
    `document` (id) and `place` (code points) tell where to find it: of a memo about a quotation
    its place, of one about a document or a respondent the (first) document. `links` is how many
    passages a free note is linked to.
    """

    memo: Memo
    author: str
    subject: str
    document: int | None = None
    place: Range | None = None
    links: int = 0

    @property
    def heading(self) -> str:
        """The memo's title, or its first line that holds something."""
        lines = (line.strip() for line in (self.memo.title, *self.memo.text.splitlines()))
        return next(filter(None, lines), "")


def kind_title(about: str) -> str:
    """Return what memos of a kind are called, "project" for free notes."""
    return {
        "project": _("Free notes"),
        "document": _("About documents"),
        "quotation": _("About passages"),
        "code": _("About codes"),
        "theme": _("About themes"),
        "pattern": _("About patterns"),
        "respondent": _("About respondents"),
    }.get(about, about)


def all_noted(connection: Connection) -> list[Noted]:
    """Return all memos: by kind, then by what they are about in the project's order (passages
    by document and place), newest first."""
    places = _Places(connection)
    found = [places.noted(memo) for memo in all_memos(connection)]  # newest first
    return sorted(found, key=places.order)


def chosen(
    noted: Iterable[Noted], *, about: str = "", author: str = "", needle: str = ""
) -> list[Noted]:
    """Return the memos of a kind, by an author, in which every word of `needle` occurs: in the
    title, the text, what it is about or the author's name, whatever case and accents.

    What is "" does not choose.
    """
    words = folded(needle).split()
    return [
        one
        for one in noted
        if (not about or one.memo.about == about)
        and (not author or one.author == author)
        and _holds(one, words)
    ]


def _holds(one: Noted, words: list[str]) -> bool:
    if not words:
        return True
    told = _told(one)
    return all(word in told for word in words)


@lru_cache(maxsize=10_000)
def _told(one: Noted) -> str:
    """Return what is looked through; kept, since it is asked for at every letter typed."""
    return folded("\n".join((one.memo.title, one.memo.text, one.subject, one.author)))


class _Places:
    """What the ids in memos stand for, read once."""

    def __init__(self, connection: Connection) -> None:
        self._authors = {coder.id: coder.name for coder in all_coders(connection)}
        d = documents.c
        rows = connection.execute(select(d.id, d.name, d.respondent_id).order_by(d.position, d.id))
        found = rows.all()
        self._documents: dict[int, str] = {row.id: row.name for row in found}
        self._document_order = {row.id: n for n, row in enumerate(found)}
        self._of_respondent: dict[int | None, int] = {}
        for row in found:
            self._of_respondent.setdefault(row.respondent_id, row.id)
        codes = all_codes(connection)
        self._orders: Mapping[str, Mapping[int, int]] = {
            "document": self._document_order,
            "code": {code.id: n for n, code in enumerate(codes)},
        }
        chosen_themes = connection.execute(select(themes.c.id, themes.c.name))
        self._subjects: Mapping[str, Mapping[int, str]] = {
            "document": self._documents,
            "code": {code.id: code.path for code in codes},
            "theme": {row.id: row.name for row in chosen_themes},
            "pattern": {one.id: one.claim for one in all_patterns(connection)},
            "respondent": respondent_names(connection),
        }
        self._quotations = dict(_quotations(connection))
        links = select(memo_links.c.memo_id, func.count()).group_by(memo_links.c.memo_id)
        self._links: dict[int, int] = {row[0]: row[1] for row in connection.execute(links)}

    def noted(self, memo: Memo) -> Noted:
        """Return a memo with what is shown of it."""
        author, about = self._authors.get(memo.coder, ""), memo.about_id or 0
        if memo.about == "quotation" and about in self._quotations:
            document, place = self._quotations[about]
            return Noted(memo, author, self._documents.get(document, ""), document, place)
        subject = self._subjects.get(memo.about, {}).get(about, "")
        document_id = None
        if memo.about == "document":
            document_id = about
        elif memo.about == "respondent":
            document_id = self._of_respondent.get(about)
        place_at = None if document_id is None else (0, 0)
        return Noted(
            memo, author, subject, document_id, place_at, links=self._links.get(memo.id, 0)
        )

    def order(self, one: Noted) -> tuple[int, int, Range, str]:
        """Return where a memo comes; those of the same place stay as they were."""
        about, number = one.memo.about, one.memo.about_id or 0
        kind = KINDS.index(about) if about in KINDS else len(KINDS)
        if about == "quotation":
            return kind, self._document_order.get(one.document or 0, 0), one.place or (0, 0), ""
        if about in self._orders:
            return kind, self._orders[about].get(number, 0), (0, 0), ""
        return kind, 0, (0, 0), one.subject.casefold()


def _quotations(connection: Connection) -> Iterator[tuple[int, tuple[int, Range]]]:
    """Yield the quotations that memos are about: id, document and place."""
    q = quotations.c
    used = select(q.id, q.document_id, q.start, q.end).join(
        memos, (memos.c.about == "quotation") & (memos.c.about_id == q.id)
    )
    for number, document, start, end in connection.execute(used):
        yield number, (document, (start, end))
