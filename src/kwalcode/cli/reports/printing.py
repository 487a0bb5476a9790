"""print: the coded transcript on paper."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.analyses.analysing import coder_option
from kwalcode.cli.common import documents_named, out_path, reading_study, say, study_argument
from kwalcode.cli.output import CannotWrite, write_text
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.study import Study

_FORMATS = ("html", "docx")


@click.command(
    "print",
    short_help=_("Write coded transcripts to print, codes in the margin."),
    help=_(
        "Write coded transcripts to print, codes in the margin.\n\n"
        "With -o FILE all in one file, with -o FOLDER a file for each document."
    ),
)
@study_argument
@click.option("--document", "names", metavar="NAME", multiple=True, help=_("Only this document."))
@coder_option
@click.option("--format", "form", metavar="html|docx", help=_("By default from -o, else html."))
@click.option("--no-memos", is_flag=True, help=_("Leave the memos out."))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help=_("Where to.")
)
def print_command(
    study: Path,
    names: tuple[str, ...],
    coder: str | None,
    form: str | None,
    no_memos: bool,
    output: Path | None,
) -> None:
    """Print documents."""
    chosen = (form or _ending(output) or "html").lower()
    if chosen not in _FORMATS:
        raise UsageError(
            _("'{form}' is no format to print in; there are: {known}.").format(
                form=chosen, known=", ".join(_FORMATS)
            )
        )
    with reading_study(study) as opened:
        documents = documents_named(opened, names)
        if output is not None and (output.is_dir() or not output.suffix):
            _into_folder(opened, documents, output, chosen, coder, not no_memos)
        else:
            _into_one(opened, documents, output, chosen, coder, not no_memos)


def _ending(output: Path | None) -> str:
    return "" if output is None or output.is_dir() else output.suffix.lstrip(".")


def _into_folder(
    study: Study,
    documents: Sequence[Document],
    folder: Path,
    form: str,
    coder: str | None,
    memos: bool,
) -> None:
    from kwalcode.report.coded.files import print_into

    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            _("{place}: cannot be written ({reason}). Choose another place.").format(
                place=folder, reason=error.strerror or error
            )
        ) from error
    for path, notices in print_into(study, documents, folder, form, coder=coder, memos=memos):
        say(_("Written: {path}").format(path=path))
        for notice in notices:
            say(notice)


def _into_one(
    study: Study,
    documents: Sequence[Document],
    output: Path | None,
    form: str,
    coder: str | None,
    memos: bool,
) -> None:
    from io import BytesIO

    from kwalcode.report.coded import print_documents, write_book

    if output is None and form != "html" and sys.stdout.isatty():
        raise UsageError(_("A {form} file cannot be shown here; name a file.").format(form=form))
    if not documents:
        raise UsageError(_("There are no documents to print; import some first."))
    book = print_documents(study, documents, coder=coder, memos=memos)
    if output is not None:
        with out_path(output) as making:
            notices = write_book(book, form, making)
        say(_("Written: {path}").format(path=output))
    elif form == "html":
        held = BytesIO()
        notices = write_book(book, form, held)
        write_text(held.getvalue().decode("utf-8"), None)
    else:
        notices = write_book(book, form, sys.stdout.buffer)
    for notice in notices:
        say(notice)


COMMANDS = (print_command,)
