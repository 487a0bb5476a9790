from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError
from kwalcode.exchange.codebook_csv import parse, render
from kwalcode.exchange.codebook_rules import MAX_DEPTH, spec_of
from kwalcode.model import ORIGINS, Code

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=">"), max_size=10
).map(lambda s: " ".join(s.split()))
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30),
    st.text("'=-+@a,;\t\n\"", max_size=8),
).map(str.strip)


def paths(text):
    return [" > ".join(spec.path) for spec in parse(text, "t.csv")]


def test_all_columns_are_read():
    text = (
        "code,definition,path,include,exclude,example,question,keywords,color,origin,key\n"
        'A,"een, twee",A,in,uit,vb,Hoe?,"dag; nacht ;dag;",#3b7dd8,In vivo,a\n'
        "b,,A > b,,,,,,,,\n"
    )
    first, second = parse(text, "t.csv")
    assert first.definition == "een, twee"
    assert (first.include, first.exclude, first.example, first.question) == (
        "in", "uit", "vb", "Hoe?",
    )  # fmt: skip
    assert (first.keywords, first.color, first.origin) == (("dag", "nacht"), "#3b7dd8", "in vivo")
    assert (first.key, first.place) == ("a", "row 2")
    assert (second.path, second.origin, second.keywords) == (("A", "b"), "deductive", ())


def test_parents_may_come_before_or_after_their_children():
    text = "code;parent\nlunch;welkom\nwelkom;Aankomst\nVertrek;\nAankomst;\nalleen;AANKOMST\n"
    assert paths(text) == [
        "Aankomst",
        "Aankomst > welkom",
        "Aankomst > welkom > lunch",
        "Aankomst > alleen",
        "Vertrek",
    ]


def test_paths_may_come_in_any_order_and_name_parents_without_a_row():
    assert paths("code,path\nc,A > b > c\nd,D > d\nA,A\nx,a>x\n") == [
        "A", "A > b > c", "A > x", "D > d",
    ]  # fmt: skip


def test_a_path_goes_before_a_parent_and_both_may_be_used():
    assert paths("code,path,parent\nA,A,\nb,A > b,C\nc,,b\n") == ["A", "A > b", "A > b > c"]


def test_the_same_name_may_stand_under_two_parents():
    assert paths("code,parent\nA,\nB,\nanders,A\nanders,B\n") == [
        "A", "A > anders", "B", "B > anders",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("naam,definition\nA,b\n", "no column 'code'"),
        ("code,definitie\nA,b\n", "row 1: unknown column 'definitie'; known are: code"),
        ("code,definition\nA,b\n,c\n", "row 3, code ''.*name is missing"),
        ("code,definition\nA > B,b\n", "row 2.*holds '>'"),
        ("code,definition\nA,b,c\n", "row 2, code 'A'.*cell under no column"),
        ("code,color\nA,rood\n", "row 2.*'rood'"),
        ("code,origin\nA,zelf\n", "row 2.*'zelf'"),
        ("code,path\nA,B > C\n", "row 2.*'B > C' should end in the name"),
        ("code,path\nA,B >  > A\n", "row 2.*name is missing"),
        ("code,parent\nA,B\n", "row 2, code 'A'.*'B' has no row"),
        ("code,parent\nA,A\n", "row 2.*ring"),
        ("code,parent\nA,B\nB,C\nC,A\n", "row 2.*ring"),
        ("code,parent\nx,A\nx,B\nA,\nB,\ny,x\n", "row 6.*several codes are called 'x'"),
        ("code,parent\nA,\na,\n", "row 3.*before, at row 2"),
        ("code,key\nA,k\nB,K\n", "row 3.*'K' is used before, at row 2"),
        ("code,path\nA," + " > ".join(["A"] * (MAX_DEPTH + 1)) + "\n", "row 2.*levels"),
    ],
)
def test_errors_name_file_row_and_code(text, reason):
    with pytest.raises(KwalcodeError, match=reason) as caught:
        parse(text, "proef.csv")
    assert str(caught.value).startswith("proef.csv")
    assert "\n" not in str(caught.value)


def test_a_chain_of_parents_without_end_is_refused_at_once():
    text = "code,parent\n" + "".join(f"n{i},n{i + 1}\n" for i in range(20_000)) + "n20000,\n"
    with pytest.raises(KwalcodeError, match=f"at most {MAX_DEPTH} levels"):
        parse(text, "t.csv")


def test_formulas_are_neutralised_on_the_way_out():
    codes = [code("=cmd", 1, definition="- eerste\n- tweede", example="'t was")]
    line = render(codes).split("\n", 1)[1]
    assert line.startswith("'=cmd,\"'- eerste\n- tweede\",'=cmd,,,'t was,")


def code(path, number, **fields):
    values = dict.fromkeys(("definition", "include", "exclude", "example", "question"), "")
    values |= {"key": "", "keywords": (), "color": "", "origin": "deductive"} | fields
    *_, name = path.split(" > ")
    return Code(
        id=number, uuid=b"", parent=None, name=name, path=path, depth=path.count(" > "),
        position=number, **values,
    )  # fmt: skip


@st.composite
def codebooks(draw):
    """Draw codes as a project lists them: roots, each followed by its sub-codes."""
    names = draw(st.lists(WORDS.filter(bool), max_size=6, unique_by=str.casefold))
    root, made = "", []
    for number, name in enumerate(names):
        root = name if not root or draw(st.booleans()) else root
        fields = {f: draw(TEXTS) for f in ("definition", "include", "example", "question")}
        made.append(
            code(
                name if root == name else f"{root} > {name}",
                number,
                **fields,
                key=draw(st.sampled_from(["", f"-{number}"])),
                keywords=tuple(draw(st.lists(WORDS.filter(bool), max_size=3, unique=True))),
                color=draw(st.sampled_from(["", "#3b7dd8"])),
                origin=draw(st.sampled_from(ORIGINS)),
            )
        )
    return made


@settings(max_examples=200, deadline=None)
@given(codebooks(), st.sampled_from(",\t"))
@example([code("A", 1, keywords=("a;b", '"c" d', "'=e", "-"))], ",")
@example([code("=1", 1, example="'=x", definition="''-y"), code("=1 > +2", 2)], ",")
def test_what_is_written_is_read_back_the_same(codes, mark):
    specs = parse(render(codes, delimiter=mark), "t.csv")
    assert [replace(spec, place="") for spec in specs] == [spec_of(c) for c in codes]
