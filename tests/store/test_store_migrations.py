"""Older project files are brought up to date, after a backup, or refused and left as they are."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kwalcode.errors import NotAProject, ReadOnlyProject
from kwalcode.project.acts.codes import create_code
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import create, open_study
from kwalcode.store.migrations import backup_before
from kwalcode.store.tables import SCHEMA_VERSION

ADDED_SINCE = (
    "reopened",
    "decisions",
    "cells_read",
    "summary_quotations",
    "summaries",
    "relations",
    "theme_patterns",
    "opened_cases",
    "pattern_quotations",
    "patterns",
    "theme_searches",
    "theme_quotations",
    "joined_entries",
    "joins",
    "assignments",
    "rounds",
    "uncarried",
    "report_quotations",
    "saved_queries",
    "memo_links",
    "document_versions",
    "document_group_members",
    "document_groups",
    "search_documents",
    "search_index",
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a project of version 1 with one code."""
    path = tmp_path / "old.kwal"
    with create(path, "Anna") as study:
        create_code(study, "optelsom")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    for name in ADDED_SINCE:
        connection.execute(f"DROP TABLE {name}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Give a project of version 2 with one code."""
    path = tmp_path / "second.kwal"
    with create(path, "Anna") as study:
        create_code(study, "optelsom")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("DROP TABLE reopened")
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    return path


def tables(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = {name for (name,) in found}
    connection.close()
    return names


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def test_an_older_project_is_brought_up_to_date_after_a_backup(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    with open_study(old, "Anna") as study:
        with study.reading() as connection:
            assert [code.name for code in all_codes(connection)] == ["optelsom"]
        create_code(study, "melden")
        assert check(study) == []
    fresh = tmp_path / "fresh.kwal"
    create(fresh, "Anna").close()
    assert version(old) == SCHEMA_VERSION
    assert tables(old) == tables(fresh)
    kept = backup_before(old, 1)
    assert version(kept) == 1
    assert kept.stat().st_size == len(before)


def test_one_of_the_version_before_gets_what_it_lacks(second: Path) -> None:
    assert "reopened" not in tables(second)
    with open_study(second, "Anna") as study:
        assert check(study) == []
    assert version(second) == SCHEMA_VERSION
    assert "reopened" in tables(second)
    assert version(backup_before(second, 2)) == 2


def test_opening_again_makes_no_second_backup(old: Path) -> None:
    open_study(old, "Anna").close()
    backup_before(old, 1).unlink()
    open_study(old, "Anna").close()
    assert not backup_before(old, 1).exists()


def test_an_older_project_that_cannot_be_written_to_is_refused(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr("os.access", lambda *_arguments, **_options: False)
    with pytest.raises(ReadOnlyProject, match="older kwalcode"):
        open_study(old)
    assert old.read_bytes() == before


def test_a_backup_that_cannot_be_made_leaves_the_project_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    backup_before(old, 1).with_name(backup_before(old, 1).name + ".making").mkdir()
    with pytest.raises(NotAProject, match="left as it was"):
        open_study(old)
    assert version(old) == 1
    assert len(old.read_bytes()) == len(before)
