"""Delimited text: its layouts, and the sentence for each way in which a file can be wrong."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date

import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import csv


def declare(**columns: tuple[str, str]) -> dict[str, Column]:
    return {name: Column(name, kind, label, "meaning") for name, (kind, label) in columns.items()}


def rows(text: str | bytes, columns: dict[str, Column] | None = None, **options: object) -> list[dict]:
    content = text.encode() if isinstance(text, str) else text
    return csv.read([("a.csv", content)], columns or COLUMNS, options).to_pylist()


def faults(
    *files: tuple[str, bytes], columns: dict[str, Column] | None = None, **options: object
) -> list[str]:
    with pytest.raises(Faults) as caught:
        csv.read(files, columns or COLUMNS, options)
    return [str(fault) for fault in caught.value.faults]


def zipped(**members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "-") + ".csv", text)
    return held.getvalue()


COLUMNS = declare(area=("string", "Area code"), people=("int", "Total"))
HERE = [{"area": "E01000001", "people": 12}]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Area code,Total,Other\nE01000001,12,x\n", {}),
        ("\ufeffArea code,Total\r\nE01000001,12\r\n", {}),
        ('"TS007A"\n"Date :","2021"\n\n"Total","Area code"\n\n12,"E01000001"\n', {"header": 4}),
        ("E01000001\t12\n", {"header": None, "names": ["Area code", "Total"], "delimiter": "\t"}),
        ("Area code,Total\nE01000001,12\n,\n\n", {}),
        ('"Area\ncode",Total\nE01000001,12\n', {"names": ["Area code", "Total"]}),
        ("Area code,Total\nE01000001,12,,\n", {"ragged": True}),
        ("Area code,Total\nE01000001, 12.0 \n", {}),
    ],
    ids=["plain", "mark", "low header", "no header", "blank rows", "header of two lines", "ragged", "12.0"],
)
def test_layouts(text: str, options: dict) -> None:
    assert rows(text, **options) == HERE


def test_zip_members_and_gzip() -> None:
    archive = zipped(
        x_lsoa="Area code,Total\nE01000001,12\n", x_oa="Area code,Total\nE00000001,5\n", x_msoa="no"
    )
    assert rows(archive, member="*-lsoa.csv") == HERE
    both = rows(archive, member=["*-lsoa.csv", "*-oa.csv"])
    assert both == [*HERE, {"area": "E00000001", "people": 5}]
    assert rows(gzip.compress(b"Area code,Total\nE01000001,12\n")) == HERE


def test_types_and_missing_values() -> None:
    columns = declare(n=("float", "n"), yes=("bool", "yes"), day=("date", "day"), file=("string", "@file"))
    text = "n,yes,day\n-1.5e3,True,31/01/2024\n,no,\nNA,NA,NA\n"
    assert rows(text, columns, nulls=["", "NA"], date_format="%d/%m/%Y") == [
        {"n": -1500.0, "yes": True, "day": date(2024, 1, 31), "file": "a.csv"},
        {"n": None, "yes": False, "day": None, "file": "a.csv"},
    ]


def test_text_stays_as_published() -> None:
    columns = declare(votes=("string", "votes"), other=("string", "votes#2"))
    assert rows('votes,votes\n" \t14,245 ",007\n', columns) == [{"votes": " \t14,245 ", "other": "007"}]


def test_encoding_is_the_one_said() -> None:
    columns = declare(name=("string", "name"))
    assert rows("name\nCafé\n".encode("windows-1252"), columns, encoding="windows-1252") == [{"name": "Café"}]


def test_files_stand_one_below_the_other() -> None:
    files = [("a.csv", b"x,1\n"), ("b.csv", b"y,2\n")]
    columns = declare(p=("string", "P"), n=("int", "N"))
    table = csv.read(files, columns, {"header": None, "names": ["P", "N"]})
    assert table.to_pylist() == [{"p": "x", "n": 1}, {"p": "y", "n": 2}]


def test_text_in_a_number_column_is_named_by_its_line() -> None:
    text = 'Area code,Total\n"E0\n1",12\n\n,\nE02,"1,234"\nE03,12.5\nE04,many\n'
    said = faults(("a.csv", text.encode()))
    assert said[0].startswith("a.csv, line 6: column 'Total' holds '1,234', which is not a whole number.")
    assert [s.split(":")[0] for s in said] == ["a.csv, line 6", "a.csv, line 7", "a.csv, line 8"]


def test_many_misfits_are_counted_not_listed() -> None:
    text = "Area code,Total\n" + "E01,x\n" * 12
    said = faults(("a.csv", text.encode()))
    assert len(said) == 6
    assert "7 more such values" in said[-1]


def test_a_renamed_column_is_told_with_what_it_may_have_become() -> None:
    said = faults(("a.csv", b"Area codes,Sum\nE01,1\n"))
    assert "has no column 'Area code'. Has it become 'Area codes'?" in said[0]
    assert "has no column 'Total'. The file has: Area codes, Sum." in said[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n<!DOCTYPE html><html><body>Not found</body></html>", "is a web page, not data."),
        (b"<html>sorry</html>", "is a web page, not data."),
        (b"", "is empty."),
        (b"Area code,Total\n", "has no rows."),
        (b"Area code,Total\nE01,1\nE0", "a.csv, line 3: has 1 fields where 2 belong."),
        (b"Area code;Total\nE01;1\n", "has no column 'Area code'"),
        ("Area code,Total\nCafé,1\n".encode("latin-1"), "a.csv, line 2: byte 0xe9 is not utf-8."),
        (gzip.compress(b"Area code,Total\n" * 99)[:-9], "cut short or damaged"),
    ],
    ids=[
        "page",
        "bare page",
        "empty",
        "header alone",
        "cut short",
        "delimiter",
        "encoding",
        "gzip cut short",
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, said: str) -> None:
    found = faults(("a.csv", content))
    assert said in found[0]
    assert "a.csv" in found[0]


def test_utf8_declared_as_something_else_is_told() -> None:
    said = faults(("a.csv", "Area code,Total\nCafé,1\n".encode()), encoding="windows-1252")
    assert "is UTF-8, not windows-1252" in said[0]


def test_a_zip_without_the_member_or_cut_short_is_told() -> None:
    archive = zipped(x_oa="Area code,Total\nE00000001,5\n")
    assert (
        "holds no member that matches '*-lsoa.csv'. It holds: x-oa.csv"
        in faults(("a.zip", archive), member="*-lsoa.csv")[0]
    )
    assert "cut short or damaged" in faults(("a.zip", archive[:-30]), member="*-oa.csv")[0]


def test_a_header_beyond_the_end_is_told() -> None:
    assert "there is no header on this line" in faults(("a.csv", b"Area code,Total\n"), header=4)[0]


def test_faults_of_all_files_come_at_once() -> None:
    said = faults(("a.csv", b"Area code,Total\nE01,x\n"), ("b.csv", b"<html>"), ("c.csv", b"Total\n1\n"))
    assert [s.split(",")[0].split(":")[0] for s in said] == ["a.csv", "b.csv", "c.csv"]
