"""cooccurrence with sub-codes and with p, through the command line."""

import csv
import io
import json
from math import comb
from pathlib import Path

import pytest

CHANCE = {"respondents_a", "respondents_b", "respondents_ab", "p", "holm", "bh"}


def report(kwalcode, *words: object):
    answer = kwalcode("cooccurrence", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.mark.parametrize("rule", ["sentence", "overlap", "document"])
def test_p_is_added_and_changes_nothing_else(rule, demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    plain = report(kwalcode, study, "--rule", rule)
    found = report(kwalcode, study, "--rule", rule, "--p")
    stripped = [{k: v for k, v in one.items() if k not in CHANCE} for one in found["pairs"]]
    assert stripped == plain["pairs"]
    used = len(found["codes"])
    assert found["tests"] == used * (used - 1) // 2 > len(found["pairs"])
    assert found["smallest_p"] == pytest.approx(1 / comb(12, 6))
    assert (found["p_unit"], found["p_status"]) == ("respondent", "exploratory")
    people = {code["code"]: code["respondents"] for code in found["codes"]}
    for one in found["pairs"]:
        assert (one["respondents_a"], one["respondents_b"]) == (people[one["a"]], people[one["b"]])
        assert one["respondents"] <= one["respondents_ab"]
        assert found["smallest_p"] * 0.999 <= one["p"] <= one["bh"] <= one["holm"] <= 1


def test_text_and_csv_say_that_p_is_exploratory(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    answer = kwalcode("cooccurrence", study, "--p")
    assert "p is exploratory" in answer.err
    assert "smallest p attainable is 0.00108" in answer.err
    head, first, *_rest = kwalcode("cooccurrence", study, "--p", "--csv").out.splitlines()
    assert head.endswith("sub_codes,tests,smallest_p,p_unit,p_status")
    assert first.endswith("respondent,exploratory")


def test_csv_says_the_units_and_how_many_documents_are_left_out(
    demo_folder: Path, kwalcode
) -> None:
    asked = (demo_folder / "demo.kwal", "--coder", "Bram")
    told = report(kwalcode, *asked)
    rows = list(csv.DictReader(io.StringIO(kwalcode("cooccurrence", *asked, "--csv").out)))
    assert told["not_coded"]
    assert {(row["units_n"], row["notes"], row["not_coded"]) for row in rows} == {
        (str(told["units"]), "; ".join(told["notes"]), str(len(told["not_coded"])))
    }


def test_sub_codes_count_above_but_never_with_their_ancestor(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    plain, rolled = (report(kwalcode, study, *more) for more in ((), ("--sub-codes",)))
    assert (plain["sub_codes"], rolled["sub_codes"]) == (False, True)
    before = {code["code"]: code["quotations"] for code in plain["codes"]}
    after = {code["code"]: code["quotations"] for code in rolled["codes"]}
    assert after["Melden"] > before.get("Melden", 0)
    for one in rolled["pairs"]:
        assert not one["b"].startswith(one["a"] + " > ")
        assert not one["a"].startswith(one["b"] + " > ")
    seen = {(one["a"], one["b"]): one["respondents"] for one in rolled["pairs"]}
    for one in plain["pairs"]:
        # a pair of a code and its ancestor was one before, and is none now
        if (one["a"], one["b"]) in seen:
            assert seen[one["a"], one["b"]] >= one["respondents"]


def test_nobody_and_one_respondent(small: Path, kwalcode) -> None:
    found = report(kwalcode, small, "--p", "--sub-codes")
    assert found["pairs"] == []
    assert found["smallest_p"] is None
    assert "n.a." in kwalcode("cooccurrence", small, "--p").err
    Path("c.csv").write_text(
        "document,start,end,code\ntalk,43,66,Signs\ntalk,43,66,Help\n", encoding="utf-8"
    )
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    [pair] = report(kwalcode, small, "--p")["pairs"]
    assert pair["p"] == 1.0
    assert kwalcode("cooccurrence", small, "--p", "--csv").code == 0


def test_rotations_are_added_with_their_seed(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    asked = (study, "--rule", "turn", "--p", "--rotations", 99, "--seed", 3)
    found, again = (report(kwalcode, *asked) for _ in range(2))
    assert found == again
    assert (found["rotations"], found["seed"]) == (99, 3)
    for one in found["pairs"]:
        assert 0.01 <= one["p_rotated"] <= one["bh_rotated"] <= one["holm_rotated"] <= 1
    assert "99 runs, seed 3" in kwalcode("cooccurrence", *asked).err
    refused = kwalcode("cooccurrence", study, "--rule", "overlap", "--p", "--rotations", 9)
    assert refused.code == 2
    assert "sentence or turn" in refused.line
    assert kwalcode("cooccurrence", study, "--rotations", 9).code == 2
