"""Joining copies of a study: what comes in, what is decided, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joining_tools import content_of, copy_of, joined
from sqlalchemy import select

from kwalcode.errors import NotAProject, NotFound, Refused, UsageError
from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.codes import create_code, delete_code, edit_code, rename_code
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.joining import hand_out, join_copy
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.backup import copy_study
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_documents, erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.joining.choices import read_choices
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study, create, open_study
from kwalcode.store.tables import joined_entries

Prepare = Callable[..., Any]


def codings(study: Study, document: int = 1) -> set[tuple[int, int, str, int]]:
    """Return what is coded: range, code, coder."""
    with study.reading() as connection:
        paths = {code.id: code.path for code in all_codes(connection)}
        found = codings_of(connection, document)
    return {(c.start, c.end, paths[c.code], c.coder) for c in found}


def paths(study: Study) -> set[str]:
    with study.reading() as connection:
        return {code.path for code in all_codes(connection)}


def test_what_a_coder_did_comes_in_as_one_act_that_can_be_undone(coded: Study) -> None:
    apply_code(coded, 1, 0, 3, 1)

    def work(bram: Study) -> None:
        apply_code(bram, 1, 0, 3, 1)
        apply_code(bram, 1, 4, 8, create_code(bram, "nieuw"))
        write_memo(bram, "document", 1, "opvallend")
        mark_complete(bram, "Bram", [1])

    path = copy_of(coded, "Bram", work)
    before = content_of(coded)
    assert joined(coded, path, dry_run=True).added["codings"] == 2
    assert content_of(coded) == before
    assert joined(coded, path).added == {
        "coders": 1, "codes": 1, "codings": 2, "completion": 1, "memos": 1,
    }  # fmt: skip
    assert codings(coded) == {(0, 3, "A", 1), (0, 3, "A", 2), (4, 8, "nieuw", 2)}
    with coded.reading() as connection:
        told = list(connection.scalars(select(joined_entries.c.name)))
    assert "mark complete" in told
    assert joined(coded, path).nothing
    undo(coded)
    assert content_of(coded) == before
    assert not joined(coded, path).nothing


def test_a_study_joined_with_itself_or_with_an_older_copy_stays(coded: Study) -> None:
    old = copy_of(coded, "Bram")
    apply_code(coded, 1, 0, 3, 1)
    assert joined(coded, coded.path).nothing
    assert joined(coded, old).nothing


def test_another_study_is_refused(coded: Study) -> None:
    other = coded.path.with_name("other.kwal")
    create(other, "Anna").close()
    before = content_of(coded)
    with pytest.raises(Refused, match="is not a copy of"):
        join_copy(coded, other)
    with pytest.raises(NotAProject):
        join_copy(coded, coded.path.with_name("nowhere.kwal"))
    assert content_of(coded) == before


def test_a_coding_taken_off_in_the_copy_goes_here_too(coded: Study) -> None:
    number = apply_code(coded, 1, 0, 3, 1)
    path = copy_of(coded, "Bram", lambda bram: remove_codings(bram, [number or 0]))
    assert joined(coded, path).removed == {"codings": 1}
    assert codings(coded) == set()


def test_a_coding_taken_off_here_does_not_come_back(coded: Study) -> None:
    path = copy_of(coded, "Bram", lambda bram: apply_code(bram, 1, 0, 3, 1))
    joined(coded, path)
    with coded.reading() as connection:
        (coding,) = codings_of(connection, 1)
    remove_codings(coded, [coding.id])
    with open_study(path, "Bram") as bram:
        apply_code(bram, 1, 4, 8, 1)
    joined(coded, path)
    assert {place[:2] for place in codings(coded)} == {(4, 8)}


def test_a_code_made_in_both_copies_is_one_by_its_path(coded: Study) -> None:
    path = copy_of(
        coded, "Bram", lambda bram: apply_code(bram, 1, 0, 3, create_code(bram, "x", parent=1))
    )
    create_code(coded, "x", parent=1)
    done = joined(coded, path)
    assert [(m.what, m.theirs) for m in done.matched] == [("codes", "A > x")]
    assert paths(coded) == {"A", "A > b", "A > x", "C"}
    assert {place[2] for place in codings(coded)} == {"A > x"}


def test_of_two_values_the_newest_holds_or_what_was_decided(coded: Study) -> None:
    rename_code(coded, 1, "hier")
    path = copy_study(coded, coded.path.with_name("second.kwal"))
    rename_code(coded, 1, "ons")
    with open_study(path, "Bram") as bram:
        rename_code(bram, 1, "hun")
    done = joined(coded, path, dry_run=True)
    (conflict,) = done.conflicts
    told = (conflict.kind, conflict.field, conflict.ours, conflict.theirs, conflict.take)
    assert told == ("changed", "name", "ons", "hun", "theirs")
    joined(coded, path, choices=read_choices(["changed=ours"]))
    assert "ons" in paths(coded)
    assert joined(coded, path).nothing
    with pytest.raises(UsageError, match="ours or theirs"):
        read_choices(["nobody"])


def test_codings_on_a_code_that_was_merged_here_follow_it(coded: Study) -> None:
    def work(bram: Study) -> None:
        apply_code(bram, 1, 0, 3, 3)
        edit_code(bram, 3, definition="anders")

    path = copy_of(coded, "Bram", work)
    merge_codes(coded, [3], 1)
    done = joined(coded, path)
    assert {place[2] for place in codings(coded)} == {"A"}
    assert [c.kind for c in done.conflicts] == ["merged"]


def test_what_was_removed_here_stays_where_work_was_done_on_it(
    coded: Study, prepared: Prepare
) -> None:
    import_document(coded, prepared("R02", "Interviewer: en?\nKees: prima.\n"))
    path = copy_of(coded, "Bram", lambda bram: apply_code(bram, 2, 0, 3, 3))
    remove_documents(coded, [2])
    delete_code(coded, 3)
    other = copy_study(coded, coded.path.with_name("without.kwal"))
    assert {c.name for c in joined(coded, path).conflicts} >= {"R02", "C"}
    with coded.reading() as connection:
        assert text_of(connection, all_documents(connection)[1].id).startswith("Interviewer")
    with open_study(other, "Anna") as without:
        done = joined(without, path, choices=read_choices(["removed=ours"]))
        assert done.lost
        with without.reading() as connection:
            assert len(all_documents(connection)) == 1


def test_the_same_transcript_imported_twice_is_one_by_its_text(
    study: Study, prepared: Prepare
) -> None:
    create_code(study, "A")
    text = "Interviewer: en?\nKees: prima.\n"

    def work(bram: Study) -> None:
        import_document(bram, prepared("een", text))
        import_document(bram, prepared("R01", "Piet: iets anders.\n"))
        apply_code(bram, 1, 0, 3, 1)

    path = copy_of(study, "Bram", work)
    import_document(study, prepared("R01", text))
    done = joined(study, path)
    with study.reading() as connection:
        names = [document.name for document in all_documents(connection)]
    assert len(names) == 2
    assert len(codings(study, 1)) == 1
    assert [match.what for match in done.matched if match.what == "documents"] == ["documents"]


@pytest.mark.parametrize("here", [True, False])
def test_a_transcript_corrected_on_one_side_keeps_all_codings(coded: Study, here: bool) -> None:
    apply_code(coded, 1, 0, 3, 1)

    def correct(one: Study) -> None:
        with one.reading() as connection:
            text = text_of(connection, 1)
        correct_document(one, prepare_text(one, 1, text.replace("twee", "2", 1)))

    def code(one: Study) -> None:
        apply_code(one, 1, 4, 8, 2)
        apply_code(one, 1, 9, 13, 3)

    path = copy_of(coded, "Bram", code if here else correct)
    (correct if here else code)(coded)
    done = joined(coded, path)
    assert [c.kind for c in done.conflicts] == ["text"]
    with coded.reading() as connection:
        text = text_of(connection, 1)
        waiting = list_uncarried(connection)
    assert {(text[a:b], code) for a, b, code, _coder in codings(coded)} == {
        ("een", "A"), ("drie", "C"),
    }  # fmt: skip
    assert len(waiting) == 1
    assert joined(coded, path).nothing


def test_what_was_erased_here_does_not_come_back(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Kees: het geheim van Kees.\n"))
    path = copy_of(coded, "Bram", lambda bram: (
        apply_code(bram, 2, 0, 4, 1), apply_code(bram, 1, 9, 13, 1), apply_code(bram, 1, 0, 3, 2),
    ))  # fmt: skip
    erase_documents(coded, [2])
    erase_passage(coded, 1, 0, 3)
    done = joined(coded, path)
    assert any("R02" in line for line in done.lost)
    assert {place[:2] for place in codings(coded)} == {(9, 13), (0, 3)}
    coded.close()
    assert b"geheim" not in coded.path.read_bytes()
    with coded.reading() as connection:
        assert text_of(connection, 1)[:3] == "\u2588" * 3


def test_a_handout_without_others_holds_nothing_of_them(coded: Study, tmp_path: Path) -> None:
    secret = "zeer vertrouwelijke notitie van Anna"
    apply_code(coded, 1, 0, 3, 1)
    write_memo(coded, "document", 1, secret)
    with open_study(coded.path, "Bram") as bram:
        apply_code(bram, 1, 4, 8, 2)
    path = hand_out(coded, "Bram", tmp_path / "bram.kwal", alone=True)
    assert secret.encode() not in path.read_bytes()
    with open_study(path, "Bram") as bram:
        assert check(bram) == []
        assert codings(bram) == {(4, 8, "A > b", 2)}
        with bram.reading() as connection:
            assert all_memos(connection) == []
            stored = connection.exec_driver_sql("SELECT count(*) FROM quotations").scalar()
        assert stored == 1
        apply_code(bram, 1, 9, 13, 3)
        delete_code(bram, create_code(bram, "even"))
    before = content_of(coded)
    done = joined(coded, path)
    assert (done.added, done.removed, done.conflicts) == ({"codings": 1}, {}, [])
    assert before["memos"] == content_of(coded)["memos"]
    assert joined(coded, path).nothing


def test_two_handouts_of_one_day_can_be_joined_to_each_other(coded: Study, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="--add 'Carla'"):
        hand_out(coded, "Carla", tmp_path / "Carla.kwal", alone=True)
    people = [add_coder(coded, name) for name in ("Bram", "Carla")]
    copies = [hand_out(coded, n, tmp_path / f"{n}.kwal", alone=True) for n in people]
    for path, name, place in zip(copies, ("Bram", "Carla"), ((0, 3), (4, 8)), strict=True):
        with open_study(path, name) as other:
            apply_code(other, 1, *place, 1)
    with open_study(copies[0], "Bram") as bram:
        joined(bram, copies[1])
        assert {place[:2] for place in codings(bram)} == {(0, 3), (4, 8)}
    joined(coded, copies[0])
    assert {place[:2] for place in codings(coded)} == {(0, 3), (4, 8)}
    assert joined(coded, copies[1]).added.get("codings") is None


def test_the_history_of_the_copy_is_blanked_by_an_erasure(coded: Study, prepared: Prepare) -> None:
    path = copy_of(coded, "Bram", lambda bram: import_document(bram, prepared("Geheim", "a: b\n")))
    joined(coded, path)
    with coded.reading() as connection:
        number = all_documents(connection)[1].id
        arguments = list(connection.scalars(select(joined_entries.c.arguments)))
    assert any("Geheim" in json.loads(told).get("file", "") for told in arguments)
    erase_documents(coded, [number])
    assert check(coded) == []
    coded.close()
    assert b"Geheim" not in coded.path.read_bytes()
