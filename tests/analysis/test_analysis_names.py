"""What `kwalcode.analysis` gives by name, without a project."""

from __future__ import annotations

import pandas as pd
import pytest

import kwalcode.analysis


def test_cooccurrence_on_a_frame_from_elsewhere() -> None:
    rows = [("D1", 0, 10, "A", "Anna"), ("D1", 5, 12, "B", "Anna")]
    codings = pd.DataFrame(rows, columns=["document", "start", "end", "code", "coder"])
    found = kwalcode.analysis.cooccurrence(codings, rule="overlap")
    assert found.pairs[["a", "b", "events", "respondents"]].values.tolist() == [["A", "B", 1, 1]]


@pytest.mark.parametrize("name", sorted(kwalcode.analysis._HERE))
def test_every_name_is_there(name: str) -> None:
    assert callable(getattr(kwalcode.analysis, name))


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kwalcode.analysis.nothing  # noqa: B018
