"""The root command: `kwalcode STUDY.kwal` opens the app, everything else is a command."""

from __future__ import annotations

import click

from kwalcode import __version__
from kwalcode.cli import (
    analysing,
    codebooks,
    coding,
    demo,
    histories,
    material,
    models,
    projects,
    quoting,
)
from kwalcode.i18n import _


class _OpensStudies(click.Group):
    """A group that takes a study's file name where a command's name is expected."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((a for a in args if not a.startswith("-")), "")
        if first and first not in self.commands and first.lower().endswith(".kwal"):
            args.insert(args.index(first), "open")
        return super().parse_args(ctx, args)


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
    projects,
    material,
    codebooks,
    coding,
    quoting,
    analysing,
    histories,
    models,
    demo,
):
    for _command in _module.COMMANDS:
        root.add_command(_command)
