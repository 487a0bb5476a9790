"""The words of a code's quotations against the rest of the talk."""

import pytest

from kwalcode.errors import NotFound
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.analyses.code_words import study_code_words
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Angst, angst, angst?\n"
    "R: Angst voor boetes. Angst ook thuis. Verder gewone fietsen, fietsen en treinen.\n"
)
FEAR = TEXT.index("Angst voor"), TEXT.index("thuis.") + 6


@pytest.fixture
def talk(study: Study, prepared) -> Study:
    """Two interviews with the same words; in both the fear is coded, in three pieces."""
    for name in ("R01", "R02"):
        import_document(study, prepared(name, TEXT))
    import_codebook(
        study, [CodeSpec(("Fear",)), CodeSpec(("Fear", "at home")), CodeSpec(("Unused",))]
    )
    # the first ends in the midst of a word, and they overlap
    home = TEXT.index("Angst ook"), FEAR[1]
    pieces = [(FEAR[0], FEAR[0] + 14, 1), (FEAR[0] + 8, FEAR[1], 1), (*home, 2)]
    add_codings(study, [NewCoding(d, a, b, c, "Anna") for d in (1, 2) for a, b, c in pieces])
    return study


def test_words_inside_and_outside(talk: Study) -> None:
    with talk.reading() as connection:
        found = study_code_words(connection, "fear")
    assert (found.code, found.people, found.reason) == ("Fear", 2, "")
    table = {row.word: row for row in found.words.itertuples()}
    assert found.words["word"].tolist()[0] == "angst"
    assert (table["angst"].n, table["angst"].elsewhere, table["angst"].respondents) == (4, 0, 2)
    assert "fiets" not in table
    # the interviewer's fears do not count; each word but stop words is on one side only
    assert (found.inside, found.outside) == (2 * 4, 2 * 3)


def test_sub_codes_and_roles(talk: Study) -> None:
    with talk.reading() as connection:
        home = study_code_words(connection, "at home")
        assert home.inside == 2 * 2
        everybody = study_code_words(connection, "Fear", roles=("interviewer", "respondent"))
        assert everybody.outside == 2 * (3 + 3)
        rolled = study_code_words(connection, "Fear", sub_codes=True)
        assert rolled.inside == 2 * 4


def test_nothing_to_tell_is_not_available(talk: Study) -> None:
    with talk.reading() as connection:
        unused = study_code_words(connection, "Unused")
        assert unused.reason
        assert unused.words.empty
        with pytest.raises(NotFound):
            study_code_words(connection, "none")
