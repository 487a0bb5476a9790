"""Correcting the text: the turn at the caret, the whole document from a file, a name everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Document
from kwalcode.spans import Range, trim
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.acts.correcting import Corrected
    from kwalcode.project.correcting.preparing import Correction
    from kwalcode.project.correcting.previewing import Preview
    from kwalcode.project.study import Study
    from kwalcode.tui.screens.coding.changed import Answer

_LONGEST = 20_000
"""A longer stretch is not put into a field."""
_ENOUGH = 0.5
"""A file that shares less than this with the text it is to correct is probably another one."""
# A text field would make line ends of these; meanwhile others stand for them.
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_KEPT = {ord(sign): 0xF0000 + n for n, sign in enumerate(_LINE_ENDS)}
_BACK = {stand_in: sign for sign, stand_in in _KEPT.items()}

Make = Callable[["Study"], "list[Correction]"]


class Correcting(Desk):
    """Gives the open document, or all of them, another text; all of it can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "correct", _("Correct the text"), show=False),
    ]

    def action_correct(self) -> None:
        """Choose what to correct."""
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.document is None:
            return
        document = self.document
        ways: list[tuple[str, Callable[[], None]]] = [
            (_("this turn"), lambda: self._correct_turn(document)),
            (_("the whole document, from a file"), lambda: self._ask_for_file(document)),
            (_("a name or other words, in all documents"), lambda: self._ask_for_words(None)),
            (_("a name or other words, in this document"), lambda: self._ask_for_words(document)),
        ]

        def chosen(row: int | None) -> None:
            if row is not None:
                ways[row][1]()

        self.app.push_screen(ChooseScreen(_("Correct what?"), [way for way, _do in ways]), chosen)

    # One turn

    def _correct_turn(self, document: Document) -> None:
        place = self._place_to_edit()
        if place is None:
            self.notify(_("This stretch is too long for a field: correct it from a file."))
        else:
            words = self.transcript.data.text[slice(*place)]
            self._edit(document, place, words, words)

    def _place_to_edit(self) -> Range | None:
        """Return the turn at the caret, or the line where the turn is too long for a field."""
        data, at = self.transcript.data, self.transcript.cursor
        turns = [turn for turn in data.turns if turn.start <= at] or list(data.turns[:1])
        found = [(turns[-1].start, turns[-1].end)] if turns else []
        start = data.text.rfind("\n", 0, at) + 1
        end = data.text.find("\n", at)
        for place in [*found, (start, end if end >= 0 else len(data.text))]:
            first, last = trim(data.text, *place)
            if first < last and last - first <= _LONGEST:
                return first, last
        return None

    def _edit(self, document: Document, place: Range, was: str, words: str) -> None:
        """Let the words be edited; on going back from what it would change, again."""
        from kwalcode.project.correcting.preparing import prepare_edit
        from kwalcode.tui.widgets.prompt import PlacedPrompt

        def edited(typed: str | None) -> None:
            if typed is None:
                return
            new = typed.translate(_BACK)
            if new == was:
                self.notify(_("Nothing was changed."))
                return
            self._correct(
                lambda study: [prepare_edit(study, document.id, place, new, was)],
                lambda: self._edit(document, place, was, new),
            )

        title = _("Correct the text of {document}").format(document=document.name)
        at = max(0, self.transcript.cursor - place[0])
        prompt = PlacedPrompt(one_line(title), words.translate(_KEPT), at)
        self.app.push_screen(prompt, edited)

    # A file

    def _ask_for_file(self, document: Document) -> None:
        from kwalcode.project.correcting.preparing import prepare_file
        from kwalcode.tui.widgets.prompt import LinePrompt

        def wrong(typed: str) -> str | None:
            path = Path(typed.strip()).expanduser()
            return None if path.is_file() else _("{path}: there is no such file.").format(path=path)

        def named(typed: str | None) -> None:
            if typed:
                path = Path(typed).expanduser()
                self._correct(
                    lambda study: [prepare_file(study, document.id, path)],
                    lambda: self._ask_for_file(document),
                )

        title = _("The corrected transcript of {document}: which file?")
        self.app.push_screen(
            LinePrompt(one_line(title.format(document=document.name)), "", wrong), named
        )

    # A name everywhere

    def _ask_for_words(self, document: Document | None) -> None:
        """Ask for words and for what is to stand in their place; offer those selected."""
        from kwalcode.project.correcting.preparing import prepare_replacement
        from kwalcode.tui.widgets.prompt import LinePrompt

        selected = self.transcript.passage_text if self.transcript.selection else ""
        where = None if document is None else [document.id]

        def old_named(old: str | None) -> None:
            if old:
                title = _("Instead of '{words}' everywhere:").format(words=old)
                self.app.push_screen(LinePrompt(title), lambda new: new_named(old, new))

        def new_named(old: str, new: str | None) -> None:
            if new is not None:
                self._correct(
                    lambda study: prepare_replacement(study, old, new, where),
                    lambda: self._ask_for_words(document),
                )

        first = " ".join(selected.split())[:200]
        title = _("Which name or words are to be replaced? (whole words, capitals count)")
        self.app.push_screen(LinePrompt(title, first), old_named)

    # What it changes

    @work(exclusive=True, group="correcting")
    async def _correct(self, make: Make, again: Callable[[], None]) -> None:
        """Prepare a correction away from the screen, ask where it changes coded words, do it."""
        from kwalcode.project.correcting.previewing import preview

        def read(study: Study) -> tuple[list[Correction], list[Preview]]:
            made = [one for one in make(study) if not one.nothing]
            with study.reading() as connection:
                return made, [preview(connection, one) for one in made]

        try:
            found = await asyncio.to_thread(self.session.read, read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is None or not still_there(self):
            return
        made, previews = found
        if not made:
            self.notify(_("Nothing was changed."))
        elif any(one.uncertain for one in previews) or _another_text(made):
            self._ask(made, previews, again)
        else:
            self._do(made, accept=False)

    def _ask(
        self, made: list[Correction], previews: Sequence[Preview], again: Callable[[], None]
    ) -> None:
        from kwalcode.tui.screens.coding.changed import ChangedScreen

        def answered(answer: Answer | None) -> None:
            if answer is None:
                again()
            else:
                self._do(made, accept=answer == "along")

        title = counted("Correct {n} document?", "Correct {n} documents?", len(made))
        if len(made) == 1:
            title = _("Correct {document}?").format(document=made[0].document.name)
        if _another_text(made):
            percent = round(100 * made[0].changed.share())
            title = _("Only {percent} % of {document} is in the file. Correct it?").format(
                percent=percent, document=made[0].document.name
            )
        self.app.push_screen(ChangedScreen(title, previews), answered)

    def _do(self, made: list[Correction], *, accept: bool) -> None:
        from kwalcode.project.acts.correcting import correct_document, replace_in_documents

        def act() -> str:
            def correct(study: Study) -> list[Corrected]:
                if len(made) > 1:
                    return replace_in_documents(study, made, accept=accept)
                done = correct_document(study, made[0], accept=accept)
                return [] if done is None else [done]

            return told(self.session.acts.do(correct))

        self.attempt(act)


def _another_text(made: Sequence[Correction]) -> bool:
    return any(one.source is not None and one.changed.share() < _ENOUGH for one in made)


def told(done: Sequence[Corrected]) -> str:
    """Return in one line what corrections did."""
    line = _("Corrected: {name}.").format(name=", ".join(one.name for one in done))
    stay = sum(one.tally.carried for one in done)
    placed = sum(one.tally.placed for one in done)
    waiting = sum(one.tally.waiting + one.tally.others_wait for one in done)
    parts = []
    if stay:
        parts.append(counted("{n} coding on the same words", "{n} codings on the same words", stay))
    if placed:
        parts.append(_("{n} on corrected words").format(n=placed))
    if waiting:
        parts.append(_("{n} to decide (, w)").format(n=waiting))
    return f"{line} {', '.join(parts)}." if parts else line
