"""SubRip (SRT): numbers with gaps, times with comma or point, a text that is only a number."""

from __future__ import annotations

import re

from kwalcode.model import Transcript
from kwalcode.transcripts import vtt
from kwalcode.transcripts.cues import (
    Cue,
    Passage,
    one_line,
    read_cues,
    split_labels,
    to_transcript,
)
from kwalcode.transcripts.encoding import decode
from kwalcode.transcripts.labels import label_of

_FORMATTING = re.compile(r"</?(?:i|b|u|font)(?:\s[^<>]{0,100})?>|\{\\an?\d{1,2}\}", re.IGNORECASE)


def read(name: str, data: bytes, interviewer: str | None = None) -> Transcript:
    """Read a .srt file; raises UnreadableFile for what is not text or has no text in it."""
    decoded = decode(name, data)
    if decoded.text.startswith("WEBVTT"):
        return vtt.read(name, data, interviewer)
    passages, problems = read_cues(decoded.text, passages_of, lambda _number, _block: False)
    notices = [*decoded.notices, *problems.notices()]
    passages = split_labels(passages, interviewer)
    return to_transcript(name, passages, "srt", interviewer, notices)


def passages_of(cue: Cue) -> list[Passage]:
    """Return a cue's passages: its lines are one, unless a later line opens with a label."""
    passages: list[Passage] = []
    lines: list[str] = []
    for line in (_FORMATTING.sub("", line) for line in cue.lines):
        if lines and label_of(line):
            passages.append(Passage("", one_line(" ".join(lines)), cue.start, cue.end))
            lines = []
        lines.append(line)
    passages.append(Passage("", one_line(" ".join(lines)), cue.start, cue.end))
    return [passage for passage in passages if passage.text]
