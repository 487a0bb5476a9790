"""Words that mark groups of respondents (METHOD section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kwalcode.i18n import _
from kwalcode.project.analyses.contrasts import StudyWords, study_words
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import (
    Column,
    Section,
    Table,
    count_cell,
    number_cell,
    text_cell,
)

MOST_WORDS: Final = 8
"""So many words of each group are shown."""


def word_sections(basis: Basis, attributes: Sequence[str]) -> tuple[Section, ...]:
    """Return the section with a table per attribute; none where no word marks a group."""
    found = [study_words(basis.connection, name, **basis.choices.asked) for name in attributes]
    marked = [one for one in found if not one.reason and len(one.words)]
    if not marked:
        return ()
    tables = tuple(_table(one, n) for n, one in enumerate(marked, start=1))
    told = _(
        "Words that a group says more often than the other groups: log-odds with a Dirichlet "
        "prior of {prior:g} words (Monroe and others, 2008), on lemmas in all that was said, "
        "coded or not, without stop words. At least {least} respondents of the group said the "
        "word; z says how sure the difference is. A word is a lead, no finding: read where it "
        "was said."
    ).format(prior=marked[0].prior, least=marked[0].least)
    about = facts(marked[0].counted, unit=_("word"), filters=tuple(basis.choices.where))
    return (Section("words", _("Words that mark groups"), (told,), tables, about),)


def _table(found: StudyWords, number: int) -> Table:
    sizes: list[dict[Any, Any]] = found.groups.to_dict("records")
    people = {row["value"]: row["respondents"] for row in sizes}
    said = {row["value"]: row["words"] for row in sizes}
    best: list[dict[Any, Any]] = found.words.groupby("group").head(MOST_WORDS).to_dict("records")
    head = (
        Column(found.attribute),
        Column(_("word")),
        Column(_("times"), numeric=True),
        Column(_("respondents"), numeric=True),
        Column(_("elsewhere"), numeric=True),
        Column(_("log-odds"), numeric=True),
        Column("z", numeric=True),
    )
    rows = tuple(
        (
            text_cell(f"{row['group']} (n={people[row['group']]})"),
            text_cell(row["word"]),
            count_cell(row["n"]),
            count_cell(row["respondents"], shade=row["respondents"] / people[row["group"]]),
            count_cell(row["elsewhere"]),
            number_cell(row["log_odds"], 2),
            number_cell(row["z"], 2),
        )
        for row in best
    )
    sizes_told = ", ".join(f"{value}: {n}" for value, n in said.items())
    caption = _("Words that mark groups by {attribute}").format(attribute=found.attribute)
    notes = (_("Words said, without stop words: {sizes}.").format(sizes=sizes_told),)
    return Table(f"words-{number}", caption, head, rows, (*notes, *found.counted.notes))
