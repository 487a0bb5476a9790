"""What coders are compared on: units of the talk that counts, in the documents compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.bootstrap import FEW_DOCUMENTS
from kwalcode.agreement.runs import character_runs
from kwalcode.analysis.layers import spoken_by
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.language.counting import word_bounds
from kwalcode.model import ROLES, Role
from kwalcode.project.analyses.frames import speech_where, units_frame
from kwalcode.project.reads.documents import text_of
from kwalcode.units import Ints, cut

AGREEMENT_UNITS: Final = ("sentence", "turn", "document", "character", "token")


def compared_units(
    connection: Connection,
    unit: str,
    documents: Collection[int],
    roles: Sequence[Role],
    codings: pd.DataFrame,
    where: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the units (document, start, end, and weight and cluster where needed) and codings.

    `unit` is one of `AGREEMENT_UNITS`; a token is a word. Only the speech of `roles`, and of the
    respondents who fit the conditions `where`, counts: with whole documents as units that limits
    the codings, with the others the units.
    Characters are compared on the spans as they were coded, white space and all. Under eight
    documents the cluster is the turn. Raises UsageError for an unknown unit.
    """
    if unit not in AGREEMENT_UNITS:
        known = ", ".join(AGREEMENT_UNITS)
        raise UsageError(
            _("There is no unit '{unit}'; choose one of: {known}.").format(unit=unit, known=known)
        )
    turns = speech_where(connection, roles, where)
    turns = turns[turns["document"].isin(list(documents))].reset_index(drop=True)
    if unit == "document":
        if where or set(roles) != set(ROLES):
            codings = spoken_by(codings, turns, roles)
        return units_frame(connection, unit, documents, roles), codings
    if len(documents) < FEW_DOCUMENTS:
        turns["cluster"] = np.arange(len(turns))
    if unit == "turn":
        return turns, codings
    if unit == "character":
        plain = codings.drop(columns=["trimmed_start", "trimmed_end"], errors="ignore")
        return character_runs(plain[plain["document"].isin(list(documents))], turns), plain
    if unit == "token":
        return _in_turns(_words(connection, turns), turns), codings
    return _in_turns(units_frame(connection, unit, documents, roles, turns), turns), codings


def _in_turns(units: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Add the cluster of the turn that each unit lies in, where turns have one."""
    if "cluster" not in turns:
        return units
    at, turn = cut(*_places(units), *_places(turns))
    cluster = np.zeros(len(units), dtype=np.int64)
    cluster[at] = turns["cluster"].to_numpy(dtype=np.int64)[turn]
    return units.assign(cluster=cluster)


def _words(connection: Connection, turns: pd.DataFrame) -> pd.DataFrame:
    """Return the words of these turns: document, start, end."""
    documents, bounds = [], []
    for document, own in turns.groupby("document"):
        text = text_of(connection, int(str(document)))
        for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True):
            found = word_bounds(text[start:end]).reshape(-1, 2) + start
            bounds.append(found)
            documents.append(np.full(len(found), document, dtype=np.int64))
    table = np.concatenate(bounds) if bounds else np.empty((0, 2), dtype=np.int64)
    return pd.DataFrame(
        {
            "document": np.concatenate(documents) if documents else np.empty(0, dtype=np.int64),
            "start": table[:, 0],
            "end": table[:, 1],
        }
    )


def _places(frame: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    document, start, end = (
        frame[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end")
    )
    return document, start, end
