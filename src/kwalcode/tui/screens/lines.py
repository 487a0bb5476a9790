"""The two lines that always tell where one is: above and below the transcript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from kwalcode.i18n import _
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.painting import paint_along

_BETWEEN = " · "


class TopLine(Widget):
    """Study, document and respondent at the left; at the right who codes, what is shown, how far.

    Where there is no room for all of it, the document's name stays longest.
    """

    DEFAULT_CSS = """
    TopLine { height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self, study: str = "") -> None:
        super().__init__()
        self._study = f"{one_line(study)}{_BETWEEN}" if study else ""
        self._document, self._label = "", ""
        self._facts: tuple[str, ...] = ()

    def show(self, document: str, label: str, facts: Iterable[str]) -> None:
        """Show a document ("" for none), its respondent's label, and facts, the weightiest last."""
        facts = tuple(map(one_line, facts))
        shown = one_line(document), one_line(label), facts
        if shown != (self._document, self._label, self._facts):
            self._document, self._label, self._facts = shown
            paint_along(self)

    def render(self) -> Content:
        """Return the line for the present width."""
        width = self.content_size.width
        document = self._document or "kwalcode"
        label = f"{_BETWEEN}{self._label}" if self._label else ""
        lefts = ((self._study, document, label), ("", document, label))
        rights = (self._facts[n:] for n in range(len(self._facts) + 1))
        for facts, left in product(rights, (*lefts, ("", document, ""))):
            right = _BETWEEN.join(facts)
            room = width - cell_len("".join(left)) - cell_len(right)
            if room >= 2 or (not right and room >= 0):
                return _both_ends(left, right, room)
        return Content(fitted(document, width)).stylize("bold")


def _both_ends(left: tuple[str, str, str], right: str, room: int) -> Content:
    before, document, after = left
    return (
        Content(before).stylize("$text-muted")
        + Content(document).stylize("bold")
        + Content(after + " " * room)
        + Content(right).stylize("$text-muted")
    )


class PassageLine(Widget):
    """The passage that acts work on, what kind it is, and the codes and memos at the caret."""

    DEFAULT_CSS = """
    PassageLine { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text, self._told, self._asking = "", "", False

    def ask(self, text: str, question: str) -> None:
        """Show the passage's text, and what is to be done with it now: whole, if it can be."""
        self._text, self._told, self._asking = one_line(text), question, True
        paint_along(self)

    def show(self, text: str, kind: str, codes: Sequence[str], memos: Sequence[str]) -> None:
        """Show the passage's text, its kind, the names of codes and the memos here."""
        told = [kind]
        if codes:
            told.append(_("codes here: {codes}").format(codes=", ".join(map(one_line, codes))))
        if memos:
            told.append(_("memo: {text}").format(text=" | ".join(map(one_line, memos))))
        self._text, self._told, self._asking = one_line(text), "   ".join(told), False
        paint_along(self)

    def render(self) -> Content:
        """Return the line for the present width: the text gets what is left, or a fifth, since
        it stands out in the transcript too; beside a question an eighth."""
        width = self.content_size.width - 3
        if not self._told or width <= 0:
            return Content("")
        share = width // 8 if self._asking else width // 5
        told = fitted(self._told, width - min(share, cell_len(self._text)))
        text = fitted(self._text, width - cell_len(told))
        style = "$text-accent" if self._asking else "$text-muted"
        return Content(f"[{text}] ") + Content(told).stylize(style)
