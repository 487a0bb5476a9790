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
        (_("kwalcode import {study} FILES"), _("take in transcripts")),
        (_("kwalcode codebook import {study} TOPICS.yaml"), _("take in a topic list")),
        (_("kwalcode {study}"), _("read, select a passage, press c to code it")),
    )
    lines = [Content(_("This study has no documents yet. In a terminal:")).stylize("bold")]
    for number, (command, purpose) in enumerate(steps, start=1):
        lines += [
            Content(""),
            Content(f"{number}  {purpose}"),
            Content("   " + command.format(study=study)).stylize("$text-accent"),
        ]
    lines += [
        Content(""),
        Content(_("What is imported while this is open appears here by itself.")),
        Content(_("ctrl+q leaves. 'kwalcode demo' makes an example study to look at.")),
    ]
    return Content("\n").join(lines)
