"""The items of COREQ that the program can fill, in part, with the project's own figures.

COREQ: Tong, Sainsbury and Craig (2007), 32 items for reports of interviews. The program knows
what was coded, not how people were found or told: what it leaves open is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Final

from kwalcode.i18n import _, counted
from kwalcode.project.reads.documents import turns_of
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent
from kwalcode.report.attribution import clock
from kwalcode.report.data import ReportData, ReportTheme
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import Cell, Column, Section, Table, listed, text_cell
from kwalcode.report.summary import origin_name

_MOST_VALUES: Final = 8


def coreq_sections(
    basis: Basis, data: ReportData, coders: Mapping[str, int]
) -> tuple[Section, ...]:
    """Return the checklist; `data` holds all other sections already."""
    found = _Items(basis, data, coders)
    rows = tuple(
        (Cell(number, float(number)), text_cell(title), text_cell(fill()), text_cell(yours))
        for number, title, fill, yours in found.items()
    )
    head = (
        Column(_("item"), numeric=True),
        Column(_("what it asks")),
        Column(_("this study")),
        Column(_("for you to add")),
    )
    told = _(
        "COREQ (Tong, Sainsbury and Craig, 2007) has 32 items. Below are those that the project "
        "can fill in part; the others (who interviewed, how people were found, consent, setting) "
        "the program cannot know."
    )
    table = Table("coreq-table", _("Items of COREQ with the project's own figures"), head, rows)
    return (Section("coreq", _("Reporting checklist (COREQ)"), (told,), (table,)),)


class _Items:
    """The text of each item."""

    def __init__(self, basis: Basis, data: ReportData, coders: Mapping[str, int]) -> None:
        self._basis, self._data, self._coders = basis, data, coders

    def items(self) -> Sequence[tuple[str, str, Callable[[], str], str]]:
        """Return number, title, what the project says, and what is left to the researcher."""
        return (
            ("12", _("Sample size"), self._size, _("why this many")),
            ("16", _("Description of the sample"), self._sample, _("other characteristics")),
            ("21", _("Duration"), self._duration, _("duration where no times were recorded")),
            ("22", _("Data saturation"), self._saturation, _("what you conclude from it")),
            ("24", _("Number of data coders"), self._coded_by, _("their training and roles")),
            ("25", _("Description of the coding tree"), self._tree, ""),
            ("26", _("Derivation of themes"), self._derivation, _("how themes were decided on")),
            ("27", _("Software"), self._software, ""),
            (
                "28",
                _("Participant checking"),
                lambda: _("unknown to the program"),
                _("whether respondents saw the findings"),
            ),
            ("29", _("Quotations presented"), self._quotations, ""),
            (
                "30",
                _("Data and findings consistent"),
                self._consistent,
                _("your judgement"),
            ),
            ("31", _("Clarity of major themes"), self._major, ""),
            ("32", _("Clarity of minor themes"), self._minor, _("diverse cases in words")),
        )

    def _size(self) -> str:
        about = self._data.counted
        people = counted("{n} respondent", "{n} respondents", about.respondents)
        documents = counted("{n} document", "{n} documents", about.documents)
        line = _("{people} in {documents}.").format(people=people, documents=documents)
        n = len(about.not_coded)
        if not n:
            return line
        more = counted("{n} document not yet coded.", "{n} documents not yet coded.", n)
        return f"{line} {more}"

    def _sample(self) -> str:
        people = attributes_by_respondent(self._basis.connection)
        lines = []
        for name in attribute_names(self._basis.connection):
            values = [known[name].strip() for known in people.values() if known.get(name, "")]
            lines.append(f"{name}: {_values(values)}.")
        return " ".join(lines) or _("No attributes of respondents were recorded.")

    def _duration(self) -> str:
        connection = self._basis.connection
        known = (turns_of(connection, number) for number in self._basis.documents)
        lasts = (max((turn.time or 0.0 for turn in turns), default=0.0) for turns in known)
        times = sorted(time for time in lasts if time)
        if not times:
            return _("The transcripts hold no times.")
        return _(
            "Last time in the transcript: median {median}, from {low} to {high} ({n})."
        ).format(
            median=clock(median(times)),
            low=clock(times[0]),
            high=clock(times[-1]),
            n=counted("{n} document", "{n} documents", len(times)),
        )

    def _saturation(self) -> str:
        found = [one for one in self._data.sections if one.key == "saturation"]
        return " ".join(found[0].paragraphs[2:]) if found else _("Not computed: no new codes.")

    def _coded_by(self) -> str:
        if not self._coders:
            return _("Nobody coded yet.")
        made = listed(f"{name} ({n})" for name, n in self._coders.items())
        number = counted("{n} coder", "{n} coders", len(self._coders))
        return _("{number}, with their codings: {made}.").format(number=number, made=made)

    def _tree(self) -> str:
        depth = max((code.depth for code in self._data.codes), default=-1) + 1
        codes = counted("{n} code", "{n} codes", len(self._data.codes))
        levels = counted("{n} level", "{n} levels", depth)
        return _("{codes} in {levels}: see the codebook.").format(codes=codes, levels=levels)

    def _derivation(self) -> str:
        origins = Counter(code.origin for code in self._data.codes)
        told = listed(f"{n} {origin_name(origin)}" for origin, n in sorted(origins.items()))
        themes = counted("{n} theme", "{n} themes", len(self._data.themes))
        return _("Codes: {origins}; {themes} made of them by people.").format(
            origins=told or "0", themes=themes
        )

    def _software(self) -> str:
        return ", ".join(f"{name} {version}" for name, version in self._data.versions[:1])

    def _quotations(self) -> str:
        shown = counted("{n} quotation", "{n} quotations", len(self._data.quotes))
        return _("{shown} in this report, each with its attribution: {template}.").format(
            shown=shown, template=self._basis.label.template
        )

    def _consistent(self) -> str:
        themes = self._data.themes
        pro = sum(len(theme.supporting) for theme in themes)
        against = sum(len(theme.contradicting) for theme in themes)
        return _(
            "Chosen for the themes: {pro} supporting and {against} contradicting quotations; "
            "{n} of {all} themes had a search for negative cases."
        ).format(
            pro=pro,
            against=against,
            n=sum(theme.searched or bool(theme.contradicting) for theme in themes),
            all=len(themes),
        )

    def _major(self) -> str:
        return _themes([t for t in self._data.themes if not t.depth])

    def _minor(self) -> str:
        return _themes([t for t in self._data.themes if t.depth])


def _themes(themes: Sequence[ReportTheme]) -> str:
    told = []
    for theme in themes:
        people = counted("{n} respondent", "{n} respondents", theme.respondents)
        told.append(f"{theme.name} ({people})")
    return "; ".join(told) or _("none")


def _values(values: Sequence[str]) -> str:
    """Return the values with how often each occurs; of many (dates) the first and the last."""
    sizes = Counter(values)
    if len(sizes) > _MOST_VALUES:
        return _("{n} values, from {low} to {high}").format(
            n=len(sizes), low=min(sizes), high=max(sizes)
        )
    return ", ".join(f"{value} ({n})" for value, n in sorted(sizes.items())) or _("unknown")
