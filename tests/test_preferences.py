"""What is remembered of the user, whatever lies in the file."""

import json
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode import preferences


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "deep" / "home"))
    return tmp_path / "deep" / "home"


def test_what_is_remembered_is_there_again(home: Path) -> None:
    assert preferences.remembered("name", "") == ""
    preferences.remember("name", "Zoë")
    preferences.remember("places", {"a": [1, 2]})
    assert preferences.remembered("name", "") == "Zoë"
    assert preferences.remembered("places", {}) == {"a": [1, 2]}
    assert [path.name for path in home.iterdir()] == ["preferences.json"]


def test_of_another_type_is_not_remembered() -> None:
    preferences.remember("name", 5)
    assert preferences.remembered("name", "nobody") == "nobody"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=50))
def test_a_damaged_file_is_as_none(home: Path, data: bytes) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "preferences.json").write_bytes(data)
    assert isinstance(preferences.remembered("name", ""), str)


def test_a_folder_that_cannot_be_made_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "file"))
    preferences.remember("name", "Anna")
    assert preferences.remembered("name", "") == ""


def test_the_systems_folder_without_a_chosen_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KWALCODE_HOME")
    assert preferences.folder().name == "kwalcode"


def test_the_file_is_always_whole(home: Path) -> None:
    preferences.remember("n", 0)
    seen = []

    def read() -> None:
        for _ in range(200):
            seen.append(json.loads((home / "preferences.json").read_text(encoding="utf-8")))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(50):
        preferences.remember("n", n)
    reader.join()
    assert all(isinstance(one["n"], int) for one in seen)
