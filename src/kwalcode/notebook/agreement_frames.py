"""Tables of agreement as data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kwalcode.agreement.values import Value
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
from kwalcode.project.agreement.by_group import DOCUMENT_GROUPS, agreement_by_group, groupings
from kwalcode.project.agreement.by_round import agreement_by_round
from kwalcode.project.names import same_name

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection

BY = ("code", "document", "pair", "group", "round")


def agreement_frame(
    connection: Connection, found: StudyAgreement, by: str, coders: Sequence[str] | None
) -> pd.DataFrame:
    """Return the table by code, document, pair, group, round or attribute of respondents.

    Raises UsageError for another `by`.
    """
    if by == "code":
        return _by_code(found)
    return pd.DataFrame([_row(one) for one in _rows(connection, found, by, coders)])


def _by_code(found: StudyAgreement) -> pd.DataFrame:
    frame = found.table.codes.copy()
    numbers = frame["code"].tolist()
    frame["code"] = [found.names[number] for number in numbers]
    if found.further is not None:
        frame["bar_u_alpha"] = [_figure(found.further.codes[number]) for number in numbers]
        for group in found.further.exclusive:
            for at, number in enumerate(numbers):
                if number in group.codes:
                    own, covers = group.codes[number]
                    frame.loc[at, "k_u_alpha"] = _figure(own)
                    frame.loc[at, "k_u_coverage"] = _figure(covers)
    return frame


def _rows(
    connection: Connection, found: StudyAgreement, by: str, coders: Sequence[str] | None
) -> Sequence[PooledAgreement]:
    if by in ("document", "pair"):
        return found.by_document if by == "document" else found.pairs
    if by == "round":
        rounds = agreement_by_round(
            connection,
            coders=coders,
            unit=found.table.unit,
            sub_codes=found.sub_codes,
            roles=found.roles,
            where=found.where,
            documents=found.table.documents,
        )
        return [
            PooledAgreement(
                one.round.name, one.documents, one.found.table.n, one.found.table.together
            )
            for one in rounds
            if one.found is not None
        ]
    known = groupings(connection)
    if by == "group":
        return agreement_by_group(found, known.get(DOCUMENT_GROUPS, {}))
    for name, groups in known.items():
        if name != DOCUMENT_GROUPS and same_name(name, by):
            return agreement_by_group(found, groups)
    ways = (*BY, *(name for name in known if name != DOCUMENT_GROUPS))
    raise UsageError(
        _("There is no table by '{by}'; choose one of: {known}.").format(
            by=by, known=", ".join(ways)
        )
    )


def _row(one: PooledAgreement) -> dict[str, object]:
    figures = {name: _figure(value) for name, value in one.values.items()}
    reason = one.values["alpha"].reason
    return {"name": one.name, "documents": one.documents, "n": one.n, **figures, "reason": reason}


def _figure(value: Value) -> float:
    return np.nan if value.value is None else value.value
