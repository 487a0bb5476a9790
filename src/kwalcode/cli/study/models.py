"""model: which language pipeline is active, and how to install the full one."""

from __future__ import annotations

import click

from kwalcode.cli.commands import Commands
from kwalcode.cli.common import printable, say, write_text
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _


@click.group(cls=Commands, help=_("Show or install the Dutch language model."))
def model() -> None:
    """Group the model's commands."""


@model.command("show", help=_("Show which language pipeline is active and what it can do."))
@click.option("--pipeline", metavar="NAME|FOLDER", help=_("Try this spaCy pipeline."))
def show(pipeline: str | None) -> None:
    """Name the active pipeline."""
    from kwalcode.language.pipelines import active

    found = active(pipeline)
    lines = (
        f"{printable(found.name)} {printable(found.version)} ({found.kind})",
        _("can: {abilities}").format(abilities=", ".join(sorted(found.can))),
        _("Sentences as units always come from the embedded rules."),
    )
    write_text("".join(f"{line}\n" for line in lines), None)


@model.command("install", help=_("Download nl_core_news_sm with spaCy's own command."))
def install() -> None:
    """Download the model with spaCy's own command; the only act that uses the network."""
    import subprocess

    from kwalcode.language.pipelines import install_command

    command = install_command()
    say(" ".join(command))
    if subprocess.run(command, check=False).returncode != 0:
        raise KwalcodeError(
            _(
                "The model could not be downloaded. Fetch the nl_core_news_sm package on a "
                "machine with network and install it here with pip; kwalcode works without it."
            )
        )


COMMANDS = (model,)
