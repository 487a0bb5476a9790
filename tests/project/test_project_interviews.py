"""Interviews in the order they were held, and the line on new codes against the full figures."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import NotFound
from kwalcode.model import ROLES, CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.analyses.interviews import as_held, saturation_line
from kwalcode.project.analyses.saturation import study_saturation
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.study import Study

PLACE = (27, 44)
ANNA, BRAM = 1, 2


@pytest.fixture
def talk(study: Study, prepared) -> Study:
    """Eight interviews and six codes, the last of which comes with the guide."""
    for number in range(1, 9):
        import_document(study, prepared(f"R{number}"))
    specs = [CodeSpec((f"c{n}",), origin="inductive") for n in range(5)]
    import_codebook(study, [*specs, CodeSpec(("guide",))])
    return study


def coded(study: Study, pairs, coder: str = "Anna") -> None:
    add_codings(study, [NewCoding(document, *PLACE, code, coder) for document, code in pairs])


def line(study: Study, coder: int = ANNA) -> str:
    with study.reading() as connection:
        return saturation_line(connection, coder)


def test_it_says_what_there_is_to_say(talk: Study) -> None:
    assert line(talk) == ""
    coded(talk, [(1, 1)])
    assert line(talk) == "1 interview coded; what new ones bring is told from 6 on"
    coded(talk, [(1, 2), (2, 1), (3, 3), (4, 6), (5, 4), (6, 4), (7, 2)])
    assert line(talk) == "7 interviews coded; the last 2 brought 0 new codes (0.0 %)"
    coded(talk, [(8, 5), (8, 6)])
    assert line(talk) == "8 interviews coded; the last 2 brought 1 new code (33.3 %)"
    coded(talk, [(1, 5)], "Bram")
    assert line(talk).endswith("(33.3 %)")
    assert line(talk, BRAM).startswith("1 interview coded")


def test_complete_ones_count_once_there_are_any(talk: Study) -> None:
    coded(talk, [(n, 1) for n in range(1, 9)])
    mark_complete(talk, "Anna", [1, 2, 3, 4, 5, 6])
    assert line(talk).startswith("6 interviews coded")


def test_a_base_without_codes_has_no_share(talk: Study) -> None:
    coded(talk, [(n, 6) for n in range(1, 6)] + [(6, 1)])
    assert line(talk) == "6 interviews coded; the last 2 brought 1 new code"


def test_dates_decide_the_order(talk: Study) -> None:
    coded(talk, [(n, 1) for n in range(1, 8)] + [(8, 2)])
    assert "brought 1 new code (" in line(talk)
    days = {n: ("", {"Datum": f"{20 - n}-3-2023"}) for n in range(2, 9)}
    set_attributes(talk, days)
    assert "brought 0 new codes (" in line(talk)  # the eighth was the first
    with talk.reading() as connection:
        found = as_held(connection, all_documents(connection))
        assert [d.name for d in found.documents] == ["R8", "R7", "R6", "R5", "R4", "R3", "R2", "R1"]
        assert ([d.name for d in found.undated], found.attribute) == (["R1"], "Datum")
        with pytest.raises(NotFound):
            as_held(connection, [], "none")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.sets(st.tuples(st.integers(1, 8), st.integers(1, 6)), min_size=1))
def test_it_is_the_last_figure_of_the_analysis(talk: Study, pairs) -> None:
    coded(talk, sorted(pairs))
    with talk.reading() as connection:
        said = saturation_line(connection, ANNA)
        found = study_saturation(connection, coder="Anna", roles=ROLES, shuffles=1)
    undo(talk)
    interviews = len(found.documents)
    assert said.startswith(f"{interviews} interview")
    if interviews >= 6:
        new = int(found.result.interviews["new"].iloc[-2:].sum())
        assert f"brought {new} new" in said
        ratios = found.result.runs["ratio"].tolist()
        assert (f"({100 * ratios[-1]:.1f} %)" in said) if ratios else ("%" not in said)


def test_it_is_light() -> None:
    program = (
        "import sys, kwalcode.project.analyses.interviews\n"
        "print([name for name in ('numpy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
