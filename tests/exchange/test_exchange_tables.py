import csv
import io
import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.cells import original_cell, safe_cell
from kwalcode.errors import UnreadableFile
from kwalcode.exchange.tables import open_table, read_table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


def rows_of(path, **options):
    with open_table(path, **options) as table:
        return table.columns, [(row.number, dict(row.cells), row.problem) for row in table.rows]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_encoding_reads_the_same(write, mark, encoding):
    text = f'Naam{mark}Functie\r\nZoë{mark}"zegt, eh; ja\té"\r\n'
    path = write("t.csv", text.encode(encoding))
    columns, rows = rows_of(path)
    assert columns == ("naam", "functie")
    assert rows == [(2, {"naam": "Zoë", "functie": "zegt, eh; ja\té"}, "")]


def test_a_spreadsheets_sep_line_is_obeyed_and_counted(write):
    _, rows = rows_of(write("t.csv", "sep=;\r\na;b\r\n1,5;2\r\n"))
    assert rows == [(3, {"a": "1,5", "b": "2"}, "")]


def test_rows_are_numbered_as_a_spreadsheet_does(write):
    path = write("t.csv", 'a,b\n"x\ny\r\nz",1\n\n,\nq,2\n')
    _, rows = rows_of(path)
    assert [(n, cells["a"]) for n, cells, _ in rows] == [(2, "x\ny\nz"), (5, "q")]


def test_short_rows_are_filled_and_surplus_cells_reported(write):
    _, rows = rows_of(write("t.csv", "a,b\n1\n1,2,,\n1,2,drie\n"))
    assert rows[0] == (2, {"a": "1", "b": ""}, "")
    assert rows[1][2] == ""
    assert "'drie'" in rows[2][2]


def test_a_column_without_a_name_may_only_be_empty(write):
    _, rows = rows_of(write("t.csv", "a,,b\n1,,2\n1,x,2\n"))
    assert rows[0] == (2, {"a": "1", "b": "2"}, "")
    assert "'x'" in rows[1][2]


def test_twin_columns_are_refused(write):
    with pytest.raises(UnreadableFile, match="'Code' is there twice"):
        rows_of(write("t.csv", "code,Code\n1,2\n"))


def test_columns_keep_their_case_when_asked(write):
    assert rows_of(write("t.csv", "Doc,Domein\n"), lower=False)[0] == ("Doc", "Domein")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "no header row"),
        (b",,,\n", "no header row"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        (b"a,b\n\0\0\0\0\1\2\3\4", "not text"),
        (b'a,b\n1,2\n3,"open\n', "row 3 is not well-formed"),
        (b'a,b\n1,"x"y\n', "row 2 is not well-formed"),
    ],
)
def test_what_is_no_table_is_refused_by_name(write, content, reason):
    path = write("codings.csv", content)
    with pytest.raises(UnreadableFile, match=reason) as caught:
        rows_of(path)
    assert "codings.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_workbook_called_csv_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "codings.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 2000)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableFile, match="Excel workbook; save it as CSV"):
        rows_of(path)


def test_folders_missing_files_and_pipes_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="folder"):
        rows_of(tmp_path)
    with pytest.raises(UnreadableFile, match="no such file"):
        rows_of(tmp_path / "nee.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(UnreadableFile, match="not an ordinary file"):
            rows_of(tmp_path / "pipe.csv")


def test_a_very_long_cell_is_read(write):
    long = "woord " * 60_000
    _, rows = rows_of(write("t.csv", f'a,b\n"{long}",1\n'))
    assert rows[0][1]["a"] == long


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_neutralised(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["", "gewoon", "'t was laat", "'s avonds", " =1", "1-2", -5, 1.5])
def test_other_cells_are_not_touched(value):
    assert safe_cell(value) is value
    if isinstance(value, str):
        assert original_cell(value) == value


@given(st.one_of(CELLS, st.text("'=+-@\ta")))
def test_neutralising_can_be_undone_and_leaves_no_formula(text):
    safe = safe_cell(text)
    assert original_cell(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(",;\t"))
def test_what_the_csv_writer_writes_is_read_back(rows, mark):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows([("a", "b"), *rows])
    lines = io.StringIO(out.getvalue(), newline="")
    read = [tuple(row.cells.values()) for row in read_table(lines, "t.csv").rows]
    assert read == [row for row in rows if any(cell and not cell.isspace() for cell in row)]
