"""Plain text and Markdown: the text is kept as it is; layout and labels give the turns."""

from __future__ import annotations

from pathlib import PurePath

from kwalcode.i18n import _
from kwalcode.model import Transcript
from kwalcode.transcripts.encoding import decode
from kwalcode.transcripts.layouts import find_layout
from kwalcode.transcripts.roles import guess_roles
from kwalcode.transcripts.speakers import find_turns
from kwalcode.transcripts.turns import paragraphs


def read(name: str, data: bytes, interviewer: str | None = None) -> Transcript:
    """Read a .txt or .md file; raises UnreadableFile for what is not text."""
    decoded = decode(name, data)
    notices = list(decoded.notices)
    if decoded.text.startswith("WEBVTT"):
        notices.append(_("This is a subtitle file; rename it to end in .vtt to get its speakers."))
    suffix = PurePath(name).suffix.lower().removeprefix(".") or "txt"
    return transcript(decoded.text, suffix, interviewer, notices)


def transcript(
    text: str,
    format: str,
    interviewer: str | None,
    notices: list[str],
    *,
    lines_are_paragraphs: bool = False,
) -> Transcript:
    """Return running text as a transcript: turns by layout or labels, else by paragraph.

    `lines_are_paragraphs`: no line of the text is part of a hard-wrapped paragraph.
    """
    turns = find_layout(text)
    if turns is None:
        turns, about_labels = find_turns(text, interviewer)
        notices = notices + about_labels
    if not turns:
        turns = paragraphs(text, lines_are_paragraphs=lines_are_paragraphs)
    roles, about_roles = guess_roles(text, turns, interviewer)
    return Transcript(text, tuple(turns), roles, format, (*notices, *about_roles))
