"""Where prints go: one file, or a folder with a file per document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Document
from kwalcode.project.study import Study
from kwalcode.report.coded.build import Reader, print_documents
from kwalcode.report.coded.formats import write_book

_UNSAFE = re.compile(r"[^\w.\- ]+")
_LONGEST = 80


def print_into(
    study: Study,
    documents: Sequence[Document],
    folder: Path,
    form: str,
    *,
    coder: str | None = None,
    memos: bool = True,
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Write a file per document into `folder`; yield each with its notices when it is there.

    Arguments as in `print_documents`. Raises NotFound, UsageError, KwalcodeError.
    """
    with study.reading() as connection:
        reader = Reader(connection, coder, memos)
        for document, name in zip(documents, file_names(documents), strict=True):
            path = folder / f"{name}.{form}"
            yield path, write_book(reader.book(study.path.stem, [document]), form, path)


def file_names(documents: Sequence[Document]) -> list[str]:
    """Return a file's name for each document, without ending: safe everywhere, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for document in documents:
        plain = _UNSAFE.sub("_", document.name).strip(" .")[:_LONGEST].rstrip(" .") or "document"
        name, n = plain, 1
        while name.casefold() in taken:
            n += 1
            name = f"{plain}-{n}"
        taken.add(name.casefold())
        names.append(name)
    return names


def print_beside(
    study: Study,
    documents: Sequence[Document],
    form: str,
    *,
    coder: str | None = None,
    memos: bool = True,
) -> tuple[Path, tuple[str, ...]]:
    """Write documents into one new file beside the study; return its path and notices.

    No file that is there is written over. Arguments as in `print_documents`. Raises UsageError
    where there are no documents.
    """
    if not documents:
        raise UsageError(_("There are no documents to print; import some first."))
    what = file_names(documents)[0] if len(documents) == 1 else _("transcripts")
    plain = study.path.with_name(f"{study.path.stem}-{what}.{form}")
    path, n = plain, 1
    while path.exists():
        n += 1
        path = plain.with_stem(f"{plain.stem}-{n}")
    return path, write_book(print_documents(study, documents, coder=coder, memos=memos), form, path)
