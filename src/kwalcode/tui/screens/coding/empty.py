"""What a study without documents says: the three things to do next."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets._static import Static

from kwalcode.i18n import _
from kwalcode.tui.text.visible import one_line


class EmptyStudy(VerticalScroll, can_focus=False):
    """Stands where the transcript would."""

    DEFAULT_CSS = """
    EmptyStudy { height: 1fr; padding: 2 4; color: $foreground 80%; }
    """

    def __init__(self, file_name: str, *, id: str | None = None) -> None:
        super().__init__(Static(_steps(one_line(file_name)), markup=False), id=id)


def _steps(study: str) -> Content:
    steps = (
        (
            _("Take in transcripts"),
            _(", d  opens the documents; there i imports files or a folder"),
        ),
        (
            _("Take in a topic list, or make codes as you go"),
            _(", b  opens the codebook; there e reads a file, n makes a code"),
        ),
        (_("Read and code"), _("Esc  comes back here; select a passage, then c codes it")),
    )
    lines = [Content(_("This study has no documents yet. Three things to do:")).stylize("bold")]
    for number, (purpose, keys) in enumerate(steps, start=1):
        lines += [Content(""), Content(f"{number}  {purpose}"), _coloured(keys)]
    import_here = _("kwalcode import {study} FILES").format(study=study)
    lines += [
        Content(""),
        Content(_("In a terminal too; what is imported there appears here by itself:")),
        Content(f"   {import_here}").stylize("$text-accent"),
        Content(""),
        Content(_("? shows all keys, ctrl+q leaves; 'kwalcode demo' makes an example study.")),
    ]
    return Content("\n").join(lines)


def _coloured(keys: str) -> Content:
    """Return a line of keys and what they do, the keys that it begins with in the accent."""
    pressed, told = keys.split("  ", 1)
    return Content(f"   {pressed}  ").stylize("$text-accent") + Content(told)
