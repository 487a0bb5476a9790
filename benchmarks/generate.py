"""Studies to measure on, made from a fixed seed through the project's own acts.

They are kept in a cache folder outside the repository and used again by later runs. What
they depend on is in the folder's name, so a change of it makes new ones.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from random import Random

from benchmarks.measure import calm
from benchmarks.sizes import CODERS, SEED, Size
from benchmarks.speech import transcript
from kwalcode.language.sentences import SEGMENTER
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, remove_codings
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.importing import import_files
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents, sentences_of, text_of
from kwalcode.project.study import Study, create, open_study
from kwalcode.spans import Range
from kwalcode.store.tables import metadata

VERSION = 1
"""Raise it whenever what is generated changes."""
_TABLES = "\n".join(repr(metadata.tables[name]) for name in sorted(metadata.tables))
STAMP = f"v{VERSION}-{sha256(_TABLES.encode()).hexdigest()[:8]}-{SEGMENTER}"
DOMAINS = ("gemeente", "politie", "zorg", "onderwijs")
LONG_WORDS, LONG_TURN = 165_000, 88
LONG_CODINGS = 3_000
MARKER = "Zonnebloemveld"
"""Stands in the first turns of the long transcript, to be looked for on the screen."""


@dataclass(frozen=True, slots=True)
class Material:
    """Where things to measure on are kept."""

    cache: Path

    @property
    def folder(self) -> Path:
        return self.cache / STAMP

    def texts(self, size: Size) -> list[Path]:
        """Return the transcripts as text files; a smaller size has the first ones."""
        folder = self.folder / "texts"
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"R{number:04d}.txt" for number in range(1, size.documents + 1)]
        for number, path in enumerate(paths, start=1):
            if not path.exists():
                _put(path, transcript(number))
        return paths

    def bare(self, size: Size) -> Path:
        """Return a study with documents and codebook, without codings."""
        path = self.folder / f"{size.name}-bare.kwal"
        if not path.exists():
            _say(f"making {path.name} ({size.documents} documents)")
            making = _fresh(path)
            with create(making, CODERS[0]) as study:
                import_files(study, self.texts(size))
                import_codebook(study, codebook(size.codes))
                _describe(study)
            making.rename(path)
        return path

    def coded(self, size: Size) -> Path:
        """Return a study with documents, codebook and codings by both coders."""
        path = self.folder / f"{size.name}-coded.kwal"
        if not path.exists():
            bare = self.bare(size)
            _say(f"making {path.name} ({size.codings} codings)")
            making = _fresh(path)
            shutil.copyfile(bare, making)
            with open_study(making, CODERS[0]) as study:
                for new in codings(study, size):
                    add_codings(study, new)
                _complete(study)
            making.rename(path)
        return path

    def long(self) -> Path:
        """Return a study with one transcript of 1 MB, 5,000 turns and 3,000 codings."""
        path = self.folder / "long.kwal"
        if not path.exists():
            _say(f"making {path.name}")
            making = _fresh(path)
            text = self.folder / "long.txt"
            greeting = f"I: {MARKER}.\n\nR: Ja, {MARKER} {MARKER} dus.\n\n"
            _put(text, greeting + transcript(0, LONG_WORDS, LONG_TURN))
            size = Size("long", 1, LONG_CODINGS, 60)
            with create(making, CODERS[0]) as study:
                import_files(study, [text])
                import_codebook(study, codebook(size.codes))
                for new in codings(study, size):
                    add_codings(study, new)
            making.rename(path)
        return path

    def transcripts(self) -> Path:
        """Return a study of transcripts that are hard on the screen: see `HARD`.

        The first is short, so that the app opens at once; the second is that of `long`.
        """
        path = self.folder / "hard.kwal"
        if not path.exists():
            long = self.long()
            _say(f"making {path.name}")
            making = _fresh(path)
            shutil.copyfile(long, making)
            texts = [self.folder / f"{name}.txt" for name in HARD]
            for target, text in zip(texts, HARD.values(), strict=True):
                _put(target, text())
            with open_study(making, CODERS[0]) as study:
                import_files(study, texts)
            making.rename(path)
        return path


def _many_turns() -> str:
    """Return 40,000 turns of some 50 characters: 2 MB."""
    pieces = transcript(3, 340_000, 15).split("\n\n")
    return "\n\n".join(pieces[:40_000])


HARD: dict[str, Callable[[], str]] = {
    "short": lambda: f"I: {MARKER}?\n\nR: Ja. Nou ja, {MARKER} dus.\n",
    "turns": _many_turns,
    "line": lambda: f"I: {MARKER}?\n\nR: " + ("gewoon doorpraten zonder punt " * 7_000)[:200_000],
    "word": lambda: f"I: {MARKER}?\n\nR: " + "a" * 150_000,
}
"""Names and texts of the documents that are hard to show, beside the long one."""


def codebook(n: int) -> list[CodeSpec]:
    """Return `n` codes: one in ten a root, with nine below it."""
    specs = []
    for root in range(n // 10):
        above = f"thema {root + 1:02d}"
        specs.append(CodeSpec((above,), key=above, definition=f"Wat over {above} gezegd wordt."))
        for leaf in range(1, 10):
            name = f"code {root + 1:02d}.{leaf}"
            specs.append(CodeSpec((above, name), key=name, definition=f"Een kant van {above}."))
    return specs


def codings(study: Study, size: Size) -> Iterator[list[NewCoding]]:
    """Yield the new codings of each document, as many as the size says."""
    with study.reading() as connection:
        known = [code.id for code in all_codes(connection)]
        random = Random(SEED)
        random.shuffle(known)
        weights = list(accumulate(1 / (rank + 5) for rank in range(len(known))))
        for document in all_documents(connection):
            bounds = sentences_of(connection, document.id)
            text = text_of(connection, document.id)
            random = Random(f"{SEED}:{size.name}:{document.id}")
            chosen: dict[NewCoding, None] = {}
            while len(chosen) < size.codings_each:
                start, end = _passage(random, text, bounds)
                code = random.choices(known, cum_weights=weights)[0]
                coder = random.choices(CODERS, (3, 2))[0]
                chosen[NewCoding(document.id, start, end, code, coder)] = None
            yield list(chosen)


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """Give a copy of a study beside it, on the same disk, to write to."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        calm()
        yield copy


def thin_out(path: Path, documents: int, keep: int) -> None:
    """Take codings off the first documents of a study, until each has `keep`."""
    with open_study(path, CODERS[0]) as study:
        surplus: list[int] = []
        with study.reading() as connection:
            for document in all_documents(connection)[:documents]:
                found = [coding.id for coding in codings_of(connection, document.id)]
                surplus += Random(SEED).sample(found, len(found) - keep)
        if surplus:
            remove_codings(study, surplus)


def _passage(random: Random, text: str, bounds: list[Range]) -> Range:
    """Return one to three sentences; sometimes half of one, or with the space behind it."""
    first = random.randrange(len(bounds))
    last = min(first + random.choice((0, 0, 1, 1, 2)), len(bounds) - 1)
    start, end = bounds[first][0], bounds[last][1]
    manner = random.random()
    if manner < 0.1 and end - start > 40:
        start += (end - start) // 2
    elif manner < 0.15 and end < len(text):
        end += 1
    return start, end


def _describe(study: Study) -> None:
    """Give every respondent a domain and an organisation."""
    with study.reading() as connection:
        found = all_documents(connection)
    set_attributes(
        study,
        {
            d.id: (d.name, {"domain": DOMAINS[d.id % 4], "organisation": f"org {d.id % 17}"})
            for d in found
        },
    )


def _complete(study: Study) -> None:
    with study.reading() as connection:
        found = [d.id for d in all_documents(connection)]
    for coder in CODERS:
        mark_complete(study, coder, found)


def _put(path: Path, text: str) -> None:
    making = path.with_suffix(".new")
    making.write_text(text, encoding="utf-8", newline="\n")
    making.rename(path)


def _fresh(path: Path) -> Path:
    """Return the name under which a study is made; it gets its own name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"making-{path.name}")
    for left in path.parent.glob(making.name + "*"):
        left.unlink()
    return making


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
