"""Rows, changes and references: what acts, undo and replay are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import KwalcodeError, Refused
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.notes import write_memo, write_memo_on_passage
from kwalcode.project.history import journal
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Image
from kwalcode.project.history.references import (
    in_use,
    missing,
    referring,
    rivals,
    touches,
    used_ids,
)
from kwalcode.project.history.rows import (
    CHUNK,
    all_rows,
    chunks,
    delete_rows,
    fetch_rows,
    insert_rows,
    ordered_columns,
    table_named,
    update_rows,
)
from kwalcode.project.history.undo import undo
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    attribute_values,
    codes,
    codings,
    completion,
    documents,
    memos,
    quotations,
    settings,
    turns,
)

Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


def images_of(study: Study) -> list[Image]:
    """Return the images of the newest entry."""
    with study.reading() as connection:
        last = next(journal.entries(connection, newest_first=True))
        return list(journal.images(connection, last.id))


@pytest.mark.parametrize(("n", "sizes"), [(0, []), (3, [3]), (4, [4]), (5, [4, 1]), (8, [4, 4])])
def test_chunks(n: int, sizes: list[int]) -> None:
    parts = list(chunks(range(n), 4))
    assert [len(part) for part in parts] == sizes
    assert [x for part in parts for x in part] == list(range(n))


def test_columns_are_ordered_with_the_key_first() -> None:
    assert ordered_columns(turns)[:3] == ("document_id", "position", "start")
    assert set(ordered_columns(codes)) == {c.name for c in codes.columns}
    assert table_named("codes") is codes


def test_rows_by_key_in_and_out(coded: Study) -> None:
    columns = ("document_id", "coder_id", "marked")
    with coded.writing() as connection:
        insert_rows(connection, completion, columns, [(1, 1, "x")])
        insert_rows(connection, completion, columns, [(1, 1, "y")], or_ignore=True)
        found = fetch_rows(connection, completion, columns, [(1, 1), (1, 2)])
        assert found == {(1, 1): (1, 1, "x")}
        update_rows(connection, completion, columns, 2, [(1, 1, "z")])
        assert list(all_rows(connection, completion)) == [(1, 1, "z")]
        delete_rows(connection, completion, columns[:2], [(1, 1), (1, 2)])
        assert list(all_rows(connection, completion)) == []


def test_many_rows_are_fetched_by_key(coded: Study) -> None:
    with coded.writing() as connection:
        rows = [(f"key {i}", str(i)) for i in range(2500)]
        insert_rows(connection, settings, ("key", "value"), rows)
        found = fetch_rows(connection, settings, ("key", "value"), [(k,) for k, _v in rows])
    assert found == {(k,): (k, v) for k, v in rows}


# Changes


def test_an_act_that_writes_nothing_leaves_no_entry(coded: Study) -> None:
    with coded.reading() as connection:
        before = len(list(journal.entries(connection)))
    with coded.act("nothing"):
        pass
    with coded.act("forgotten") as change:
        change.insert(codes, name="x", position=9)
        change.forget()
    with coded.act("the same again") as change:
        assert change.update(codes, codes.c.id == 1, name="A") == 0
        assert change.delete(codings, codings.c.id == 1) == 0
    with coded.reading() as connection:
        assert len(list(journal.entries(connection))) == before
        assert connection.exec_driver_sql("SELECT count(*) FROM codes").scalar() == 3


def test_an_error_within_an_act_takes_everything_back(coded: Study, tables: Tables) -> None:
    before = tables(coded)

    def act() -> None:
        with coded.act("breaks off") as change:
            change.insert(codes, name="x", position=9)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert tables(coded) == before


def test_what_would_break_the_project_is_refused(coded: Study, tables: Tables) -> None:
    before = tables(coded)

    def act(**values: Any) -> None:
        with coded.act("bad act") as change:
            change.insert(codes, **values)

    with pytest.raises(Refused, match="bad act: refused"):
        act(name="A", position=9)
    with pytest.raises(Refused, match="bad act: refused"):
        act(name="x", position=9, parent_id=77)
    assert tables(coded) == before


def test_nobody_acts_without_a_name(opened: Callable[[str | None], Study]) -> None:
    def act() -> None:
        with opened(None).act("anonymous"):
            pass

    with pytest.raises(KwalcodeError, match="--as NAME"):
        act()


def test_inserted_rows_get_defaults_ids_and_uuids(coded: Study) -> None:
    with coded.act("insert") as change:
        ids = change.insert_many(codes, [{"name": n, "position": 9} for n in "xyz"])
    assert list(ids) == [4, 5, 6]
    (image,) = images_of(coded)
    assert (image.table, image.operation, image.keys) == ("codes", "insert", 1)
    rows = [dict(zip(image.columns, row, strict=True)) for row in image.after]
    assert [row["origin"] for row in rows] == ["deductive"] * 3
    assert [row["definition"] for row in rows] == [""] * 3
    assert [row["parent_id"] for row in rows] == [None] * 3
    assert len({row["uuid"] for row in rows}) == 3


def test_ids_of_removed_rows_are_not_given_again(coded: Study) -> None:
    def new_code() -> int:
        with coded.act("insert") as change:
            return change.insert(codes, name="x", position=9)

    first = new_code()
    undo(coded)
    assert new_code() == first + 1


def test_an_update_holds_only_the_rows_and_columns_that_change(coded: Study) -> None:
    with coded.act("update") as change:
        change.update(codes, codes.c.id == 2, color="#fff")
    with coded.act("update") as change:
        assert change.update(codes, codes.c.id < 4, color="#fff") == 2
    (image,) = images_of(coded)
    assert image.columns == ("id", "color")
    assert image.before == ((1, ""), (3, ""))
    assert image.after == ((1, "#fff"), (3, "#fff"))


def test_a_deletion_holds_whole_rows(coded: Study, tables: Tables) -> None:
    row = tables(coded)["codes"][2]
    with coded.act("delete") as change:
        assert change.delete(codes, codes.c.id == 3) == 1
    (image,) = images_of(coded)
    assert image == Image("codes", "delete", ordered_columns(codes), 1, before=(row,))


def test_a_bulk_act_is_kept_in_chunks(coded: Study) -> None:
    rows = [(f"key {i}", "v") for i in range(CHUNK + 5)]
    with coded.act("bulk") as change:
        change.insert_rows(settings, ("key", "value"), iter(rows))
    assert [len(image.after) for image in images_of(coded)] == [CHUNK, 5]


def test_removed_codings_release_their_quotations(coded: Study, tables: Tables) -> None:
    coding = apply_code(coded, 1, 0, 4, 1)
    other = apply_code(coded, 1, 5, 9, 1)
    write_memo(coded, "quotation", 2, "hier")
    remove_codings(coded, [coding or 0, other or 0])
    removed, released = images_of(coded)
    assert (removed.table, removed.operation, len(removed.before)) == ("codings", "delete", 2)
    assert (released.table, released.operation) == ("quotations", "release")
    assert [row[0] for row in released.before] == [1, 2]
    assert [row[0] for row in tables(coded)["quotations"]] == [2]


# References


def test_what_refers_to_codes_is_known() -> None:
    assert {(table.name, column) for table, column in referring(codes)} == {
        ("codes", "parent_id"),
        ("codings", "code_id"),
        ("code_group_members", "code_id"),
        ("theme_codes", "code_id"),
        ("uncarried", "code_id"),
        ("decisions", "a_code_id"),
        ("decisions", "b_code_id"),
        ("decisions", "new_code_id"),
        ("reopened", "a_code_id"),
        ("reopened", "b_code_id"),
        ("reopened", "new_code_id"),
        ("patterns", "code_a_id"),
        ("patterns", "code_b_id"),
        ("relations", "from_code_id"),
        ("relations", "to_code_id"),
        ("summaries", "code_id"),
        ("cells_read", "code_id"),
    }


def test_used_ids(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 2)
    write_memo(coded, "code", 3, "over C")
    with coded.reading() as connection:
        assert used_ids(connection, codes, [1, 2, 3, 99]) == [1, 2, 3]
        assert used_ids(connection, documents, [1, 3]) == [1]
        assert used_ids(connection, codings, [1]) == []


def test_a_memo_about_something_else_with_the_same_number_is_no_use(coded: Study) -> None:
    write_memo(coded, "document", 1, "over R01")
    write_memo(coded, "code", 3, "over C")
    with coded.reading() as connection:
        assert used_ids(connection, codes, [3]) == [3]
        assert used_ids(connection, quotations, [1, 3]) == []


def test_the_condition_in_use_says_the_same(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 2)
    write_memo_on_passage(coded, 1, 5, 9, "hier")
    with coded.writing() as connection:
        columns = ordered_columns(quotations)
        insert_rows(connection, quotations, columns, [(9, b"u", 1, 1, 2, None, None)])
    with coded.reading() as connection:
        sql = f"SELECT id FROM quotations WHERE {in_use(quotations)}"
        assert list(connection.exec_driver_sql(sql).scalars()) == [1, 2]
        assert in_use(attribute_values) == "0"


MEMO = ("id", "about", "about_id", "coder_id")


@pytest.mark.parametrize(
    ("image", "table", "ids", "expected"),
    [
        (Image("codes", "update", ("id", "name"), 1, ((1, "A"),), ((1, "B"),)), "codes", {1}, 1),
        (Image("codes", "update", ("id", "name"), 1, ((1, "A"),), ((1, "B"),)), "codes", {2}, 0),
        (Image("codings", "insert", ("id", "code_id"), 1, after=((5, 2),)), "codes", {2}, 1),
        (Image("codings", "insert", ("id", "code_id"), 1, after=((2, 5),)), "codes", {2}, 0),
        (Image("memos", "insert", MEMO, 1, after=((1, "code", 2, 1),)), "codes", {2}, 1),
        (Image("memos", "insert", MEMO, 1, after=((1, "theme", 2, 1),)), "codes", {2}, 0),
        (Image("memos", "insert", MEMO, 1, after=((1, "code", 2, 7),)), "coders", {7}, 1),
        (Image("memos", "update", ("id", "about_id"), 1, ((1, 2),), ((1, 3),)), "codes", {2}, 1),
        (Image("memos", "update", ("id", "text"), 1, ((1, "a"),), ((1, "b"),)), "codes", {2}, 0),
    ],
)  # fmt: skip
def test_touches(image: Image, table: str, ids: set[int], expected: int) -> None:
    assert touches(image, table, ids) == bool(expected)


def test_what_rows_refer_to_and_is_not_there(coded: Study) -> None:
    with coded.reading() as connection:
        rows = [(1, 1, 1), (2, 7, 1), (3, 8, 9), (4, None, 1)]
        found = missing(connection, codings, ("id", "code_id", "coder_id"), rows)
        assert found == {"codes": {7, 8}, "coders": {9}}
        rows = [(1, "code", 7, 1), (2, "code", 1, 1), (3, "project", None, 1), (4, "theme", 1, 1)]
        assert missing(connection, memos, MEMO, rows) == {"codes": {7}, "themes": {1}}


def test_which_rows_hold_what_must_be_unique(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 2)
    with coded.reading() as connection:
        columns = ("id", "parent_id", "name")
        assert rivals(connection, codes, columns, [(9, None, "C"), (8, 1, "b")]) == {2, 3}
        assert rivals(connection, codes, columns, [(9, 1, "C"), (3, None, "C")]) == set()
        columns = ("id", "document_id", "start", "end")
        assert rivals(connection, quotations, columns, [(9, 1, 0, 4), (8, 1, 0, 5)]) == {1}
        assert rivals(connection, settings, ("key", "value"), [("a", "b")]) == set()


def test_a_change_tells_how_many_rows_it_touched(coded: Study) -> None:
    def both(change: Change) -> tuple[int, int]:
        return (
            change.update(codes, codes.c.id <= 2, color="#111111"),
            change.delete(codes, codes.c.id == 3),
        )

    with coded.act("both") as change:
        assert both(change) == (2, 1)
