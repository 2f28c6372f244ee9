"""Workbooks: what is read from a sheet, and the sentence for each way in which a file can be wrong."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import excel


def workbook(rows: list[list[object]], sheet: str = "Table 1") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def declare(**columns: tuple[str, str]) -> dict[str, Column]:
    return {name: Column(name, kind, label, "meaning") for name, (kind, label) in columns.items()}


COLUMNS = declare(area=("string", "Code"), homes=("int", "Homes"), share=("float", "Share (%)"))
OPTIONS = {"sheet": "Table 1", "header": 3, "data_where": ["area"]}
TITLE = [["A table"], []]
HEADER = ["Code", "Name", "Homes", "Share (%)"]


def test_reads_below_the_header_and_leaves_notes_out() -> None:
    rows = [*TITLE, HEADER, ["E1", "Here", 710, 8.309859], ["E2", "There", 2, None], [None, None, None, 1.0]]
    table = excel.read([("a.xlsx", workbook(rows))], COLUMNS, OPTIONS)
    assert table.to_pylist() == [
        {"area": "E1", "homes": 710, "share": 8.309859},
        {"area": "E2", "homes": 2, "share": None},
    ]


def test_numbers_keep_every_digit() -> None:
    rows = [*TITLE, HEADER, ["E1", "Here", 1, 8.309859154929577]]
    table = excel.read([("a.xlsx", workbook(rows))], COLUMNS, OPTIONS)
    assert table["share"].to_pylist() == [8.309859154929577]


def test_a_column_without_a_label_is_named_by_its_letter_and_a_second_label_by_its_place() -> None:
    columns = declare(name=("string", "@A"), second=("int", "n#2"))
    rows = [[None, "n", "n"], ["meaning of the fields", None, None], ["Adur", 1, 2]]
    table = excel.read([("a.xlsx", workbook(rows))], columns, {"sheet": "Table 1", "first": 3})
    assert table.to_pylist() == [{"name": "Adur", "second": 2}]


def test_files_stand_one_below_the_other() -> None:
    files = [(f"{n}.xlsx", workbook([*TITLE, HEADER, [f"E{n}", "", n, 0.5]])) for n in (1, 2)]
    assert excel.read(files, COLUMNS, OPTIONS)["area"].to_pylist() == ["E1", "E2"]


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (b"<!DOCTYPE html><html>", OPTIONS, "is a web page"),
        (b"", OPTIONS, "is empty"),
        (b"Code,Homes\nE1,2\n", OPTIONS, "is not a workbook"),
        (workbook([*TITLE, HEADER, ["E1", "", 1, 1]])[:2000], OPTIONS, "is not a workbook"),
        (workbook([*TITLE, HEADER]), {**OPTIONS, "sheet": "Table 2"}, "has no sheet 'Table 2'"),
        (workbook([HEADER]), OPTIONS, "there is no row 3"),
        (workbook([*TITLE, HEADER]), OPTIONS, "has no rows of data from row 4"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes, options: dict, says: str) -> None:
    with pytest.raises(Faults, match=r"a\.xlsx") as raised:
        excel.read([("a.xlsx", content)], COLUMNS, options)
    assert says in str(raised.value)


def test_a_renamed_column_is_named_with_what_it_may_have_become() -> None:
    rows = [*TITLE, ["Code", "Name", "Home", "Share (%)"], ["E1", "", 1, 1]]
    with pytest.raises(Faults, match="Has it become 'Home'"):
        excel.read([("a.xlsx", workbook(rows))], COLUMNS, OPTIONS)


def test_text_among_numbers_is_named_by_its_row_in_every_file() -> None:
    bad = workbook([*TITLE, HEADER, ["E1", "", 1, 1], ["E2", "", "many", 1]])
    with pytest.raises(Faults) as raised:
        excel.read([("a.xlsx", bad), ("b.xlsx", bad)], COLUMNS, OPTIONS)
    assert len(raised.value.faults) == 2
    assert "a.xlsx, sheet 'Table 1', row 5" in str(raised.value)
    assert "'many', which is not a whole number" in str(raised.value)
