"""import: transcripts, and the attributes of their respondents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import FilePath, acting_study, as_option, printable, say, study_argument
from kwalcode.errors import KwalcodeError, UnreadableFile, UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.importing import Report
    from kwalcode.project.study import Study


@click.command("import", help=_("Import transcripts: txt, md, docx, vtt, srt; folders too."))
@study_argument
@click.argument("files", nargs=-1, metavar="[FILE]...", type=FilePath())
@click.option(
    "--attributes",
    metavar="FILE",
    type=FilePath(),
    help=_("CSV of respondents' attributes; the first column names the document."),
)
@click.option("--interviewer", metavar="LABEL", help=_("The interviewer's label in the files."))
@click.option("--no-subfolders", is_flag=True, help=_("Leave out folders within folders."))
@as_option
def import_command(
    study: Path,
    files: tuple[Path, ...],
    attributes: Path | None,
    interviewer: str | None,
    no_subfolders: bool,
    actor: str | None,
) -> None:
    """Import; bad files are named and the rest go in."""
    if not files and attributes is None:
        raise UsageError(_("Name the files to import, or --attributes FILE.csv."))
    if interviewer is not None and not interviewer.strip(" :"):
        raise UsageError(_("--interviewer is empty; give the label, as in --interviewer I."))
    with acting_study(study, actor) as opened:
        report = None
        if files:
            report = import_with_progress(opened, files, interviewer, not no_subfolders)
        if attributes is not None:
            _import_attributes(opened, attributes)
    if report is not None and report.failed:
        raise _not_imported(report)


def _import_attributes(study: Study, path: Path) -> None:
    from kwalcode.exchange.attributes_csv import import_attributes

    result = import_attributes(study, path)
    say(_("{file}: {n} values set.").format(file=path, n=result.values))


def _not_imported(report: Report) -> KwalcodeError:
    """Return the error for refused files; a single one is told here, and nowhere else."""
    if _only_one(report):
        return UnreadableFile(report.failed[0][1])
    return KwalcodeError(
        counted("{n} file was not imported.", "{n} files were not imported.", len(report.failed))
    )


def import_with_progress(
    study: Study,
    files: tuple[Path, ...],
    interviewer: str | None = None,
    subfolders: bool = True,
) -> Report:
    """Import files, telling on stderr how it goes, also when it is stopped half-way."""
    from kwalcode.project import importing

    report = importing.Report()
    try:
        importing.import_files(
            study,
            files,
            interviewer=interviewer,
            subfolders=subfolders,
            progress=_progress,
            report=report,
        )
    finally:
        _tell(report)
    return report


def _tell(report: Report) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    for path, notice in report.notices:
        say(f"{path}: {notice}")
    for path, done in report.known:
        say(_("{file}: is in the project already, as {name}.").format(file=path, name=done.name))
    if not _only_one(report):
        for _path, line in report.failed:
            say(line)
    if report.imported or report.known or len(report.failed) > 1:
        say(counted("{n} document imported.", "{n} documents imported.", len(report.imported)))


def _only_one(report: Report) -> bool:
    """Tell whether one refused file is all there was."""
    return len(report.failed) == 1 and not report.imported and not report.known


def _progress(number: int, count: int, path: Path) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{number}/{count} {printable(path.name)}", err=True, nl=False)
    elif count >= 100 and number % 100 == 0:
        say(f"{number}/{count}")


COMMANDS = (import_command,)
