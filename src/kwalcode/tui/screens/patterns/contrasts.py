"""Tab Contrasts: codes, themes or patterns by the values of an attribute, with an exact test and
effects; and the words that mark a group or a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.analysis.contrasts import UNITS
from kwalcode.decimals import probability
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.analyses.contrasts import OF, StudyContrast, study_contrast
from kwalcode.project.analyses.patterns import study_pattern
from kwalcode.project.analyses.word_places import in_code, in_group
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent
from kwalcode.project.reads.themes import codes_within
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.behind_data import Side, read_side
from kwalcode.tui.screens.patterns.compared import about_row, table
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.patterns.linking import OfPattern, OfTheme
from kwalcode.tui.screens.patterns.words import (
    COLUMNS as WORD_COLUMNS,
)
from kwalcode.tui.screens.patterns.words import (
    Words,
    about_word,
    words_of_code,
    words_of_groups,
)
from kwalcode.tui.text.grid import GridRow
from kwalcode.tui.widgets.marks import letters

_MOST_GROUPS = 8


@dataclass(frozen=True)
class _Read:
    """The attributes there are, and the contrast by one of them, or the words of its groups."""

    attributes: list[str]
    found: StudyContrast | None
    words: Words | None = None


class ContrastsPane(GridPane):
    """A code, theme or pattern a row, the groups as columns; `w` shows words instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "by", _("By"), tooltip=_("Choose the attribute that makes the groups")),
        Binding("U", "unit", _("Unit"), tooltip=_("Respondents, quotations or words")),
        Binding("o", "of", _("Of"), tooltip=_("Compare codes, themes or patterns")),
        Binding("w", "words", _("Words"), tooltip=_("Words that mark the groups, or the table")),
        Binding("W", "code_words", _("Of code"), tooltip=_("Words that mark this code")),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._by: str | None = None
        self._unit = UNITS[0]
        self._of = OF[0]
        self._attributes: list[str] = []
        self.found: StudyContrast | None = None
        self._listing: str | None = None
        """What words are listed of: "" the groups, or a code by its path; None for no words."""
        self.words: Words | None = None

    async def read(self) -> bool:
        """Read the contrast by the attribute chosen, at first one that makes few groups."""
        by, unit, of, asking, listing = self._by, self._unit, self._of, self.asking, self._listing

        def contrast(study: Study) -> _Read:
            with study.reading() as connection:
                known = attribute_names(connection)
                chosen = by or few_groups(known, attributes_by_respondent(connection).values())
            sub_codes, scope = asking.sub_codes, asking.scope()
            if listing:
                return _Read(known, None, words_of_code(study, listing, scope, sub_codes=sub_codes))
            if chosen is None:
                return _Read(known, None)
            if listing is not None:
                return _Read(known, None, words_of_groups(study, chosen, scope))
            with study.reading() as connection:
                found = study_contrast(
                    connection, chosen, of=of, unit=unit, sub_codes=sub_codes, **scope
                )
            return _Read(known, found)

        read = await self.desk.away(contrast)
        if read is None:
            return False
        self._attributes, self.found, self.words = read.attributes, read.found, read.words
        if read.words is not None:
            self.say(read.words.reason)
            self.fill(WORD_COLUMNS, read.words.rows)
        elif read.found is None:
            self.say(_NO_ATTRIBUTE)
        elif read.found.result.reason:
            told = _("No contrast by {attribute}: {reason}. b chooses another attribute.")
            self.say(told.format(attribute=read.found.attribute, reason=read.found.result.reason))
        else:
            self.say("" if read.found.names else _NONE_OF[self._of])
            self.fill(*table(read.found, letters(self.desk.session.codes)))
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        if self.words is not None:
            return self.words.counted
        return None if self.found is None else self.found.counted

    def facts(self) -> list[str]:
        """Return what is compared by which attribute, unit and test."""
        if self.words is not None:
            return [self.words.title, self.words.told]
        if self.found is None:
            return []
        result = self.found.result
        told = counted(
            "exploratory: {{test}}, {n} test, p≥{{p}}",
            "exploratory: {{test}}, {n} tests, p≥{{p}}",
            result.tests,
        )
        return [
            _("{what} by {attribute}").format(what=_OF[self._of], attribute=self.found.attribute),
            _(result.unit),
            told.format(test=result.test, p=probability(result.smallest_p)),
        ]

    def about(self, row: GridRow) -> Content:
        """Tell of a row in each group, or of a word."""
        if self.words is not None:
            return about_word(row)
        return Content("") if self.found is None else about_row(self.found, row.key[0])

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the code, theme or pattern, or where the word was said."""
        if self.words is not None:
            self._choose_word(row)
        elif self._of == "code":
            self.desk.show_codings(row.text("code"), [row.key[0]], None)
        elif self._of == "theme":
            self._choose_theme(row.key[0], row.text("code"))
        else:
            self._choose_pattern(row.key[0], row.text("code"))

    def _choose_theme(self, theme: int, name: str) -> None:
        with self.desk.session.study.reading() as connection:
            codes = codes_within(all_themes(connection), theme)
        self.desk.show_codings(name, codes, None, OfTheme(theme, name))

    def _choose_pattern(self, pattern: int, claim: str) -> None:
        scope = self.asking.scope()

        def read(study: Study) -> list[Side]:
            with study.reading() as connection:
                met = study_pattern(connection, pattern, **scope).found.meeting
            return [read_side(study, claim, {(p.document, p.start, p.end) for p in met})]

        self.desk.show_quotes(read, [], OfPattern(pattern, claim))

    def _choose_word(self, row: GridRow) -> None:
        word, group, listing = row.text("word"), row.text("group"), self._listing
        by, scope, sub_codes = self._by, self.asking.scope(), self.asking.sub_codes

        def read(study: Study) -> list[Side]:
            with study.reading() as connection:
                if listing:
                    found = in_code(connection, word, listing, sub_codes=sub_codes, **scope)
                else:
                    values = attributes_by_respondent(connection).values()
                    chosen = by or few_groups(attribute_names(connection), values) or ""
                    found = in_group(connection, word, chosen, group, **scope)
            inside = _("“{word}” in {group}").format(word=word, group=group)
            elsewhere = _("“{word}” elsewhere").format(word=word)
            return [
                read_side(study, inside, found.inside, sentences=True),
                read_side(study, elsewhere, found.elsewhere, sentences=True),
            ]

        self.desk.show_quotes(read)

    def leave(self) -> bool:
        """Go back from the words to the table."""
        if super().leave():
            return True
        if self._listing is None:
            return False
        self._list_words(None)
        return True

    def _list_words(self, listing: str | None) -> None:
        self._listing = listing
        self.desk.read_anew(self)

    def action_words(self) -> None:
        """List the words that mark the groups, or go back to the table."""
        self._list_words("" if self._listing is None else None)

    def action_code_words(self) -> None:
        """List the words that mark the code under the cursor."""
        row = self.grid.row
        code = None if row is None or self.words else self.desk.session.code(row.key[0])
        if code is None or self._of != "code":
            self.desk.notify(_("Go to a code in the table first: o compares codes."))
        else:
            self._list_words(code.path)

    def action_of(self) -> None:
        """Compare codes, themes or patterns."""
        self._of = OF[(OF.index(self._of) + 1) % len(OF)]
        self._listing = None
        self.desk.read_anew(self)

    def action_by(self) -> None:
        """Choose the attribute."""
        if not self._attributes:
            self.desk.notify(_NO_ATTRIBUTE)
            return
        now = None if self.found is None else self.found.attribute
        rows = [(name, name) for name in self._attributes]
        self.desk.choose(_("By which attribute?"), rows, now, self._take)

    def _take(self, attribute: str) -> None:
        self._by = attribute
        self.desk.read_anew(self)

    def action_unit(self) -> None:
        """Count in the next unit."""
        self._unit = UNITS[(UNITS.index(self._unit) + 1) % len(UNITS)]
        self.desk.read_anew(self)


_OF = {"code": _("codes"), "theme": _("themes"), "pattern": _("patterns")}
_NONE_OF = {
    "code": _("No codes yet."),
    "theme": _("No themes yet: T makes one of codes in the matrix (1). o compares codes."),
    "pattern": _("No pattern cards yet: P writes one in the matrix (1). o compares codes."),
}
_NO_ATTRIBUTE = _(
    "No attribute that makes groups. Give respondents attributes, such as their domain, in the "
    "list of documents (, d)."
)


def few_groups(known: list[str], values: Any) -> str | None:
    """Return the attribute with the fewest values from two up, at most eight; None for none."""
    sizes = {
        name: len({row[name] for row in values if row.get(name, "").strip()}) for name in known
    }
    fitting = [name for name in known if 2 <= sizes[name] <= _MOST_GROUPS]
    return min(fitting, key=lambda name: sizes[name], default=None)
