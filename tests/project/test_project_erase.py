from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kwalcode.errors import KwalcodeError, NotFound, ReadOnlyProject, Refused
from kwalcode.project.acts.codes import create_code, delete_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document, rename_speaker, set_role
from kwalcode.project.acts.notes import (
    delete_memo,
    edit_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.backup import backups, rotate
from kwalcode.project.erasing.erasure import (
    erase_documents,
    erase_leftovers,
    erase_passage,
    erase_respondent,
)
from kwalcode.project.history import journal
from kwalcode.project.history.check import check, leftover_texts
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.documents import text_of
from kwalcode.project.study import Study
from kwalcode.transcripts.blocks import MASK

Prepare = Callable[..., Any]
Open = Callable[[str | None], Study]


def everything(study: Study) -> str:
    """Return all that the file says, payloads unpacked, for a search; the bytes are apart."""
    with study.reading() as connection:
        images = [
            repr(image)
            for entry in journal.entries(connection)
            for image in journal.images(connection, entry.id)
        ]
        rows = [
            repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for table in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).scalars()
        ]
    return "\n".join(images + rows)


def nowhere(study: Study, *secrets: str) -> None:
    """See to it that the secrets are in no table, no image and no byte of the project's files."""
    told = everything(study)
    data = b"".join(path.read_bytes() for path in study.path.parent.glob("study.kwal*"))
    for secret in secrets:
        assert secret not in told, secret
        assert secret.encode() not in data, secret


@pytest.fixture
def two(coded: Study, prepared: Prepare) -> Study:
    """`coded` with a second document: what Karel told, in a project full of traces of him."""
    text = "Interviewer: wie bent u?\nKarel: mijn geheim is Zwaluwstraat 7\n" * 600
    import_document(coded, prepared("Gesprek-Karel", text))
    set_role(coded, 2, "Karel", "other")
    rename_speaker(coded, 2, "Karel", "Karel Appelboom")
    set_attributes(coded, {2: ("", {"woonplaats": "Geheimdorp"}), 1: ("", {"woonplaats": "X"})})
    apply_code(coded, 2, 0, 40, 1)
    apply_code(coded, 1, 0, 4, 1)
    write_memo(coded, "document", 2, "Karel-memo over het gesprek")
    write_memo_on_passage(coded, 2, 3, 30, "Karel-memo over de passage")
    write_memo(coded, "respondent", 2, "Karel-memo over de persoon")
    write_memo(coded, "code", 1, "memo die blijft")
    mark_complete(coded, "Anna", [1, 2])
    return coded


TRACES = (
    "Karel", "Zwaluwstraat", "Appelboom", "Geheimdorp", "Karel-memo",
)  # fmt: skip


def test_a_document_is_gone_from_tables_journal_and_bytes(two: Study) -> None:
    assert all(trace in everything(two) for trace in TRACES)
    done = erase_documents(two, [2], reason="wil niet meer")
    assert (done.documents, done.codings, done.memos) == (1, 1, 3)
    assert done.entries == 9
    nowhere(two, *TRACES)
    assert check(two) == []


def test_what_belongs_to_others_stays(two: Study) -> None:
    erase_documents(two, [2])
    told = everything(two)
    assert "memo die blijft" in told
    assert "een twee drie vier" in told
    with two.reading() as connection:
        assert text_of(connection, 1).startswith("een twee")


def test_a_respondent_goes_with_documents_attributes_and_memos(
    two: Study, prepared: Prepare
) -> None:
    import_document(two, prepared("tweede-gesprek", "Karel: nog een geheim, Meeuwlaan\n"))
    set_attributes(two, {2: ("Karel A.", {}), 3: ("Karel A.", {"leeftijd": "44-geheim"})})
    done = erase_respondent(two, "Karel A.", reason="intrekking")
    assert done.documents == 2
    nowhere(two, *TRACES, "Meeuwlaan", "44-geheim", "tweede-gesprek")
    assert check(two) == []


def test_a_respondent_with_a_document_left_stays(two: Study, prepared: Prepare) -> None:
    import_document(two, prepared("tweede-gesprek", "Karel: nog iets\n"))
    set_attributes(two, {3: ("Gesprek-Karel", {})})
    erase_documents(two, [2])
    with two.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM respondents").scalars().all()
    assert sorted(names) == ["Gesprek-Karel", "R01"]
    assert "Geheimdorp" in everything(two)
    assert check(two) == []


def test_traces_from_before_are_found_too(coded: Study, prepared: Prepare) -> None:
    """A speaker merged away, a respondent replaced, a memo deleted: all only in the journal."""
    import_document(coded, prepared("R02", "A: hallo\nB: dag\n"))
    rename_speaker(coded, 2, "A", "Wilhelmina")
    set_role(coded, 2, "Wilhelmina", "other")
    set_role(coded, 2, "B", "other")
    rename_speaker(coded, 2, "Wilhelmina", "B")  # merged: the speaker is no more
    set_attributes(coded, {2: ("", {"plaats": "Verborgen"})})
    set_attributes(coded, {2: ("R01", {})})  # the respondent is no more
    memo = write_memo(coded, "document", 2, "stiekem-een")
    edit_memo(coded, memo, "stiekem-twee")
    delete_memo(coded, memo)
    undone = write_memo_on_passage(coded, 2, 0, 3, "stiekem-drie")
    assert undone
    undo(coded)
    erase_documents(coded, [2])
    nowhere(coded, "Wilhelmina", "Verborgen", "stiekem", "hallo")
    assert check(coded) == []


def test_memos_about_other_things_keep_their_history(two: Study, opened: Open) -> None:
    bram = opened("Bram")
    memo = write_memo(bram, "code", 1, "over de code")
    delete_memo(bram, memo)
    erase_documents(two, [2])
    assert undo(bram).name == "delete memo"
    assert check(two) == []


def test_a_passage_is_blackened_and_all_anchors_hold(two: Study) -> None:
    with two.reading() as connection:
        before = text_of(connection, 2)
    start = before.index("Zwaluwstraat")
    done = erase_passage(two, 2, start, start + len("Zwaluwstraat 7"))
    assert (done.documents, done.codings, done.memos) == (0, 0, 0)
    with two.reading() as connection:
        after = text_of(connection, 2)
    assert after == before.replace("Zwaluwstraat 7", MASK * 12 + " " + MASK, 1)
    assert check(two) == []


def test_memos_about_the_passage_go_and_others_stay(two: Study) -> None:
    done = erase_passage(two, 2, 29, 33)  # the memo's quotation is [3, 30)
    assert done.memos == 1
    nowhere(two, "Karel-memo over de passage")
    assert "Karel-memo over het gesprek" in everything(two)
    assert check(two) == []


def test_an_erased_passage_is_nowhere(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: ik ben Zebulon van Dam\n"))
    gone = write_memo_on_passage(coded, 2, 12, 19, "Zebulon heet hij")
    delete_memo(coded, gone)
    erase_passage(coded, 2, 12, 27)
    nowhere(coded, "Zebulon", "van Dam")
    assert check(coded) == []


def test_two_texts_that_become_one_by_an_erasure(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: ik ben Klaas"))
    import_document(coded, prepared("R03", "Jan: ik ben Truus"))
    erase_passage(coded, 2, 12, 17)
    erase_passage(coded, 3, 12, 17)
    with coded.reading() as connection:
        assert text_of(connection, 2) == text_of(connection, 3) == "Jan: ik ben " + MASK * 5
    nowhere(coded, "Klaas", "Truus")
    assert check(coded) == []


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (9, 4), (0, 10_000)])
def test_a_passage_outside_the_text_is_refused(coded: Study, start: int, end: int) -> None:
    with pytest.raises(Refused, match="no such passage in R01"):
        erase_passage(coded, 1, start, end)


def test_the_text_of_an_undone_import_is_a_leftover(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: mijn geheim\n"))
    undo(coded)
    with coded.reading() as connection:
        assert leftover_texts(connection) == [2]
    assert "mijn geheim" in everything(coded)
    assert erase_leftovers(coded).entries == 1
    nowhere(coded, "mijn geheim", "Jan")
    with coded.reading() as connection:
        assert leftover_texts(connection) == []
    with pytest.raises(Refused, match="an erasure took out"):
        redo(coded)
    assert check(coded) == []


def test_an_undone_import_of_the_same_text_does_not_come_back_empty(
    coded: Study, prepared: Prepare
) -> None:
    text = "Jan: hetzelfde geheim\n"
    import_document(coded, prepared("R02", text))
    import_document(coded, prepared("R03", text))
    undo(coded)
    erase_documents(coded, [2])
    nowhere(coded, "hetzelfde geheim")
    with pytest.raises(Refused, match="an erasure took out"):
        redo(coded)
    assert check(coded) == []


def test_a_text_that_another_document_shows_stays(coded: Study, prepared: Prepare) -> None:
    text = "Jan: hetzelfde\n"
    import_document(coded, prepared("R02", text))
    import_document(coded, prepared("R03", text))
    erase_documents(coded, [2])
    with coded.reading() as connection:
        assert text_of(connection, 3) == text
    assert check(coded) == []


def test_an_erasure_is_not_undone_and_says_so(two: Study, opened: Open) -> None:
    bram = opened("Bram")
    create_code(bram, "van Bram")
    delete_code(two, 3)
    erase_documents(two, [2], reason="intrekking")
    assert undo(two).name == "delete code"
    with pytest.raises(Refused) as caught:
        undo(two)
    assert "'marked as completely coded for … (what it was about has been erased)'" in str(
        caught.value
    )
    assert "an erasure took out what it wrote" in str(caught.value)
    assert undo(bram).name == "create code"
    assert check(two) == []


def test_that_it_was_done_by_whom_and_why_stays(two: Study) -> None:
    erase_documents(two, [2], reason="intrekking 12 mei")
    with two.reading() as connection:
        last = list(journal.entries(connection))[-1]
        blanked = [entry for entry in journal.entries(connection) if entry.blanked]
    assert (last.name, last.actor_name, last.reason) == ("erase", "Anna", "intrekking 12 mei")
    assert (last.arguments["documents"], last.arguments["entries"]) == (1, 9)
    assert all(e.arguments == {} and e.reason == "" and e.name and e.time for e in blanked)


def test_one_erasure_after_the_other(two: Study) -> None:
    erase_documents(two, [2], reason="eerst")
    create_code(two, "tussendoor")
    erase_documents(two, [1], reason="dan")
    nowhere(two, *TRACES, "een twee drie")
    assert check(two) == []
    create_code(two, "daarna")
    undo(two)
    assert undo(two).name == "create code"
    assert check(two) == []


def test_work_goes_on_after_an_erasure(two: Study, prepared: Prepare) -> None:
    erase_documents(two, [2])
    import_document(two, prepared("R09", "Jan: opnieuw\n"))
    apply_code(two, 3, 0, 3, 1)
    undo(two)
    redo(two)
    assert check(two) == []


def test_backups_still_hold_what_was_erased_and_are_named(two: Study) -> None:
    made = rotate(two)
    erase_documents(two, [2])
    assert backups(two) == [made]
    assert made is not None
    assert b"Zwaluwstraat" in made.read_bytes()


def test_an_unknown_document_or_respondent(two: Study) -> None:
    with pytest.raises(NotFound):
        erase_documents(two, [2, 99])
    with pytest.raises(NotFound, match="no respondent 'Niemand'"):
        erase_respondent(two, "Niemand")
    assert "Karel" in everything(two)


def test_while_another_program_reads_the_traces_left_are_told(
    two: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kwalcode.store.engine.BUSY_SECONDS", 0)
    two.close()  # connections made from here on do not wait
    reader = sqlite3.connect(two.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM codes").fetchall()
    with pytest.raises(KwalcodeError, match="still holds traces"):
        erase_documents(two, [2])
    reader.execute("COMMIT")
    reader.close()
    assert check(two) == []
    erase_leftovers(two)
    nowhere(two, *TRACES)


def test_a_read_only_project_is_left_alone(two: Study, tmp_path: Path) -> None:
    two.close()
    copy = Path(shutil.copy(two.path, tmp_path))
    study = Study(copy, two.engine, writable=False, actor="Anna")
    with pytest.raises(ReadOnlyProject):
        erase_documents(study, [2])


def test_no_digest_tells_what_a_passage_said(coded: Study) -> None:
    with coded.reading() as connection:
        sql = "SELECT source_sha256, text_sha256 FROM documents"
        source, text = connection.exec_driver_sql(sql).one()
    erase_passage(coded, 1, 0, 3)
    told = everything(coded)
    assert source.hex() not in told
    assert text.hex() not in told
    data = b"".join(path.read_bytes() for path in coded.path.parent.glob("study.kwal*"))
    assert source not in data
    assert text not in data
    assert check(coded) == []
