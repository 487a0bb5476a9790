"""Languages, who acts, and what happens when something goes wrong that nobody foresaw."""

import getpass
import json
import sys
from pathlib import Path

import pytest

from kwalcode import preferences
from kwalcode.cli import common
from kwalcode.cli.common import acting
from kwalcode.cli.material import speaking
from kwalcode.cli.running import chosen_language
from kwalcode.errors import UsageError


@pytest.fixture
def nobody(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is known, and nobody can be asked."""
    monkeypatch.delenv("KWALCODE_AS", raising=False)


def test_who_acts_is_said_known_or_the_systems_user(
    nobody: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "user")
    assert acting(None) == "user"
    assert acting("Anna") == "Anna"
    assert acting(None) == "Anna"  # remembered
    assert acting("Bram") == "Bram"
    assert acting(None) == "Anna"  # the first name stays
    monkeypatch.setenv("KWALCODE_AS", "Cees")
    assert acting(None) == "Cees"
    assert acting("Bram") == "Bram"
    monkeypatch.setenv("KWALCODE_AS", "")
    assert acting(None) == "Anna"


def test_who_acts_is_asked_once(nobody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    asked = []

    class Terminal:
        stdin = stderr = type("tty", (), {"isatty": staticmethod(lambda: True)})

    monkeypatch.setattr(common, "sys", Terminal)
    monkeypatch.setattr(click, "prompt", lambda text, **_more: asked.append(text) or " Anna  B ")
    assert acting(None) == "Anna B"
    assert acting(None) == "Anna B"
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["", "  ", "\x1b[1mx", "a\u202eb", "a\u200bb"])
def test_a_name_must_be_one(name: str, nobody: None) -> None:
    with pytest.raises(UsageError):
        acting(name)
    assert preferences.remembered("name", "") == ""


def test_a_name_is_one_whatever_its_accents_are_made_of(nobody: None) -> None:
    assert acting("Zoe\u0308") == acting("Zo\u00eb")


def test_a_system_without_users(nobody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", unknown)
    with pytest.raises(UsageError, match="--as NAME"):
        acting(None)


@pytest.mark.parametrize(
    "stored", ['{"name": 5}', "[]", "{", "\x00", "[" * 100_000, '{"name": ["Anna"]}']
)
def test_damaged_settings_do_not_matter(stored: str, home: Path, small: Path, kwalcode) -> None:
    home.mkdir(exist_ok=True)
    (home / "preferences.json").write_text(stored, encoding="utf-8")
    assert kwalcode("complete", "s.kwal", "--all").code == 0


def test_settings_that_cannot_be_kept_do_not_matter(
    small: Path, kwalcode, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small.parent / "file").touch()
    monkeypatch.setenv("KWALCODE_HOME", str(small.parent / "file"))
    assert kwalcode("complete", "s.kwal", "--all", "--as", "Anna").code == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "nl_NL.UTF-8"}, "nl_NL.UTF-8"),
        ([], {"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "C"),
        ([], {"LANG": "nl_NL", "KWALCODE_LANGUAGE": "en"}, "en"),
        (["--language", "nl", "check"], {"KWALCODE_LANGUAGE": "en"}, "nl"),
        (["--language=nl", "check"], {}, "nl"),
        (["--language"], {}, "en"),
    ],
)
def test_the_language(arguments, environment, language, home, monkeypatch) -> None:
    for name in ("KWALCODE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chosen_language(arguments) == language


def test_the_language_that_was_set_is_remembered(home: Path, monkeypatch) -> None:
    monkeypatch.delenv("KWALCODE_LANGUAGE", raising=False)
    preferences.remember("language", "nl")
    assert chosen_language([]) == "nl"


def test_a_defect_is_one_line_and_a_log_without_the_material(
    small: Path, home: Path, kwalcode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError("Een onderbuikgevoel, zei R01")

    monkeypatch.setattr(speaking, "_speaker_rows", fails)
    answer = kwalcode("speakers", "s.kwal")
    assert answer.code == 1
    assert answer.out == ""
    assert answer.line.startswith("kwalcode failed (RuntimeError). Your work is saved;")
    log = (home / "crash.log").read_text(encoding="utf-8")
    assert str(home / "crash.log") in answer.line
    assert "RuntimeError" in log
    assert "test_cli_running.py" in log
    assert "onderbuik" not in log + answer.err


def test_errors_of_the_system_are_one_line(small: Path, home: Path, kwalcode, monkeypatch) -> None:
    def refuses(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied", "some\x1bwhere")

    monkeypatch.setattr(speaking, "_speaker_rows", refuses)
    answer = kwalcode("speakers", "s.kwal")
    assert answer.code == 1
    assert answer.line.startswith("some␛where: Permission denied.")
    assert not (home / "crash.log").exists()


def test_stopping_is_one_line(small: Path, kwalcode, monkeypatch) -> None:
    def stops(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(speaking, "_speaker_rows", stops)
    answer = kwalcode("speakers", "s.kwal")
    assert answer.code == 1
    assert answer.err.split() == ["Stopped."]


def test_figures_on_stdout_narration_on_stderr(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    for words in (
        ("cooccurrence", "--json"),
        ("quotes", "--format", "json"),
        ("agreement", "--json"),
    ):
        json.loads(kwalcode(words[0], study, *words[1:]).out)
    assert "rule: sentence" in kwalcode("cooccurrence", study, "--json").err


def test_no_command_writes_into_the_folder_it_was_called_in(
    demo_folder: Path, desk: Path, kwalcode
) -> None:
    study = demo_folder / "demo.kwal"
    for words in (
        ("documents",), ("speakers",), ("codebook", "list"), ("codebook", "export"),
        ("codings", "export"), ("cooccurrence",), ("agreement",), ("quotes",), ("history",),
        ("check",),
    ):  # fmt: skip
        answer = kwalcode(*words, study)
        assert answer.code == 0, answer.err
        assert answer.out
    assert list(desk.iterdir()) == []
    assert sys.stdout is not None
