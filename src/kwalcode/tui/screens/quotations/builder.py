"""A form for those who do not type queries: one chooses, and sees the query being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Button, Checkbox, Input, Select, Static

from kwalcode.analysis.query.names import RESPONDENT, Vocabulary
from kwalcode.analysis.query.printing import printed
from kwalcode.i18n import _, current
from kwalcode.model import ROLES, Role
from kwalcode.tui.screens.quotations.builder_form import Form, signs, ways
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.window import Window

_HIGH = 24
"""From this height on there is space between the rows."""


class QueryBuilderScreen(Window[str | None]):
    """Returns the text of the query that was built; None when it was left.

    `values` are the values of each attribute that occur.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "ask", _("Ask"), priority=True),
        Binding("escape", "leave", _("Cancel")),
    ]
    DEFAULT_CSS = """
    QueryBuilderScreen {
        align: center middle;
        background: $background 40%;
        & #window {
            width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & VerticalScroll { height: auto; max-height: 100%; }
        & Horizontal { height: 1; margin-bottom: 1; }
        &.-low Horizontal { margin-bottom: 0; }
        & .asks { width: 18; color: $text-muted; }
        & Select { width: 1fr; }
        & #below-one, & #below-other { width: 18; background: $panel; }
        & Checkbox > .toggle--button { color: $surface; background: $surface; }
        & Checkbox.-on > .toggle--button { color: $text-success; background: $surface; }
        & Checkbox:focus > .toggle--label { background: $primary 35%; }
        & #sign { width: 20; }
        & LiteralInput, & LiteralInput:focus { width: 1fr; background: $surface; padding: 0 1; }
        & #written {
            height: auto; min-height: 3; max-height: 5; padding: 0 1; margin-bottom: 1;
            background: $surface; color: $text-accent;
        }
        & #buttons { height: 1; margin: 0; align-horizontal: right; }
        & Button { margin-left: 2; }
    }
    """

    def __init__(self, names: Vocabulary, values: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._names, self._values = names, values

    def compose(self) -> ComposeResult:
        """Build the form."""
        codes = self._codes()
        attributes = [RESPONDENT, *self._names.attributes]
        with Vertical(id="window") as window:
            window.border_title = _("Build a query")
            window.border_subtitle = _(
                "Tab goes on   Enter opens a list   ctrl+s asks   Esc cancels"
            )
            with VerticalScroll(can_focus=False):
                with Horizontal():
                    yield _label(_("Quotations with"))
                    yield _select(codes, "one", _("any code, group or theme"))
                    yield Checkbox(_("sub-codes"), id="below-one", compact=True)
                with Horizontal():
                    yield _label("")
                    yield _select([(_shown(said), way) for way, said in ways().items()], "how", "—")
                with Horizontal():
                    yield _label("")
                    yield _select(codes, "other", _("another code, group or theme"))
                    yield Checkbox(_("sub-codes"), id="below-other", compact=True)
                with Horizontal():
                    yield _label(_("saying the words"))
                    yield LiteralInput(id="words", placeholder=_("meld* stands for melden, meldt"))
                with Horizontal():
                    yield _label(_("of respondents"))
                    yield _select([(_shown(a), a) for a in attributes], "attribute", _("anybody"))
                    yield _select(
                        [(_shown(said), sign) for sign, said in signs().items()], "sign", "", "="
                    )
                    yield LiteralInput(id="value", placeholder=_("value"))
                with Horizontal():
                    yield _label(_("in the talk of"))
                    yield _select(self._roles(), "role", _("as counted now"))
                with Horizontal():
                    yield _label(_("coded by"))
                    coders = [(_shown(name), name) for name in self._names.coders]
                    yield _select(coders, "coder", _("as counted now"))
                with Horizontal():
                    yield _label(_("in the document"))
                    yield _select(self._documents(), "document", _("any document"))
                yield Static(id="written", markup=False)
            with Horizontal(id="buttons"):
                yield Button(_("Ask"), id="ask", variant="primary", compact=True)
                yield Button(_("Cancel"), id="cancel", compact=True)

    def _codes(self) -> list[tuple[Content, tuple[str, str]]]:
        """Return codes as a tree, then groups and themes."""
        names = self._names
        indented = [(_shown("  " * c.depth + c.name), ("code", c.path)) for c in names.codes]
        group, theme = _("group: {name}"), _("theme: {name}")
        groups = [(_shown(group.format(name=name)), ("group", name)) for name in names.groups]
        themes = [(_shown(theme.format(name=name)), ("theme", name)) for name in names.themes]
        return [*indented, *groups, *themes]

    def _documents(self) -> list[tuple[Content, tuple[str, str]]]:
        """Return document groups, then documents."""
        names, group = self._names, _("group: {name}")
        groups = [
            (_shown(group.format(name=name)), ("document group", name))
            for name in names.document_groups
        ]
        return [*groups, *((_shown(name), ("document", name)) for name in names.documents)]

    def _roles(self) -> list[tuple[Content, Role]]:
        from kwalcode.report.facts import role_name

        return [(_shown(role_name(role)), role) for role in ROLES]

    def on_mount(self) -> None:
        """Begin at the first code."""
        self.query_one("#one", Select).focus()
        self._write()

    def on_resize(self, event: events.Resize) -> None:
        """Leave the space between the rows out where the screen is low."""
        self.set_class(event.size.height < _HIGH, "-low")

    # What was chosen

    def _chosen(self, name: str) -> object:
        value = self.query_one(f"#{name}", Select).value
        return None if value is Select.NULL else value

    def form(self) -> Form:
        """Return what stands in the form now."""
        return Form(
            one=self._chosen("one"),  # type: ignore[arg-type]
            one_below=self.query_one("#below-one", Checkbox).value,
            how=str(self._chosen("how") or ""),
            other=self._chosen("other"),  # type: ignore[arg-type]
            other_below=self.query_one("#below-other", Checkbox).value,
            words=self.query_one("#words", Input).value.strip(),
            attribute=str(self._chosen("attribute") or ""),
            sign=self._chosen("sign") or "=",  # type: ignore[arg-type]
            value=self.query_one("#value", Input).value,
            role=self._chosen("role"),  # type: ignore[arg-type]
            coder=str(self._chosen("coder") or ""),
            document=self._chosen("document"),  # type: ignore[arg-type]
        )

    def _write(self) -> None:
        """Show the query as it would be typed."""
        query = self.form().query()
        text = _("(every quotation)") if query is None else printed(query, current())
        self.query_one("#written", Static).update(one_line(text))

    def on_select_changed(self, event: Select.Changed) -> None:
        """Write the query anew; offer the values of the attribute."""
        event.stop()
        if event.select.id == "attribute":
            known = self._values.get(str(event.value), ())
            field = self.query_one("#value", Input)
            field.placeholder = ", ".join(map(one_line, known[:4])) or _("value")
            field.suggester = SuggestFromList(known, case_sensitive=False)
        self._write()

    def on_checkbox_changed(self) -> None:
        """Write the query anew."""
        self._write()

    def on_input_changed(self) -> None:
        """Write the query anew."""
        self._write()

    # Leaving

    def on_input_submitted(self) -> None:
        """Ask."""
        self.action_ask()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask, or leave."""
        event.stop()
        if event.button.id == "ask":
            self.action_ask()
        else:
            self.dismiss(None)

    def action_ask(self) -> None:
        """Return the query."""
        query = self.form().query()
        self.dismiss("" if query is None else printed(query, current()))

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)


def _shown(text: str) -> Content:
    """Return a text that is shown literally: a plain string would be read as markup."""
    return Content(one_line(text))


def _label(text: str) -> Static:
    return Static(text, classes="asks", markup=False)


def _select(
    options: Sequence[tuple[Content, object]], name: str, prompt: str, value: object = Select.NULL
) -> Select[object]:
    return Select(
        options,
        prompt=prompt,
        id=name,
        compact=True,
        allow_blank=value is Select.NULL,
        value=value,
    )
