"""keys: the cheat sheet of the app, and the file with the user's own keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import json_option, output_option, print_json, say, write_text
from kwalcode.errors import Refused
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.tui.cheatsheet import KeySection


@click.command(
    help=_(
        "Print the keys of the app, to hang beside the screen.\n\n"
        "--init makes a file in which you give actions other keys; --check looks at it."
    )
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html"]),
    default="text",
    show_default=True,
    help=_("What to write."),
)
@click.option("--init", is_flag=True, help=_("Make the file of keys, all lines switched off."))
@click.option("--check", is_flag=True, help=_("Look whether the file of keys can be used."))
@json_option
@output_option
def keys(form: str, init: bool, check: bool, as_json: bool, output: Path | None) -> None:
    """Print or write the cheat sheet, or care for the file of keys."""
    from kwalcode.tui.cheatsheet import cheat_sheet, printed
    from kwalcode.tui.keycheck import check_keymap
    from kwalcode.tui.keymap import keymap_path, read_keymap

    if init:
        _make_file(keymap_path(), cheat_sheet())
    elif check:
        check_keymap(keymap_path(), read_keymap(keymap_path()))
        say(_("{path}: nothing wrong.").format(path=keymap_path()))
    elif as_json:
        print_json([_as_values(section) for section in cheat_sheet()], output)
    else:
        write_text(_FORMS[form](printed(cheat_sheet())), output)


def _make_file(path: Path, sections: list[KeySection]) -> None:
    if path.exists():
        raise Refused(_("{path}: is there already.").format(path=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_as_toml(sections), encoding="utf-8")
    say(
        _("Made {path}: take the # before a line away and give the action other keys.").format(
            path=path
        )
    )


def _as_toml(sections: list[KeySection]) -> str:
    lines = []
    for section in sections:
        lines.append(f"\n[{section.name}]")
        for line in section.lines:
            listed = ", ".join(f'"{key}"' for key in line.keys)
            action = line.action if line.action.isidentifier() else f'"{line.action}"'
            lines.append(f"# {action} = [{listed}]  # {line.does}")
    return "\n".join(lines).lstrip() + "\n"


def _as_values(section: KeySection) -> dict[str, object]:
    return {
        "section": section.name,
        "title": section.title,
        "keys": [
            {"action": line.action, "keys": list(line.keys), "does": line.does}
            for line in section.lines
        ],
    }


def _as_text(sections: list[KeySection]) -> str:
    lines = []
    for section in sections:
        lines += ["", section.title.upper()]
        lines += [f"  {'  '.join(line.shown):<26} {line.does}" for line in section.lines]
    return "\n".join(lines[1:]) + "\n"


def _as_markdown(sections: list[KeySection]) -> str:
    lines = [f"# kwalcode: {_('keys')}"]
    for section in sections:
        lines += [
            "",
            f"## {section.title}",
            "",
            f"| {_('Keys')} | {_('What they do')} |",
            "|---|---|",
        ]
        for line in section.lines:
            shown = " ".join(f"`{key}`" for key in line.shown).replace("|", r"\|")
            lines.append(f"| {shown} | {line.does} |")
    return "\n".join(lines) + "\n"


_STYLE = (
    "body{font:10pt sans-serif;columns:3 24em;margin:1cm}"
    "section{break-inside:avoid}h2{font-size:11pt;margin:.8em 0 .2em}"
    "table{border-collapse:collapse}td{padding:1px 6px 1px 0;vertical-align:top}"
    "kbd{border:1px solid #999;border-radius:3px;padding:0 3px;white-space:nowrap}"
)


def _as_html(sections: list[KeySection]) -> str:
    from html import escape

    parts = []
    for section in sections:
        rows = "".join(
            f"<tr><td>{' '.join(f'<kbd>{escape(key)}</kbd>' for key in line.shown)}</td>"
            f"<td>{escape(line.does)}</td></tr>"
            for line in section.lines
        )
        parts.append(f"<section><h2>{escape(section.title)}</h2><table>{rows}</table></section>")
    title = escape(f"kwalcode: {_('keys')}")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


_FORMS = {"text": _as_text, "md": _as_markdown, "html": _as_html}
COMMANDS = (keys,)
