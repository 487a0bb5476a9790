"""Spoken text in something like Dutch: turns of interviewer and respondent, always the same.

Words follow Zipf's law over 30,000 forms, so that a thousand documents bring as many
different words as real ones do.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random

from benchmarks.sizes import SEED, WORDS

_KNOWN = (
    "de het een en van ik dat je in is ja niet maar die we op dus voor met wat er zijn ook aan "
    "als heb was zo nou wel hè dan of te ze om bij daar eh heel naar had kan nog hij toch moet "
    "wij gewoon eigenlijk iemand mensen hebben deze over gaan weet meer zeg denk z'n 't m'n "
    "bijvoorbeeld vaak echt omdat zeggen gezien jongen meisje wijk politie gemeente zorg school "
    "collega signaal melding overleg gevoel bellen straat huis geld ouders vertrouwen hulp"
)
_ONSETS = "b d g h k l m n p r s t v w z b d h k m v st sch gr pr"
_VOWELS = "a e i o u a e i o aa ee oo oe ij"
_CODAS = ["", "", "", "n", "n", "r", "t", "l", "s", "k", "ng", "cht"]
_FORMS = 30_000
_ENDS = (". ", ". ", ". ", ". ", "? ", "... ", "! ", ", hè? ", ". Ja. ")
_ASIDES = (" eh,", ",", " nou ja,", " d'r", " [onverstaanbaar]", " 06:30", " o.a.", " zeg maar,")


@cache
def _words() -> tuple[list[str], list[float]]:
    """Return the word forms and their cumulated weights."""
    random = Random(SEED)
    forms = dict.fromkeys(_KNOWN.split())
    while len(forms) < _FORMS:  # the rarer a word, the longer
        syllables = random.choice((1, 1, 1, 2)) if len(forms) < 1_000 else random.choice((2, 2, 3))
        forms["".join(_syllable(random) for _ in range(syllables))] = None
    return list(forms), list(accumulate((rank + 4) ** -1.2 for rank in range(_FORMS)))


def _syllable(random: Random) -> str:
    return random.choice(_ONSETS.split()) + random.choice(_VOWELS.split()) + random.choice(_CODAS)


def transcript(number: int, words: int = WORDS, longest_turn: int = 140) -> str:
    """Return the transcript with this number: speaker labels "I:" and "R:", a turn a paragraph."""
    random = Random(f"{SEED}:{number}")
    turns: list[str] = []
    spoken = 0
    while spoken < words:
        for label, least, most in (("I", 5, 30), ("R", 10, longest_turn)):
            said = min(random.randint(least, most), words - spoken)
            if said > 0:
                turns.append(f"{label}: {_speech(random, said)}\n")
                spoken += said
    return "\n".join(turns)


def _speech(random: Random, words: int) -> str:
    """Return so many words as sentences with hesitations."""
    forms, weights = _words()
    chosen = random.choices(forms, cum_weights=weights, k=words)
    parts: list[str] = []
    at = 0
    while at < words:
        sentence = chosen[at : at + random.randint(3, 22)]
        at += len(sentence)
        sentence[0] = sentence[0].capitalize()
        if len(sentence) > 6:
            sentence[random.randrange(2, 5)] += random.choice(_ASIDES)
        parts += (" ".join(sentence), random.choice(_ENDS))
    return "".join(parts).rstrip()
