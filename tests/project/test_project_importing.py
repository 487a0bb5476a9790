from __future__ import annotations

from pathlib import Path

import pytest

from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.importing import Report, expand, import_files, prepare
from kwalcode.project.reads.documents import (
    all_documents,
    roles_of,
    sentences_of,
    text_of,
    turns_of,
)
from kwalcode.project.study import Study

TALK = "Interviewer: Hoe gaat dat?\r\nR01: Dat gaat goed. Meestal wel.\r\nInterviewer: En dan?\r\n"


def names(study: Study) -> list[str]:
    with study.reading() as connection:
        return [document.name for document in all_documents(connection)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two transcripts, an unreadable one, and what is none of ours."""
    (tmp_path / "b.txt").write_bytes(TALK.encode("utf-8-sig"))
    (tmp_path / "a.md").write_text("R02: **Nee** hoor, café.\n", encoding="cp1252")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 no zip at all")
    (tmp_path / "README.md").write_text("Over deze map.")
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "~$b.docx").write_text("x")
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def test_a_file_becomes_a_document_with_turns_and_sentences(study: Study, folder: Path) -> None:
    import_files(study, [folder / "b.txt"])
    with study.reading() as connection:
        text = text_of(connection, 1)
        spoken = [text[t.speech_start : t.speech_end] for t in turns_of(connection, 1)]
        sentences = [text[a:b].strip() for a, b in sentences_of(connection, 1)]
        roles = roles_of(connection, 1)
    assert text == TALK.replace("\r\n", "\n")
    assert [s.strip() for s in spoken] == [
        "Hoe gaat dat?",
        "Dat gaat goed. Meestal wel.",
        "En dan?",
    ]
    assert sentences == ["Hoe gaat dat?", "Dat gaat goed.", "Meestal wel.", "En dan?"]
    assert roles == {"Interviewer": "interviewer", "R01": "respondent"}


def test_of_a_folder_the_transcripts_are_meant_by_name(folder: Path) -> None:
    found = list(expand([folder, folder / "foto.png"], Report()))
    assert [path.name for path in found] == ["a.md", "b.txt", "c.docx", "foto.png"]


def test_one_bad_file_is_told_and_the_rest_go_in(study: Study, folder: Path) -> None:
    report = import_files(study, [folder, folder / "weg.txt"])
    assert [path.name for path, _done in report.imported] == ["a.md", "b.txt"]
    assert [path.name for path, _why in report.failed] == ["c.docx", "weg.txt"]
    assert all(path.name in why and "\n" not in why for path, why in report.failed)
    assert names(study) == ["a", "b"]
    with study.reading() as connection:
        acts = [entry.name for entry in journal.entries(connection)]
    assert acts.count("import document") == 2
    assert check(study) == []


def test_files_known_before_are_told_apart_from_new_ones(study: Study, folder: Path) -> None:
    import_files(study, [folder / "b.txt"])
    (folder / "copy of b.txt").write_bytes((folder / "b.txt").read_bytes())
    report = import_files(study, [folder])
    assert [(path.name, done.name) for path, done in report.known] == [
        ("b.txt", "b"),
        ("copy of b.txt", "b"),
    ]
    assert names(study) == ["b", "a"]


def test_an_empty_folder_is_told(study: Study, tmp_path: Path) -> None:
    report = import_files(study, [tmp_path])
    assert [(path, "no transcripts" in why) for path, why in report.failed] == [(tmp_path, True)]


def test_a_cancel_stops_between_two_files(study: Study, folder: Path) -> None:
    class Cancelled(Exception):
        pass

    seen: list[tuple[int, int, str]] = []

    def progress(number: int, total: int, path: Path) -> None:
        seen.append((number, total, path.name))
        if number == 2:
            raise Cancelled

    report = Report()
    with pytest.raises(Cancelled):
        import_files(study, [folder], progress=progress, report=report)
    assert seen == [(1, 3, "a.md"), (2, 3, "b.txt")]
    assert [done.name for _path, done in report.imported] == names(study) == ["a"]
    assert check(study) == []


def test_preparing_writes_nothing(study: Study, folder: Path) -> None:
    prepared = prepare(folder / "b.txt")
    assert (prepared.name, prepared.source_name) == ("b", "b.txt")
    assert names(study) == []
