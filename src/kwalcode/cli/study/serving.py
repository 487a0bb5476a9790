"""serve: the app in the browser, on this machine only."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click

from kwalcode.cli.common import acting, as_option, say, study_argument
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, current


@click.command(
    help=_(
        "Use a study in the browser, on this machine only.\n\n"
        "Open the address that is printed: it is good once. Ctrl+C ends it."
    )
)
@study_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help=_("The port; 0 takes any free one.")
)
@as_option
def serve(study: Path, port: int, actor: str | None) -> None:
    """Serve until Ctrl+C."""
    from kwalcode.store.opening import examine

    examine(study)
    name = acting(actor)
    try:
        from kwalcode.serve.server import StudyServer, bound_socket
    except ModuleNotFoundError as error:
        raise KwalcodeError(
            _("'kwalcode serve' needs one more package: pip install 'kwalcode[serve]'")
        ) from error
    try:
        listening = bound_socket(port)
    except OSError as error:
        raise KwalcodeError(
            _("Port {port} cannot be used ({reason}). Choose another with --port.").format(
                port=port, reason=error.strerror
            )
        ) from error
    own = [sys.executable, "-m", "kwalcode", "--language", current()]
    command = [*own, "open", str(study.resolve()), "--as", name]
    typed = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
    StudyServer(typed, study.stem, listening, _tell).run()


def _tell(address: str) -> None:
    say(_("Open this address in the browser; it is good once: {address}").format(address=address))


COMMANDS = (serve,)
