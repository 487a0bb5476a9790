"""Who asks and who answers: a role per speaker label, guessed and open to correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kwalcode.i18n import _
from kwalcode.model import Role, Turn
from kwalcode.transcripts.labels import folded, role_word
from kwalcode.transcripts.refusals import shown

_QUESTION_AND_ANSWER = ({"q", "a"}, {"v", "a"})


def guess_roles(
    text: str, turns: Sequence[Turn], interviewer: str | None = None
) -> tuple[dict[str, Role], list[str]]:
    """Return a role for each speaker label among the turns, and notices about the guess.

    A role word in the label decides, or `interviewer` (compared without case and colon).
    With two names left, the interviewer is the one whose turns more often hold a question
    and are shorter. Turns of nobody are the respondent's, unless they all come before the
    first named turn (a title, notes): then they are nobody's talk, "other".
    """
    labels = list(dict.fromkeys(turn.speaker for turn in turns))
    named = [label for label in labels if label]
    words = {label: role_word(label) for label in named}
    roles: dict[str, Role] = {
        label: word for label, word in words.items() if word and word != "speaker"
    }
    notices: list[str] = []
    if interviewer is not None:
        notices = _apply(interviewer, named, roles)
    _question_and_answer(named, roles)
    if "interviewer" not in roles.values():
        notices += _guess(text, turns, named, roles)
    for label in named:
        roles.setdefault(label, "respondent")
    if "" in labels:
        roles[""] = _role_of_nobody(turns)
    return {label: roles[label] for label in labels}, notices


def _apply(interviewer: str, named: Sequence[str], roles: dict[str, Role]) -> list[str]:
    wanted = folded(interviewer)
    matching = [label for label in named if folded(label) == wanted]
    for label in matching:
        roles[label] = "interviewer"
    if matching:
        return []
    notice = _("No speaker is called {name}; the speakers are: {names}.")
    names = ", ".join(shown(label) for label in named[:10]) or "-"
    return [notice.format(name=shown(interviewer), names=names)]


def _question_and_answer(named: Sequence[str], roles: dict[str, Role]) -> None:
    if {folded(label) for label in named} not in _QUESTION_AND_ANSWER:
        return
    for label in named:
        roles.setdefault(label, "respondent" if folded(label) == "a" else "interviewer")


def _guess(
    text: str, turns: Sequence[Turn], named: Sequence[str], roles: dict[str, Role]
) -> list[str]:
    """Find the interviewer among two names; a notice says what was found or what to do."""
    people = [label for label in named if roles.get(label) != "other"]
    unknown = [label for label in people if label not in roles]
    found = None
    if len({folded(label) for label in people}) == 2:
        asker = _asker(text, turns, people)
        found = asker if asker in unknown else None
    if found is not None:
        roles[found] = "interviewer"
        notice = _("{name} asks most and was taken for the interviewer; correct it if not so.")
        return [notice.format(name=shown(found))]
    if len(people) > 1 and unknown:
        return [_("No interviewer was recognised; say which speaker asks the questions.")]
    return []


def _asker(text: str, turns: Sequence[Turn], people: Sequence[str]) -> str | None:
    """Return the one of two speakers who asks more often and speaks shorter, if it is one."""
    questions: dict[str, list[bool]] = defaultdict(list)
    lengths: dict[str, list[int]] = defaultdict(list)
    for turn in turns:
        if turn.speaker in people and turn.speech_end > turn.speech_start:
            questions[turn.speaker].append("?" in text[turn.speech_start : turn.speech_end])
            lengths[turn.speaker].append(turn.speech_end - turn.speech_start)
    if len(lengths) != 2:
        return None
    share = {label: sum(asked) / len(asked) for label, asked in questions.items()}
    mean = {label: sum(sizes) / len(sizes) for label, sizes in lengths.items()}
    asker = max(share, key=lambda label: share[label])
    other = next(label for label in share if label != asker)
    return asker if share[asker] > share[other] and mean[asker] < mean[other] else None


def _role_of_nobody(turns: Sequence[Turn]) -> Role:
    first_named = next((place for place, turn in enumerate(turns) if turn.speaker), None)
    if first_named is None or any(not turn.speaker for turn in turns[first_named:]):
        return "respondent"
    return "other"
