"""Filters of the history: words, who, what kind of act, which days."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _
from kwalcode.project.moments import begins, ends
from kwalcode.project.reads.history import EVERYTHING, act_names
from kwalcode.project.study import Study
from kwalcode.project.telling.phrases import Topic, act_title, topic_of, topics
from kwalcode.tui.screens.history.desk import HistoryDesk
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line

_REST = 0.25
_TO = ".."


class HistoryFilters(HistoryDesk):
    """Narrows the history; Escape shows all of it again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", _("Find"), key_display="/", tooltip=_("Show acts with words")),
        Binding("f", "who", _("Who"), tooltip=_("Show the acts of one person")),
        Binding("t", "kind", _("Kind"), tooltip=_("Show one kind of acts")),
        Binding("d", "days", _("Days"), tooltip=_("Show the acts up to a day, or between days")),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._who = self._kind = self._days = ""
        self._typing: Timer | None = None

    def filtered(self) -> str:
        """Return in words what is filtered."""
        words = f"“{self.sought.text}”" if self.sought.text else ""
        return one_line(", ".join(filter(None, (self._who, self._kind, self._days, words))))

    def action_leave(self) -> None:
        """Leave the field, then the filters, then the screen."""
        if self.find.has_focus:
            self.find.value = ""
            self._hide_find()
        elif self.sought != EVERYTHING:
            self._who = self._kind = self._days = ""
            self.find.value = ""
            self._hide_find()
            self.sought = EVERYTHING
            self.begin_anew()
        else:
            super().action_leave()

    # Words

    def action_find(self) -> None:
        """Type words that must occur."""
        self.find.add_class("shown")
        self.find.focus()

    def _hide_find(self) -> None:
        self.find.set_class(bool(self.find.value), "shown")
        self.entries.focus()

    def on_input_changed(self) -> None:
        """Search once the typing rests."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(_REST, self._typed)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Search now, and go to what is found."""
        message.stop()
        self._typed()
        self._hide_find()

    def _typed(self) -> None:
        text = self.find.value.strip()
        if text != self.sought.text:
            self.sought = replace(self.sought, text=text)
            self.begin_anew()

    # Who

    def action_who(self) -> None:
        """Choose whose acts to show."""
        from kwalcode.tui.screens.choose import ChooseScreen

        coders = [coder for coder in self.session.coders if self.session.shows(coder)]
        rows = [_("everybody"), *(one_line(coder.name) for coder in coders)]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            coder = coders[row - 1] if row else None
            self._who = coder.name if coder else ""
            self.sought = replace(self.sought, actor=coder.uuid if coder else None)
            self.begin_anew()

        self.app.push_screen(ChooseScreen(_("Whose acts?"), rows), chosen)

    # Kind of act

    @work(exclusive=True, group="kinds")
    async def action_kind(self) -> None:
        """Choose what kind of acts to show: a kind of work, or one act."""
        from kwalcode.tui.screens.choose import ChooseScreen

        def read(study: Study) -> dict[str, int]:
            with study.reading() as connection:
                return act_names(connection)

        try:
            counts = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if counts is None:
            return
        rows: list[tuple[str, frozenset[str]]] = [(_("all of them"), frozenset())]
        for topic, title in topics().items():
            rows += _rows_of(topic, title, counts)

        def chosen(row: int | None) -> None:
            if row is not None:
                title, names = rows[row]
                self._kind = title.strip() if names else ""
                self.sought = replace(self.sought, names=names)
                self.begin_anew()

        lines = [
            f"{title}  ({sum(counts.get(name, 0) for name in names)})" if names else title
            for title, names in rows
        ]
        self.app.push_screen(ChooseScreen(_("Which acts?"), lines), chosen)

    # Days

    def action_days(self) -> None:
        """Ask for the days to show."""
        from kwalcode.tui.widgets.prompt import LinePrompt

        def typed(days: str | None) -> None:
            if days is not None:
                since, until = _bounds(days)
                self._days = days
                self.sought = replace(self.sought, since=since, until=until)
                self.begin_anew()

        prompt = LinePrompt(
            _("Up to which day? As 2026-03-31, or 2026-03-01..2026-03-31"), self._days, _wrong
        )
        self.app.push_screen(prompt, typed)


def _rows_of(topic: Topic, title: str, counts: dict[str, int]) -> list[tuple[str, frozenset[str]]]:
    """Return a kind of work and its acts, as far as they were done."""
    names = sorted((n for n in counts if topic_of(n) == topic), key=lambda n: -counts[n])
    if not names:
        return []
    return [
        (title, frozenset(names)),
        *((f"   {act_title(name)}", frozenset({name})) for name in names),
    ]


def _bounds(days: str) -> tuple[str, str]:
    """Return since when and until when; one day means up to and with that day.

    Raises UsageError.
    """
    first, to, last = (part.strip() for part in days.partition(_TO))
    if not to:
        return "", ends(first)
    return begins(first) if first else "", ends(last) if last else ""


def _wrong(days: str) -> str | None:
    try:
        _bounds(days)
    except UsageError as error:
        return str(error)
    return None
