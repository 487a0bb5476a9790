"""The audit trail as text: headings, paragraphs and tables, for any format that has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kwalcode.i18n import _, counted
from kwalcode.project.memos import kind_title
from kwalcode.project.moments import local_day, local_minute
from kwalcode.project.telling.audit import Step, Trail


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; whole numbers stand to the right."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str | int, ...]]


Block = Heading | Paragraph | Table


def title(trail: Trail) -> str:
    """Return what the document is called."""
    return _("Audit trail: {study}").format(study=trail.study)


def blocks(trail: Trail) -> Iterator[Block]:
    """Yield the trail, section by section; sections without anything in them are left out."""
    yield Paragraph(_summary(trail))
    yield from _people(trail)
    yield from _documents(trail)
    yield from _codebook(trail)
    yield from _coding(trail)
    yield from _memos(trail)
    if trail.themes:
        yield Heading(_("Themes"))
        yield _steps(trail.themes)
    if trail.erasures:
        yield Heading(_("Erasures"))
        yield Paragraph(
            _("What was erased is gone for good, from the history too; that it was done stays.")
        )
        yield _steps(trail.erasures)


def _summary(trail: Trail) -> str:
    acts = counted("{n} act", "{n} acts", trail.entries)
    people = counted("{n} person", "{n} people", len(trail.people))
    undone = counted("{n} act is undone.", "{n} acts are undone.", trail.undone)
    undone = undone if trail.undone else _("Nothing is undone.")
    told = _(
        "This account is taken from the journal of the project, which keeps every act with who"
        " did it and when. The journal holds {acts} by {people}, from {first} to {last}."
    ).format(acts=acts, people=people, first=_day(trail.first), last=_day(trail.last))
    sealed = _(
        "The entries form a chain; the SHA-256 of the last one is {digest}. 'kwalcode check'"
        " verifies that none was altered."
    ).format(digest=trail.sha256)
    return f"{told} {undone} {sealed}"


def _people(trail: Trail) -> Iterator[Block]:
    yield Heading(_("People"))
    columns = (_("who"), _("acts"), _("first"), _("last"), _("undone"), _("done again"))
    rows = [(p.name, p.acts, _day(p.first), _day(p.last), p.undos, p.redos) for p in trail.people]
    yield Table(columns, rows)


def _documents(trail: Trail) -> Iterator[Block]:
    yield Heading(_("Documents"))
    if not trail.documents:
        yield Paragraph(_("There are no documents."))
    else:
        days = sorted(_day(document.imported) for document in trail.documents)
        n = counted("{n} document", "{n} documents", len(days))
        told = (
            _("{n}, imported from {first} to {last}.")
            if days[0] != days[-1]
            else _("{n}, imported on {first}.")
        )
        yield Paragraph(told.format(n=n, first=days[0], last=days[-1]))
        columns = (_("document"), _("imported"), _("characters"), _("version"))
        rows = [(d.name, _day(d.imported), d.length, d.version) for d in trail.documents]
        yield Table(columns, rows)
    if trail.documents_changed:
        yield Paragraph(_("What else was done to documents and respondents:"))
        yield _steps(trail.documents_changed)


def _codebook(trail: Trail) -> Iterator[Block]:
    yield Heading(_("Codebook"))
    n = counted("{n} code", "{n} codes", sum(trail.codes.values()))
    names = {
        "deductive": _("deductive"), "inductive": _("inductive"), "in vivo": _("in vivo"),
    }  # fmt: skip
    origins = ", ".join(f"{k} {names.get(origin, origin)}" for origin, k in trail.codes.items())
    yield Paragraph(f"{n} ({origins})." if origins else f"{n}.")
    if trail.codebook:
        changes = counted(
            "It came about in {n} act:", "It came about in {n} acts:", len(trail.codebook)
        )
        yield Paragraph(changes)
        yield _steps(trail.codebook)


def _coding(trail: Trail) -> Iterator[Block]:
    yield Heading(_("Coding"))
    coding = [one for one in trail.coding if one.codings]
    told = _("{codings} by {coders} in {documents}, as they stand now.").format(
        codings=counted("{n} coding", "{n} codings", sum(one.codings for one in coding)),
        coders=counted("{n} coder", "{n} coders", len({one.coder for one in coding})),
        documents=counted("{n} document", "{n} documents", len({one.document for one in coding})),
    )
    yield Paragraph(told)
    columns = (
        _("document"), _("coder"), _("codings"), _("first"), _("last"), _("marked complete"),
    )  # fmt: skip
    rows = [
        (c.document, c.coder, c.codings, _day(c.first), _day(c.last), _day(c.complete))
        for c in trail.coding
    ]
    if rows:
        yield Table(columns, rows)
    if trail.coding_in_bulk:
        yield Paragraph(_("Done for many codings at once:"))
        yield _steps(trail.coding_in_bulk)


def _memos(trail: Trail) -> Iterator[Block]:
    yield Heading(_("Memos"))
    n = sum(one.memos for one in trail.memos)
    yield Paragraph(counted("{n} memo.", "{n} memos.", n))
    columns = (_("about"), _("author"), _("memos"), _("oldest"), _("newest"))
    rows = [
        (kind_title(one.about), one.author, one.memos, _day(one.first), _day(one.last))
        for one in trail.memos
    ]
    if rows:
        yield Table(columns, rows)


def _steps(steps: Sequence[Step]) -> Table:
    reasons = any(step.reason for step in steps)
    columns = (_("when"), _("who"), _("what"), *((_("reason"),) if reasons else ()))
    rows = [
        (
            local_minute(step.time),
            step.who,
            step.what,
            *((" ".join(step.reason.split()),) if reasons else ()),
        )
        for step in steps
    ]
    return Table(columns, rows)


def _day(stamp: str) -> str:
    return local_day(stamp) if stamp else ""
