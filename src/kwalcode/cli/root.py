"""The root command: `kwalcode STUDY.kwal` opens the app, everything else is a command."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from kwalcode import __version__
from kwalcode.cli import (
    adjudicating,
    analysing,
    autocoding,
    codebooks,
    coding,
    comparing,
    contrasting,
    correcting,
    covering,
    deciding,
    demo,
    describing,
    erasing,
    following,
    framing,
    graphing,
    grouping,
    histories,
    importing,
    joining,
    keys,
    marking,
    material,
    models,
    noting,
    patterning,
    printing,
    privacy,
    projects,
    querying,
    quoting,
    relating,
    reporting,
    rounds,
    saturating,
    searching,
    serving,
    speaking,
    tabling,
    theming,
)
from kwalcode.cli.commands import Commands
from kwalcode.i18n import _


class _OpensStudies(Commands):
    """A group that takes a file's name where a command's name is expected."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = _command_at(args)
        if at is not None and args[at] not in self.commands and _is_file(args[at]):
            args[at:at] = ["open", "--"] if args[at].startswith("-") else ["open"]
        return super().parse_args(ctx, args)


def _command_at(args: list[str]) -> int | None:
    """Return where the command's name stands: after the options of the root."""
    skip = False
    for at, argument in enumerate(args):
        if skip:
            skip = False
        elif argument == "--":
            return at + 1 if at + 1 < len(args) else None
        elif argument == "--language":
            skip = True
        elif not argument.startswith("-"):
            return at
    return None


def _is_file(name: str) -> bool:
    if name.lower().endswith(".kwal"):
        return True
    with suppress(OSError, ValueError):
        return Path(name).is_file()
    return False


@click.group(
    cls=_OpensStudies,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Code interviews and analyse themes, on your own machine.\n\n"
        "'kwalcode STUDY.kwal' opens a study; 'kwalcode demo' makes an example study to try."
    ),
)
@click.version_option(__version__, prog_name="kwalcode")
@click.option("--language", type=click.Choice(["en", "nl"]), help=_("Language of the interface."))
def root(language: str | None) -> None:
    """Take the options that every command has; the language was set before this runs."""


for _module in (
    demo,
    projects,
    importing,
    privacy,
    material,
    speaking,
    describing,
    codebooks,
    grouping,
    coding,
    rounds,
    joining,
    searching,
    autocoding,
    analysing,
    graphing,
    theming,
    patterning,
    following,
    relating,
    framing,
    comparing,
    adjudicating,
    covering,
    saturating,
    contrasting,
    tabling,
    querying,
    marking,
    quoting,
    reporting,
    printing,
    correcting,
    deciding,
    noting,
    histories,
    erasing,
    models,
    keys,
    serving,
):
    for _command in _module.COMMANDS:
        root.add_command(_command)
