"""What is told of a code below its fields: colour, origin, groups, memos, history. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.project.moments import local_minute
from kwalcode.project.telling.code_history import CodeEvent
from kwalcode.tui.screens.codebook.data import About, Codebook
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.marks import colors

_ORIGINS = ("deductive", "inductive", "in vivo")


def origin_names() -> dict[str, str]:
    """Return what each origin is called."""
    return dict(zip(_ORIGINS, (_("deductive"), _("inductive"), _("in vivo")), strict=True))


def about_code(code: Code, book: Codebook, found: About) -> Content:
    """Return the lines below the fields of a code."""
    parts = [_facts(code, book), *_memos(found), *_history(found)]
    return Content("\n").join(parts)


def _facts(code: Code, book: Codebook) -> Content:
    color = colors(book.codes).get(code.id, "#808080")
    groups = [
        one_line(group.name) + (f" ({_('exclusive')})" if group.exclusive else "")
        for group in book.groups
        if code.id in group.codes
    ]
    lines = [
        _heading(_("Colour"))
        + Content("██ ").stylize(color)
        + Content(code.color or _("automatic")),
        _heading(_("Origin")) + Content(origin_names().get(code.origin, code.origin)),
        _heading(_("Groups")) + Content(", ".join(groups) or _("none (g puts it in one)")),
        _heading(_("Used")) + Content(_used(code, book)),
    ]
    return Content("\n").join(lines)


def _used(code: Code, book: Codebook) -> str:
    codings = book.counts.get(code.id, 0)
    if not codings:
        return _("not yet")
    people = _("{n} of {total} respondents").format(
        n=book.respondents.get(code.id, 0), total=book.people
    )
    used = f"{counted('{n} coding', '{n} codings', codings)}, {people}"
    twice = book.twice.get(code.id, 0)
    if twice:
        overlapping = counted(
            "{n} of them overlaps another one of the same coder",
            "{n} of them overlap another one of the same coder",
            twice,
        )
        used = f"{used}; {overlapping}"
    clashing = book.clashing.get(code.id)
    if clashing:
        names = ", ".join(one_line(other.name) for other in book.codes if other.id in clashing)
        line = _("on the same words as {codes}, though exclusive (q shows where)")
        used = f"{used}; {line.format(codes=names)}"
    return used


def _memos(found: About) -> Iterator[Content]:
    if not found.memos:
        return
    yield Content("")
    yield Content(_("MEMOS")).stylize("bold $text-muted")
    for memo in found.memos:
        by = f"{local_minute(memo.changed)}  {one_line(found.coders.get(memo.coder, ''))}"
        title = f"  {one_line(memo.title)}" if memo.title else ""
        yield Content(f"{by}{title}").stylize("$text-muted")
        yield Content(visible(memo.text.strip()))


def _history(found: About) -> Iterator[Content]:
    yield Content("")
    yield Content(_("HISTORY")).stylize("bold $text-muted")
    for event in reversed(found.events):
        yield _event(event)


def _event(event: CodeEvent) -> Content:
    when = Content(f"{local_minute(event.time)}  {one_line(event.actor)}  ").stylize("$text-muted")
    said = one_line(event.said)
    if event.reason:
        said += f" ({one_line(event.reason)})"
    if event.undone:
        return when + Content(f"{said} [{_('undone')}]").stylize("$text-muted strike")
    return when + Content(said)


def _heading(text: str) -> Content:
    return Content(f"{text:<9}").stylize("bold $text-muted") + Content(" ")
