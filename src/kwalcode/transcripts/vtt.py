"""WebVTT: as the standard has it, and as Teams, Zoom and noScribe write it."""

from __future__ import annotations

import html
import re

from kwalcode.i18n import _
from kwalcode.model import Transcript
from kwalcode.transcripts.cues import (
    Cue,
    Passage,
    one_line,
    read_cues,
    split_labels,
    to_transcript,
)
from kwalcode.transcripts.encoding import decode

# Only what the standard knows is a tag: `<lacht>` is a transcriber's remark and stays.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<tag>v|c|i|b|u|ruby|rt|lang)(?:\.[^\s<>]*)?(?:\s(?P<value>[^<>]*))?>"
    r"|<\d{1,3}:\d{2}(?::\d{2})?\.\d{3}>"
)
_NOT_TALK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


def read(name: str, data: bytes, interviewer: str | None = None) -> Transcript:
    """Read a .vtt file; raises UnreadableFile for what is not text or has no text in it."""
    decoded = decode(name, data)
    notices = list(decoded.notices)
    if not decoded.text.startswith("WEBVTT"):
        notices.append(_("The first line does not say WEBVTT; read as subtitles all the same."))
    passages, problems = read_cues(decoded.text, passages_of, _is_skipped)
    passages = split_labels(passages, interviewer)
    notices += problems.notices()
    return to_transcript(name, passages, "vtt", interviewer, notices)


def _is_skipped(number: int, block: list[str]) -> bool:
    if number == 0 and block[0].startswith("WEBVTT"):
        return "-->" not in "".join(block)
    return _NOT_TALK.match(block[0]) is not None and not any("-->" in line for line in block[:2])


def passages_of(cue: Cue) -> list[Passage]:
    """Return a cue's passages, one per voice, with tags taken out and entities resolved."""
    passages: list[Passage] = []
    payload = "\n".join(line for line in cue.lines if not line.startswith("WEBVTT"))
    speaker, piece, last = "", "", 0
    for found in _TAG.finditer(payload):
        piece += payload[last : found.start()]
        last = found.end()
        if found["tag"] == "v":
            _add(passages, speaker, piece, cue)
            speaker = "" if found["close"] else one_line(html.unescape(found["value"] or ""))
            piece = ""
    _add(passages, speaker, piece + payload[last:], cue)
    return passages


def _add(passages: list[Passage], speaker: str, piece: str, cue: Cue) -> None:
    text = one_line(html.unescape(piece))
    if text:
        passages.append(Passage(speaker, text, cue.start, cue.end))
