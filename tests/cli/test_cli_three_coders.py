"""Three coders from the command line: each two adjudicated, all three finalised at once."""

import json
from pathlib import Path

import pytest

TEXT = "I: Hoe is het?\n\nR: Het gaat goed. Dat duurt lang. Dan bel ik iemand.\n"
WORK = {
    "Anna": ["a,19,32,A", "a,34,49,B"],
    "Bram": ["a,19,32,A", "a,34,49,B"],
    "Chris": ["a,23,32,A", "a,50,66,B"],
}


@pytest.fixture
def three(desk: Path, kwalcode) -> Path:
    (desk / "a.txt").write_text(TEXT)
    (desk / "book.csv").write_text("code\nA\nB\n")
    steps = [
        ("new", "s.kwal", "--as", "Petra"),
        ("codebook", "import", "s.kwal", "book.csv"),
        ("import", "s.kwal", "a.txt"),
        ("coders", "s.kwal", *(word for name in WORK for word in ("--add", name)),
         "--kind", "Petra=supervisor"),
    ]  # fmt: skip
    for name, rows in WORK.items():
        (desk / f"{name}.csv").write_text("\n".join(["document,start,end,code", *rows]) + "\n")
        steps.append(("codings", "import", "s.kwal", f"{name}.csv", "--as", name))
        steps.append(("complete", "s.kwal", "--all", "--coder", name, "--as", "Petra"))
    for words in steps:
        answer = kwalcode(*words)
        assert answer.code == 0, answer
    return desk / "s.kwal"


def queue(kwalcode, study: Path, pair: str) -> list[dict]:
    answer = kwalcode("adjudicate", study, "--coders", pair, "--json")
    assert answer.code == 0, answer
    return json.loads(answer.out)["disagreements"]


def test_all_three_are_finalised_once_nothing_is_open_between_any_two(
    three: Path, kwalcode
) -> None:
    assert "here are Anna, Bram, Chris" in kwalcode("disagreements", three).line
    answer = kwalcode("finalise", three, "a")
    assert answer.code == 1
    assert "4 disagreements are open (Anna - Chris: 2, Bram - Chris: 2)" in answer.line
    for one in queue(kwalcode, three, "Anna,Chris"):
        side = "a" if one["a"] else "b"
        words = ("--coders", "Anna,Chris", "--decide", one["id"], side, "--as", "Petra")
        assert kwalcode("adjudicate", three, *words).code == 0
    rest = queue(kwalcode, three, "Bram,Chris")
    assert [one["settled"] for one in rest] == [True, True]
    assert all(one["decision"] is None for one in rest)
    assert {tuple(found["coders"]) for one in rest for found in one["elsewhere"]} == {
        ("Anna", "Chris"),
    }
    told = kwalcode("adjudicate", three, "--coders", "Bram,Chris")
    assert "Between Anna and Chris: Decided by Petra" in told.out
    assert "2 of 2 decided" in told.out
    answer = kwalcode("finalise", three, "--all", "--boundary", "chris", "--as", "Petra")
    assert answer.code == 0, answer
    assert "1 agreed, 4 decided, 0 left open" in answer.err
    answer = kwalcode("codings", "export", three, "--coder", "consensus")
    places = {tuple(row.split(",")[1:3]) for row in answer.out.splitlines()[1:]}
    assert places == {("23", "32"), ("34", "49"), ("50", "66")}
    assert kwalcode("check", three).code == 0


def test_a_boundary_of_nobody_is_refused(three: Path, kwalcode) -> None:
    answer = kwalcode("finalise", three, "a", "--leave-open", "--boundary", "Dirk")
    assert answer.code == 2
    assert "union, intersection, Anna, Bram, Chris" in answer.err
    assert "Petra" not in answer.err


def test_the_history_tells_what_was_put_aside_and_what_was_defined(three: Path, kwalcode) -> None:
    first, second = queue(kwalcode, three, "Anna,Chris")
    pair = ("--coders", "Anna,Chris", "--as", "Petra")
    assert kwalcode("adjudicate", three, "--decide", first["id"], "discuss", *pair).code == 0
    words = ("--decide", second["id"], "neither", "--definition", "Wat lang duurt.")
    assert kwalcode("adjudicate", three, *words, *pair).code == 0
    told = kwalcode("history", three).out
    assert "put a disagreement on “B” in a aside, to be discussed" in told
    assert "settled a disagreement on “B” in a, and defined “B” anew" in told
    assert kwalcode("coders", three).code == 0


def test_what_was_divided_is_not_divided_again(three: Path, kwalcode) -> None:
    words = ("assign", three, "--coders", "Anna,Bram", "--overlap", "100%", "--as", "Petra")
    assert "Assigned 1 document, 1 of them" in kwalcode(*words).err
    assert "--anew divides them anew" in kwalcode(*words).err


def test_rounds_are_compared_as_all_of_it_is(three: Path, kwalcode) -> None:
    words = ("assign", three, "--coders", "Anna,Chris", "--overlap", "100%", "--as", "Petra")
    assert kwalcode(*words).code == 0
    asked = ("agreement", three, "--coders", "Anna,Chris", "--replicates", "0", "--json")
    for limits in (
        (),
        ("--role", "interviewer"),
        ("--role", "interviewer", "--role", "respondent"),
    ):
        by_round = json.loads(kwalcode(*asked, "--by", "round", *limits).out)
        (row,) = by_round["groups"]
        assert row["n"] == by_round["n"]
        assert row["alpha"] == by_round["pooled"]["alpha"]


def test_a_decision_names_no_coders_since_its_id_says_between_whom_it_is(
    three: Path, kwalcode
) -> None:
    told = {pair: queue(kwalcode, three, pair) for pair in ("Anna,Chris", "Bram,Chris")}
    one, other = told["Anna,Chris"][0], told["Bram,Chris"][1]
    for item in (one, other):
        answer = kwalcode("adjudicate", three, "--decide", item["id"], "b", "--as", "Petra")
        assert (answer.code, "as Chris has it" in answer.err) == (0, True)
    assert queue(kwalcode, three, "Anna,Chris")[0]["decision"]["decision"] == "b"
    assert queue(kwalcode, three, "Bram,Chris")[1]["decision"]["decision"] == "b"
    elsewhere = ("--decide", one["id"], "edit", "--span", "3:9", "--to-code", "B")
    answer = kwalcode("adjudicate", three, *elsewhere, "--as", "Petra")
    assert (answer.code, "a: [3, 9) has no part in" in answer.line) == (1, True)
    answer = kwalcode("adjudicate", three, "--withdraw", one["id"], "--as", "Petra")
    assert "1 decision taken back" in answer.err
    answer = kwalcode("adjudicate", three, "--decide", "zz", "b", "--as", "Petra")
    assert (answer.code, "no disagreement 'zz'" in answer.line) == (1, True)
    assert "choose two" in kwalcode("adjudicate", three).line


def test_the_work_of_who_did_nothing_in_a_document_is_not_adopted(three: Path, kwalcode) -> None:
    assert kwalcode("coders", three, "--add", "Dirk", "--as", "Petra").code == 0
    answer = kwalcode("finalise", three, "a", "--adopt", "Dirk", "--as", "Petra")
    assert (answer.code, "a: Dirk has not coded it" in answer.line) == (1, True)
    answer = kwalcode("finalise", three, "--all", "--adopt", "Dirk", "--as", "Petra")
    assert "Left out: a: Dirk has not coded it." in answer.err
    assert "0 documents finalised." in answer.err
    # whoever marked it complete did code it, and found nothing
    kwalcode("complete", three, "a", "--coder", "Dirk", "--as", "Petra")
    answer = kwalcode("finalise", three, "a", "--adopt", "Dirk", "--as", "Petra")
    assert "a: the work of Dirk, 0 codings" in answer.err
    answer = kwalcode("finalise", three, "a", "--adopt", "Anna", "--as", "Petra")
    assert "a was final already: 'kwalcode unfinalise' opens it." in answer.err


def test_all_that_is_complete_is_what_was_assigned(three: Path, desk: Path, kwalcode) -> None:
    (desk / "b.txt").write_text(TEXT.replace("goed", "best"))
    (desk / "c.txt").write_text(TEXT.replace("goed", "slecht"))
    assert kwalcode("import", three, desk / "b.txt", desk / "c.txt", "--as", "Petra").code == 0
    words = ("--coders", "Anna,Bram", "--overlap", "0%", "--as", "Petra")
    assert kwalcode("assign", three, *words).code == 0
    rows = json.loads(kwalcode("assign", three, "--list", "--json").out)
    theirs = {row["document"] for row in rows if row["coder"] == "Anna"}
    assert 0 < len(theirs) < 3
    everything = ("complete", three, "--all", "--as", "Petra", "--coder")
    assert kwalcode(*everything, "Anna").code == 0
    done = json.loads(kwalcode("documents", three, "--json").out)
    marked = {row["document"] for row in done if row["coders"]["Anna"]["complete"]}
    assert marked == theirs | {"a"}  # a was marked before
    assert kwalcode(*everything, "Chris").line == "2 marks changed."


def test_a_definition_of_a_code_that_is_not_at_stake_is_refused(three: Path, kwalcode) -> None:
    one = next(o for o in queue(kwalcode, three, "Anna,Chris") if "B" in (o["a"] or o["b"])["code"])
    words = ("--coders", "Anna,Chris", "--decide", one["id"], "a", "--as", "Petra")
    answer = kwalcode("adjudicate", three, *words, "--define", "A", "--definition", "x")
    assert answer.code == 2
    assert "'A' is not at stake here" in answer.line


def test_who_cannot_code_is_given_no_documents(three: Path, kwalcode) -> None:
    words = ("assign", three, "--overlap", "100%", "--as", "Petra", "--coders")
    answer = kwalcode(*words, "Anna,Petra")
    assert (answer.code, "Petra is no coder here but the supervisor" in answer.line) == (2, True)
    answer = kwalcode(*words, "Anna,anna")
    assert (answer.code, "two coders or more" in answer.line) == (2, True)


@pytest.mark.parametrize(
    ("name", "said"), [("Dirk,Eva", "no comma"), ("Consensus", "another name")]
)
def test_a_name_that_no_coder_can_have(name: str, said: str, three: Path, kwalcode) -> None:
    answer = kwalcode("coders", three, "--add", name, "--as", "Petra")
    assert (answer.code, said in answer.line) == (1, True)
    people = [one["coder"] for one in json.loads(kwalcode("coders", three, "--json").out)]
    assert people == ["Petra", "Anna", "Bram", "Chris"]


def test_who_was_only_given_a_copy_is_listed_with_what_is_to_be_done(
    three: Path, desk: Path, kwalcode
) -> None:
    kwalcode("coders", three, "--add", "Dirk", "--as", "Petra")
    copy = desk / "nowhere" / "dirk.kwal"
    answer = kwalcode("handout", three, "--coder", "Dirk", "-o", copy, "--as", "Petra")
    assert (answer.code, "there is no folder" in answer.line) == (1, True)
    copy.parent.mkdir()
    kwalcode("assign", three, "--coders", "Dirk", "--as", "Petra")
    assert kwalcode("handout", three, "--coder", "Dirk", "-o", copy, "--as", "Petra").code == 0
    for study in (three, copy):
        (dirk,) = (
            one
            for one in json.loads(kwalcode("coders", study, "--json").out)
            if one["coder"] == "Dirk"
        )
        assert (dirk["codings"], dirk["complete"], dirk["assigned"]) == (0, 0, 1)
