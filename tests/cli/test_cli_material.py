"""import, documents, speakers, complete."""

import json
from pathlib import Path

import pytest

from kwalcode.project import importing
from kwalcode.project.study import open_study


def names(kwalcode) -> list[str]:
    return [row["document"] for row in json.loads(kwalcode("documents", "s.kwal", "--json").out)]


def test_good_files_go_in_beside_bad_ones(small: Path, kwalcode) -> None:
    (small.parent / "good.txt").write_text("I: En?\nR: Goed.\n")
    (small.parent / "bad.txt").write_bytes(bytes(range(256)))
    answer = kwalcode("import", "s.kwal", "bad.txt", "good.txt", "none.txt")
    assert answer.code == 1
    assert answer.err.splitlines()[0].startswith("bad.txt: ")
    assert answer.err.splitlines()[1].startswith("none.txt: ")
    assert answer.err.splitlines()[2:] == ["1 document imported.", "2 files were not imported."]
    assert names(kwalcode) == ["talk", "good"]


def test_a_folder_a_file_twice_and_two_of_one_name(small: Path, kwalcode) -> None:
    folder = small.parent / "more"
    folder.mkdir()
    (folder / "talk.txt").write_text("I: Een ander gesprek?\nR: Ja.\n")
    (folder / "readme.md").write_text("not an interview")
    (folder / "same.txt").write_bytes((small.parent / "talk.txt").read_bytes())
    answer = kwalcode("import", "s.kwal", "more")
    assert answer.code == 0
    assert "more/same.txt: is in the project already, as talk." in answer.err
    assert names(kwalcode) == ["talk", "talk (2)"]


def test_notices_are_told_once(small: Path, kwalcode) -> None:
    (small.parent / "old.txt").write_bytes("I: Hoe is ’t?\nR: Café.\n".encode("cp1252"))
    assert "cp1252" in kwalcode("import", "s.kwal", "old.txt").err
    assert "cp1252" not in kwalcode("import", "s.kwal", "old.txt").err


def test_the_interviewer_can_be_named(small: Path, kwalcode) -> None:
    (small.parent / "two.txt").write_text("AB: Een.\nCD: Twee.\nAB: Drie.\nCD: Vier.\n")
    assert kwalcode("import", "s.kwal", "two.txt", "--interviewer", "CD").code == 0
    found = json.loads(kwalcode("speakers", "s.kwal", "two", "--json").out)
    assert {row["speaker"]: row["role"] for row in found}["CD"] == "interviewer"


def test_attributes_come_with_the_import_or_later(small: Path, kwalcode) -> None:
    (small.parent / "a.csv").write_text("document,respondent,domain\ntalk.txt,R01,zorg\n")
    answer = kwalcode("import", "s.kwal", "--attributes", "a.csv")
    assert (answer.code, answer.out) == (0, "")
    assert answer.line.startswith("a.csv: 1 value")
    [row] = json.loads(kwalcode("documents", "s.kwal", "--json").out)
    assert row["respondent"] == "R01"
    assert row["attributes"] == {"domain": "zorg"}


def test_what_went_in_before_a_stop_is_told(
    small: Path, kwalcode, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (small.parent / f"{name}.txt").write_text(f"I: Vraag {name}?\nR: Antwoord.\n")
    real = importing.import_document

    def full(study, prepared, **more):
        if prepared.name == "b":
            raise OSError(28, "No space left on device", "s.kwal")
        return real(study, prepared, **more)

    monkeypatch.setattr(importing, "import_document", full)
    answer = kwalcode("import", "s.kwal", "a.txt", "b.txt", "c.txt")
    assert answer.code == 1
    assert answer.err.splitlines()[0] == "1 document imported."
    assert "No space left" in answer.err.splitlines()[1]
    assert names(kwalcode) == ["talk", "a"]


def test_the_list_of_documents(small: Path, kwalcode) -> None:
    assert kwalcode("complete", "s.kwal", "--all").code == 0
    header, _rule, row = kwalcode("documents", "s.kwal").out.splitlines()
    assert header.split() == ["document", "respondent", "characters", "Anna"]
    length = len((small.parent / "talk.txt").read_text(encoding="utf-8"))
    assert row.split() == ["talk", "talk", str(length), "0", "✓"]


def test_documents_are_named_as_people_type_them(small: Path, kwalcode) -> None:
    (small.parent / "cafe\u0301.txt").write_text("I: En?\nR: Zo.\n")
    kwalcode("import", "s.kwal", "cafe\u0301.txt")
    for typed in ("caf\u00e9", "Caf\u00e9", "cafe\u0301", "cafe\u0301.txt"):
        assert kwalcode("speakers", "s.kwal", typed).code == 0
    twice = json.loads(kwalcode("speakers", "s.kwal", "talk", "TALK", "--json").out)
    assert len(twice) == 2


def test_roles_and_names_of_speakers(small: Path, kwalcode) -> None:
    answer = kwalcode(
        "speakers", "s.kwal", "--role", "R=oth", "--rename", "i=Interviewer A", "--json"
    )
    assert answer.code == 0
    assert json.loads(answer.out) == [
        {
            "document": "talk",
            "speaker": "Interviewer A",
            "role": "interviewer",
            "turns": 2,
            "respondent": "",
        },
        {"document": "talk", "speaker": "R", "role": "other", "turns": 2, "respondent": ""},
    ]


def test_nothing_is_corrected_when_one_of_several_is_wrong(small: Path, kwalcode) -> None:
    before = small.read_bytes()
    for words in (
        ("--role", "R=other", "--rename", "X=Y"),
        ("--role", "R=other", "--role", "I=boss"),
    ):
        assert kwalcode("speakers", "s.kwal", *words).code > 0
    assert small.read_bytes() == before


def test_marks_of_complete_documents(small: Path, kwalcode) -> None:
    def marked() -> bool:
        [row] = json.loads(kwalcode("documents", "s.kwal", "--json").out)
        return row["coders"]["Anna"]["complete"]

    assert kwalcode("complete", "s.kwal", "talk").line == "1 mark changed."
    assert marked()
    assert kwalcode("complete", "s.kwal", "--all").line == "0 marks changed."
    assert kwalcode("complete", "s.kwal", "--all", "--undo", "--coder", "anna").code == 0
    assert not marked()


def test_case_does_not_make_another_coder(small: Path, kwalcode) -> None:
    kwalcode("complete", "s.kwal", "--all", "--as", "ANNA")
    with open_study(small) as study, study.reading() as connection:
        from kwalcode.project.reads.people import all_coders

        assert [coder.name for coder in all_coders(connection)] == ["Anna"]
