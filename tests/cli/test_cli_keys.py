"""The cheat sheet is made of the real bindings; the file of keys can be made and checked."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_the_cheat_sheet_lists_the_keys(kwalcode: Run) -> None:
    said = kwalcode("keys").out
    assert "EVERYWHERE" in said
    assert "Put a code on the passage" in said
    assert "Select: Next word" in said


def test_as_json_markdown_and_html(kwalcode: Run, tmp_path: Path) -> None:
    sections = {s["section"]: s for s in json.loads(kwalcode("keys", "--json").out)}
    coding = {line["action"]: line["keys"] for line in sections["coding"]["keys"]}
    assert coding["code"] == ["c"]
    assert "| `c` | Put a code on the passage |" in kwalcode("keys", "--format", "md").out
    page = tmp_path / "keys.html"
    kwalcode("keys", "--format", "html", "-o", page)
    assert "<kbd>c</kbd></td><td>Put a code on the passage" in page.read_text(encoding="utf-8")


def test_every_key_has_a_description_and_a_place_in_the_file(kwalcode: Run) -> None:
    for section in json.loads(kwalcode("keys", "--json").out):
        for line in section["keys"]:
            assert line["does"].strip(), (section["section"], line)
            assert line["keys"]


def test_the_file_of_keys_is_made_once_and_checked(kwalcode: Run, home: Path) -> None:
    path = home / "keys.toml"
    assert "Made" in kwalcode("keys", "--init").err
    assert tomllib.loads(path.read_text(encoding="utf-8"))["coding"] == {}
    assert kwalcode("keys", "--init").code == 1
    assert "nothing wrong" in kwalcode("keys", "--check").err
    path.write_text('[coding]\ncdoe = "k"\n', encoding="utf-8")
    refused = kwalcode("keys", "--check")
    assert refused.code == 1
    assert f"{path}: [coding] cdoe: there is no such action; perhaps code" in refused.err


def test_the_sheet_says_once_what_all_screens_have(kwalcode: Run) -> None:
    said = kwalcode("keys").out
    assert said.count("Redo what was undone") == 1
    assert said.count("Next panel") == 1
    assert said.index("EVERYWHERE") < said.index("CODING") < said.index("CODEBOOK\n")
    digits = "1  2  3  4  5  6  7  8  9  0"
    assert f"{digits} Code the selection; else a count for a motion" in said


def test_every_panel_is_called_by_a_name_for_people(kwalcode: Run) -> None:
    from kwalcode.tui.cheatsheet import panel_titles

    sections = json.loads(kwalcode("keys", "--json").out)
    panels = {s["section"]: s["title"] for s in sections if ": " in s["title"]}
    assert panels.keys() == panel_titles().keys()
    assert all(panels[name].endswith(f": {title}") for name, title in panel_titles().items())


def test_no_section_is_a_mere_part_of_a_screen(kwalcode: Run) -> None:
    sections = {s["section"] for s in json.loads(kwalcode("keys", "--json").out)}
    assert {"documents", "coding", "agreement", "memos", "transcript"} <= sections
    assert not {"acting", "agreement-desk", "memos-filters", "reading", "codebook-desk"} & sections
