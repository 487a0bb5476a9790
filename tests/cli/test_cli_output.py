"""Where output goes, and what a terminal is shown."""

import io
import json
import math
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.cli import output
from kwalcode.cli.output import CannotWrite, out_path, out_stream, plain, printable, say, table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_values_as_json_holds_them() -> None:
    value = {"a": np.float64("nan"), "b": (np.int64(3), math.inf, -math.inf), 1: {2}, "c": None}
    assert plain(value) == {"a": None, "b": [3, "inf", "-inf"], "1": [2], "c": None}
    json.dumps(plain(value), allow_nan=False)


def test_a_table_is_aligned_and_numbers_stand_right() -> None:
    text = table(("name", "n"), [("a", 1), ("café", 100), ("cafe\u0301", None), ("漢字", 0.5)])
    assert text.splitlines() == [
        "name  n",
        "----  -----",
        "a         1",
        "café    100",
        "cafe\u0301   n.a.",
        "漢字  0.500",
    ]


def test_a_table_without_rows_has_its_header() -> None:
    assert table(("a", "bc"), []) == "a  bc\n-  --\n"


@given(st.text())
def test_what_is_printable_is_one_line_that_no_terminal_obeys(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in shown)
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown


def test_narration_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\nb\x1b[31m\r")
    assert capsys.readouterr().err == "a↵b␛[31m␍\n"


def test_a_terminal_is_shown_what_a_pipe_gets_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a\x1b[31m\u202eb\nc\n"
    seen, piped = Terminal(), io.StringIO()
    for stream in (seen, piped):
        monkeypatch.setattr(sys, "stdout", stream)
        output.write_text(text, None)
    assert seen.getvalue() == "a␛[31m→b\nc\n".replace("→", output.visible("\u202e"))
    assert piped.getvalue() == text


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError), out_stream(target) as stream:
        stream.write(f"half {1 // 0}")
    assert target.read_text() == "before"
    with out_stream(target) as stream:
        stream.write("whole\n")
    assert target.read_bytes() == b"whole\n"
    assert list(tmp_path.iterdir()) == [target]


def test_the_maker_sees_the_ending(tmp_path: Path) -> None:
    with out_path(tmp_path / "figure.svg") as making:
        assert making.suffix == ".svg"
        making.write_text("x")
    assert (tmp_path / "figure.svg").read_text() == "x"


def test_a_study_is_never_written_over(small: Path) -> None:
    before = small.read_bytes()
    with pytest.raises(CannotWrite, match="left as it is"), out_stream(small) as stream:
        stream.write("x")
    assert small.read_bytes() == before


def test_the_file_that_a_link_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "real.txt", tmp_path / "link.txt"
    target.write_text("before")
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no links here")
    output.write_text("after", link)
    assert link.is_symlink()
    assert target.read_text() == "after"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(CannotWrite, match="not an ordinary file"):
        output.write_text("x", Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_a_disk_that_fills_names_the_file(tmp_path: Path) -> None:
    def fill(target: Path) -> None:
        with out_path(target) as making:
            making.write_text("half")
            raise OSError(28, "No space left on device", str(making))

    with pytest.raises(CannotWrite, match=r"out\.txt: cannot be written \(No space"):
        fill(tmp_path / "out.txt")
    assert list(tmp_path.iterdir()) == []


def test_without_stdout_nothing_is_written_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    output.write_text("x", None)
