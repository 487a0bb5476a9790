"""Sentence bounds of speech: a table of hand-made Dutch speech, and what always holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.language import sentences
from kwalcode.language.sentences import (
    SEGMENTER,
    build,
    document_sentences,
    sentence_bounds,
)
from kwalcode.spans import Range

TRANSCRIPTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"

# One speech per line, its sentences parted by " | "; ⏎ stands for a line end in the speech.
SPEECH = """
Nou... eh ja, dat weet ik niet. | Denk ik.
Ik dacht... | Nou ja, laat maar.
Ik bedoel… ja… | Nou goed.
Ja . . . nou ik weet het niet. . . | Misschien wel.
En toen... | 's Avonds ging het mis.
En toen... 's avonds ging het mis.
Dat was in... 2015 dacht ik, of.. ja, zoiets.
En toen kwam... [naam] binnen.
Ik zei nog... [stilte] ja. | [onverstaanbaar 00:12:10] en toen? | [naam kind]! | kom hier.
Eh ja ik weet het niet hoor maar volgens mij was dat toen zo
dat was toen zo. | maar goed. | wat doe je dan? | ja niks eigenlijk
Wat?! | Echt waar?! | Ja!!! | nou ja.
Ja. | ... nou dat dus. | ... Ja.
...
... en toen
Ze zei: "Ik wil niet meer." | Toen ging ze weg.
"Ga je mee?" vroeg hij. | "Nee!" zei ik.
Hij vroeg: "Ga je mee?", en toen zei ik nee.
Hij zei ‘ik kom.’ | En hij kwam ‘niet’. | ’t Was laat.
En toen dacht ik: "Dit kan niet (echt niet!)." | Maar ja.
Dat is toch raar (vind je niet?) want zo deden we dat nooit.
(lacht) Ja. | (lacht) Dat was wat.
Ja. | 😀 Precies! 😀
Dat is bijv. bij dhr. Jansen zo. | Die kwam om 10.30 uur. | Of 10:30.
Mw. De Boer en mevr. Smit, die waren er o.a. ook bij. | Dat wel.
Het ging d.w.z. m.b.t. de Wmo en i.v.m. de kosten t.a.v. drs. Bakker. | Zo.
We doen huisbezoeken, belronden, enz. | Daarna kijken we verder. | Folders e.d. en zo.
mr. dr. P.J. van den Berg, ca. 50 jaar, i.h.k.v. het onderzoek. | Die zei dat.
J. de Vries en A.B. Jansen werkten bij de GGZ. | Ik ook.
Prof. Van Dijk en ir. Smits zeiden van wel. | Ik niet.
Dat was plan B. | Toen hadden we niks meer.
Respondent A. zei dat ook.
Dat zei meneer X. | Zij woonde daar ook.
Ik sprak met [naam]. | Dan ga je toch nadenken.
Ik weet dat. | Maar hij wist het. | Dat was best. | Nou, het was van u. | Echt waar.
Ik werk bij de ING. | Daar is het anders. | Ik sprak ing. Bakker en Jan. | Die ook.
Het is z.s.m. | Verder niet. | In de B.V. | Daar werk ik. | O.a. Het Parool dus.
Het kost 3.5 procent. | In 2015. | Toen was ik 12. | Nu niet.
Het kostte 1.250,50 euro, op 3 jan. 2019 dus. | Veel geld.
Hoe laat? | Om 8. | En dan? | Tot 17.00. | Daarna vrij.
We woonden op nr. 12 in st. Anna, blz. 3 t/m 5. | Dat was klein.
Kijk op www.voorbeeld.nl. | Daar staat het. | Of mail j.jansen@voorbeeld.nl. | Dat mag.
Dat stond op https://voorbeeld.nl/a?b=c.d en verder nergens.
1. Eerst bellen. ⏎ | 2. Dan schrijven. ⏎ | - en dan wachten
a. Wat er gebeurt. ⏎ | b. Wat je doet.
O. | Dus dat wist je niet. | O ja.
Alinea een ⏎⏎ | Alinea twee zonder punt ⏎ | en verder
Ja.Dat is zo. | Nee?Jawel.
- Ja. | – Nee. | — Misschien.
**Ja.** | En toen. | _Nee._ | Goed.
Dan bel je bijv. Zorgloket of evt. Veilig Thuis. | Of niet, hè? | ja.
Hij is max. 3 keer geweest en ik heet Max. | Dat weet je.
Zij vs. wij, daar komt het op neer. | Toch?
De A.P.V. zegt daar niks over. | Jammer.
Niet dat ik... nee. | Of wel? | Ach... | Ik weet het niet meer, hoor.
""".strip().split("\n")
# Without white space after the end mark a capital still starts a sentence.
GLUED = {"Ja.Dat is zo. | Nee?Jawel.": ["Ja.", "Dat is zo.", "Nee?", "Jawel."]}


def split(speech: str) -> list[str]:
    (bounds,) = sentence_bounds([speech])
    return [speech[start:end] for start, end in bounds]


@pytest.mark.parametrize("line", SPEECH)
def test_hand_made_speech(line: str) -> None:
    expected = GLUED.get(line) or [part.replace("⏎", "").strip() for part in line.split("|")]
    speech = line.replace(" | ", " ").replace(" ⏎", "⏎").replace("⏎ ", "⏎").replace("⏎", "\n")
    assert split(speech) == expected


def test_the_table_is_large_enough() -> None:
    assert len(SPEECH) >= 40
    assert SEGMENTER == "kwalcode-nl-1"


@pytest.mark.parametrize("speech", ["", " ", "\n\n", " \u00a0\t\n"])
def test_nothing_visible_has_no_sentences(speech: str) -> None:
    assert list(sentence_bounds([speech, "Ja.", speech])) == [[], [(0, 3)], []]


def test_no_speeches() -> None:
    assert list(sentence_bounds([])) == []


def test_every_kind_of_line_end_ends_a_sentence() -> None:
    assert split("een\u2028twee\r\ndrie\x0bvier") == ["een", "twee", "drie", "vier"]


FRAGMENTS = """
ja nou eh Ik weet dat bijv. dhr. enz. J. A.B. o.a. z.s.m. 10.30 3 1. a. u. www.x.nl [naam]
... … . ? ! ?! " ” ( ) ). ." .) - – 😀 é Één 's z'n d.w.z. dat. x@y.nl ,
"""
SPEECHES = st.one_of(
    st.lists(
        st.tuples(st.sampled_from(FRAGMENTS.split()), st.sampled_from(["", " ", " ", "\n", "  "]))
    ).map(lambda parts: "".join(word + gap for word, gap in parts)),
    st.text(max_size=60),
    st.text(alphabet=".…?!\"') aB\n", max_size=60),
)


def assert_sound(speech: str, bounds: list[Range]) -> None:
    for start, end in bounds:
        assert 0 <= start < end <= len(speech)
        assert not speech[start].isspace()
        assert not speech[end - 1].isspace()
    assert all(before[1] <= after[0] for before, after in pairwise(bounds))
    edges = [0, *(edge for pair in bounds for edge in pair), len(speech)]
    assert not "".join(speech[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)).strip()


@given(SPEECHES)
@settings(deadline=None)
def test_bounds_are_trimmed_sorted_and_cover_all(speech: str) -> None:
    (bounds,) = sentence_bounds([speech])
    assert_sound(speech, bounds)


@given(st.lists(SPEECHES, max_size=6))
@settings(deadline=None)
def test_a_speech_is_cut_the_same_in_any_company(speeches: list[str]) -> None:
    together = list(sentence_bounds(speeches))
    assert together == [next(sentence_bounds([speech])) for speech in speeches]


@given(st.lists(SPEECHES, max_size=6))
@settings(deadline=None)
def test_document_sentences_never_cross_a_turn(speeches: list[str]) -> None:
    text, ranges = "", []
    for speech in speeches:
        text += "Spreker: "
        ranges.append((len(text), len(text) + len(speech)))
        text += speech
    found = document_sentences(text, ranges)
    alone = [next(sentence_bounds([speech])) for speech in speeches]
    assert found == [
        (offset + start, offset + end)
        for (offset, _), bounds in zip(ranges, alone, strict=True)
        for start, end in bounds
    ]


def test_document_offsets_are_those_of_the_document() -> None:
    text = "V: Hoe gaat het? Goed?\nA: ja hoor prima\n"
    found = document_sentences(text, [(3, 22), (26, 40)])
    assert [text[a:b] for a, b in found] == ["Hoe gaat het?", "Goed?", "ja hoor prima"]


def test_turns_without_anything_between_them_stay_apart() -> None:
    assert document_sentences("ja maarnee", [(0, 7), (7, 10)]) == [(0, 7), (7, 10)]


def test_speeches_are_read_as_needed() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield "Dat was zo. Denk ik."

    assert next(sentence_bounds(endless())) == [(0, 11), (12, 20)]  # type: ignore[arg-type]
    assert taken * 20 <= 2 * sentences.BATCH


LONG = {
    "one word": ("x" * 200_000, 1),
    "no punctuation": ("dat was zo " * 40_000, 1),
    "sentences of words": ("Dat was zo. " * 20_000, 20_000),
    "one-word sentences": ("Ja. " * 60_000, 60_000),
    "lines": ("dat was zo\n" * 20_000, 20_000),
    "closing brackets": (")" * 200_000, 1),
    "dots": ("." * 200_000, 1),
    "questions without words": ("Wat" + " ?" * 99_000 + " Ja", 2),
    "many long words": (("(" * 199 + " ") * 1_500, 1),
}


@pytest.mark.parametrize("kind", LONG)
def test_long_speeches_neither_freeze_nor_hit_a_limit(kind: str) -> None:
    speech, expected = LONG[kind]
    before = time.process_time()
    (bounds,) = sentence_bounds([speech])
    assert time.process_time() - before < 10
    assert_sound(speech, bounds)
    assert len(bounds) == expected


def test_a_cut_in_a_long_speech_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    speech = "Nou dat was toen zo. Ik weet het niet... maar goed. Wie zegt dat dan? ja. " * 40
    whole = next(sentence_bounds([speech]))
    monkeypatch.setattr(sentences, "LONGEST", 97)
    assert next(sentence_bounds([speech])) == whole


def test_a_lone_surrogate_is_taken_as_a_letter() -> None:
    assert split("Ja \ud800. Nee.") == ["Ja \ud800.", "Nee."]


def test_a_fresh_pipeline_after_many_word_forms_gives_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speech = "Dat zei dhr. Jansen. Toen niet."
    before = split(speech)
    own = sentences._own()
    monkeypatch.setattr(sentences, "_MOST_FORMS", 10)
    assert split(speech) == before
    assert sentences._own() is not own
    assert split(speech) == before


def test_several_threads_at_once() -> None:
    speeches = [f"Dat was {n}. Toen niet... nee. Maar goed!" for n in range(200)]
    expected = [next(sentence_bounds([speech])) for speech in speeches]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda speech: next(sentence_bounds([speech])), speeches))
    assert found == expected


def test_the_component_gives_spacy_sentences() -> None:
    doc = build()("Dat zei dhr. Jansen. Toen niet... nee.")
    assert [sent.text for sent in doc.sents] == ["Dat zei dhr. Jansen.", "Toen niet... nee."]
    assert list(build()("").sents) == []


def test_importing_the_room_does_not_import_spacy() -> None:
    code = (
        "import sys, kwalcode.language, kwalcode.language.sentences, kwalcode.language.packing\n"
        "import kwalcode.language.pipelines, kwalcode.language.lemmas\n"
        "print([name for name in ('spacy', 'numpy', 'simplemma') if name in sys.modules])"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason="the debates are not at hand")
def test_real_debates() -> None:
    for path in sorted(TRANSCRIPTS.glob("h-tk-*.txt")):
        text = path.read_text("utf-8")
        (bounds,) = sentence_bounds([text])
        assert_sound(text, bounds)
        lengths = sorted(len(text[a:b].split()) for a, b in bounds)
        assert 9 <= lengths[len(lengths) // 2] <= 18  # the median sentence of a debate
