"""What the walk through a code's quotations shows: the one before one, and where it can go."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Code, Coding
from kwalcode.project.acts.recoding import codes_now
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.codebook.walk import MOST, in_context, remember, remembered
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.lines import TopLine
from kwalcode.tui.screens.trying import Trying
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import colors, letters


class SplitDesk(Trying):
    """Reads the codings of a code, and shows one of them in its context."""

    DEFAULT_CSS = """
    SplitDesk {
        background: $surface;
        & #about { height: auto; max-height: 3; max-width: 88; padding: 0 1; margin: 1 0 0 0;
                   color: $text-muted; }
        & #where { height: 1; padding: 0 1; margin: 1 0 0 0; color: $text-muted; }
        & VerticalScroll { height: 1fr; max-width: 88; padding: 0 1;
                           scrollbar-size-vertical: 1; scrollbar-background: $surface;
                           scrollbar-color: $panel; }
        & #passage { height: auto; }
        & #to { height: auto; padding: 0 1; border-top: solid $panel; }
    }
    """

    def __init__(self, session: Session, code: Code) -> None:
        super().__init__(session)
        self._code = code
        self._walk = remembered(code, session.codes)
        self._ready = False
        self._text: tuple[int, str] = (0, "")
        self._documents: dict[int, str] = {}
        self._top = TopLine()
        self._about, self._where = (
            Static(id="about", markup=False),
            Static(id="where", markup=False),
        )
        self._passage, self._to = Static(id="passage", markup=False), Static(id="to", markup=False)

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self._top
        yield self._about
        yield self._where
        with VerticalScroll(can_focus=False):
            yield self._passage
        yield self._to
        yield KeysLine()

    def on_mount(self) -> None:
        """Paint first; the codings come from another thread."""
        self._top.show(_("Split"), self._code.path, ())
        self._shown_serial = self.session.serial
        self._read()

    @work
    async def _read(self) -> None:
        import asyncio

        code, shown = self._code.id, self.session.shown_coders

        def read(study: Study) -> tuple[dict[int, str], list[Coding]]:
            with study.reading() as connection:
                found = stream_codings(connection, codes={code}, coders=shown)
                return {d.id: d.name for d in all_documents(connection)}, list(found)

        try:
            found = await asyncio.to_thread(self.session.read, read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None and still_there(self):
            self._documents, items = found
            self._walk.see(items, dict.fromkeys((coding.id for coding in items), code))
            self._ready = True
            self._walk.go_on()
            self._show()

    # Showing

    def renew(self) -> None:
        """Look where the codings are now, after an act or an undo. Raises KwalcodeError."""
        code = self.session.code(self._code.id)
        if code is None:
            self.notify(_("The code {code} is gone.").format(code=self._code.name))
            self.dismiss(None)
            return
        self._code = code
        items = self._walk.items
        with self.session.study.reading() as connection:
            self._walk.see(items, codes_now(connection, [item.id for item in items], code.id))
        known = {other.id for other in self.session.codes}
        self._walk.to = [number for number in self._walk.to if number in known]
        if self._ready:
            self._show()

    def _show(self) -> None:
        walk = self._walk
        done = min(walk.at + walk.before + 1, walk.total)
        facts = (
            _("{n} sent, {left} left").format(n=walk.sent, left=len(walk.left)),
            _("{n} of {total}").format(n=done, total=walk.total),
        )
        self._top.show(_("Split"), self._code.path, facts)
        definition = one_line(self._code.definition) or _("(no definition)")
        self._about.update(f"{one_line(self._code.name)}: {definition}")
        self._show_passage(walk.item)
        self._to.update(self._destinations())

    def _show_passage(self, item: Coding | None) -> None:
        if item is None:
            self._where.update("")
            self._passage.update(self._end())
            return
        coders = {c.id: c.name for c in self.session.coders}
        by = (self._documents.get(item.document, ""), coders.get(item.coder, ""), self._state(item))
        self._where.update("   ".join(one_line(part) for part in by if part))
        if self._text[0] != item.document:
            with self.session.study.reading() as connection:
                self._text = (item.document, text_of(connection, item.document))
        self._passage.update(in_context(self._text[1], item.start, item.end))
        scroll = self.query_one(VerticalScroll)
        self.call_after_refresh(scroll.scroll_to, y=self._row(item), animate=False)

    def _row(self, item: Coding) -> int:
        """Return the row to scroll to, so that the passage is seen with a little before it."""
        width = max(20, self._passage.size.width)
        before = in_context(self._text[1], item.start, item.start)
        text = before.plain[: -min(600, len(self._text[1]) - item.start) or None]
        rows = sum(1 + len(line) // width for line in text.split("\n"))
        height = self.query_one(VerticalScroll).size.height
        return max(0, rows - max(2, height // 3))

    def _state(self, item: Coding) -> str:
        now = self._walk.now.get(item.id)
        if now is None:
            return _("fell together with another coding there (u brings it back)")
        if now != self._code.id:
            code = self.session.code(now)
            return _("sent to {code}").format(code=code.name if code else "?")
        return _("left with this code") if item.id in self._walk.left else ""

    def _end(self) -> Content:
        walk = self._walk
        if not walk.items and not walk.before:
            return Content(_("No codings to split are shown. Esc goes back."))
        sent = counted("{n} coding was sent on", "{n} codings were sent on", walk.sent)
        return Content(
            _("All looked at: {sent}, {left} stay. Esc goes back to the codebook.").format(
                sent=sent, left=walk.total - walk.sent
            )
        )

    def _destinations(self) -> Content:
        marks, hues = letters(self.session.codes), colors(self.session.codes)
        lines = []
        for digit, number in enumerate(self._walk.to, 1):
            code = self.session.code(number)
            assert code is not None
            here = self._walk.sent_to(number)
            count = Content(f"  {here}").stylize("$text-muted") if here else Content("")
            mark = Content(marks[number]).stylize(hues[number])
            lines.append(
                Content(f"{digit} ").stylize("bold $text-accent")
                + mark
                + Content(f" {one_line(code.name)}")
                + count
            )
        if len(self._walk.to) < MOST:
            hint = (
                _("n adds another code")
                if lines
                else _("n adds a code that quotations can go to: a new one, or one there is.")
            )
            lines.append(Content(hint).stylize("$text-muted"))
        return Content("\n").join(lines)

    def on_unmount(self) -> None:
        """Remember how far one came."""
        if self._ready:
            remember(self._code, self._walk, self.session.codes)
