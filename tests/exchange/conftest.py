"""Studies with given texts and codes, made through the project's own acts."""

import hashlib
import itertools

import pytest

from kwalcode.model import CodeSpec, Transcript, Turn
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import create

CODES = ("Signaleren", "Signaleren > onderbuik", "Vertrouwen")


def prepared(name, text, source=None):
    source = source or f"{name}.txt"
    turn = Turn(0, len(text), 0, len(text), "R")
    return Prepared(
        name=name,
        source_name=source,
        source_sha256=hashlib.sha256((source + text).encode()).digest(),
        transcript=Transcript(text, (turn,), {"R": "respondent"}, "txt"),
        sentences=[(0, len(text))],
        segmenter="test",
    )


@pytest.fixture(scope="session")
def make_study(tmp_path_factory):
    """Return a maker of studies: texts by name, and the paths of codes."""
    folder = tmp_path_factory.mktemp("studies")
    numbers = itertools.count(1)
    made = []

    def make(texts=(), codes=CODES, actor="Anna"):
        study = create(folder / f"study{next(numbers)}.kwal", actor)
        made.append(study)
        for name, text in dict(texts).items():
            import_document(study, prepared(name, text))
        specs = [CodeSpec(tuple(path.split(" > ")), key=f"k{i}") for i, path in enumerate(codes)]
        if specs:
            import_codebook(study, specs)
        return study

    yield make
    for study in made:
        study.close()


@pytest.fixture(scope="session")
def add_document():
    """Return what puts one more document into a study: name, text, name of the source file."""

    def add(study, name, text, source=None):
        return import_document(study, prepared(name, text, source)).document

    return add


@pytest.fixture(scope="session")
def codings_in():
    """Return what lists a study's codings by names: (document, start, end, code path, coder)."""

    def listed(study):
        with study.reading() as connection:
            documents = {d.id: d.name for d in all_documents(connection)}
            codes = {c.id: c.path for c in all_codes(connection)}
            coders = {c.id: c.name for c in all_coders(connection)}
            return [
                (documents[c.document], c.start, c.end, codes[c.code], coders[c.coder])
                for c in stream_codings(connection)
            ]

    return listed


@pytest.fixture
def write(tmp_path):
    """Return what writes a file of that name and gives its path; text goes in as UTF-8."""

    def write_file(name, content):
        path = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return path

    return write_file
