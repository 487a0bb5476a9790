"""The text that a document shows is the one that was imported, and a coder is one person."""

import hashlib

from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.erasing.erasure import erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.reads.people import all_coders


def test_a_text_replaced_with_its_own_digest_is_found(coded, tamper) -> None:
    with coded.reading() as connection:
        text = connection.exec_driver_sql("SELECT text FROM content WHERE id = 1").scalar_one()
    other = text[:-2] + "X" + text[-1]
    coded.close()
    digest = hashlib.sha256(other.encode()).digest()
    tamper(coded.path, "UPDATE content SET text = ?, sha256 = ? WHERE id = 1", other, digest)
    assert any("is not what was imported" in line for line in check(coded))


def test_an_erased_passage_leaves_digests_that_fit(coded) -> None:
    erase_passage(coded, 1, 0, 5)
    assert check(coded) == []


def test_case_does_not_make_another_coder(coded, opened) -> None:
    before = {coder.name for coder in _coders(coded)}
    with opened("ANNA") as same:
        apply_code(same, 1, 1, 4, 1)
    add_codings(coded, [NewCoding(1, 2, 6, 1, "anna")])
    assert {coder.name for coder in _coders(coded)} == before


def _coders(study):
    with study.reading() as connection:
        return all_coders(connection)
