"""Names of variables that every statistics program takes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.variables import LONGEST, variable_names


def test_names_are_short_plain_and_different() -> None:
    labels = ["Geen meldroute", "geen-meldroute!", "é€n ½", "2 keer", "", "to", "x" * 40, "x" * 41]
    assert variable_names(labels, taken=["layer"]) == [
        "geen_meldroute", "geen_meldroute_2", "e_n_1_2", "v_2_keer", "v", "to_2",
        "x" * 32, "x" * 30 + "_2",
    ]  # fmt: skip
    assert variable_names(["Layer"], taken=["layer"]) == ["layer_2"]


@given(st.lists(st.text(max_size=50), max_size=30), st.lists(st.text(max_size=5), max_size=5))
def test_whatever_the_labels(labels, taken) -> None:
    names = variable_names(labels, taken)
    assert len(set(names)) == len(names) == len(labels)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert all(len(name) <= LONGEST for name in names)
    assert not {name.casefold() for name in taken} & set(names)
    assert names == variable_names(labels, taken)
