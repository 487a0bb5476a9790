"""Agreement as JSON: documented, and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from kwalcode.agreement.bootstrap import Interval, Uncertainty
from kwalcode.agreement.values import Value
from kwalcode.agreement.yesno import COEFFICIENT_NAMES
from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
from kwalcode.report.agreement.sheet import BY, AgreementSheet
from kwalcode.report.agreement.words import MARKS
from kwalcode.report.output import text_stream


def as_contract(found: StudyAgreement) -> dict[str, Any]:
    """Return the figures as JSON can hold them; None stands for n.a."""
    sure = found.uncertainty
    return {
        "unit": found.table.unit,
        "coders": list(found.coders),
        "documents": len(found.documents),
        "document_names": list(found.documents),
        "roles": list(found.roles),
        "where": list(found.where),
        "sub_codes": found.sub_codes,
        "n": found.table.n,
        "pooled": _pooled(found),
        "codes": _codes(found),
        "by_document": [_other(one) for one in found.by_document],
        "pairs": [_other(one) for one in found.pairs],
        "exclusive": _exclusive(found),
        "bootstrap": None if sure is None else _bootstrap(sure),
        "notes": list(found.notes),
    }


def _pooled(found: StudyAgreement) -> dict[str, Any]:
    pooled, sure = found.table.pooled, found.uncertainty
    return {
        "alpha": pooled.value,
        "reason": pooled.reason or None,
        "interval": None if sure is None else _interval(sure.pooled),
        "marks": {
            f"{mark:.3f}": None if pooled.value is None else pooled.value >= mark for mark in MARKS
        },
        **_values({**found.table.together, **_beyond(found)}),
    }


def _beyond(found: StudyAgreement) -> dict[str, Value]:
    """Return what is computed on spans and on sets of codes, over all codes."""
    if found.further is None:
        return {}
    return {"bar_u_alpha": found.further.pooled, "masi": found.further.masi}


def _exclusive(found: StudyAgreement) -> list[dict[str, Any]]:
    """Return the span family of the groups of codes that exclude each other."""
    return [
        {
            "group": one.name,
            "u_alpha": _value(one.whole),
            "bar_u_alpha": _value(one.bar),
            "cu_alpha": _value(one.same),
            "codes": [
                {"code": found.names[code], "k_u_alpha": _value(own), "coverage": _value(covers)}
                for code, (own, covers) in one.codes.items()
            ],
        }
        for one in (found.further.exclusive if found.further is not None else ())
    ]


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "reason": value.reason or None}


def _values(together: Mapping[str, Value]) -> dict[str, Any]:
    """Return the coefficients but alpha, and why those are n.a. that are."""
    others = {name: value for name, value in together.items() if name != "alpha"}
    reasons = {name: value.reason for name, value in others.items() if value.value is None}
    return {name: value.value for name, value in others.items()} | {"reasons": reasons}


def _codes(found: StudyAgreement) -> list[dict[str, Any]]:
    sure = found.uncertainty
    answer = []
    for at, row in enumerate(found.table.codes.to_dict("records")):
        kept = ("alpha", "reason", "a_only", "b_only", "both", "positives")
        one: dict[str, Any] = {"code": found.names[row["code"]]}
        one |= {name: _plain(row[name]) for name in kept}
        one |= {name: _plain(row[name]) for name in COEFFICIENT_NAMES if name != "alpha"}
        if found.further is not None:
            one["bar_u_alpha"] = found.further.codes[row["code"]].value
        one["reason"] = row["reason"] or None
        one["flags"] = list(row["flags"])
        one["interval"] = None if sure is None else _interval(sure.codes[at])
        answer.append(one)
    return answer


def _other(one: PooledAgreement) -> dict[str, Any]:
    alpha = one.values["alpha"]
    return {
        "name": one.name,
        "documents": one.documents,
        "n": one.n,
        "alpha": alpha.value,
        "reason": alpha.reason or None,
        **_values(one.values),
    }


def _interval(one: Interval) -> dict[str, Any]:
    return {
        "low": one.low,
        "high": one.high,
        "missing": one.missing,
        "reason": one.reason or None,
    }


def _bootstrap(sure: Uncertainty) -> dict[str, Any]:
    return {
        "level": sure.level,
        "replicates": sure.replicates,
        "seed": sure.seed,
        "over": sure.over,
        "clusters": sure.clusters,
    }


def _plain(value: Any) -> Any:
    """Return a number of a data frame as Python's own, NaN as None."""
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def write(sheet: AgreementSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write the figures as JSON; see `agreement_bytes`."""
    with text_stream(out) as stream:
        told = as_contract(sheet.found)
        if sheet.by not in BY:
            told |= {"by": sheet.by, "groups": [_other(one) for one in sheet.others]}
        stream.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return ()
