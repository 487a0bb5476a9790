"""The user's own keys: read from a file, used in place of ours, or told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import opened, small_study

from kwalcode.errors import KwalcodeError
from kwalcode.tui import keycheck
from kwalcode.tui.keymap import read_keymap


def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def test_an_action_has_the_key_of_the_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path, monkeypatch, '[coding]\nmemo = ["ctrl+n", "x"]\n')
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        await desk.press("m")
        assert len(desk.app.screen_stack) == 2
        await desk.press("x")  # ours removes a coding: the user's own meaning wins
        assert "Memo about this passage" in desk.seen()
        await desk.press("escape", "question_mark")
        row = next(line for line in desk.lines() if "Write a memo about the passage" in line)
        assert "ctrl+n" in row
        assert " m " not in row


async def test_a_bad_file_is_told_and_our_keys_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(tmp_path, monkeypatch, "[coding\n")
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        assert str(path) in desk.told()
        await desk.press("m")
        assert "Memo about this passage" in desk.seen()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[codng]\nmemo = 'k'", "[codng]: there is no such section; perhaps coding"),
        ("[zzz]\nmemo = 'k'", "there is no such section; 'kwalcode keys --json' lists all"),
        ("[coding]\nremovee = 'k'", "[coding] removee: there is no such action; perhaps remove"),
        ("[coding]\nmemo = 'kk'", '[coding] memo: "kk" is no key'),
        ("[coding]\nmemo = 'ctrl+'", '[coding] memo: "ctrl+" is no key'),
        ("[coding]\nmemo = 'strg+k'", '[coding] memo: "strg+k" is no key'),
    ],
)
async def test_what_means_nothing_is_told_in_the_app_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    path = kept(tmp_path, monkeypatch, text)
    async with opened(small_study(tmp_path / "study.kwal"), size=(160, 48)) as desk:
        assert said in desk.told()
        assert desk.told().startswith(str(path))


async def test_a_good_file_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(tmp_path, monkeypatch, '[coding]\nmemo = ["ctrl+n", "f9", "é", "full_stop", "$"]\n')
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        assert desk.told() == ""
    looked: list[Path] = []
    monkeypatch.setattr(keycheck, "check_keymap", lambda at, _keys: looked.append(at))
    async with opened(tmp_path / "study.kwal"):
        assert looked == []
    path.write_text('[coding]\nmemo = "f8"\n', encoding="utf-8")
    async with opened(tmp_path / "study.kwal"):
        assert looked == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('code = "k"', "outside any section"),
        ("[coding]\ncode = 3", "a key is a text"),
        ('[coding]\ncode = ["k", ""]', "a key is a text"),
        ("[coding]\ncode = ", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KwalcodeError, match=said):
        read_keymap(path)


def test_no_file_no_keys(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keys.toml") == {}


def test_signs_may_be_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[coding]\nagain = "."\ngo = "k,l"\n', encoding="utf-8")
    assert read_keymap(path) == {"coding": {"again": ("full_stop",), "go": ("k", "l")}}
