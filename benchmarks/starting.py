"""Starting: the help text, and the app up to the first painted transcript."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Skipped, Timing
from benchmarks.generate import MARKER, Material
from benchmarks.measure import program
from benchmarks.sizes import CODERS
from benchmarks.terminal import NeverShown, until_shown

_REPEATS = 5
_PLAIN_APP = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Plain(App):\n"
    "    def compose(self):\n"
    f"        yield Static('{MARKER} ' * 9)\n"
    "Plain().run()\n"
)


def kwalcode() -> list[str]:
    """Return the command that starts kwalcode: the script beside this Python."""
    script = Path(sys.executable).with_name("kwalcode")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from kwalcode.cli import main; main()"]


def help_text(_material: Material) -> Iterator[Figure]:
    """Show the help."""
    yield Figure(
        "kwalcode --help",
        "-",
        0,
        program([*kwalcode(), "--help"]),
        "cpu",
        limit=program([sys.executable, "-c", "import click"]),
        limit_name="python -c 'import click'",
        most=0.15,
    )


def first_paint(material: Material) -> Iterator[Figure | Skipped]:
    """Open a transcript of 1 MB with 5,000 turns and 3,000 codings in a real terminal."""
    name = "app to the first painted transcript"
    with tempfile.TemporaryDirectory(dir=material.folder) as folder:
        copy = Path(folder) / "long.kwal"
        shutil.copyfile(material.long(), copy)
        try:
            measured = _shown([*kwalcode(), "open", str(copy)], own_home(folder))
        except NeverShown as reason:
            yield Skipped(name, str(reason))
            return
        plain = _shown([sys.executable, "-c", _PLAIN_APP], own_home(folder))
    yield Figure(
        name,
        "-",
        0,
        measured,
        "cpu",
        limit=plain,
        limit_name="Textual, one line of text",
        most=0.6,
    )


def _shown(command: list[str], environment: Mapping[str, str]) -> Timing:
    """Return the median cost of a program up to the marker on its screen; the first is warming."""
    found = [until_shown(command, MARKER, environment) for _ in range(_REPEATS + 1)][1:]
    return Timing(median(t.cpu for t in found), median(t.wall for t in found))


def own_home(folder: str) -> dict[str, str]:
    """Return the environment with settings of its own: those of the user are left alone."""
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), folder)
    shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**os.environ, **homes, **shown, "KWALCODE_AS": CODERS[0], "KWALCODE_LANGUAGE": "en"}
