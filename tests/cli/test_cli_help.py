"""Help texts: there for every command, whole, and within 80 columns."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from kwalcode.cli.root import COMMANDS as COMMANDS_BY_MODULE
from kwalcode.cli.root import root


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from walk(below(command, name), (*path, name))


def below(group: click.Group, name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


PATHS = list(walk(root))
COMMANDS = [path for path in PATHS if path]


def command_at(path: tuple[str, ...]) -> click.Command:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        command = below(command, name)
    return command


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_fits_in_80_columns_and_nothing_is_cut(path, kwalcode) -> None:
    for option in ("--help", "-h"):
        answer = kwalcode(*path, option)
        assert answer.code == 0
        assert answer.err == ""
        assert max(map(len, answer.out.splitlines())) <= 80
        assert not re.search(r"(?<![A-Z\]])\.\.\.", answer.out)  # "FILE..." means several


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does_in_a_sentence(path) -> None:
    command = command_at(path)
    first = (command.help or "").split("\n\n")[0]
    assert first.endswith(".")
    assert first[0].isupper()


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_options_are_explained_and_mean_the_same_everywhere(path) -> None:
    meant = {"output": ("-o", "--output"), "as_json": ("--json",), "actor": ("--as",)}
    for parameter in command_at(path).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert meant.get(parameter.name, tuple(parameter.opts)) == tuple(parameter.opts)


def test_what_prints_a_table_prints_json_too() -> None:
    for path in (
        ("documents",),
        ("speakers",),
        ("history",),
        ("cooccurrence",),
        ("agreement",),
        ("codebook", "list"),
    ):
        names = {parameter.name for parameter in command_at(path).params}
        assert {"as_json", "output"} <= names, path


def test_the_list_shows_every_command_once(kwalcode) -> None:
    listed = kwalcode("--help").out.split("Commands:\n")[1]
    names = [line.split()[0] for line in listed.splitlines() if line[2:3].strip()]
    assert names == root.list_commands(click.Context(root))


def test_each_module_is_named_with_its_commands() -> None:
    for names, modules in COMMANDS_BY_MODULE.items():
        loaded = [import_module(f"kwalcode.cli.{module}") for module in modules.split()]
        made = [command.name for module in loaded for command in getattr(module, "COMMANDS", ())]
        assert made == names.split()


def test_without_arguments_the_help_is_shown_as_wrong_usage(kwalcode) -> None:
    for words in ((), ("codebook",), ("codings",), ("model",)):
        answer = kwalcode(*words)
        assert answer.code == 2
        assert answer.out == ""
        assert "Commands:" in answer.err


def test_the_dutch_help_fits_too() -> None:
    program = """
import contextlib, io, json, os
from kwalcode.cli.running import run
texts = []
for path in json.loads(os.environ["PATHS"]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert run([*path, "--help"]) == 0
    texts.append(out.getvalue())
print("\\n".join(texts))
"""
    settings = {"KWALCODE_LANGUAGE": "nl", "PATHS": json.dumps(PATHS), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "Maak een nieuwe, lege studie." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
