import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.errors import BadRows, KwalcodeError, NotFound, UnreadableFile
from kwalcode.exchange.codebooks import read_codebook
from kwalcode.exchange.codings_csv import export_codings, import_codings, read_codings
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.importing import import_files
from kwalcode.project.reads.people import all_coders, completed

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "transcripts_example"
TEXT = 'I: Hoe 👩‍💻 dan?\nR: =SOM(1) zei [naam].\n\n- "Ja", zei ze;  echt.\nR: \'t was ja. Ja.\n'
HEAD = "document,quote,code,coder,occurrence\n"


def exported(study, **options):
    out = io.StringIO(newline="")
    count = export_codings(study, out, **options)
    assert len(list(csv.reader(io.StringIO(out.getvalue(), newline="")))) == count + 1
    return out.getvalue()


@pytest.fixture
def coded_study(make_study):
    return make_study({"R01": TEXT, "R02": "niets dan dit\nen dat"})


def test_rows_with_a_quote_or_with_places_are_taken_in(coded_study, write, codings_in):
    path = write(
        "c.csv",
        "document,start,end,quote,code,coder\n"
        "R01,,,👩‍💻 dan,Signaleren>onderbuik,Bram\n"
        "R01.txt,2,5,,Vertrouwen,Anna\n"
        'R02,0,20,"niets dan\ndit en dat",k0,Anna\n',
    )
    result = import_codings(coded_study, path)
    assert (result.added, result.already_there, result.bad) == (3, 0, ())
    assert result.coders == ("Bram", "Anna")
    assert result.documents == ("R01", "R02")
    assert codings_in(coded_study) == [
        ("R01", 2, 5, "Vertrouwen", "Anna"),
        ("R01", 7, 14, "Signaleren > onderbuik", "Bram"),
        ("R02", 0, 20, "Signaleren", "Anna"),
    ]
    assert check(coded_study) == []


def test_an_import_is_one_act(coded_study, write, codings_in):
    path = write("c.csv", HEAD + "R01,Hoe,Vertrouwen,Bram,\nR02,niets,Vertrouwen,Cees,\n")
    import_codings(coded_study, path)
    undo(coded_study)
    assert codings_in(coded_study) == []


def test_a_second_import_adds_nothing(coded_study, write):
    path = write("c.csv", HEAD + "R01,Hoe,Vertrouwen,Bram,\nR01,Hoe,vertrouwen,bram,\n")
    assert import_codings(coded_study, path).added == 1
    again = import_codings(coded_study, path)
    assert (again.added, again.already_there) == (0, 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("R09,Hoe,Vertrouwen,Bram,", "no document 'R09'"),
        (",Hoe,Vertrouwen,Bram,", "no document is named"),
        ("R01,Hoe,Wantrouwen,Bram,", "no code 'Wantrouwen'"),
        ("R01,Hoe,,Bram,", "no code is named"),
        ("R01,Hoe,Vertrouwen,,", "no coder is named"),
        ("R01,,Vertrouwen,Bram,", "neither a quote nor start and end"),
        ("R01,hoe,Vertrouwen,Bram,", "no passage 'hoe'"),
        ("R01,zei,Vertrouwen,Bram,", "'zei' occurs more than once"),
        ("R01,zei,Vertrouwen,Bram,3", "'zei' has no occurrence 3; the last is 2"),
        ("R01,zei,Vertrouwen,Bram,0", "counts from 1"),
        ("R01,zei,Vertrouwen,Bram,-1", "occurrence is '-1'"),
        ("R01,zei,Vertrouwen,Bram,twee", "occurrence is 'twee'"),
        ("R01,Hoe, dan,Vertrouwen,Bram,", "under no column|no code"),
    ],
)
def test_bad_rows_are_told_by_number_and_nothing_goes_in(
    coded_study, write, codings_in, row, reason
):
    path = write("c.csv", HEAD + "R01,Hoe,Vertrouwen,Bram,\n" + row + "\n")
    with pytest.raises(BadRows, match=reason) as caught:
        import_codings(coded_study, path)
    assert [number for number, _reason in caught.value.rows] == [3]
    assert "c.csv: 1 bad row" in str(caught.value)
    assert "row 3: " in str(caught.value)
    assert "\n" not in str(caught.value)
    assert codings_in(coded_study) == []
    result = import_codings(coded_study, path, skip_bad=True)
    assert (result.added, [n for n, _ in result.bad]) == (1, [3])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("0,0,", "not a passage"),
        ("5,2,", "not a passage"),
        ("0,9999,", "0 to 81"),
        ("999999999999999999999999,5,", "start is '9999"),
        ("-1,5,", "start is '-1'"),
        ("1.5,5,", "start is '1.5'"),
        ("²,5,", "start is"),
        (",5,Hoe", "start is ''"),
        ("3,6,hoe", "something else than 'hoe'"),
        ("4,7,Hoe", "something else than 'Hoe'"),
    ],
)
def test_bad_places_are_told(coded_study, write, cells, reason):
    path = write("c.csv", f"document,start,end,quote,code,coder\nR01,{cells},Vertrouwen,Bram\n")
    with pytest.raises(BadRows, match=reason):
        import_codings(coded_study, path)


def test_the_first_few_of_many_bad_rows_are_shown(coded_study, write):
    path = write("c.csv", HEAD + "R09,Hoe,Vertrouwen,Bram,\n" * 10)
    with pytest.raises(BadRows, match=r"10 bad rows.*row 2: .*row 4: .*; and 7 more$") as caught:
        import_codings(coded_study, path)
    assert "row 5" not in str(caught.value)
    assert len(caught.value.rows) == 10


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("document,code,coder\nR01,A,B\n", "no column 'quote'"),
        ("document,quote,code\nR01,A,B\n", "no column 'coder'"),
        ("quote,coder\nR01,A\n", "no column 'document', 'code'"),
        ("document,start,code,coder\nR01,1,A,B\n", "no column 'quote'"),
        (HEAD + 'R01,"Hoe,Vertrouwen,Bram,\n', "row 2 is not well-formed"),
    ],
)
def test_what_is_no_table_of_codings_is_refused_even_when_skipping(
    coded_study, write, content, reason
):
    with pytest.raises(UnreadableFile, match=reason):
        import_codings(coded_study, write("c.csv", content), skip_bad=True)


def test_the_default_coder_stands_in(coded_study, write, codings_in):
    path = write("c.csv", "document,quote,code\nR01,Hoe,Vertrouwen\n")
    import_codings(coded_study, path, default_coder="Cees")
    path = write("d.csv", HEAD + "R01,Hoe,Signaleren,,\nR01,Hoe,Signaleren,Bram,\n")
    import_codings(coded_study, path, default_coder="Cees")
    assert {coder for *_, coder in codings_in(coded_study)} == {"Cees", "Bram"}
    with pytest.raises(KwalcodeError, match="empty"):
        import_codings(coded_study, path, default_coder=" ")


def test_case_and_spaces_make_no_other_coder(coded_study, write):
    rows = "R01,Hoe,Vertrouwen, anna ,\nR01,dan,Vertrouwen,Jan  B,\nR01,ze;,Signaleren,JAN B,\n"
    assert import_codings(coded_study, write("c.csv", HEAD + rows)).coders == ("Anna", "Jan B")
    with coded_study.reading() as connection:
        assert [coder.name for coder in all_coders(connection)] == ["Anna", "Jan B"]


def test_documents_are_found_by_name_file_and_stem(coded_study, add_document, write, codings_in):
    add_document(coded_study, "Café", "een", source="gesprek.docx")
    add_document(coded_study, "R03", "vier", source="x.txt")
    add_document(coded_study, "R03", "vijf", source="x.txt")
    names = ("Cafe\u0301", "gesprek.docx", "gesprek", "café", "GESPREK.DOCX")
    path = write("c.csv", HEAD + "".join(f"{name},een,Vertrouwen,B,\n" for name in names))
    result = import_codings(coded_study, path)
    assert (result.added, result.already_there, result.documents) == (1, 4, ("Café",))
    path = write("d.csv", HEAD + "R03,vier,Vertrouwen,B,\nR03 (2),vijf,Vertrouwen,B,\n")
    assert import_codings(coded_study, path).documents == ("R03", "R03 (2)")
    path = write("e.csv", HEAD + "x.txt,vier,Vertrouwen,B,\n")
    with pytest.raises(BadRows, match=r"several documents come from 'x.txt': 'R03', 'R03 \(2\)'"):
        import_codings(coded_study, path)


def test_a_name_of_several_codes_needs_the_path(make_study, write):
    study = make_study({"R01": TEXT}, codes=("A", "A > x", "B", "B > x"))
    path = write("c.csv", HEAD + "R01,Hoe,x,Bram,\nR01,Hoe,B > x,Bram,\n")
    assert import_codings(study, path, skip_bad=True).bad[0][0] == 2


def test_columns_that_mean_nothing_are_reported(coded_study, write):
    path = write("c.csv", "document,quote,code,coder,occurence,memo\nR01,Hoe,Vertrouwen,B,,x\n")
    assert import_codings(coded_study, path).ignored == ("occurence", "memo")


def test_complete_marks_the_documents_of_each_coder(coded_study, write):
    rows = "R01,Hoe,Vertrouwen,Bram,\nR02,niets,Vertrouwen,Bram,\nR02,dat,Vertrouwen,Cees,\n"
    bad = "R02,weg,Vertrouwen,Cees,\n"
    path = write("c.csv", HEAD + rows + bad)
    result = import_codings(coded_study, path, skip_bad=True, complete=True)
    assert result.completed == 2
    with coded_study.reading() as connection:
        coders = {coder.name: coder.id for coder in all_coders(connection)}
        assert completed(connection) == {(1, coders["Bram"]), (2, coders["Bram"])}


def test_nobody_acting_is_refused_before_the_file_is_read(coded_study, tmp_path):
    coded_study.actor = None
    with pytest.raises(KwalcodeError, match="Who acts"):
        import_codings(coded_study, tmp_path / "nee.csv")


def test_the_export_has_places_quotes_and_paths(coded_study):
    at = TEXT.index("=SOM"), TEXT.index(" zei [")
    add_codings(coded_study, [NewCoding(1, *at, 2, "Bram"), NewCoding(1, 0, 6, 3, "Anna")])
    assert exported(coded_study) == (
        "document,start,end,quote,code,coder\n"
        "R01,0,6,I: Hoe,Vertrouwen,Anna\n"
        f"R01,{at[0]},{at[1]},'=SOM(1),Signaleren > onderbuik,Bram\n"
    )
    assert exported(coded_study, coder="bram").count("R01") == 1
    assert exported(coded_study, code="vertrouwen").count("R01") == 1
    assert exported(coded_study, code="Signaleren").count("R01") == 0
    for wrong in ({"coder": "Dirk"}, {"code": "Wantrouwen"}):
        with pytest.raises(NotFound):
            exported(coded_study, **wrong)


def test_a_quote_is_taken_as_it_stands_or_without_the_apostrophe_of_an_export(
    coded_study, write, codings_in
):
    path = write(
        "c.csv",
        HEAD + "R01,'=SOM(1),Vertrouwen,Bram,\nR01,=SOM(1) zei,Vertrouwen,Bram,\n"
        'R01,"\'- ""Ja""",Vertrouwen,Bram,\nR01,\'t was,Vertrouwen,Bram,\n',
    )
    import_codings(coded_study, path)
    quotes = [TEXT[start:end] for _, start, end, *_ in codings_in(coded_study)]
    assert quotes == ["=SOM(1)", "=SOM(1) zei", '- "Ja"', "'t was"]


def test_a_text_that_really_has_the_apostrophe_is_preferred(make_study, write, codings_in):
    study = make_study({"R01": "-ist. Ik zei '-isme' en -isme."})
    import_codings(study, write("c.csv", HEAD + "R01,'-isme,Vertrouwen,Bram,\n"))
    assert codings_in(study) == [("R01", 13, 19, "Vertrouwen", "Bram")]


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1),
    st.text("'=-+@a,;\t\n\"👩 ", min_size=1, max_size=30),
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_codings_exported_and_imported_into_a_fresh_study_are_the_same(
    make_study, codings_in, tmp_path_factory, data
):
    texts = {"=R01": data.draw(TEXTS), "'-R02": data.draw(TEXTS), "R03": "x"}
    codes = ("-A", "-A > 'b", "'=A", "a", "A")
    first, second = make_study(texts, codes), make_study(texts, codes)
    new = []
    for document, text in enumerate(texts.values(), start=1):
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, len(text) - 1))
            end = data.draw(st.integers(start + 1, len(text)))
            coder = data.draw(st.sampled_from(["@Anna", "'@Anna", "Bram"]))
            new.append(NewCoding(document, start, end, data.draw(st.integers(1, 5)), coder))
    if new:
        add_codings(first, new)
    path = tmp_path_factory.mktemp("csv") / "codings.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        written = export_codings(first, out)
    result = import_codings(second, path)
    assert result.added == written == len(codings_in(first))
    assert sorted(codings_in(second)) == sorted(codings_in(first))


def test_every_quote_of_an_export_opens_as_plain_text(make_study):
    text = "".join(f"{mark}cmd|' /C calc'!A0\n" for mark in "=+-@\t'")
    study = make_study({"R01": text})
    add_codings(study, [NewCoding(1, a, a + 3, 1, "B") for a in range(0, len(text) - 3)])
    for row in csv.reader(io.StringIO(exported(study), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_the_example_study_goes_in_whole_and_out_again(make_study, write, codings_in):
    studies = [make_study(codes=()) for _ in range(2)]
    for study in studies:
        for name in ("signaleren-uitbuiting.yaml", "signaleren-uitbuiting-inductief.yaml"):
            import_codebook(study, read_codebook(ROOT / "codebooks" / name))
        assert import_files(study, [EXAMPLE]).failed == []
    first, second = studies
    for name, least in (("a", 350), ("b", 100)):
        path = EXAMPLE / f"codings_coder_{name}.csv"
        result = import_codings(first, path, complete=True)
        assert result.added >= least
        assert result.already_there == 0
        assert result.completed == len(result.documents) >= 5
    import_codings(second, write("all.csv", exported(first)))
    assert codings_in(second) == codings_in(first)
    assert check(first) == []


def test_rows_are_read_without_writing_anything(coded_study, write, codings_in):
    read = read_codings(coded_study, write("c.csv", HEAD + "R01,Hoe,Vertrouwen,Bram,\nR01\n"))
    assert read.good == [NewCoding(1, 3, 6, 3, "Bram")]
    assert read.bad == [(3, "no coder is named")]
    assert codings_in(coded_study) == []
