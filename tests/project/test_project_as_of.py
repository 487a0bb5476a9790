"""The project as it was after an entry: the tables of then, and a chain that holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_project_histories import (
    ERASING,
    STEP,
    Acting,
    History,
    Prepare,
    Tables,
    close,
    live,
    template,  # noqa: F401 - a fixture
)

from kwalcode.errors import KwalcodeError, NotAProject, NotFound, Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import create_code, import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history import journal
from kwalcode.project.history.as_of import entry_at, study_as_of
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.study import Study, open_study


def last_entry(study: Study) -> int:
    with study.reading() as connection:
        return max(entry.id for entry in journal.entries(connection))


def tables_as_of(study: Study, entry: int, tables: Tables) -> dict[str, Any]:
    target = study.path.with_name(f"{study.path.stem}-{entry}-then.kwal")
    study_as_of(study, entry, target)
    try:
        with open_study(target) as then:
            assert check(then) == []
            assert last_entry(then) == entry
            return tables(then)
    finally:
        target.unlink()


@given(steps=st.lists(STEP, min_size=3, max_size=15), data=st.data())
@settings(max_examples=15, deadline=None)
def test_as_of_an_entry_the_tables_are_those_after_it(
    template: Path,  # noqa: F811
    tables: Tables,
    prepared: Prepare,
    steps: History,
    data: st.DataObject,
) -> None:
    opened = live(template, (), tables, prepared)
    try:
        anna = opened["Anna"]
        after = {last_entry(anna): tables(anna)}
        for who, act, numbers in steps:
            Acting(opened[who], tables, prepared).act(act, numbers)
            after[last_entry(anna)] = tables(anna)
        for entry in data.draw(st.lists(st.sampled_from(sorted(after)), max_size=3, unique=True)):
            assert tables_as_of(anna, entry, tables) == after[entry]
    finally:
        close(opened)


@given(steps=st.lists(ERASING, min_size=5, max_size=20))
@settings(max_examples=10, deadline=None)
def test_with_erasures_it_is_as_it_was_or_refused(
    template: Path,  # noqa: F811
    tables: Tables,
    prepared: Prepare,
    steps: History,
) -> None:
    opened = live(template, (), tables, prepared)
    try:
        anna = opened["Anna"]
        after = {}
        for who, act, numbers in steps:
            Acting(opened[who], tables, prepared).act(act, numbers)
            after[last_entry(anna)] = tables(anna)
        newest = max(after)
        assert tables_as_of(anna, newest, tables) == after[newest]
        for entry in sorted(after)[::5]:
            with suppress(Refused):
                assert tables_as_of(anna, entry, tables) == after[entry]
    finally:
        close(opened)


def test_one_can_go_on_from_there(coded: Study, tmp_path: Path, tables: Tables) -> None:
    before = tables(coded)
    apply_code(coded, 1, 0, 4, 1)
    undo(coded)
    entry = last_entry(coded)
    apply_code(coded, 1, 4, 8, 2)
    target = study_as_of(coded, entry, tmp_path / "then")
    assert target.name == "then.kwal"
    with open_study(target, "Anna") as then:
        assert tables(then) == before
        assert redo(then).name == "apply code"
        create_code(then, "verder")
        assert check(then) == []


def test_an_undone_import_can_be_done_again_there(
    study: Study, prepared: Callable[..., Any], tmp_path: Path
) -> None:
    import_document(study, prepared("R01", "een tekst die terugkomt"))
    undo(study)
    entry = last_entry(study)
    import_document(study, prepared("R02", "een tekst van later"))
    target = study_as_of(study, entry, tmp_path / "then.kwal")
    assert b"een tekst van later" not in target.read_bytes()
    with open_study(target, "Anna") as then:
        redo(then)
        assert check(then) == []


def test_what_was_erased_does_not_come_back(
    study: Study, prepared: Callable[..., Any], tmp_path: Path
) -> None:
    import_codebook(study, [CodeSpec(("A",))])
    early = last_entry(study)
    import_document(study, prepared("R01", "weg hiermee"))
    late = last_entry(study)
    erase_documents(study, [1])
    with pytest.raises(Refused, match=r"erasure.*\(entry 4\)") as caught:
        study_as_of(study, late, tmp_path / "late.kwal")
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("*late*"))
    with open_study(study_as_of(study, early, tmp_path / "early.kwal")) as then:
        assert check(then) == []
    with open_study(study_as_of(study, 4, tmp_path / "now.kwal"), "Anna") as then:
        assert check(then) == []
        import_document(then, prepared("R02", "nieuw"))
        assert check(then) == []


def test_nothing_is_overwritten_and_no_entry_invented(coded: Study, tmp_path: Path) -> None:
    target = tmp_path / "there.kwal"
    target.write_text("mine")
    with pytest.raises(NotAProject, match="is there already"):
        study_as_of(coded, 1, target)
    assert target.read_text() == "mine"
    with pytest.raises(NotFound, match="no entry 99"):
        study_as_of(coded, 99, tmp_path / "x.kwal")


def test_a_history_that_cannot_be_replayed_is_told_in_one_line(
    coded: Study, tamper: Callable[..., None], tmp_path: Path
) -> None:
    apply_code(coded, 1, 0, 4, 1)
    tamper(coded.path, "DELETE FROM journal_payload WHERE entry_id = 2")
    with pytest.raises(KwalcodeError, match="cannot be replayed; 'kwalcode check'"):
        study_as_of(coded, 4, tmp_path / "then.kwal")
    assert list(tmp_path.glob("*then*")) == []


MOMENTS: Sequence[tuple[str, int]] = (
    ("2", 2),
    ("2026-03-01", 1),
    ("2026-03-02", 3),
    ("2026-03-02 12:00", 2),
    ("2026-03-02T12:00:30", 2),
    ("2026-03-02 12:02", 3),
    ("2031-01-01", 3),
)


@pytest.mark.parametrize(("when", "expected"), MOMENTS)
def test_a_moment_is_its_last_entry(
    coded: Study, tamper: Callable[..., None], when: str, expected: int
) -> None:
    times = ("2026-03-01T12:00:00.000", "2026-03-02T12:00:30.000", "2026-03-02T12:02:00.000")
    for number, time in enumerate(times, start=1):
        from kwalcode.project.moments import begins

        tamper(coded.path, "UPDATE journal SET time = ? WHERE id = ?", begins(time), number)
    with coded.reading() as connection:
        assert entry_at(connection, when).id == expected


def test_moments_that_are_none(coded: Study) -> None:
    with coded.reading() as connection:
        for when in ("gisteren", "2026-13-01", "2026-3-1", "", "2026-03-01T99:00"):
            with pytest.raises(UsageError, match="is no date"):
                entry_at(connection, when)
        with pytest.raises(NotFound, match="began after 1999-01-01"):
            entry_at(connection, "1999-01-01")
