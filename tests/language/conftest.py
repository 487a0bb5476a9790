"""A tiny Dutch pipeline, trained here in a few seconds, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

# Made-up verbs, so that only this pipeline can know their lemmas.
_TAUGHT = [
    (["Zij", "blorkte", "in", "Utrecht"], ["zij", "blorken", "in", "Utrecht"]),
    (["Hij", "blorkte", "in", "Zwolle"], ["hij", "blorken", "in", "Zwolle"]),
    (["blorkte"], ["blorken"]),
    (["zij"], ["zij"]),
    (["in"], ["in"]),
]


@pytest.fixture(scope="session")
def tiny_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a pipeline with parts of speech, lemmas and names; return its folder."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(1)
    nlp = spacy.blank("nl")
    for part in ("morphologizer", "ner"):
        nlp.add_pipe(part)
    nlp.add_pipe("trainable_lemmatizer", name="base_forms", config={"min_tree_freq": 1})
    kinds = {"blorkte": "VERB", "in": "ADP", "Utrecht": "PROPN", "Zwolle": "PROPN"}
    examples = []
    for forms, base in _TAUGHT:
        kind = [kinds.get(form, "PRON") for form in forms]
        ents = ["B-LOC" if k == "PROPN" else "O" for k in kind]
        known = Doc(nlp.vocab, words=forms, lemmas=base, pos=kind, ents=ents)
        examples.append(Example(Doc(nlp.vocab, words=forms), known))
    nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples)
    folder = tmp_path_factory.mktemp("pipelines") / "tiny"
    nlp.to_disk(folder)
    return folder
