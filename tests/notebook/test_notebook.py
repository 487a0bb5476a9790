"""The door for notebooks: frames out, acts in, and nothing heavy before it is opened."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kwalcode
from kwalcode.errors import NotAProject, NotFound, ReadOnlyProject, Refused, UsageError
from kwalcode.model import CodeSpec
from kwalcode.notebook import Notebook, open_notebook
from kwalcode.project.acts.codes import edit_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.framework import write_summary
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.reads.findings import Subject
from kwalcode.project.study import Study

TEXT = "Interviewer: Hoe gaat dat?\nR01: Dat gaat goed. Meestal wel.\n"
ASKED = TEXT.index("Hoe"), TEXT.index("?") + 1
GOOD = TEXT.index("Dat gaat goed."), TEXT.index("Dat gaat goed.") + len("Dat gaat goed.")
MOSTLY = TEXT.index("Meestal wel."), TEXT.index("Meestal wel.") + len("Meestal wel.")


@pytest.fixture
def path(study: Study, prepared) -> Path:
    """A study of two interviews, coded by Anna and by Bram, all complete."""
    for name in ("R01", "R02"):
        import_document(study, prepared(name, TEXT, sentences=[ASKED, GOOD, MOSTLY]))
    specs = [
        CodeSpec(("Mood",), key="m", definition="how it is"),
        CodeSpec(("Mood", "fine"), key="f", keywords=("goed", "wel")),
        CodeSpec(("Help",), key="h"),
    ]
    import_codebook(study, specs)
    whole = GOOD[0], MOSTLY[1]
    codings = [
        NewCoding(1, *GOOD, 2, "Anna"),
        NewCoding(1, *GOOD, 3, "Anna"),
        NewCoding(2, *whole, 2, "Anna"),
        NewCoding(1, *GOOD, 2, "Bram"),
        NewCoding(2, *MOSTLY, 2, "Bram"),
    ]
    add_codings(study, codings)
    for coder in ("Anna", "Bram"):
        mark_complete(study, coder, [1, 2])
    set_attributes(
        study, {1: ("", {"domain": "zorg", "text": "x"}), 2: ("", {"domain": "politie"})}
    )
    return study.path


@pytest.fixture
def book(path: Path) -> Iterator[Notebook]:
    with kwalcode.open(path, as_="Anna") as opened:
        yield opened


def rows(frame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_the_package_stays_light() -> None:
    program = (
        "import sys, kwalcode\n"
        "print([name for name in ('pandas', 'sqlalchemy', 'click') if name in sys.modules])\n"
        "kwalcode.open\n"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["[]", "True"], done.stderr


def test_the_door() -> None:
    assert kwalcode.open is open_notebook
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = kwalcode.nothing_of_the_kind


def test_a_path_as_text_and_what_is_no_study(path: Path, tmp_path: Path) -> None:
    with kwalcode.open(str(path)) as book:
        assert "study.kwal" in repr(book)
    with pytest.raises(NotAProject):
        kwalcode.open(tmp_path / "none.kwal")


def test_documents_and_respondents(book: Notebook) -> None:
    frame = book.documents()
    assert list(frame.columns) == [
        "document", "respondent", "characters", "format", "domain", "text",
    ]  # fmt: skip
    assert frame["document"].tolist() == ["R01", "R02"]
    assert frame["characters"].tolist() == [len(TEXT)] * 2
    people = book.respondents()
    assert rows(people) == [("R01", 1, "zorg", "x"), ("R02", 1, "politie", "")]


def test_coders_and_codes(book: Notebook) -> None:
    assert rows(book.coders()) == [("Anna", "coder", 3, 2, 0), ("Bram", "coder", 2, 2, 0)]
    codes = book.codes().set_index("code")
    assert codes.index.tolist() == ["Mood", "Mood > fine", "Help"]
    assert codes["codings"].to_dict() == {"Mood": 0, "Mood > fine": 4, "Help": 1}
    assert codes.loc["Mood > fine", "keywords"] == "goed; wel"
    assert codes.loc["Mood", "definition"] == "how it is"


def test_codings(book: Notebook) -> None:
    frame = book.codings(text=True)
    assert len(frame) == 5
    assert list(frame.columns) == ["document", "start", "end", "code", "coder", "text"]
    for row in frame.itertuples():
        assert book.text(row.document)[row.start : row.end] == row.text
    assert rows(book.codings(code="help")) == [("R01", *GOOD, "Help", "Anna")]
    assert book.codings(coder="bram")["coder"].tolist() == ["Bram", "Bram"]
    assert len(book.codings(code="Mood")) == 0
    with pytest.raises(NotFound):
        book.codings(code="none")


def test_quotations(book: Notebook) -> None:
    frame = book.quotations()
    assert frame[["document", "text", "codes"]].values.tolist() == [
        ["R01", "Dat gaat goed.", ("Mood > fine", "Help")],
        ["R02", "Dat gaat goed. Meestal wel.", ("Mood > fine",)],
    ]
    assert frame["turn"].tolist() == [2, 2]
    assert frame["text (attribute)"].tolist() == ["x", ""]
    assert frame.attrs["layer"] == "Anna"
    assert len(book.quotations("Mood")) == 0
    assert len(book.quotations("Mood", sub_codes=True)) == 2
    assert len(book.quotations(where=["domain=zorg"])) == 1
    both = book.quotations(coder="all")
    assert both["coders"].tolist()[0] == ("Anna", "Bram")


def test_cooccurrence(book: Notebook) -> None:
    frame = book.cooccurrence()
    assert rows(frame[["a", "b", "events", "respondents"]]) == [("Mood > fine", "Help", 1, 1)]
    assert frame["jaccard"].tolist() == pytest.approx([1 / 3])
    counted = {"rule": "sentence", "units": 4, "layer": "Anna", "documents": 2, "respondents": 2}
    assert counted.items() <= frame.attrs.items()
    assert book.cooccurrence("document")["jaccard"].tolist() == pytest.approx([1 / 2])
    with pytest.raises(UsageError):
        book.cooccurrence("nearby")


def test_agreement(book: Notebook) -> None:
    frame = book.agreement().set_index("code")
    assert frame.loc["Mood > fine", ["a_only", "b_only", "both"]].tolist() == [1, 0, 2]
    assert frame.loc["Mood", "reason"]
    assert frame.attrs["unit"] == "sentence"
    assert frame.attrs["n"] == 4
    assert 0 < frame.attrs["alpha"] < 1


def test_agreement_by_something_else(book: Notebook) -> None:
    whole = book.agreement(replicates=200, seed=7)
    low, high = whole.attrs["interval"]
    assert low <= whole.attrs["alpha"] <= high
    assert whole.attrs["seed"] == 7
    assert {"bar_u_alpha", "holsti"} <= set(whole.columns)
    assert whole.attrs["masi"] is not None
    documents = book.agreement(by="document")
    assert documents["n"].sum() == documents.attrs["n"]
    assert book.agreement(by="pair")["alpha"].tolist() == [whole.attrs["alpha"]]
    assert book.agreement(by="round").empty
    for wrong in ({"replicates": -1}, {"replicates": 10**9}, {"replicates": 9, "seed": -1}):
        with pytest.raises(UsageError, match="Resamples are from 0 to 100000"):
            book.agreement(**wrong)
    for nobody in ([], "Anna", ["Anna"]):
        with pytest.raises(UsageError, match="two coders or more"):
            book.agreement(nobody)
    with pytest.raises(UsageError, match="no table by 'page'"):
        book.agreement(by="page")


def test_limits_and_chances(book: Notebook) -> None:
    limited = book.cooccurrence("overlap", codes=["Mood"], where=["domain=zorg"])
    assert limited.empty
    assert limited.attrs["filter"]["codes"] == ["Mood"]
    assert (limited.attrs["respondents"], limited.attrs["where"]) == (1, ("domain=zorg",))
    chances = book.chances(rotations=19)
    assert chances["respondents_ab"].tolist() == [1]
    assert (chances.attrs["tests"], chances.attrs["rotations"], chances.attrs["seed"]) == (1, 19, 1)
    assert 0 < chances["p_rotated"].item() <= 1


def test_the_graph(book: Notebook) -> None:
    graph = book.graph(minimum=1)
    assert set(graph.nodes) == {"Mood > fine", "Help"}
    assert graph.edges["Mood > fine", "Help"]["respondents"] == 1
    assert graph.nodes["Help"]["community"] == 0
    assert graph.graph["layer"] == "Anna"
    assert book.graph().number_of_edges() == 0
    assert book.graph().graph["modularity"] is None


def test_the_table(book: Notebook) -> None:
    frame = book.table("domain", unit="words")
    assert frame.loc["Mood > fine"].to_dict() == {"politie": 5, "zorg": 3}
    assert frame.attrs["by"] == "domain"
    assert book.table(binary=True).loc["Help"].tolist() == [1, 0]
    assert book.table(sub_codes=True, share="row").loc["Mood"].tolist() == [0.5, 0.5]


def test_contrast_and_words(book: Notebook) -> None:
    frame = book.contrast("domain").set_index(["code", "value"])
    assert frame.loc[("Help", "zorg"), "with"] == 1
    assert frame.attrs["in_every_group"] == ["Mood > fine"]
    assert book.words(by="domain").empty  # everything is said by one respondent of each group
    words = book.words(code="Mood > fine")
    assert words.attrs["code"] == "Mood > fine"
    assert words.columns.tolist()[:2] == ["word", "n"]


def test_coverage_and_saturation(book: Notebook, path: Path) -> None:
    assert book.coverage().attrs["reason"]
    with kwalcode.open(path, as_="Anna") as other:
        edit_code(other.study, 1, question="Hoe gaat het?")
    frame = book.coverage()
    assert rows(frame[["topic", "respondent", "quotations", "words"]]) == [
        ("Mood", "R01", 1, 3), ("Mood", "R02", 1, 5),
    ]  # fmt: skip
    asked = frame.attrs["openings"]
    assert asked["question"].tolist() == ["Hoe gaat dat?"] * 2
    curve = book.saturation(origins=["deductive"], base=1, run=1)
    assert curve["new"].tolist() == [2, 0]
    assert curve["ratio"].tolist()[1] == 0
    assert curve.attrs["chao2"]["seen"] == 2
    assert book.saturation().attrs["reason"]


def test_themes(book: Notebook) -> None:
    create_theme(book.study, "Well-being", "It goes well.", [2, 3])
    frame = book.themes()
    assert frame.loc["Well-being"].to_dict() == {"R01": 1, "R02": 1}
    assert frame.attrs["claims"] == {"Well-being": "It goes well."}
    contrast = book.contrast("domain", of="theme")
    assert contrast["with"].tolist() == [1, 1]
    assert contrast["code"].tolist() == ["Well-being"] * 2


def test_patterns_between_groups(book: Notebook) -> None:
    together = write_pattern(
        book.study, "correspondence", "Help goes with well-being.",
        Subject("code", 2), Subject("code", 3),
    )  # fmt: skip
    assert together
    frame = book.contrast("domain", of="pattern").set_index("value")
    assert frame["with"].to_dict() == {"politie": 0, "zorg": 1}
    assert set(frame["code"]) == {"Help goes with well-being."}


def test_disagreements(book: Notebook) -> None:
    frame = book.disagreements()
    assert set(frame["class"]) <= {"boundary", "other code", "missed code", "missed passage"}
    assert frame.attrs["coders"] == ("Anna", "Bram")
    assert ("R01", "Help", "") in rows(frame[["document", "a", "b"]])


def test_writes_are_acts_that_can_be_undone(book: Notebook) -> None:
    assert book.apply("R01", *MOSTLY, "Mood > fine") is True
    assert book.apply("R01", *MOSTLY, "mood > fine") is False
    assert book.apply("R01", *MOSTLY, "Help", coder="Cees") is True
    assert len(book.codings()) == 7
    assert book.coders()["coder"].tolist() == ["Anna", "Bram", "Cees"]
    assert book.undo() == "apply code"
    assert book.undo() == "apply code"
    assert len(book.codings()) == 5


def test_writes_that_are_refused(book: Notebook, path: Path) -> None:
    with pytest.raises(Refused):
        book.apply("R01", 5, 9999, "Help")
    with pytest.raises(NotFound):
        book.apply("R01", 0, 5, "none")
    with pytest.raises(NotFound):
        book.apply("none", 0, 5, "Help")
    assert len(book.codings()) == 5
    with kwalcode.open(path) as reader:
        for act in (lambda: reader.apply("R01", 0, 5, "Help"), reader.undo):
            with pytest.raises(UsageError, match="as_="):
                act()


def test_an_empty_study_gives_empty_frames(new_study) -> None:
    with new_study() as study:
        book = Notebook(study)
        for frame in (
            book.documents(), book.respondents(), book.codes(), book.codings(text=True),
            book.quotations(), book.cooccurrence(), book.agreement(),
        ):  # fmt: skip
            assert len(frame) == 0
            assert len(frame.columns) > 1
        for frame in (book.chances(), book.coverage(), book.saturation(), book.table()):
            assert len(frame) == 0
        assert book.themes().empty
        assert len(book.graph()) == 0


def test_a_study_that_cannot_be_written_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kwalcode.store import opening

    monkeypatch.setattr(opening, "_writable", lambda _path: False)
    with kwalcode.open(path, as_="Anna") as reader:
        assert len(reader.codings()) == 5
        with pytest.raises(ReadOnlyProject):
            reader.apply("R01", 0, 5, "Help")


def test_findings_are_frames_that_tell_what_they_were_counted_on(path: Path) -> None:
    with kwalcode.open(path, as_="Anna") as book:
        create_theme(book.study, "Fine", "It goes well.", [2])
        create_theme(book.study, "Help", "It does not.", [3])
        ends = Subject("code", 2), Subject("code", 3)
        write_pattern(book.study, "similarity", "together", *ends, rule="turn")
        relate(book.study, Subject("theme", 1), Subject("theme", 2), "contradicts", note="so")
        write_summary(book.study, 1, Subject("theme", 1), "Well.")
        proposals = book.proposals("turn", minimum=1)
        assert proposals["code"].tolist() == ["Mood > fine", "Help"]
        assert (proposals["theme"].unique().tolist(), proposals.attrs["rule"]) == ([""], "turn")
        patterns = book.patterns()
        assert patterns["cell"].tolist() == ["together", "only a"]
        assert patterns["negative"].tolist() == [False, True]
        assert patterns.attrs["layer"] == "Anna"
        (relation,) = book.relations().to_dict("records")
        assert (relation["a"], relation["type"], relation["b"], relation["directed"]) == (
            "Fine", "contradicts", "Help", False,
        )  # fmt: skip
        matrix = book.framework()
        assert matrix["summary"].tolist() == ["Well.", "", "", ""]
        assert book.framework(["Mood"])["quotations"].tolist() == [1, 1]
        assert book.sequences(within=1).empty
        answers = book.answers()
        assert answers.attrs["questions"] == 2
        assert answers.set_index("code")["answers"].to_dict() == {
            "Mood": 0, "Mood > fine": 2, "Help": 1,
        }  # fmt: skip
        graph = book.graph("turn", of="theme", weight="jaccard", minimum=0)
        assert graph.edges["Fine", "Help"]["weight"] == 0.5
