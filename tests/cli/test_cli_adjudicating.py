"""`kwalcode adjudicate`, `finalise` and `unfinalise`, as a supervisor types them."""

import json
import shutil
from pathlib import Path

import pytest


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_folder / "demo.kwal", tmp_path / "demo.kwal"))


def queue(kwalcode, study: Path, *words: str) -> dict:
    answer = kwalcode("adjudicate", study, "--json", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_the_queue_is_listed_and_limited(kwalcode, demo: Path) -> None:
    every = queue(kwalcode, demo)
    assert every["coders"] == ["Anna", "Bram"]
    assert every["n"] == len(every["disagreements"]) == every["open"]
    assert every["decided"] == 0
    of_class = queue(kwalcode, demo, "--class", "boundary", "--document", "R01_gemeente_beleid")
    assert {one["class"] for one in of_class["disagreements"]} == {"boundary"}
    assert {one["document"] for one in of_class["disagreements"]} == {"R01_gemeente_beleid"}
    ids = [one["id"] for one in every["disagreements"]]
    assert len(set(ids)) == len(ids)
    text = kwalcode("adjudicate", demo, "--code", "optelsom")
    assert "optelsom" in text.out
    assert "decided" in text.out


def test_deciding_is_seen_in_the_queue_and_undone(kwalcode, demo: Path) -> None:
    one, two = (one["id"] for one in queue(kwalcode, demo)["disagreements"][:2])
    words = ("--note", "omdat", "--as", "Carla")
    done = kwalcode("adjudicate", demo, "--decide", one, "a", "--decide", two, "discuss", *words)
    assert done.code == 0, done.err
    after = queue(kwalcode, demo)
    assert (after["decided"], after["discuss"]) == (1, 1)
    decision = after["disagreements"][0]["decision"]
    assert (decision["decision"], decision["by"], decision["note"]) == ("a", "Carla", "omdat")
    assert queue(kwalcode, demo, "--open")["disagreements"][0]["id"] == two
    assert kwalcode("adjudicate", demo, "--withdraw", one[:8], "--as", "Carla").code == 0
    assert queue(kwalcode, demo)["decided"] == 0
    assert kwalcode("undo", demo, "--as", "Carla").code == 0
    assert queue(kwalcode, demo)["decided"] == 1
    assert kwalcode("check", demo).code == 0


def test_what_was_decided_before_the_words_were_corrected_is_told(kwalcode, demo: Path) -> None:
    one = queue(kwalcode, demo, "--class", "boundary")["disagreements"][0]
    done = kwalcode("adjudicate", demo, "--decide", one["id"], "a", "--note", "zo", "--as", "Carla")
    assert done.code == 0, done.err
    word = max(one["text"].split(), key=len).strip(".,?!")
    assert kwalcode("replace", demo, word, "Eh", "--accept", "--as", "Carla").code == 0
    found = queue(kwalcode, demo, "--class", "boundary", "--document", one["document"])
    (again,) = (other for other in found["disagreements"] if other["before"] is not None)
    assert (again["decision"], again["settled"]) == (None, False)
    assert (again["before"]["decision"], again["before"]["note"]) == ("a", "zo")
    text = kwalcode("adjudicate", demo, "--document", one["document"]).out
    assert "Before the words were corrected: Decided by Carla" in text


def test_another_extent_another_code_and_a_definition(kwalcode, demo: Path) -> None:
    found = queue(kwalcode, demo, "--class", "boundary")["disagreements"]
    span = ("--span", f"{found[0]['a']['start']}:{found[0]['a']['end'] - 5}")
    words = ("--definition", "Een nieuwe.", "--as", "Carla")
    assert kwalcode("adjudicate", demo, "--decide", found[0]["id"], "edit", *span, *words).code == 0
    code = ("code", "--to-code", "optelsom", "--as", "Carla")
    assert kwalcode("adjudicate", demo, "--decide", found[1]["id"], *code).code == 0
    after = queue(kwalcode, demo, "--class", "boundary")["disagreements"]
    edited, other = (one["decision"]["codings"] for one in after[:2])
    assert edited[0]["end"] == found[0]["a"]["end"] - 5
    assert other[0]["code"].endswith("optelsom")
    book = kwalcode("codebook", "export", demo, "-o", demo.with_suffix(".csv"))
    assert book.code == 0
    assert "Een nieuwe." in demo.with_suffix(".csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--decide", "zzzz", "a"), 1),
        (("--decide", "", "a"), 1),
        (("--note", "zo maar"), 2),
        (("--span", "1:2"), 2),
    ],
)
def test_wrong_words_say_so_in_one_line(kwalcode, demo: Path, words: tuple, code: int) -> None:
    answer = kwalcode("adjudicate", demo, *words, "--as", "Carla")
    assert answer.code == code
    assert answer.line


def test_what_a_decision_lacks_is_asked_for(kwalcode, demo: Path) -> None:
    one = queue(kwalcode, demo)["disagreements"][0]["id"]
    for words in (
        ("edit",),
        ("code",),
        ("maybe",),
        ("a", "--span", "1:2"),
        ("edit", "--span", "x"),
    ):
        answer = kwalcode("adjudicate", demo, "--decide", one, *words, "--as", "Carla")
        assert answer.code == 2
        assert answer.line
    assert queue(kwalcode, demo)["decided"] == 0


def test_finalising_and_taking_it_back(kwalcode, demo: Path) -> None:
    refused = kwalcode("finalise", demo, "R01_gemeente_beleid", "--as", "Carla")
    assert refused.code == 1
    assert "disagreements are open" in refused.line
    done = kwalcode("finalise", demo, "--all", "--as", "Carla")
    assert done.code == 0
    assert "6 documents finalised." in done.err
    assert "R02_gemeente_veiligheid: the work of Anna" in done.err
    words = ("--leave-open", "--boundary", "intersection", "--as", "Carla")
    assert kwalcode("finalise", demo, "R01_gemeente_beleid", *words).code == 0
    assert "R01_gemeente_beleid" in queue(kwalcode, demo)["finalised"]
    pairs = json.loads(kwalcode("cooccurrence", demo, "--json").out)
    assert "consensus" in pairs["layer"]
    assert kwalcode("unfinalise", demo, "--all", "--as", "Carla").code == 0
    assert queue(kwalcode, demo)["finalised"] == []
    assert kwalcode("finalise", demo).code == 2
    assert kwalcode("check", demo).code == 0


def test_agreement_never_counts_the_consensus(kwalcode, demo: Path) -> None:
    before = kwalcode("agreement", demo, "--json", "--replicates", 0).out
    words = ("--all", "--leave-open", "--as", "Carla")
    assert kwalcode("finalise", demo, *words).code == 0
    assert kwalcode("agreement", demo, "--json", "--replicates", 0).out == before
    named = kwalcode("agreement", demo, "--coders", "Anna,consensus")
    assert named.code == 2
    assert "consensus" in named.line
