"""What is still to be coded: turns without a coding. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kwalcode.spans import Range
from kwalcode.tui.text.data import TranscriptData


def uncoded_turns(data: TranscriptData, codings: Iterable[Range]) -> list[Range]:
    """Return the speech of the turns that no coding touches, in order.

    Those of respondents; where nobody is known to be one, those of all but interviewers. Turns
    in which nothing is said are left out.
    """
    respondents = "respondent" in data.roles.values()
    covered = sorted(codings)
    answer: list[Range] = []
    at, reached = 0, 0
    for turn in data.turns:
        while at < len(covered) and covered[at][0] < turn.speech_end:
            reached = max(reached, covered[at][1])
            at += 1
        role = data.roles.get(turn.speaker, "other")
        wanted = role == "respondent" if respondents else role != "interviewer"
        said = data.text[turn.speech_start : turn.speech_end].strip()
        if wanted and said and reached <= turn.speech_start:
            answer.append((turn.speech_start, turn.speech_end))
    return answer
