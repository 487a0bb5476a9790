"""A defect leaves one line and a log, and the material in neither."""

from pathlib import Path

import pytest

from kwalcode import crash

SECRET = "Een onderbuikgevoel, zei R01"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def failure() -> BaseException:
    text = SECRET
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise RuntimeError(text + "!") from error
    except RuntimeError as error:
        return error


def test_the_line_and_the_log(home: Path) -> None:
    line = crash.report_crash(failure())
    log = (home / "crash.log").read_text(encoding="utf-8")
    assert line == (
        f"kwalcode failed (RuntimeError). Your work is saved; what happened is in "
        f"{home / 'crash.log'}."
    )
    assert "builtins.RuntimeError" in log
    assert "builtins.KeyError" in log
    assert f"test_crash.py:{failure.__code__.co_firstlineno + 6} failure" in log
    assert "onderbuik" not in log + line


def test_a_chain_that_runs_in_a_circle_ends(home: Path) -> None:
    first, second = ValueError(SECRET), TypeError(SECRET)
    first.__context__, second.__context__ = second, first
    crash.report_crash(first)
    log = (home / "crash.log").read_text(encoding="utf-8")
    assert log.count("ValueError") == log.count("TypeError") == 1


def test_a_log_does_not_grow_without_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "MAX_LOG", 2000)
    for _ in range(50):
        crash.report_crash(failure())
    assert (home / "crash.log").stat().st_size < 4000


def test_where_no_log_can_be_written_none_is_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "file"))
    line = crash.report_crash(failure())
    assert line == "kwalcode failed (RuntimeError). Your work is saved."
