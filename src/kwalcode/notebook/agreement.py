"""How far coders agree, and where not, as data frames."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kwalcode.model import Role
from kwalcode.notebook.agreement_frames import agreement_frame
from kwalcode.notebook.given import several
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.disagreements import study_disagreements
from kwalcode.project.study import Study

_DISAGREEMENT = ["document", "start", "end", "turn", "class", "kind", "whose", "a", "b"]


class Agreement:
    """What coders did apart from each other, compared. All raise NotFound and UsageError."""

    study: Study

    def agreement(
        self,
        coders: Sequence[str] | None = None,
        *,
        unit: str = "sentence",
        roles: Sequence[Role] = ("respondent",),
        where: Sequence[str] = (),
        sub_codes: bool = False,
        by: str = "code",
        replicates: int = 0,
        seed: int = 1,
    ) -> pd.DataFrame:
        """Return how far coders agree per code; pooled alpha is in `attrs`.

        `coders` by name, by default all who coded; `unit` "sentence", "turn", "document",
        "token" or "character". `by` "document", "pair", "group" (of documents), "round" or an
        attribute of respondents gives a row for each of those. NaN is n.a., with the reason
        beside it. With `replicates` the interval of pooled alpha is in `attrs` (from `seed`).
        """
        with self.study.reading() as connection:
            found = study_agreement(
                connection,
                coders=several(coders),
                unit=unit,
                roles=roles,
                where=where,
                sub_codes=sub_codes,
                replicates=replicates,
                seed=seed,
                further=True,
            )
            frame = agreement_frame(connection, found, by, several(coders))
        sure = found.uncertainty
        frame.attrs.update(
            together={name: value.value for name, value in found.table.together.items()},
            bar_u_alpha=found.further.pooled.value if found.further else None,
            masi=found.further.masi.value if found.further else None,
            interval=None if sure is None else (sure.pooled.low, sure.pooled.high),
            seed=None if sure is None else sure.seed,
            unit=found.table.unit,
            n=found.table.n,
            coders=found.coders,
            documents=found.documents,
            roles=found.roles,
            where=found.where,
            alpha=found.table.pooled.value,
            reason=found.table.pooled.reason,
            notes=found.notes,
        )
        return frame

    def disagreements(
        self,
        coders: Sequence[str] | None = None,
        *,
        roles: Sequence[Role] = ("respondent",),
        where: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Return what two coders did not agree on, a passage per row, each in one class.

        Columns: document, start, end, turn, class, kind, whose, and a, b: the codes that the
        first and the second coder put there ("" for none). In `attrs`: `classes`, the spans of
        both coders by class, and `confusion`, (a's code, b's code, how often).
        """
        with self.study.reading() as connection:
            found = study_disagreements(
                connection, coders=several(coders), roles=roles, where=where
            )
        rows = [
            (
                one.document, one.start, one.end, one.turn, one.group, one.kind, one.whose,
                one.a.code if one.a else "", one.b.code if one.b else "",
            )
            for one in found.rows
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=_DISAGREEMENT)
        frame.attrs.update(
            coders=found.coders,
            documents=found.documents,
            n=found.n,
            roles=found.roles,
            classes=dict(found.classes),
            confusion=found.confused,
        )
        return frame
