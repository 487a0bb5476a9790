"""The root command: `kwalcode STUDY.kwal` opens the app, everything else is a command."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from kwalcode import __version__
from kwalcode.cli.commands import Commands
from kwalcode.i18n import _

COMMANDS: Final = {
    "demo": "study.demo",
    "new open copy check": "study.projects",
    "import": "material.importing",
    "privacy": "material.privacy",
    "documents complete": "material.material",
    "speakers": "material.speaking",
    "attributes groups": "material.describing",
    "codebook": "coding.codebooks",
    "codes": "coding.grouping",
    "codings": "coding.coding",
    "rounds assign coders": "team.rounds",
    "handout join joins": "team.joining",
    "search": "coding.searching",
    "autocode": "coding.autocoding",
    "cooccurrence": "analyses.cooccurring",
    "graph": "analyses.graphing",
    "themes": "analyses.theming analyses.theme_changes",
    "patterns": "analyses.patterning analyses.pattern_changes analyses.following",
    "relations": "analyses.relating",
    "framework": "analyses.framing",
    "agreement": "team.comparing",
    "disagreements": "team.meeting",
    "adjudicate": "team.adjudicating",
    "finalise unfinalise": "team.finalising",
    "coverage": "analyses.covering",
    "saturation": "analyses.saturating",
    "contrast": "analyses.contrasting",
    "table": "analyses.tabling",
    "query queries": "reports.querying",
    "mark unmark": "reports.marking",
    "quotes": "reports.quoting",
    "report": "reports.reporting",
    "print": "reports.printing",
    "correct replace versions": "material.correcting",
    "uncarried": "material.deciding",
    "memos memo": "coding.noting",
    "undo redo history as-of": "study.histories",
    "erase": "material.erasing",
    "model": "study.models",
    "keys": "study.keys",
    "serve": "study.serving",
}
"""The commands in the order of the help, and the modules that make them, by room.

Only those of the command that is run are loaded: all of them take as long as the app's window.
"""
_MODULES: Final = {name: modules for names, modules in COMMANDS.items() for name in names.split()}


class _Root(Commands):
    """Loads a command when it is asked for, and takes a file's name where one is expected."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return all names, in the order of the help."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, None where there is none."""
        if cmd_name in _MODULES and cmd_name not in self.commands:
            for module in _MODULES[cmd_name].split():
                for command in getattr(import_module(f"kwalcode.cli.{module}"), "COMMANDS", ()):
                    self.add_command(command)
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = _command_at(args)
        if at is not None and args[at] not in _MODULES and _is_file(args[at]):
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
    cls=_Root,
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
