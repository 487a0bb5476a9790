from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.history.images import Image, pack
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.study import Study, open_study
from kwalcode.store.tables import JOURNALLED
from kwalcode.store.tables import journal as journal_table

Tamper = Callable[..., None]


@pytest.fixture(scope="module")
def template(new_study: Callable[[], Study], prepared: Callable[..., Any]) -> Path:
    """A closed project with a history of eight entries, undo and redo among them."""
    study = new_study()
    import_document(study, prepared("R01", "een twee drie vier"))
    import_codebook(study, [CodeSpec(("A",), key="a"), CodeSpec(("A", "b"), key="b")])
    apply_code(study, 1, 0, 8, 1)
    apply_code(study, 1, 4, 13, 2)
    undo(study)
    redo(study)
    write_memo(study, "code", 1, "over A")
    study.close()
    return study.path


@pytest.fixture
def worked(template: Path, fast_folder: Path) -> Iterator[Path]:
    """A copy of it for one test."""
    with tempfile.TemporaryDirectory(dir=fast_folder) as folder:
        yield Path(shutil.copy(template, folder))


def found_by_check(path: Path) -> list[str]:
    with open_study(path) as study:
        return check(study)


def test_a_history_that_nobody_touched_is_clean(worked: Path) -> None:
    assert found_by_check(worked) == []


def test_an_entry_tells_who_did_what_when_with_what(coded: Study) -> None:
    apply_code(coded, 1, 0, 8, 2)
    with coded.reading() as connection:
        entries = list(journal.entries(connection))
    assert [e.name for e in entries] == [
        "add coder", "import document", "import codebook", "apply code",
    ]  # fmt: skip
    assert [e.id for e in entries] == [1, 2, 3, 4]
    assert {e.actor_name for e in entries} == {"Anna"}
    assert entries[-1].arguments == {"start": 0, "end": 8, "code": "b", "document": "R01"}
    assert entries[-1].undoes is None
    assert entries[-1].time.endswith("Z")


def test_the_hash_is_as_defined(coded: Study) -> None:
    """Recomputed by hand: SHA-256 over the hash before it and each fact with its length."""
    with coded.reading() as connection:
        first, second, *_ = journal.entries(connection)
    facts = (
        second.id, second.uuid, second.time, second.actor, second.actor_name, second.name,
        second.undoes, second.detail_sha256, second.payload_sha256,
    )  # fmt: skip
    digest = hashlib.sha256(first.hash)
    for fact in facts:
        data = fact if isinstance(fact, bytes) else str(fact).encode()
        digest.update(len(data).to_bytes(8, "little") + data)
    assert digest.digest() == second.hash


def other(value: object) -> object:
    """Return a value of the same kind that differs a little."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if value is not None else 1


@pytest.mark.parametrize("column", [c.name for c in journal_table.columns if c.name != "id"])
@pytest.mark.parametrize("entry", [1, 4, 6, 8])
def test_altering_any_column_of_any_entry_is_found(
    worked: Path, tamper: Tamper, column: str, entry: int
) -> None:
    connection = sqlite3.connect(worked)
    (value,) = connection.execute(f"SELECT {column} FROM journal WHERE id = ?", (entry,)).fetchone()
    connection.close()
    tamper(worked, f"UPDATE journal SET {column} = ? WHERE id = ?", other(value), entry)
    assert found_by_check(worked)


@pytest.mark.parametrize("text", ["", "[]", '{"start":1}', '{"start":0', "null"])
def test_arguments_replaced_by_other_text_are_found(
    worked: Path, tamper: Tamper, text: str
) -> None:
    tamper(worked, "UPDATE journal SET arguments = ? WHERE id = 4", text)
    assert found_by_check(worked) == ["journal, entry 4: its arguments were altered"]


def test_blanking_an_entry_without_an_erasure_is_found(worked: Path, tamper: Tamper) -> None:
    tamper(worked, "DELETE FROM journal_payload WHERE entry_id = 8")
    tamper(worked, "UPDATE journal SET blanked = 1, arguments = '{}' WHERE id = 8")
    tamper(worked, "DELETE FROM memos")
    assert found_by_check(worked) == ["journal: other entries are blanked than erasures blanked"]


def test_an_altered_payload_is_found(worked: Path, tamper: Tamper) -> None:
    forged = pack(Image("codes", "update", ("id", "name"), 1, ((1, "A"),), ((1, "B"),)))
    tamper(worked, "UPDATE journal_payload SET data = ? WHERE entry_id = 4", forged)
    assert found_by_check(worked) == ["journal, entry 4: its payload was altered"]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal_payload WHERE entry_id = 4 AND chunk = 0",
        "UPDATE journal_payload SET chunk = 7 WHERE entry_id = 4 AND chunk = 0",
        "UPDATE journal_payload SET data = substr(data, 1, 20) WHERE entry_id = 4",
        "UPDATE journal_payload SET data = 'a text' WHERE entry_id = 4",
        "UPDATE journal_payload SET entry_id = 6 WHERE entry_id = 4",
        "INSERT INTO journal_payload SELECT entry_id, 99, data FROM journal_payload WHERE rowid ="
        " (SELECT min(rowid) FROM journal_payload WHERE entry_id = 4)",
        "INSERT INTO journal_payload SELECT 6, chunk, data FROM journal_payload"
        " WHERE entry_id = 4",  # an undo has no payload of its own
        "INSERT INTO journal_payload SELECT 77, chunk, data FROM journal_payload"
        " WHERE entry_id = 4",
    ],
)
def test_payload_removed_moved_cut_or_added_is_found(
    worked: Path, tamper: Tamper, sql: str
) -> None:
    tamper(worked, sql)
    assert found_by_check(worked)


@pytest.mark.parametrize("entry", range(1, 9))
def test_a_removed_entry_is_found(worked: Path, tamper: Tamper, entry: int) -> None:
    tamper(worked, "DELETE FROM journal WHERE id = ?", entry)
    assert found_by_check(worked)


def test_a_removed_entry_with_the_gap_closed_is_found(worked: Path, tamper: Tamper) -> None:
    tamper(worked, "DELETE FROM journal_payload WHERE entry_id = 5")
    tamper(worked, "DELETE FROM journal WHERE id = 5")
    for number in (6, 7, 8):
        tamper(
            worked, "UPDATE journal_payload SET entry_id = ? WHERE entry_id = ?", number - 1, number
        )
        tamper(worked, "UPDATE journal SET id = ? WHERE id = ?", number - 1, number)
    assert "journal, entry 5: the chain is broken here" in found_by_check(worked)


def test_the_last_entries_removed_are_found(worked: Path, tamper: Tamper) -> None:
    tamper(worked, "DELETE FROM journal_payload WHERE entry_id > 5")
    tamper(worked, "DELETE FROM journal WHERE id > 5")
    assert found_by_check(worked) == ["journal: entries after 5 are missing"]
    tamper(worked, "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'journal'")
    assert found_by_check(worked)


def test_an_entry_put_in_is_found(worked: Path, tamper: Tamper) -> None:
    columns = ", ".join(c.name for c in journal_table.columns if c.name != "id")
    tamper(worked, f"INSERT INTO journal ({columns}) SELECT {columns} FROM journal WHERE id = 4")
    assert found_by_check(worked) == ["journal, entry 9: the chain is broken here"]


def test_two_entries_in_another_order_are_found(worked: Path, tamper: Tamper) -> None:
    for was, becomes in ((4, 100), (5, 4), (100, 5)):
        tamper(worked, "UPDATE journal SET id = ? WHERE id = ?", becomes, was)
        tamper(worked, "UPDATE journal_payload SET entry_id = ? WHERE entry_id = ?", becomes, was)
    assert "journal, entry 4: the chain is broken here" in found_by_check(worked)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE coders SET name = 'Hanna'",
        "UPDATE codes SET definition = 'other' WHERE id = 2",
        "UPDATE codings SET code_id = 2 WHERE id = 1",
        "UPDATE codings SET start = 1 WHERE id = 1",
        "UPDATE codings SET quotation_id = 2 WHERE id = 1",
        "DELETE FROM codings WHERE id = 2",
        'INSERT INTO codings SELECT 99, uuid, document_id, start, "end", 2, coder_id,'
        " quotation_id, created FROM codings WHERE id = 1",
        'UPDATE quotations SET "end" = 4000 WHERE id = 1',
        "UPDATE turns SET speech_end = 3 WHERE position = 1",
        "UPDATE sentences SET bounds = x'00'",
        "UPDATE documents SET name = 'R99'",
        "UPDATE documents SET length = 5",
        "UPDATE documents SET content_id = 7",
        "UPDATE content SET text = replace(text, 'twee', 'deux')",
        "UPDATE content SET text = replace(text, 'twee', '2')",
        "DELETE FROM content",
        "UPDATE memos SET text = 'over iets anders'",
        "UPDATE memos SET about_id = 99",
        "INSERT INTO settings VALUES ('main coder', 'Anna')",
        "UPDATE speakers SET role = 'other'",
    ],
)
def test_rows_changed_by_anything_but_an_act_are_found(
    worked: Path, tamper: Tamper, sql: str
) -> None:
    tamper(worked, sql)
    assert found_by_check(worked)


def test_every_journalled_table_takes_part_in_the_replay(worked: Path, tamper: Tamper) -> None:
    connection = sqlite3.connect(worked)
    for table in JOURNALLED:
        rows = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
        if rows:
            copy = worked.with_name(f"{table.name}.kwal")
            connection.execute("VACUUM INTO ?", (str(copy),))
            tamper(copy, f"DELETE FROM {table.name}")
            assert found_by_check(copy), table.name
    connection.close()


def test_a_payload_that_cannot_be_read_is_a_finding_not_a_traceback(
    worked: Path, tamper: Tamper
) -> None:
    tamper(worked, "UPDATE journal_payload SET data = x'0102' WHERE entry_id = 4")
    connection = sqlite3.connect(worked)
    assert found_by_check(worked) == ["journal, entry 4: its payload was altered"]
    connection.close()


def test_after_an_erasure_blanked_entries_cannot_be_filled_or_more_blanked(
    coded: Study, prepared: Callable[..., Any], tamper: Tamper
) -> None:
    import_document(coded, prepared("R02", "iets anders"))
    coding = apply_code(coded, 1, 0, 8, 1)
    remove_codings(coded, [coding or 0])
    erase_documents(coded, [1], reason="withdrawn")
    coded.close()
    assert found_by_check(coded.path) == []
    connection = sqlite3.connect(coded.path)
    blanked = [n for (n,) in connection.execute("SELECT id FROM journal WHERE blanked")]
    connection.close()
    assert blanked == [2, 5, 6]
    tamper(coded.path, "UPDATE journal SET arguments = '{\"x\":1}' WHERE id = 2")
    assert found_by_check(coded.path) == ["journal, entry 2: blanked, and yet it tells something"]
    tamper(coded.path, "UPDATE journal SET arguments = '{}' WHERE id = 2")
    tamper(coded.path, "DELETE FROM journal_payload WHERE entry_id = 4")
    tamper(coded.path, "UPDATE journal SET arguments = '{}', blanked = 1 WHERE id = 4")
    assert found_by_check(coded.path) == [
        "journal: other entries are blanked than erasures blanked"
    ]
