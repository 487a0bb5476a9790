"""What a palette of codes offers for what is typed, and how a row of it looks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.fuzzy import KEYWORD, WITHIN, Hit, fold
from kwalcode.tui.text.visible import one_line

Choice = int | str
"""The id of a code, or the name (perhaps "Parent > name") of one to be made."""

_ABBREVIATION = 4


def marked_first(hits: Sequence[Hit], marked: Sequence[Choice]) -> list[Hit | str]:
    """Return what an empty field offers: what is marked, then the other codes."""
    by_id = {hit.code.id: hit for hit in hits}
    first = [by_id.get(choice) if isinstance(choice, int) else choice for choice in marked]
    others = [hit for hit in hits if hit.code.id not in marked]
    return [choice for choice in (*first, *others) if choice is not None]


def new_name(typed: str, codes: Sequence[Code]) -> str:
    """Return the name (or path) of the code that can be made of what is typed, "" where there is
    nothing, or such a code already."""
    name = CODE_PATH.join(filter(None, map(str.strip, typed.split(CODE_PATH.strip()))))
    known = {fold(code.name) for code in codes} | {fold(code.path) for code in codes}
    return "" if fold(name) in known else name


def with_new(hits: Sequence[Hit], new: str, typed: str) -> list[Hit | str]:
    """Return the hits with the new code among them: after those that fit well.

    A few scattered letters mean a code that exists; a whole word rather means a new one.
    """
    if not new:
        return list(hits)
    worst = KEYWORD if len(typed.strip()) <= _ABBREVIATION else WITHIN
    good = [hit for hit in hits if hit.quality <= worst]
    return [*good, new, *hits[len(good) :]]


def keys_told(*, codes: bool, makes: bool, marks: bool) -> str:
    """Return what the keys of a palette do: whether Enter codes, and what else there is."""
    return "   ".join(
        [
            _("Enter codes") if codes else _("Enter chooses"),
            *([_("ctrl+n new code")] if makes else []),
            *([_("Tab marks more")] if marks else []),
            _("Esc closes"),
        ]
    )


def keys_with_marked(names: Sequence[str], width: int) -> str:
    """Return, where codes are marked, which ones Enter puts there."""
    marks, listed = _("Tab marks more"), ", ".join(map(one_line, names))
    enters = _("Enter codes {n}: {names}").format(n=len(names), names=listed)
    return f"{fitted(enters, width - cell_len(marks) - 3)}   {marks}"


def new_row(name: str, *, marked: bool) -> Content:
    """Return the row of a code to be made."""
    sign = "✓" if marked else " "
    return Content(sign + one_line(_("new code: {name}").format(name=name)))


def code_row(hit: Hit, letters: str, color: str, tail: str, width: int, *, marked: bool) -> Content:
    """Return the row of a code in `width` cells: its letters in its colour, its name with what was
    typed underlined, what it stands under, and `tail` at the right."""
    name = one_line(hit.code.name)
    above = one_line(CODE_PATH.join(hit.code.path.split(CODE_PATH)[:-1]))
    room = width - 4 - len(tail) - 1
    left = named = fitted(name, room)
    if above and room - cell_len(left) > 6:
        left += "  " + fitted(above, room - cell_len(left) - 2)
    text = f"{'✓' if marked else ' '}{letters} {set_cell_size(left, room)} {tail}"
    spans = [
        Span(1, 3, color),
        # Spans must lie within the text, also where the name was cut.
        *(Span(4 + n, 5 + n, "bold underline") for n in hit.letters if n < len(named)),
        Span(4 + len(named), len(text), "$text-muted"),
    ]
    return Content(text, spans)
