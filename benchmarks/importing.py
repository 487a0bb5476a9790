"""Import of text files, with their turns and sentences."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Timing
from benchmarks.generate import Material
from benchmarks.measure import in_child
from benchmarks.sizes import CODERS, Size

_SAMPLE = 120


def documents(material: Material, size: Size) -> Iterator[Figure]:
    """Import all transcripts of a size into a new study."""
    paths = [str(path) for path in material.texts(size)]
    with tempfile.TemporaryDirectory(dir=material.folder) as folder:
        done = in_child("benchmarks.importing:importing", f"{folder}/new.kwal", paths)
    assert done.value == size.documents, "every file goes in"
    yield Figure(
        f"import of {size.documents:,} documents",
        size.name,
        size.codings,
        done.timing,
        "wall",
        limit=_limit(paths),
        limit_name="spaCy: blank nl, sentencizer",
        most=60,
        memory=done.peak,
        most_memory=400,
    )


def _limit(paths: list[str]) -> Timing:
    """Cut the same texts with spaCy alone; of many documents the first, the rest reckoned."""
    sample = paths[:_SAMPLE]
    timing = in_child("benchmarks.importing:cutting", sample).timing
    factor = len(paths) / len(sample)
    return Timing(timing.cpu * factor, timing.wall * factor)


def importing(target: str, paths: list[str]) -> Callable[[], Any]:
    """The action makes a study of the files; it returns how many went in."""
    from kwalcode.project.importing import import_files
    from kwalcode.project.study import create

    def run() -> int:
        with create(Path(target), CODERS[0]) as study:
            return len(import_files(study, map(Path, paths)).imported)

    return run


def cutting(paths: list[str]) -> Callable[[], Any]:
    """The action tokenizes the files and finds sentences by spaCy's plainest rules."""
    import spacy

    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")

    def run() -> int:
        texts = (Path(path).read_text(encoding="utf-8") for path in paths)
        return sum(1 for doc in nlp.pipe(texts) for _sentence in doc.sents)

    return run
