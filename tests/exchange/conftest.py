"""Studies with given texts and codes, made through the project's own acts."""

from dataclasses import replace

import pytest

from kwalcode.model import CodeSpec, Turn
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.documents import import_document
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders

CODES = ("Signaleren", "Signaleren > onderbuik", "Vertrouwen")


@pytest.fixture(scope="session")
def add_document(prepared):
    """Return what puts a document into a study: name, text, name of the source file."""

    def add(study, name, text, source=None):
        made = prepared(name, text, turns=[Turn(0, len(text), 0, len(text), "R")])
        return import_document(study, replace(made, source_name=source or f"{name}.txt")).document

    return add


@pytest.fixture(scope="session")
def make_study(new_study, add_document):
    """Return a maker of studies: texts by name, and the paths of codes."""
    made = []

    def make(texts=(), codes=CODES):
        study = new_study()
        made.append(study)
        for name, text in dict(texts).items():
            add_document(study, name, text)
        specs = [CodeSpec(tuple(path.split(" > ")), key=f"k{i}") for i, path in enumerate(codes)]
        if specs:
            import_codebook(study, specs)
        return study

    yield make
    for study in made:
        study.close()


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
