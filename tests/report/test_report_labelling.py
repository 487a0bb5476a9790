"""Labels that fit few respondents, counted over all respondents of the project."""

from collections.abc import Callable

import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.quoting import mark_passage
from kwalcode.project.retrieval.quotations import excerpts
from kwalcode.project.study import Study
from kwalcode.report.labelling import attribution_of, may_be_quoted, rare_labels, rare_notices

DOMAINS = ("ggz", "ggz", "gemeente", "gemeente", "gemeente", "politie")


@pytest.fixture
def people(study: Study, prepared: Callable[..., object]) -> Study:
    """Six interviews, each in a domain."""
    for n in range(1, 7):
        import_document(study, prepared(f"R0{n}"))  # type: ignore[arg-type]
    values = {n: ("", {"domain": d, "year": "2023"}) for n, d in enumerate(DOMAINS, start=1)}
    set_attributes(study, values)
    return study


def test_labels_are_counted_in_respondents_of_the_project(people: Study) -> None:
    everybody = [f"R0{n}" for n in range(1, 7)]
    with people.reading() as connection:
        label = attribution_of(connection, "{domain}")
        assert rare_labels(connection, label, everybody) == {"Ggz": 2, "Politie": 1}
        assert rare_labels(connection, label, everybody, k=2) == {"Politie": 1}
        # of a domain with three, one is quoted: the label still fits three
        assert rare_labels(connection, label, ["R03"]) == {}
        assert rare_labels(connection, label, ["R01"]) == {"Ggz": 2}


def test_a_finer_label_is_rarer_and_a_coarser_one_is_offered(people: Study) -> None:
    with people.reading() as connection:
        finer = attribution_of(connection, "{domain}, {turn}")
        (notice,) = rare_notices(connection, finer, ["R06"])
        assert "(1)" in notice
        assert notice.endswith("Coarser: {year}.")


@pytest.mark.parametrize("template", ["{respondent}", "{domain}, {Respondent}"])
def test_a_label_with_the_respondent_fits_one_by_its_nature(people: Study, template: str) -> None:
    with people.reading() as connection:
        label = attribution_of(connection, template)
        assert rare_labels(connection, label, ["R01", "R06"]) == {}
        assert rare_notices(connection, label, ["R01", "R06"]) == ()


def test_before_a_list_is_made_it_is_known_whom_it_may_hold(people: Study) -> None:
    import_codebook(people, [CodeSpec((name,)) for name in ("A", "B")], source="x")
    add_codings(people, [NewCoding(1, 32, 44, 1, "Anna"), NewCoding(6, 32, 44, 2, "Anna")])
    mark_passage(people, 3, 32, 44)
    with people.reading() as connection:
        layer = excerpts(connection)[0]
        assert may_be_quoted(connection, layer) == {"R01", "R06"}
        assert may_be_quoted(connection, layer, codes={1}) == {"R01"}
        assert may_be_quoted(connection, layer, where=("domain=politie",)) == {"R06"}
        assert may_be_quoted(connection, layer, chosen=True) == {"R03"}
