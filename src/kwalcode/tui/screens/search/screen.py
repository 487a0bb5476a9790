"""The search screen: all that was said, at once; and coding what is found, after a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.language.queries import KINDS
from kwalcode.project.reads.documents import all_documents, document_groups_of
from kwalcode.project.search.passages import EXTENTS
from kwalcode.project.study import Study
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.search.acting import SearchActs
from kwalcode.tui.screens.search.field import SearchField
from kwalcode.tui.screens.search.list import HitList
from kwalcode.tui.screens.search.options import TALK, Options, parts_of
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.palette import Chosen

_TALL = 32


class SearchScreen(SearchActs):
    """A field, how it searches, the hits in context, and more of the one under the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Back"),
                tooltip=_("From the field to the hits, from the hits to the transcript")),
        Binding("slash", "search", _("Type what to search for"), show=False),
        Binding("t,ctrl+t", "kind", _("Words, phrase, lemma or pattern"), show=False),
        Binding("r", "talk", _("Whose talk is searched"), show=False),
        Binding("d", "where", _("Which documents are searched"), show=False),
        Binding("w", "within", _("Only within a code, or anywhere again"), show=False),
        Binding("n", "without", _("Only what has not a certain code yet"), show=False),
        Binding("e", "extent", _("Code the match, its sentence or its turn"), show=False),
    ]  # fmt: skip
    DEFAULT_CSS = """
    SearchScreen {
        background: $surface;
        & #asked { height: 1; background: $panel; padding: 0 1; }
        & #asked Static { width: auto; color: $text-muted; }
        & OptionsLine { margin: 0 0 1 0; }
        & #said { height: auto; min-height: 1; max-height: 3; padding: 0 1;
                  background: $surface; color: $text-muted; }
        & HitList { height: 1fr; }
        & #empty { display: none; height: 1fr; padding: 1 2; color: $text-muted; }
        &.empty #empty { display: block; }
        &.empty HitList, &.empty HitAbout { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.set_class(True, "empty")

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        with Horizontal(id="asked"):
            yield Static(_("Search") + "  ", markup=False)
            yield self.field
        yield self.choices
        yield self.said
        yield self.hits
        yield Static(_help(), id="empty", markup=False)
        yield self.about
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the field, or go on with the hits."""
        self.top.show(_("Search"), "", ())
        (self.hits if self.hits.hits else self.field).focus()
        self.go_on()

    def on_resize(self, event: events.Resize) -> None:
        """Give more room to the hit under the highlight where there is some."""
        self.set_class(event.size.height >= _TALL, "tall")

    # Typing

    def on_input_changed(self, event: SearchField.Changed) -> None:
        """Search, once nothing more is typed for a moment."""
        event.stop()
        self.look(wait=True)

    def on_input_submitted(self, event: SearchField.Submitted) -> None:
        """Search now, keep it for later, and go to the hits."""
        event.stop()
        self.field.keep()
        self.look(keep=self.hits.hit)
        if self.field.value.strip():
            self.hits.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Undo nothing while one types: ctrl+z is then meant for what is typed."""
        return not (action in ("undo", "redo") and self.field.has_focus)

    def action_search(self) -> None:
        """Go to the field."""
        self.field.focus()

    def action_leave(self) -> None:
        """Leave the field, or the screen."""
        if self.field.has_focus and self.hits.hits:
            self.hits.focus()
        else:
            super().action_leave()

    # How to search

    def change(self, options: Options) -> None:
        """Search in another way."""
        same = replace(options, extent=self.options.extent) == self.options
        self.options = options
        self.choices.show(parts_of(options, self.session))
        if not same and self.field.value.strip():
            self.look(keep=self.hits.hit)

    def action_kind(self) -> None:
        """Search for the next kind of thing."""
        at = (KINDS.index(self.options.kind) + 1) % len(KINDS)
        self.change(replace(self.options, kind=KINDS[at]))

    def action_talk(self) -> None:
        """Search in the talk of the next role."""
        at = (TALK.index(self.options.talk) + 1) % len(TALK)
        self.change(replace(self.options, talk=TALK[at]))

    def action_extent(self) -> None:
        """Code more of each hit, or less."""
        at = (EXTENTS.index(self.options.extent) + 1) % len(EXTENTS)
        self.change(replace(self.options, extent=EXTENTS[at]))

    @work(exclusive=True, group="where")
    async def action_where(self) -> None:
        """Choose the documents."""
        try:
            read = await self.away(_places)
        except KwalcodeError as error:
            self.complain(error)
            return
        if read is None:
            return
        groups, documents = read
        here = self.hits.hit
        documents.sort(key=lambda known: here is None or known[0] != here.document)
        rows = [_("All documents")]
        rows += [_("group {name}").format(name=one_line(name)) for _number, name in groups]
        rows += [one_line(name) for _number, name in documents]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            options = replace(self.options, group=None, document=None)
            if 0 < row <= len(groups):
                options = replace(options, group=groups[row - 1])
            elif row > len(groups):
                options = replace(options, document=documents[row - 1 - len(groups)])
            self.change(options)

        self.app.push_screen(ChooseScreen(_("Search in"), rows), chosen)

    def action_within(self) -> None:
        """Search only in passages with a code, or anywhere again."""
        if self.options.within is not None:
            self.change(replace(self.options, within=None))
            return
        self._choose_code(
            _("Only within: type a code's name"),
            lambda code: self.change(replace(self.options, within=code)),
        )

    def action_without(self) -> None:
        """Search only in what has not a certain code yet, or in all again."""
        if self.options.without is not None:
            self.change(replace(self.options, without=None))
            return
        self._choose_code(
            _("Not yet coded with: type a code's name"),
            lambda code: self.change(replace(self.options, without=code)),
        )

    def _choose_code(self, asks: str, then: Callable[[int], None]) -> None:
        if not self.session.codes:
            self.notify(_("No codes yet: code a passage to make one."))
            return

        def chosen(choice: Chosen | None) -> None:
            if isinstance(choice, int):
                then(choice)

        self.app.push_screen(self.palette(asks, make=False), chosen)

    # Going there

    def action_go(self) -> None:
        """Go to the place of the hit under the highlight."""
        hit = self.hits.hit
        if hit is not None:
            self.field.keep()
            self.workbench.go_to_place(hit.document, (hit.start, hit.end))

    def on_hit_list_chosen(self, event: HitList.Chosen) -> None:
        """Go to the place that was double-clicked."""
        event.stop()
        self.action_go()


def _places(study: Study) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return id and name of the groups, and of the documents."""
    with study.reading() as connection:
        groups = [(group.id, group.name) for group in document_groups_of(connection)]
        return groups, [(document.id, document.name) for document in all_documents(connection)]


def _help() -> str:
    rows = (
        ("melden angst", _("turns with all of these words, in any order")),
        ('"geen meldroute"', _("these words, one after the other")),
        ("meld*", _("all words that begin so")),
        ("/m[ae]ld/", _("a pattern: a regular expression")),
        ("", ""),
        ("ctrl+t", _("lemma: melden finds meldt and gemeld too")),
    )
    lines = "\n".join(f"{typed:<18}{does}" for typed, does in rows)
    note = _("Capitals and accents make no difference. Only what was said is searched.")
    return f"{lines}\n\n{note}"
