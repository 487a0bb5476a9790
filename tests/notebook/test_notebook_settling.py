"""Disagreements settled in a notebook: each a row, each decision an act."""

from collections.abc import Callable, Iterator

import pytest

import kwalcode
from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.notebook import Notebook
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, remove_codings
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.history.check import check
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Wat ziet u dan?\n"
    "R01: Een optelsom van signalen. Dat is nooit een ding. Dan bel ik iemand. Het duurt lang.\n"
)
SENTENCES = [(34, 60), (61, 83), (84, 102), (103, 118)]


@pytest.fixture
def book(study: Study, prepared: Callable[..., Prepared]) -> Iterator[Notebook]:
    for name in ("R01", "R02"):
        import_document(study, prepared(name, TEXT, sentences=SENTENCES))
    import_codebook(study, [CodeSpec((n,), key=n) for n in ("signaal", "melden")], source="t.yaml")
    new = [
        (1, 34, 60, 1, "Anna"), (1, 34, 60, 1, "Bram"),  # agreed
        (1, 84, 118, 2, "Anna"), (1, 84, 102, 2, "Bram"),  # boundary
        (1, 61, 83, 1, "Anna"),  # missed
        (2, 34, 60, 1, "Anna"),
    ]  # fmt: skip
    add_codings(study, [NewCoding(*one) for one in new])
    mark_complete(study, "Anna", [1, 2])
    mark_complete(study, "Bram", [1])
    with kwalcode.open(study.path, as_="Petra") as opened:
        yield opened


def test_the_queue_is_a_frame(book: Notebook) -> None:
    found = book.queue()
    columns = ["document", "start", "end", "class", "a", "b", "decision", "settled", "stale"]
    assert found[columns].to_numpy().tolist() == [
        ["R01", 61, 83, "missed passage", "signaal", "", "", False, False],
        ["R01", 84, 118, "boundary", "melden", "melden", "", False, False],
    ]
    assert found["text"][0] == "Dat is nooit een ding."
    assert found.attrs == {"coders": ("Anna", "Bram"), "decided": 0, "n": 2, "final": ()}


def test_decisions_are_acts(book: Notebook) -> None:
    missed, boundary = book.queue()["id"]
    book.decide(missed, "neither", note="te kort", definition="Een teken.")
    book.decide(boundary[:6], "edit", span=(84, 110))
    told = book.queue()
    assert told[["decision", "note", "by", "settled"]].to_numpy().tolist() == [
        ["neither", "te kort", "Petra", True],
        ["edit", "", "Petra", True],
    ]
    assert book.codes().set_index("code")["definition"]["signaal"] == "Een teken."
    book.undo()
    assert book.queue().attrs["decided"] == 1
    book.withdraw(missed)
    assert book.queue().attrs["decided"] == 0
    assert check(book.study) == []


def test_finalising_tells_what_was_done_and_what_was_left(book: Notebook) -> None:
    done = book.finalise()
    assert done["document"].tolist() == ["R02", "R01"]
    assert done["left"].tolist() == ["", "R01: 2 disagreements are open"]
    with pytest.raises(Refused, match="2 disagreements are open"):
        book.finalise(["R01"])
    for number in book.queue()["id"]:
        book.decide(number, "a")
    done = book.finalise(["R01"], boundary="Anna")
    assert done[["coders", "agreed", "decided", "open", "codings"]].to_numpy().tolist() == [
        [("Anna", "Bram"), 1, 2, 0, 3]
    ]
    assert done.attrs["boundary"] == "Anna"
    assert book.queue().attrs["final"] == ("R01", "R02")
    assert book.unfinalise() == 2
    assert check(book.study) == []


def test_a_stale_decision_has_a_row(book: Notebook) -> None:
    book.decide(book.queue()["id"][0], "a")
    with book.study.reading() as connection:
        gone = [one.id for one in codings_of(connection, 1) if (one.start, one.end) == (61, 83)]
    remove_codings(book.study, gone[:1])
    told = book.queue()
    assert told[["class", "decision", "settled", "stale"]].to_numpy().tolist()[0] == [
        "missed passage", "a", False, True,
    ]  # fmt: skip
    with pytest.raises(UsageError, match="changed since"):
        book.decide(told["id"][0], "b")
    book.withdraw(told["id"][0])
    assert not book.queue()["stale"].any()


def test_a_third_coder_needs_no_naming_and_one_name_is_no_list(book: Notebook) -> None:
    add_codings(book.study, [NewCoding(1, 84, 118, 2, "Carla")])
    mark_complete(book.study, "Carla", [1])
    told = book.queue(["Bram", "Carla"])
    book.decide(told["id"].iloc[-1], "b")
    assert book.queue(["Bram", "Carla"])["decision"].iloc[-1] == "b"
    book.withdraw(told["id"].iloc[-1])
    with pytest.raises(UsageError, match="two coders or more"):
        book.queue("Bram")
    with pytest.raises(Refused, match="R01: 6 disagreements"):
        book.finalise("R01")


def test_what_cannot_be_is_refused(book: Notebook, study: Study) -> None:
    number = book.queue()["id"][0]
    with pytest.raises(NotFound, match="no disagreement"):
        book.decide("zz", "a")
    with pytest.raises(UsageError, match="takes --span"):
        book.decide(number, "edit")
    with pytest.raises(UsageError, match="go with the decisions"):
        book.decide(number, "a", span=(1, 2))
    with pytest.raises(NotFound, match="R99"):
        book.finalise(["R99"])
    with kwalcode.open(study.path) as unnamed, pytest.raises(UsageError, match="Who acts"):
        unnamed.decide(number, "a")
