"""The lines of docs/notebook.md run from top to bottom on the example study."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_notebook(
    tmp_path: Path,
    demo_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(demo_folder, "example")
    names: dict[str, object] = {}
    blocks = _BLOCK.findall((ROOT / "docs" / "notebook.md").read_text(encoding="utf-8"))
    assert len(blocks) == 6
    for number, block in enumerate(blocks):
        exec(compile(block, f"docs/notebook.md, block {number + 1}", "exec"), names)
    assert len(names["often"]) > 0
    assert len(names["closeness"]) > 0
    assert names["found"].pairs["events"].tolist() == [2]
    assert "Anna" in capsys.readouterr().out
