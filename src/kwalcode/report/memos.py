"""Memos as a document or a table.

To add a format: a function that writes it, and a line in `MEMO_FORMATS`.
"""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.cells import safe_cell
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.memos import Noted, all_noted, kind_title
from kwalcode.project.moments import local_minute
from kwalcode.project.reads import Connection
from kwalcode.project.reads.notes import links_of, quoted_text
from kwalcode.project.study import Study
from kwalcode.report.output import text_stream, writing
from kwalcode.report.quotes.markdown import block, escape, one_line
from kwalcode.report.xmltext import XmlCleaner


@dataclass(frozen=True, slots=True)
class MemoSheet:
    """A memo as it leaves: `quote` is the passage it is about, `links` are the passages that a
    free note speaks of, each with the name of its document."""

    noted: Noted
    quote: str
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MemoFormat:
    """How one format is written; `text` and `bom` as in `QuoteFormat`."""

    write: Callable[[str, Sequence[MemoSheet], BinaryIO], tuple[str, ...]]
    text: bool
    bom: bool = False


def sheets(connection: Connection, noted: Sequence[Noted]) -> list[MemoSheet]:
    """Return memos with the passages they are about."""
    return [_sheet(connection, one) for one in noted]


def write_memos(
    title: str, memos: Sequence[MemoSheet], form: str, target: Path | BinaryIO
) -> tuple[str, ...]:
    """Write memos, in the order given, to a file or a binary stream in the format `form`.

    Returns notices: what the reader must know. Raises UsageError for an unknown format,
    KwalcodeError where the file cannot be written (what was there before then stays).
    """
    if form not in MEMO_FORMATS:
        raise UsageError(
            _("There is no format “{form}”; choose one of: {names}.").format(
                form=form, names=", ".join(MEMO_FORMATS)
            )
        )
    chosen = MEMO_FORMATS[form]
    if not isinstance(target, Path):
        return chosen.write(title, memos, target)
    with writing(target) as stream:
        if chosen.bom:
            stream.write(BOM_UTF8)
        return chosen.write(title, memos, stream)


def write_study_memos(study: Study, path: Path, ids: Collection[int]) -> Path:
    """Write the memos with these ids, by what they are about, in the format that the file's name
    ends in; return the path."""
    wanted = set(ids)
    with study.reading() as connection:
        chosen = [one for one in all_noted(connection) if one.memo.id in wanted]
        found = sheets(connection, chosen)
    title = _("Memos: {study}").format(study=study.path.stem)
    write_memos(title, found, path.suffix.lstrip(".").lower(), path)
    return path


def _sheet(connection: Connection, one: Noted) -> MemoSheet:
    about = one.memo.about_id or 0
    quote = quoted_text(connection, about) if one.memo.about == "quotation" else ""
    found = links_of(connection, one.memo.id) if one.links else []
    links = [(link.document_name, quoted_text(connection, link.quotation)) for link in found]
    return MemoSheet(one, quote, links)


def _by_kind(memos: Sequence[MemoSheet]) -> list[tuple[str, list[MemoSheet]]]:
    return [
        (kind_title(about), list(group))
        for about, group in groupby(memos, key=lambda sheet: sheet.noted.memo.about)
    ]


def _title(sheet: MemoSheet) -> str:
    parts = (sheet.noted.subject, sheet.noted.memo.title)
    return ": ".join(filter(None, parts)) or sheet.noted.heading


def _byline(sheet: MemoSheet) -> str:
    return f"{sheet.noted.author}, {local_minute(sheet.noted.memo.changed)}"


def _markdown(title: str, memos: Sequence[MemoSheet], out: BinaryIO) -> tuple[str, ...]:
    clean = XmlCleaner()
    with text_stream(out) as stream:
        stream.write(f"# {one_line(clean(title))}\n")
        for kind, group in _by_kind(memos):
            stream.write(f"\n## {one_line(kind)}\n")
            for sheet in group:
                stream.write(f"\n### {one_line(clean(_title(sheet)))}\n\n")
                stream.write(f"{one_line(clean(_byline(sheet)))}\n")
                if sheet.quote:
                    stream.write(f"\n{block(clean(f'“{sheet.quote}”'))}\n")
                stream.write(f"\n{escape(clean(sheet.noted.memo.text.strip()))}\n")
                for name, text in sheet.links:
                    stream.write(f"\n{block(clean(f'“{text}” ({name})'))}\n")
    return clean.notices()


def _word(title: str, memos: Sequence[MemoSheet], out: BinaryIO) -> tuple[str, ...]:
    from kwalcode.report.memos_word import write_word

    groups = [
        (kind, [(_title(s), _byline(s), s.quote, s.noted.memo.text, s.links) for s in group])
        for kind, group in _by_kind(memos)
    ]
    return write_word(title, groups, out)


COLUMNS = (
    "about", "subject", "title", "text", "author", "changed", "document", "start", "end", "quote",
    "links",
)  # fmt: skip


def _csv(_title: str, memos: Sequence[MemoSheet], out: BinaryIO) -> tuple[str, ...]:
    with text_stream(out) as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for sheet in memos:
            found = as_object(sheet)
            found["links"] = "\n".join(f"“{text}” ({name})" for name, text in sheet.links)
            table.writerow([safe_cell(found[name]) for name in COLUMNS])
    return ()


def _json(_title: str, memos: Sequence[MemoSheet], out: BinaryIO) -> tuple[str, ...]:
    with text_stream(out) as stream:
        found = [as_object(sheet) for sheet in memos]
        stream.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return ()


def as_object(sheet: MemoSheet) -> dict[str, object]:
    """Return a memo as `kwalcode memos --json` has it."""
    one, memo = sheet.noted, sheet.noted.memo
    here = memo.about == "quotation" and one.place is not None
    start, end = one.place if here and one.place else (None, None)
    return {
        "about": memo.about,
        "subject": one.subject,
        "title": memo.title,
        "text": memo.text,
        "author": one.author,
        "changed": memo.changed,
        "document": one.subject if memo.about in ("quotation", "document") else "",
        "start": start,
        "end": end,
        "quote": sheet.quote,
        "links": [{"document": name, "text": text} for name, text in sheet.links],
    }


MEMO_FORMATS: Final[dict[str, MemoFormat]] = {
    "md": MemoFormat(_markdown, text=True),
    "docx": MemoFormat(_word, text=False),
    "csv": MemoFormat(_csv, text=True, bom=True),
    "json": MemoFormat(_json, text=True),
}
"""The formats by name, which is also the usual ending of the file."""
