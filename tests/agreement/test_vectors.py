"""The published examples, as they come with the method."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kwalcode.agreement import COEFFICIENTS, SPAN_COEFFICIENTS, Value, masi_distance

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "agreement" / "vectors.json"
VECTORS: list[dict[str, Any]] = (
    json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else []
)


def compute(statistic: str, data: dict[str, Any]) -> Value:
    if data["type"] == "spans":
        return SPAN_COEFFICIENTS[statistic](data["coders"], data["length"], code=data.get("code"))
    if data["type"] == "set_pair":
        return Value(masi_distance(data["a"], data["b"]))
    return COEFFICIENTS[statistic](data["ratings"])


@pytest.mark.skipif(not VECTORS, reason="the published examples are not here")
@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_published_example(vector: dict[str, Any]) -> None:
    answer = compute(vector["statistic"], vector["data"])
    if vector["expected"] is None:
        assert answer.value is None
        assert answer.reason
    else:
        assert answer.value == pytest.approx(vector["expected"], abs=vector["tolerance"] or 1e-9)
        assert answer.reason == ""
