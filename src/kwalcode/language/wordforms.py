"""The forms of a word that occur: for `melden` also `meldt` and `gemeld`. Loads word lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kwalcode.language.folding import fold
from kwalcode.language.lemmas import lemmas


def occurring_forms(words: Iterable[str], occurring: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each word, by its folded form, its folded forms that occur, itself first.

    `words` and `occurring` are in small letters and have their accents: geind has another lemma
    than geïnd. A form belongs to a word when its lemma is the word or the word's lemma, or it
    is that lemma: so `liep` finds `lopen` and `lopen` finds `liep`, though lists of lemmas have
    `loop` for the latter.
    """
    asked = list(dict.fromkeys(words))
    spelled = _spellings(occurring)
    known = lemmas([*asked, *occurring])
    forms_of: dict[str, set[str]] = {}
    for form in occurring:
        for name in {form, known[form]}:
            forms_of.setdefault(fold(name).text, set()).add(fold(form).text)
    answer = {}
    for word in asked:
        plain = fold(word).text
        seeds = {plain} | {fold(known[form]).text for form in (word, *spelled.get(plain, ()))}
        forms = set().union(*(forms_of.get(seed, set()) for seed in seeds))
        answer[plain] = (plain, *sorted(forms - {plain}))
    return answer


def _spellings(occurring: Iterable[str]) -> dict[str, list[str]]:
    """Return the occurring forms that have accents, by what they are without."""
    spelled: dict[str, list[str]] = {}
    for form in occurring:
        if not form.isascii():
            spelled.setdefault(fold(form).text, []).append(form)
    return spelled
