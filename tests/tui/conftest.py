"""A transcript of any size for the tests of the widgets, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from waiting import idleness_seen

from kwalcode.model import Code, Turn
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.stripes import CodingMark

TALK = (
    "ja nou eigenlijk weet ik dat niet zo precies maar het is wel een optelsom van kleine "
    "signalen en dan denk je hier klopt iets niet café cliënten ggz-instelling “melden” €5 "
    "vermoeden telefoon wijkteam gemeente politie slachtoffer 😀 uitbuiting vertrouwen"
)


def build(turns: int, words: int, codings: int, seed: int = 7) -> TranscriptData:
    """Return a transcript of about `words` words per turn, with overlapping codings."""
    chance, vocabulary = random.Random(seed), TALK.split()
    pieces: list[str] = []
    found: list[Turn] = []
    sentences: list[tuple[int, int]] = []
    at = 0
    for number in range(turns):
        speaker = "Interviewer" if number % 2 == 0 else "R01"
        start, label = at, f"{speaker}: "
        pieces.append(label)
        at += len(label)
        speech = at
        left = max(2, int(chance.expovariate(1 / words)))
        while left > 0:
            n = min(left, chance.randint(2, 18))
            sentence = " ".join(chance.choices(vocabulary, k=n)).capitalize() + "."
            sentences.append((at, at + len(sentence)))
            left -= n
            pieces.append(sentence + (" " if left > 0 else "\n\n"))
            at += len(pieces[-1])
        found.append(Turn(start, at - 2, speech, at - 2, speaker))
    text = "".join(pieces)
    marks = []
    for number in range(codings):
        start = chance.randrange(max(1, len(text) - 2000))
        end = min(len(text), start + int(chance.choice([40, 80, 150, 300, 600, 1500])))
        code = chance.randrange(40)
        letters = f"{chr(65 + code % 26)}{chr(97 + code // 26)}"
        color = f"#{chance.randrange(1 << 24):06x}"
        marks.append(CodingMark(number, start, end, code, f"code {code}", letters, color))
    roles = {"Interviewer": "interviewer", "R01": "respondent"}
    return TranscriptData(text, found, roles, sentences, marks)  # type: ignore[arg-type]


def codebook(*paths: str) -> list[Code]:
    """Return codes for paths such as "Signalling > gut feeling", parents before children."""
    ids: dict[str, int] = {}
    codes = []
    for number, path in enumerate(paths, 1):
        names = path.split(" > ")
        ids[path] = number
        parent = ids.get(" > ".join(names[:-1]))
        about = f"What {names[-1]} means."
        codes.append(
            Code(
                id=number,
                uuid=number.to_bytes(16, "big"),
                parent=parent,
                name=names[-1],
                path=path,
                depth=len(names) - 1,
                position=number,
                key="",
                definition=about,
                include="",
                exclude="",
                example="",
                question="",
                keywords=(),
                color="",
                origin="deductive",
            )
        )
    return codes


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> Iterator[None]:
    """Textual parses the styles of every widget again for each app: a fifth of opening one."""
    kept: dict[object, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules
    given: dict[str, str] = {}  # the variables of the latest call: the same for a hundred calls
    values = frozenset(given.items())

    def parsed(
        sheet: Stylesheet,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        nonlocal given, values
        what = (css, read_from, is_default_rules, tie_breaker, scope)
        if given is not sheet._variables:
            given, values = sheet._variables, frozenset(sheet._variables.items())
        key = (*what, values)
        if key not in kept:
            kept[key] = parse(sheet, *what)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        yield


@pytest.fixture(scope="session", autouse=True)
def waits_by_what_is_left_to_do() -> Iterator[None]:
    """A key is answered when nothing is left to do, not when some time has passed."""
    with idleness_seen():
        yield


@pytest.fixture(scope="session")
def make_codes() -> Callable[..., list[Code]]:
    """Give the function that builds codes from paths."""
    return codebook


@pytest.fixture(scope="session")
def make_transcript() -> Callable[..., TranscriptData]:
    """Give the function that builds transcripts."""
    return build
