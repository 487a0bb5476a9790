"""From files to documents: read, find turns and sentences, then one act per file.

All that takes time is done before the act begins, so that the project is never locked while
a file is parsed, and a file that cannot be read leaves no trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kwalcode.errors import UnreadableFile
from kwalcode.i18n import _
from kwalcode.project.acts.documents import Imported, Prepared, import_document
from kwalcode.project.identity import now
from kwalcode.project.study import Study
from kwalcode.transcripts import is_readable, read_bytes
from kwalcode.transcripts import load as load_file


@dataclass(slots=True)
class Report:
    """What an import of several files did: (file, document), files known before, and refusals.

    `notices` are (file, what the user should know).
    """

    imported: list[tuple[Path, Imported]] = field(default_factory=list)
    known: list[tuple[Path, Imported]] = field(default_factory=list)
    failed: list[tuple[Path, str]] = field(default_factory=list)
    notices: list[tuple[Path, str]] = field(default_factory=list)


def prepare(path: Path, *, interviewer: str | None = None) -> Prepared:
    """Read one file and find its turns and sentences. Raises UnreadableFile."""
    from kwalcode.language.sentences import SEGMENTER, document_sentences

    data = load_file(path)
    transcript = read_bytes(str(path), data, interviewer=interviewer)
    speech = [(turn.speech_start, turn.speech_end) for turn in transcript.turns]
    return Prepared(
        name=_as_text(path.stem),
        source_name=_as_text(path.name),
        source_sha256=hashlib.sha256(data).digest(),
        transcript=transcript,
        sentences=document_sentences(transcript.text, speech),
        segmenter=SEGMENTER,
    )


def _as_text(name: str) -> str:
    """Return a file's name as text: bytes of it that are no UTF-8 cannot be stored as such."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def import_files(
    study: Study,
    paths: Iterable[Path],
    *,
    interviewer: str | None = None,
    subfolders: bool = True,
    progress: Callable[[int, int, Path], None] | None = None,
    report: Report | None = None,
) -> Report:
    """Import files and the readable files of folders; a bad one is reported, the rest go in.

    Each file is an act of its own; `undo_stroke` takes back all of one call, or none.
    Folders within folders are taken along, unless `subfolders` is False.

    `progress` is called before each file with its number from 1, their count and its path; an
    exception from it (a cancel) stops the import between two files. `report` is filled as it
    goes, so that a caller knows what went in when a full disk or a cancel stops the import.
    """
    report = Report() if report is None else report
    files = list(expand(paths, report, subfolders=subfolders))
    lot = now() if len(files) > 1 else ""
    for number, path in enumerate(files, start=1):
        if progress is not None:
            progress(number, len(files), path)
        try:
            prepared = prepare(path, interviewer=interviewer)
        except UnreadableFile as error:
            report.failed.append((path, str(error)))
            continue
        done = import_document(study, prepared, lot=lot)
        if done.known:
            report.known.append((path, done))
            continue
        report.imported.append((path, done))
        report.notices.extend((path, notice) for notice in prepared.transcript.notices)
    return report


def expand(paths: Iterable[Path], report: Report, *, subfolders: bool = True) -> Iterator[Path]:
    """Yield the files meant: a folder stands for the readable files in it, and in its folders.

    Sorted by name within a folder, files before folders; hidden folders, and links to folders,
    are left out.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = False
        for file in _inside(path, report, subfolders):
            found = True
            yield file
        if not found and not any(failed == path for failed, _reason in report.failed):
            reason = _("{path}: no transcripts in this folder.").format(path=path)
            report.failed.append((path, reason))


def _inside(folder: Path, report: Report, subfolders: bool) -> Iterator[Path]:
    try:
        entries: Sequence[Path] = sorted(folder.iterdir())
    except OSError as error:
        reason = _("{path}: this folder cannot be read ({reason}); check its rights")
        report.failed.append((folder, reason.format(path=folder, reason=error.strerror)))
        return
    yield from filter(_meant, entries)
    for entry in entries:
        hidden = entry.name.startswith(".")
        if subfolders and not hidden and entry.is_dir() and not entry.is_symlink():
            yield from _inside(entry, report, subfolders)


def _meant(path: Path) -> bool:
    """Leave out hidden files, and notes that explain a folder rather than being material."""
    notes = {"readme", "leesmij", "license", "licence"}
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and is_readable(path) and not hidden and path.stem.lower() not in notes
