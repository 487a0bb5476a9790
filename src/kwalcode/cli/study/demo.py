"""demo: a whole example study in one command, to look at and to try things on."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import FilePath, printable, quoted, say, write_text
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.study import Study

CODER_A = "Anna"
MAKER = "kwalcode"
"""Who sets the demo up: so that the first undo of who tries it takes back their own act."""
RULE = "turn"
"""In twelve interviews of this length few codes meet in one sentence; in a turn they do."""
MADE = "demo"
"""The setting that is written last: acts after it are the user's own."""

CODEBOOKS = ("signaleren-uitbuiting.yaml", "signaleren-uitbuiting-inductief.yaml")
CODINGS = ("codings_coder_a.csv", "codings_coder_b.csv")


@click.command(
    short_help=_("Make an example study to try, and open it."),
    help=_(
        "Make an example study to try, and open it.\n\n"
        "Twelve fictional Dutch interviews, coded by two coders: demo.kwal in DIR (by default "
        "here), and beside it demo-report/ with what a report needs."
    ),
)
@click.argument("folder", metavar="[DIR]", default=".", type=FilePath())
@click.option("--fresh", is_flag=True, help=_("Make it anew; the present one is kept aside."))
@click.option("--no-open", is_flag=True, help=_("Do not open the app."))
def demo(folder: Path, fresh: bool, no_open: bool) -> None:
    """Make the demo, or come back to it."""
    from kwalcode.cli.reports.reporting import write_folder
    from kwalcode.project.study import open_study

    _make_folder(folder)
    path = folder / "demo.kwal"
    if path.exists() and fresh:
        say(_("The demo that was there is now {path}.").format(path=_set_aside(path)))
    if path.exists():
        _tell_of_changes(path)
    else:
        _make(path)
    with open_study(path) as study:
        _summarise(study)
        say(_("Writing the report ..."))
        for written in write_folder(study, folder / "demo-report", rule=RULE):
            say(f"  {written}")
    if no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(_("Next: kwalcode {path}").format(path=quoted(path)))
        return
    from kwalcode.tui.app import run_app

    run_app(path, CODER_A)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        raise KwalcodeError(
            _("{path}: this folder cannot be made ({reason}). Choose another one.").format(
                path=folder, reason=error.strerror
            )
        ) from error
    if not writable:
        raise KwalcodeError(
            _("{path}: this folder is read-only. Choose another one.").format(path=folder)
        )


def _tell_of_changes(path: Path) -> None:
    """Say so when the demo that is there was worked in; opening it tells whether it is one."""
    from kwalcode.project.study import open_study

    with open_study(path) as study:
        changed = _changes(study)
    if changed:
        say(
            _(
                "{path} holds work of yours and was left as it is. 'kwalcode demo --fresh' "
                "makes a new one and keeps yours aside."
            ).format(path=path)
        )


def example_folder(name: str) -> Path:
    """Return the folder of the example study: packaged, or in an editable install the
    repository's own. Raises KwalcodeError when neither is there."""
    package = Path(__file__).resolve().parents[2]
    for candidate in (package / "_example" / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise KwalcodeError(
        _("The example study is missing from this installation. Install kwalcode again.")
    )


def _make(path: Path) -> None:
    from kwalcode.cli.material.importing import import_with_progress
    from kwalcode.exchange.attributes_csv import import_attributes
    from kwalcode.exchange.codebooks import read_codebook
    from kwalcode.exchange.codings_csv import import_codings
    from kwalcode.project.acts.codes import import_codebook
    from kwalcode.project.acts.people import set_setting
    from kwalcode.project.study import create

    material, codebooks = example_folder("transcripts_example"), example_folder("codebooks")
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with create(making, MAKER) as study:
            for name in CODEBOOKS:
                import_codebook(study, read_codebook(codebooks / name), source=name)
            import_with_progress(study, (material,))
            import_attributes(study, material / "respondents.csv")
            for name in CODINGS:
                done = import_codings(study, material / name, complete=True, default_coder=CODER_A)
                say(_("{file}: {n} codings.").format(file=name, n=done.added))
            _make_themes(study, material / "themes.yaml")
            set_setting(study, MADE, "1")
        if path.exists():
            raise KwalcodeError(
                _("{path}: another program made it meanwhile; it was left as it is.").format(
                    path=path
                )
            )
        making.rename(path)
    finally:
        for left in ("", "-wal", "-shm"):
            with suppress(OSError):
                making.with_name(making.name + left).unlink(missing_ok=True)


def _make_themes(study: Study, source: Path) -> None:
    """Make the themes that coder A named, with their claims and memos."""
    import yaml

    from kwalcode.project.acts.notes import write_memo
    from kwalcode.project.acts.themes import create_theme
    from kwalcode.project.reads.codes import CodeFinder, all_codes

    with study.reading() as connection:
        finder = CodeFinder(all_codes(connection))
    themes: list[dict[str, Any]] = yaml.safe_load(source.read_text(encoding="utf-8"))["themes"]
    for theme in themes:
        codes = [finder.find(name).id for name in theme["codes"]]
        number = create_theme(study, theme["name"], theme["claim"], codes)
        if theme.get("memo"):
            write_memo(study, "theme", number, theme["memo"])


def _changes(study: Study) -> int:
    """Count the acts since the demo was made."""
    from kwalcode.project.reads.history import history

    with study.reading() as connection:
        events = history(connection)
    for number, event in enumerate(events):
        if event.entry.name == "set setting" and event.entry.arguments.get("key") == MADE:
            return number
    return len(events)


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"demo-{number}.kwal")).exists():
        number += 1
    path.rename(aside)
    for left in ("-wal", "-shm"):
        beside = path.with_name(path.name + left)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + left))
    return aside


def _summarise(study: Study) -> None:
    from kwalcode.cli.analyses.analysing import facts
    from kwalcode.cli.analyses.graphing import communities_line
    from kwalcode.cli.team.agreeing import summary_line
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
    from kwalcode.project.reads.codes import all_codes, coding_counts
    from kwalcode.project.reads.documents import all_documents

    with study.reading() as connection:
        documents, codes = all_documents(connection), all_codes(connection)
        total = sum(coding_counts(connection).values())
        found = study_cooccurrence(connection, rule=RULE)
        agreed = study_agreement(connection)
    _graph, groups = study_graph(found)
    pairs = len(found.result.pairs)
    line = counted("{n} pair of codes goes together", "{n} pairs of codes go together", pairs)
    lines = (
        _("{path}: {d} documents, {k} codes, {n} codings").format(
            path=printable(str(study.path)), d=len(documents), k=len(codes), n=total
        ),
        f"{line} ({facts(found.counted, found.result.rule)})",
        communities_line(groups),
        summary_line(agreed),
    )
    write_text("".join(f"{text}\n" for text in lines), None)


COMMANDS = (demo,)
