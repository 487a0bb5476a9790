"""From files to documents: read, find turns and sentences, then one act per file.

All that takes time is done before the act begins, so that the project is never locked while
a file is parsed, and a file that cannot be read leaves no trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kwalcode.errors import UnreadableFile
from kwalcode.i18n import _
from kwalcode.project.acts.documents import Imported, Prepared, import_document
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
    progress: Callable[[int, int, Path], None] | None = None,
    report: Report | None = None,
) -> Report:
    """Import files and the readable files of folders; a bad one is reported, the rest go in.

    `progress` is called before each file with its number from 1, their count and its path; an
    exception from it (a cancel) stops the import between two files. `report` is filled as it
    goes, so that a caller knows what went in when a full disk or a cancel stops the import.
    """
    report = Report() if report is None else report
    files = list(expand(paths, report))
    for number, path in enumerate(files, start=1):
        if progress is not None:
            progress(number, len(files), path)
        try:
            prepared = prepare(path, interviewer=interviewer)
        except UnreadableFile as error:
            report.failed.append((path, str(error)))
            continue
        done = import_document(study, prepared)
        if done.known:
            report.known.append((path, done))
            continue
        report.imported.append((path, done))
        report.notices.extend((path, notice) for notice in prepared.transcript.notices)
    return report


def expand(paths: Iterable[Path], report: Report) -> Iterable[Path]:
    """Yield the files meant: a folder stands for the readable files in it, sorted by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            inside: Sequence[Path] = sorted(p for p in path.iterdir() if _meant(p))
        except OSError as error:
            reason = _("{path}: this folder cannot be read ({reason}); check its rights")
            report.failed.append((path, reason.format(path=path, reason=error.strerror)))
            continue
        if not inside:
            report.failed.append(
                (path, _("{path}: no transcripts in this folder.").format(path=path))
            )
        yield from inside


def _meant(path: Path) -> bool:
    """Leave out hidden files, and notes that explain a folder rather than being material."""
    notes = {"readme", "leesmij", "license", "licence"}
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and is_readable(path) and not hidden and path.stem.lower() not in notes
