"""Word forms, their lemmas and the Dutch stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kwalcode.language.pipelines import Pipeline

if TYPE_CHECKING:
    from spacy.language import Language

_WORD = re.compile(r"(?<![\w'’])['’][stnkm]\b(?!['’])|(?<![^\W_])[^\W\d_][^\W_]*(?:['’‑-][^\W_]+)*")
_SAME_SIGN = str.maketrans("’‑", "'-")
_LEMMA_PARTS = frozenset(
    {"tok2vec", "transformer", "tagger", "morphologizer", "attribute_ruler"}
    | {"lemmatizer", "trainable_lemmatizer"}
)
_BATCH = 256


def words(text: str) -> list[str]:
    """Return the word forms of a text in order, for word statistics.

    By a pattern, not by spaCy's tokenizer (which is ten times as slow and cuts "foto’s"): letters
    and figures that begin with a letter, with apostrophes and hyphens inside, and 's, 't, 'n, 'k,
    'm; casefolded, apostrophes and hyphens made plain, accents composed (NFC), so forms
    that look alike are alike. Numbers are left out. The forms carry no offsets.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    forms = (form.translate(_SAME_SIGN) for form in _WORD.findall(plain))
    return [form for form in forms if any(map(str.isalpha, form))]  # ¼ is none


def lemmas(forms: Iterable[str], pipeline: Pipeline | None = None) -> dict[str, str]:
    """Return the lemma of each distinct word form.

    By simplemma's Dutch list and rules, or by `pipeline` when that has a lemmatizer of its own;
    each form is looked at by itself, so an ambiguous one has one lemma everywhere. A form
    without a known lemma is its own. Raises KwalcodeError when the pipeline cannot be loaded.
    """
    distinct = [form for form in dict.fromkeys(forms) if form]
    if pipeline is None or not pipeline.lemmatizes:
        return _listed_lemmas(distinct)
    return _model_lemmas(distinct, pipeline.load())


HESITATIONS: Final = frozenset(
    ("ah", "aha", "eh", "ehm", "hè", "hé", "hm", "hmm", "nou", "och", "oh", "pff", "poeh", "tja",
     "uh", "uhm")
)  # fmt: skip
"""What speech has between its words; spaCy's list of stop words is one of writing."""


def stop_words() -> frozenset[str]:
    """Return spaCy's Dutch stop words and `HESITATIONS`, in small letters."""
    from spacy.lang.nl.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) | HESITATIONS


def _listed_lemmas(forms: list[str]) -> dict[str, str]:
    """Look the forms up in simplemma's Dutch data."""
    import simplemma

    return {form: simplemma.lemmatize(form, lang="nl") for form in forms}


def _model_lemmas(forms: list[str], nlp: Language) -> dict[str, str]:
    """Let a spaCy pipeline lemmatise the forms, each as a text of one token."""
    from spacy.tokens import Doc

    parts = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in _LEMMA_PARTS]
    with nlp.select_pipes(enable=parts):
        docs = nlp.pipe((Doc(nlp.vocab, words=[form]) for form in forms), batch_size=_BATCH)
        return {form: doc[0].lemma_ or form for form, doc in zip(forms, docs, strict=True)}
