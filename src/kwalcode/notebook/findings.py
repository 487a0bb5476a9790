"""What people found in a study, and what follows what in it, as data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import pandas as pd

from kwalcode.analysis.filters import as_data
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.framework import study_framework
from kwalcode.project.analyses.patterns import study_pattern
from kwalcode.project.analyses.sequences import study_answers, study_sequences
from kwalcode.project.analyses.themes import study_proposals, study_themes
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.findings import find_subject, subject_names
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.study import Study


class Findings:
    """Themes, patterns, relations, summaries, sequences. Arguments as in `Analyses`."""

    study: Study

    def themes(self, *, sub_codes: bool = False, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Return themes x respondents, in quotations; `attrs["claims"]` has each theme's claim."""
        with self.study.reading() as connection:
            found = study_themes(connection, sub_codes=sub_codes, **asked)
        frame = pd.DataFrame(
            [[row.cells.get(person, 0) for person in found.respondents] for row in found.rows],
            index=pd.Index([row.theme.name for row in found.rows], name="theme"),
            columns=pd.Index(list(found.respondents.values()), name="respondent"),
        )
        claims = {row.theme.name: row.theme.claim for row in found.rows}
        frame.attrs.update(about(found.counted), claims=claims)
        return frame

    def proposals(
        self,
        rule: str = "sentence",
        *,
        minimum: float = 2,
        seed: int = SEED,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return proposals for themes: proposal (from 1), code, theme (that holds it, or "")."""
        with self.study.reading() as connection:
            found = study_proposals(
                connection, rule=rule, minimum=minimum, seed=seed, sub_codes=sub_codes, **asked
            )
            names = {theme.id: theme.name for theme in all_themes(connection)}
        rows = [
            (number, found.names[code], "" if one.theme is None else names[one.theme])
            for number, one in enumerate(found.proposals, start=1)
            for code in one.codes
        ]
        frame = pd.DataFrame(rows, columns=["proposal", "code", "theme"])
        frame.attrs.update(
            about(found.counted),
            rule=rule,
            minimum=minimum,
            seed=seed,
            modularity=found.modularity,
            stability=found.stability,
            reason=found.reason,
        )
        return frame

    def patterns(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Return the pattern cards with where each respondent stands: a row per card and
        respondent, with cell ("together", "apart", "only a", "only b", "neither"; of one side
        "with", "without"), negative, opened (by whom)."""
        rows = []
        counted: Counted | None = None
        with self.study.reading() as connection:
            for one in all_patterns(connection):
                card = study_pattern(connection, one.id, **asked)
                counted = card.found.counted
                told = one.id, one.kind, one.status, one.claim, card.a, card.b, one.rule
                rows += [
                    (
                        *told,
                        card.found.respondents[person],
                        cell,
                        person in card.negative,
                        ", ".join(name for name, _time in card.opened.get(person, ())),
                    )
                    for person, cell in card.found.cells.items()
                ]
        frame = pd.DataFrame(rows, columns=_PATTERN)
        frame.attrs.update(about(counted) if counted else {})
        return frame

    def relations(self) -> pd.DataFrame:
        """Return the typed relations: between ("code" or "theme"), a, type, label, directed, b,
        note."""
        with self.study.reading() as connection:
            names = subject_names(connection)
            rows = [
                (
                    one.a.kind,
                    names[one.a],
                    one.type,
                    one.label,
                    one.directed,
                    names[one.b],
                    one.note,
                )
                for one in all_relations(connection)
            ]
        return pd.DataFrame(
            rows, columns=["between", "a", "type", "label", "directed", "b", "note"]
        )

    def framework(
        self,
        columns: Sequence[str] | None = None,
        *,
        sub_codes: bool = True,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return the framework matrix, a cell per row: respondent, column, summary, author,
        quotations, linked, read_by, warning.

        `columns` are codes or themes by name ("theme:NAME" says which), by default the themes,
        else the codes at the top. `pivot(index="respondent", columns="column")` makes the matrix.
        """
        with self.study.reading() as connection:
            codes, themes = all_codes(connection), all_themes(connection)
            subjects = None
            if columns is not None:
                subjects = [find_subject(codes, themes, name) for name in columns]
            found = study_framework(connection, subjects, sub_codes=sub_codes, **asked)
        rows = [
            (
                person,
                name,
                cell.summary.text if cell.summary else "",
                cell.summary.author if cell.summary else "",
                len(cell.quotations),
                len(cell.summary.linked) if cell.summary else 0,
                ", ".join(cell.readers),
                cell.warning,
            )
            for number, person in found.respondents.items()
            for subject, name in found.columns
            for cell in (found.cells[number, subject],)
        ]
        frame = pd.DataFrame(rows, columns=_CELL)
        frame.attrs.update(about(found.counted), sub_codes=found.sub_codes)
        return frame

    def sequences(
        self, *, within: int = 2, sub_codes: bool = False, **asked: Unpack[Asked]
    ) -> pd.DataFrame:
        """Return how often a code comes in one of the next `within` turns after another.

        Columns as those of `analysis.sequences.Sequences`, with the codes' paths.
        """
        with self.study.reading() as connection:
            found = study_sequences(connection, within=within, sub_codes=sub_codes, **asked)
        frame = found.result.pairs.copy()
        for column in ("a", "b"):
            frame[column] = [found.names[number] for number in frame[column].tolist()]
        frame.attrs.update(
            about(found.counted), within=within, turns=found.result.turns, sub_codes=sub_codes
        )
        return frame

    def answers(self, *, sub_codes: bool = False, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Return which codes are in the answers to the interviewer's questions.

        Columns as those of `analysis.sequences.Answers`, with the codes' paths.
        """
        with self.study.reading() as connection:
            found = study_answers(connection, sub_codes=sub_codes, **asked)
        frame = found.result.codes.copy()
        frame["code"] = [found.names[number] for number in frame["code"].tolist()]
        frame.attrs.update(
            about(found.counted),
            questions=found.result.questions,
            answers=found.result.answers,
            turns=found.result.turns,
            sub_codes=sub_codes,
        )
        return frame


_PATTERN = [
    "pattern", "kind", "status", "claim", "a", "b", "rule", "respondent", "cell", "negative",
    "opened",
]  # fmt: skip
_CELL = [
    "respondent", "column", "summary", "author", "quotations", "linked", "read_by", "warning",
]  # fmt: skip


def about(counted: Counted) -> Mapping[str, Any]:
    """Return what a figure was counted on."""
    return {
        "layer": counted.layer,
        "roles": counted.roles,
        "where": counted.filter.where,
        "filter": as_data(counted.filter),
        "documents": counted.documents,
        "respondents": counted.respondents,
        "not_coded": counted.not_coded,
        "notes": counted.notes,
    }
