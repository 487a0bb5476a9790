"""What is told of one entry of the history, and of what is filtered. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from kwalcode.i18n import _
from kwalcode.project.moments import local
from kwalcode.project.reads.history import Event
from kwalcode.project.telling.changes import Effect
from kwalcode.project.telling.phrases import phrase
from kwalcode.tui.text.visible import one_line, visible

_COLOURS = {"+": "$text-success", "−": "$text-error", "~": "$text-warning"}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, what it changed, and the place it is about, if any."""

    event: Event
    effects: Sequence[Effect]
    by: Event | None = None
    """The entry that undid it, or did it again, last."""


def about_entry(told: Told) -> Content:
    """Return all that is known of an entry: what, who, when, why, what it changed."""
    event, entry = told.event, told.event.entry
    when = f"{local(entry.time):%Y-%m-%d %H:%M:%S}"
    parts = [
        Content(one_line(phrase(entry, event.base))).stylize("bold"),
        Content(f"{one_line(entry.actor_name)}   {when}   ").stylize("$text-muted")
        + Content(_("entry {n}").format(n=entry.id)).stylize("$text-muted"),
    ]
    if told.by is not None:
        line = _("Undone by {who}, {when}.") if event.undone else _("Done again by {who}, {when}.")
        by = told.by.entry
        filled = line.format(who=by.actor_name, when=f"{local(by.time):%Y-%m-%d %H:%M}")
        parts.append(Content(one_line(filled)))
    if entry.reason:
        parts.append(Content(visible(_("Reason: {text}").format(text=entry.reason))))
    if told.effects:
        parts.append(Content(""))
    parts += [_line(effect) for effect in told.effects]
    given = _given(entry.arguments)
    if given:
        stored = _("In the journal: {act}").format(act=f"{entry.name} ({given})")
        parts += [Content(""), Content(stored).stylize("$text-muted")]
    return Content("\n").join(parts)


def _line(effect: Effect) -> Content:
    sign = Content(f"{effect.sign} ").stylize(_COLOURS.get(effect.sign, ""))
    return sign + Content(one_line(effect.text))


def _given(arguments: Mapping[str, object]) -> str:
    """Return an act's arguments as they are in the journal."""
    said = (
        f"{name}: {_value(value)}" for name, value in arguments.items() if value not in ("", [])
    )
    return one_line("; ".join(said))


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
