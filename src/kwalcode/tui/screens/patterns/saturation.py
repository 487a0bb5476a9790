"""Tab Saturation: do new interviews still bring new codes? A curve with its band."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.decimals import bare, percent
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.analyses.saturation import StudySaturation, study_saturation
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.plot import plot
from kwalcode.tui.text.visible import one_line


class Curve(Widget, can_focus=True):
    """Paints the curve for the room there is."""

    DEFAULT_CSS = """
    Curve { height: 1fr; padding: 1 1 0 1; }
    """
    found: StudySaturation | None = None

    def load(self, found: StudySaturation) -> None:
        """Show another curve."""
        self.found = found
        self.refresh()

    def render(self) -> Content:
        """Return the plot."""
        if self.found is None:
            return Content("")
        rows = self.found.result.interviews
        total, low, middle, high = (
            rows[name].tolist() for name in ("total", "low", "median", "high")
        )
        title = _("codes seen so far   ● this order   ─ median   ░ 95 % of orders")
        width, height = self.content_size
        lines = plot(total, low, middle, high, width, height - 1)
        if not lines:
            return Content(_("Too little room, or too many interviews, for a plot here."))
        return Content("\n").join(
            [Content(fitted(title, width)).stylize("$text-muted"), *map(Content, lines)]
        )


class SaturationPane(Pane):
    """The curve, and what it comes to."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.curve = Curve()
        self._about = Static(markup=False)

    def compose(self) -> ComposeResult:
        """Build the tab."""
        yield self.nothing
        with Container(classes="filled"):
            with Container(classes="main"):
                yield self.curve
            with VerticalScroll(classes="side", can_focus=False):
                yield self._about

    @property
    def main(self) -> Widget:
        """The curve."""
        return self.curve

    async def read(self) -> bool:
        """Read the interviews in order."""
        scope = self.asking.scope()

        def saturation(study: Study) -> StudySaturation:
            with study.reading() as connection:
                return study_saturation(connection, **scope)

        found = await self.desk.away(saturation)
        if found is None:
            return False
        enough = len(found.documents) and found.result.richness.seen
        self.say("" if enough else _NOTHING)
        self.curve.load(found)
        self._about.update(_told(found))
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.curve.found is None else self.curve.found.counted

    def facts(self) -> list[str]:
        """Return which codes count, in which order the interviews are, and the seed."""
        found = self.curve.found
        if found is None:
            return []
        origins = ", ".join(_(origin) for origin in found.origins)
        held = _("interviews by {order}").format(order=found.order)
        result = found.result
        return [
            _("codes: {origins}").format(origins=origins),
            held if found.order else _("in the documents' order"),
            _("{n} orders, seed {seed}").format(n=result.shuffles, seed=result.seed),
        ]


_NOTHING = _(
    "Nothing to follow yet: no inductive or in vivo code is on a document that counts. Code "
    "interviews and mark them as completely coded; f lets other origins count."
)


def _told(found: StudySaturation) -> Content:
    result, rich = found.result, found.result.richness
    seen = counted("{n} code seen", "{n} codes seen", rich.seen)
    lines = [
        Content(seen).stylize("bold"),
        Content(_("base: {base} interviews, run: {run}").format(base=result.base, run=result.run)),
    ]
    if result.reason:
        lines.append(Content(_("ratios n.a.: {reason}").format(reason=result.reason)))
    for reached in result.reached:
        level = f"{percent(reached.level)}%"
        if reached.interview is None:
            lines.append(Content(_("{level} new information: not reached").format(level=level)))
        else:
            told = _("{level} new information: at interview {n} ({low} to {high} over the orders)")
            low, high = (bare(value, 0) for value in (reached.low, reached.high))
            lines.append(Content(told.format(level=level, n=reached.interview, low=low, high=high)))
    lines.append(Content(""))
    chao = _("Chao2: {a} codes in all; corrected {b}")
    lines.append(Content(chao.format(a=bare(rich.chao2, 1), b=bare(rich.corrected, 1))))
    if rich.reason:
        lines.append(Content(one_line(rich.reason)).stylize("$text-muted"))
    lines += [Content(""), Content(_("new codes per interview")).stylize("$text-muted")]
    new = found.result.interviews["new"].tolist()
    for at, (name, n) in enumerate(zip(found.documents, new, strict=True), start=1):
        lines.append(Content(f"{at:>3}  {n:>3}  {one_line(name)}"))
    lines += [
        Content(""),
        Content(_("An aid, no proof: it does not suit every school.")).stylize("$text-muted"),
    ]
    return Content("\n").join(lines)
