"""What became of a code, read from the journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kwalcode.project.acts.codes import (
    code_with_new,
    create_code,
    delete_code,
    edit_code,
    move_code,
    rename_code,
)
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import delete_memo, edit_memo, write_memo
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.splitting import split_code
from kwalcode.project.history.images import Image, pack, table_of
from kwalcode.project.history.undo import undo
from kwalcode.project.study import Study
from kwalcode.project.telling import code_history
from kwalcode.project.telling.code_history import history_of_code


def told(study: Study, code: int) -> list[str]:
    with study.reading() as connection:
        return [event.said for event in history_of_code(connection, code)]


def test_all_that_is_done_with_a_code_is_told(coded: Study) -> None:
    edit_code(coded, 2, definition="d", color="#123456")
    rename_code(coded, 2, "beta")
    move_code(coded, 2, None)
    move_code(coded, 2, 3)
    move_code(coded, 1, None, after=3)
    memo = write_memo(coded, "code", 2, "hm")
    edit_memo(coded, memo, "hm!")
    delete_memo(coded, memo)
    undo(coded)
    assert told(coded, 2) == [
        "came with topics.yaml",
        "definition changed, colour changed",
        "renamed from 'b' to 'beta'",
        "moved to the top",
        "moved under 'C'",
        "memo written",
        "memo changed",
        "memo deleted",
    ]
    assert told(coded, 1) == ["came with topics.yaml", "put at another place"]
    with coded.reading() as connection:
        events = history_of_code(connection, 2)
    assert [event.undone for event in events] == [False] * 7 + [True]
    assert events[1].changes == (("definition", "", "d"), ("color", "", "#123456"))
    assert {event.actor for event in events} == {"Anna"}


def test_merges_splits_and_moves_of_codings(coded: Study, opened: Callable[..., Study]) -> None:
    ids = [apply_code(coded, 1, n, n + 2, 2) for n in range(0, 12, 2)]
    codings = [number for number in ids if number is not None]
    split_code(coded, 2, dict.fromkeys(codings[:2], "nieuw"), reason="te breed")
    for number in codings[2:4]:
        move_codings(coded, [number], 3)
    move_codings(opened("Bram"), codings[4:5], 3)
    merge_codes(coded, [2], 3)
    assert told(coded, 2) == [
        "came with topics.yaml",
        "split: 2 codings went to 'A > nieuw'",
        "2 codings went to 'C'",
        "1 coding went to 'C'",
        "merged into 'C'",
    ]
    assert told(coded, 3) == [
        "came with topics.yaml",
        "2 codings came from 'A > b'",
        "1 coding came from 'A > b'",
        "merged with 'A > b' (1 coding came)",
    ]
    assert told(coded, 4) == ["made, took codings over from 'A > b' when that was split"]
    with coded.reading() as connection:
        assert history_of_code(connection, 2)[1].reason == "te breed"


def test_what_came_along_with_a_merge_is_not_told_twice(coded: Study) -> None:
    write_memo(coded, "code", 1, "over A")
    edit_code(coded, 1, definition="van A")
    merge_codes(coded, [1], 3)
    edit_memo(coded, 1, "over C")
    assert told(coded, 3) == [
        "came with topics.yaml",
        "merged with 'A' (0 codings came), definition changed, memo written",
        "memo changed",
    ]


def test_a_code_that_is_gone_still_has_its_history(coded: Study) -> None:
    code, _coding = code_with_new(coded, 1, 0, 4, "een", origin="in vivo")
    create_code(coded, "ander")
    delete_code(coded, code)
    assert told(coded, code) == ["made in vivo", "deleted"]


def test_codings_are_not_unpacked(coded: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image("codings", "insert", ("id", "uuid"), 1, after=((1, b"x" * 16),))
    assert table_of(pack(image)) == "codings"
    code_with_new(coded, 1, 0, 4, "een")
    seen = []
    original = code_history.unpack

    def watched(data: bytes) -> Image:
        seen.append(original(data).table)
        return original(data)

    monkeypatch.setattr(code_history, "unpack", watched)
    told(coded, 1)
    assert set(seen) == {"codes"}
