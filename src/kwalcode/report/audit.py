"""The audit trail of a study for a methods section, in any of its formats.

To add a format: a function that writes it, and a line in `TRAIL_FORMATS`.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.reads.history import Sought, events
from kwalcode.project.study import Study
from kwalcode.project.telling.audit import audit_trail
from kwalcode.report.audit_text import write_csv, write_markdown
from kwalcode.report.output import text_stream, writing

Writer = Callable[[Study, Sought, BinaryIO], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TrailFormat:
    """How one format is written.

    `text` tells whether it can be shown on a terminal; `bom` whether a file of it begins with
    a byte order mark, without which Excel garbles accents.
    """

    write: Writer
    text: bool
    bom: bool = False


def write_trail(
    study: Study, form: str, target: Path | BinaryIO, sought: Sought | None = None
) -> tuple[str, ...]:
    """Write the trail to a file or a binary stream in the format called `form`.

    md and docx are a text with tables, json has the same figures; csv is the journal itself, a
    row per entry, newest first, of those that are `sought`. Returns notices: what the reader
    must know. Raises UsageError for an unknown format, KwalcodeError where the file cannot be
    written (what was there before then stays).
    """
    if form not in TRAIL_FORMATS:
        raise UsageError(
            _("There is no format “{form}”; choose one of: {names}.").format(
                form=form, names=", ".join(TRAIL_FORMATS)
            )
        )
    chosen, wanted = TRAIL_FORMATS[form], sought or Sought()
    if not isinstance(target, Path):
        return chosen.write(study, wanted, target)
    with writing(target) as stream:
        if chosen.bom:
            stream.write(BOM_UTF8)
        return chosen.write(study, wanted, stream)


def write_study_trail(study: Study, path: Path) -> Path:
    """Write the trail in the format that the file's name ends in; return the path."""
    write_trail(study, path.suffix.lstrip(".").lower(), path)
    return path


def _markdown(study: Study, _sought: Sought, out: BinaryIO) -> tuple[str, ...]:
    with study.reading() as connection:
        return write_markdown(audit_trail(connection, study.path.stem), out)


def _word(study: Study, _sought: Sought, out: BinaryIO) -> tuple[str, ...]:
    from kwalcode.report.audit_word import write_word

    with study.reading() as connection:
        trail = audit_trail(connection, study.path.stem)
    return write_word(trail, out)


def _csv(study: Study, sought: Sought, out: BinaryIO) -> tuple[str, ...]:
    with study.reading() as connection:
        return write_csv(events(connection, sought), out)


def _json(study: Study, _sought: Sought, out: BinaryIO) -> tuple[str, ...]:
    with study.reading() as connection:
        trail = audit_trail(connection, study.path.stem)
    with text_stream(out) as stream:
        stream.write(json.dumps(asdict(trail), ensure_ascii=False, indent=2) + "\n")
    return ()


TRAIL_FORMATS: Final[dict[str, TrailFormat]] = {
    "md": TrailFormat(_markdown, text=True),
    "docx": TrailFormat(_word, text=False),
    "csv": TrailFormat(_csv, text=True, bom=True),
    "json": TrailFormat(_json, text=True),
}
"""The formats by name, which is also the usual ending of the file."""
