"""A codebook file may swap names or hand them on: only how it ends must be sound."""

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codes import all_codes


def names(study):
    with study.reading() as connection:
        return {code.key: code.name for code in all_codes(connection)}


def test_names_are_swapped_and_handed_on(study) -> None:
    import_codebook(study, [CodeSpec(("A",), key="a"), CodeSpec(("B",), key="b")])
    import_codebook(study, [CodeSpec(("B",), key="a"), CodeSpec(("A",), key="b")])
    assert names(study) == {"a": "B", "b": "A"}
    import_codebook(study, [CodeSpec(("A",), key="a"), CodeSpec(("C",), key="b")])
    assert names(study) == {"a": "A", "b": "C"}
    assert check(study) == []
    undo(study)
    assert names(study) == {"a": "B", "b": "A"}


def test_a_key_is_one_whatever_its_case(study) -> None:
    import_codebook(study, [CodeSpec(("A",), key="alfa")])
    import_codebook(study, [CodeSpec(("Anders",), key="ALFA")])
    assert list(names(study).values()) == ["Anders"]
