"""The shape of groups of commands: their lists are read, not skimmed, so nothing is cut."""

from __future__ import annotations

import click

from kwalcode.i18n import _


class Commands(click.Group):
    """A group that lists its commands in the order of the work, each with its whole text."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order in which they were added."""
        return list(self.commands)

    def format_commands(
        self,
        ctx: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands; a text that is too long for its line goes on in the next."""
        listed = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.short_help or (command.help or "").split("\n\n")[0])
            for name, command in listed
            if command is not None and not command.hidden
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)
