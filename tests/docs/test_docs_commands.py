"""Every command in the README and the docs runs, in order, as a reader would type it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from command_line import Answer
from kwalcode.cli.running import run

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands(document: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    lines = "\n".join(_BLOCK.findall(text)).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def follow(document: str, demo: Path) -> None:
    """Type a page's commands; the demo, asked for by several pages, was made once by its own."""
    for command in commands(document):
        program, *arguments = shlex.split(command)
        assert program == "kwalcode", command
        match arguments:
            case ["demo", folder, "--no-open"]:
                shutil.copytree(demo, folder)
            case _:
                assert run(arguments) == 0, command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KWALCODE_AS", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("codebooks", "transcripts_example"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_readme_and_the_project_file(folder: Path, demo_folder: Path) -> None:
    follow("README.md", demo_folder)
    assert (folder / "report" / "report.html").exists()
    follow("docs/project-file.md", demo_folder)
    assert (folder / "copy-of-study.kwal").exists()


@pytest.mark.parametrize(
    "document", ["docs/files.md", "docs/commands.md", "docs/team.md", "docs/queries.md"]
)
def test_the_other_pages(document: str, folder: Path, demo_folder: Path) -> None:
    assert len(commands(document)) > 3
    follow(document, demo_folder)


def test_links_and_pictures_of_the_readme_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    assert targets
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert missing == []


def test_the_readme_states_the_example_figures(demo_made: tuple[Path, Answer]) -> None:
    said = demo_made[1].out
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for figure in re.findall(r"12 documents, 81 codes, \d+ codings|883 sentences|0\.619", readme):
        assert figure in said, figure
