from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import exc, insert, select

from kwalcode.errors import KwalcodeError, ReadOnlyProject
from kwalcode.project.acts.codes import create_code
from kwalcode.project.study import Study, create
from kwalcode.store import engine as store
from kwalcode.store.engine import explain, raw_connection
from kwalcode.store.tables import JOURNALLED, codes, codings, metadata


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_pragmas_of_a_connection(study: Study, pragma: str, value: object) -> None:
    with raw_connection(study.engine) as raw:
        assert raw.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_write_transaction_holds_the_lock_from_its_start(study: Study) -> None:
    other = sqlite3.connect(study.path, timeout=0)
    with study.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_reads_of_one_block_see_one_state(study: Study) -> None:
    with study.reading() as connection:
        assert connection.execute(select(codes.c.id)).all() == []
        thread = threading.Thread(target=create_code, args=(study, "A"))
        thread.start()
        thread.join()
        assert connection.execute(select(codes.c.id)).all() == []
    with study.reading() as connection:
        assert connection.execute(select(codes.c.id)).all() == [(1,)]


def test_an_error_rolls_everything_back(study: Study) -> None:
    def write_and_fail() -> None:
        with study.writing() as connection:
            connection.execute(insert(codes).values(uuid=b"x", name="A", position=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with study.reading() as connection:
        assert connection.execute(select(codes.c.id)).all() == []


def test_foreign_keys_are_checked_at_the_commit(study: Study) -> None:
    def write(*rows: tuple[int, str, int | None]) -> None:
        with study.writing() as connection:
            for number, name, parent in rows:
                row = {"id": number, "uuid": b"u", "name": name, "parent_id": parent, "position": 1}
                connection.execute(insert(codes), row)

    write((1, "b", 2), (2, "A", None))
    with pytest.raises(exc.IntegrityError):
        write((3, "c", 99))


def test_a_lock_held_for_too_long_is_told_in_one_line(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0)
    engine = store.connect_engine(study.path)
    try:
        with (
            study.writing(),
            pytest.raises(KwalcodeError, match="Another program holds the project"),
            store.writing(engine),
        ):
            pass
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("database or disk is full", "The disk is full"),
        ("disk I/O error", "The disk refused"),
        ("database is locked", "Another program holds"),
        ("database disk image is malformed", "damaged"),
        ("file is not a database", "damaged"),
        ("unable to open database file", "cannot be used: unable to open database file"),
    ],
)
def test_what_sqlite_says_becomes_a_line_for_the_user(said: str, told: str) -> None:
    line = str(explain(sqlite3.OperationalError(said)))
    assert told in line
    assert "\n" not in line


def test_a_read_only_database_is_an_error_of_its_own() -> None:
    error = explain(sqlite3.OperationalError("attempt to write a readonly database"))
    assert isinstance(error, ReadOnlyProject)


def test_a_file_that_vanished_is_told_in_one_line(tmp_path: Path) -> None:
    engine = store.connect_engine(tmp_path / "no folder" / "x.kwal")
    with pytest.raises(KwalcodeError), store.reading(engine):
        pass
    with pytest.raises(KwalcodeError), store.writing(engine):
        pass


def test_closing_leaves_one_whole_file(study: Study) -> None:
    create_code(study, "A")
    study.close()
    assert [path.name for path in study.path.parent.iterdir()] == ["study.kwal"]
    alone = sqlite3.connect(study.path)
    assert alone.execute("SELECT name FROM codes").fetchall() == [("A",)]
    alone.close()


def test_closing_while_another_reads_neither_fails_nor_loses(study: Study) -> None:
    other = sqlite3.connect(study.path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM codes").fetchall()
    create_code(study, "A")
    study.close()
    other.execute("COMMIT")
    assert other.execute("SELECT name FROM codes").fetchall() == [("A",)]
    other.close()


def test_ids_are_never_given_twice() -> None:
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            assert table.dialect_options["sqlite"]["autoincrement"], table.name


def test_a_table_refers_only_to_tables_above_it() -> None:
    known = {"content"}
    for table in JOURNALLED:
        known.add(table.name)
        assert {key.column.table.name for key in table.foreign_keys} <= known


def test_every_reference_can_be_looked_up_by_an_index(study: Study) -> None:
    """Undo asks which rows refer to a row; that must not cost a scan of a big table.

    Codings by coder are the exception: only the undo of an import that brought a new coder
    asks for them, and the index would cost every coding.
    """
    with study.reading() as connection:
        for table in JOURNALLED:
            for key in table.foreign_keys:
                column = key.parent.name
                if (table.name, column) == ("codings", "coder_id"):
                    continue
                plan = connection.exec_driver_sql(
                    f'EXPLAIN QUERY PLAN SELECT 1 FROM "{table.name}" WHERE "{column}" = 1'
                ).all()
                assert "SEARCH" in plan[0][3], (table.name, column, plan)


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("document_id = 1 AND start >= 0 ORDER BY start", "codings_place"),
        ("code_id = 1 ORDER BY document_id, start", "codings_code"),
    ],
)
def test_codings_are_read_through_an_index_without_sorting(
    study: Study, condition: str, index: str
) -> None:
    with study.reading() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT * FROM {codings.name} WHERE {condition}"
        ).all()
    assert [index in step[3] for step in plan] == [True]


def test_a_new_project_appears_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "create_schema", fail)
    with pytest.raises(KwalcodeError, match="disk is full"):
        create(tmp_path / "new.kwal", "Anna")
    assert list(tmp_path.iterdir()) == []


def test_a_statement_is_compiled_once_for_all_studies(new_study: Callable[[], Study]) -> None:
    asked = select(codes.c.id.label("asked_in_this_test_alone"))
    for _study in range(2):
        with new_study() as study, study.reading() as connection:
            connection.execute(asked)
    compiled = [made for made in store._compiled.values() if "asked_in_this_test" in str(made)]
    assert len(compiled) == 1


def test_an_empty_project_in_memory_is_that_of_a_file(study: Study) -> None:
    everything = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    with study.reading() as connection:
        of_file = connection.exec_driver_sql(everything).all()
    engines = [store.memory_engine(), store.memory_engine()]
    for engine in engines:
        with engine.begin() as connection:
            assert connection.exec_driver_sql(everything).all() == of_file
            assert connection.execute(select(codes.c.id)).all() == []
            connection.execute(insert(codes).values(uuid=b"x", name="A", position=1))
    assert set(metadata.tables) <= {name for _type, name, _sql in of_file}
