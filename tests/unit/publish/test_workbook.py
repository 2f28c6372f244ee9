"""The workbook holds what the tables hold; the same figures give the same bytes."""

from __future__ import annotations

import openpyxl
import pyarrow as pa
import pytest

from pipelines.publish.workbook import designated, write_workbook

NEIGHBOURHOODS = pa.table(
    {
        "lsoa21cd": ["a", "b", "c"],
        "lad24nm": ["=1+1", "X", "X"],
        "social_infrastructure_rank": [3, 1, 2],
        "social_infrastructure_rank_in_district": [1, 1, 2],
        "imd2025_rank": [1, 2, None],
        "behind": [0, 1, 0],
        "other": [1, 0, None],
        "pubs": [0.5, 1.5, float("nan")],
    }
)
DISTRICTS = pa.table({"lad24cd": ["E1", "E2"], "mean": [1.5, float("nan")], "number": [None, 0]})
ABOUT = {
    "release": "1.0",
    "synthetic": False,
    "method": {"title": "T", "name": "n", "version": "1.0", "sha256": "0" * 64},
}


@pytest.fixture
def write(tmp_path):
    def written(name: str, about=ABOUT):
        contents = {"publish.neighbourhoods": NEIGHBOURHOODS, "publish.districts": DISTRICTS}
        write_workbook(tmp_path / name, about, contents, ["behind", "other"], [{"table": "t", "column": "c"}])
        return tmp_path / name

    return written


def rows(book, sheet: str) -> list[tuple]:
    return list(book[sheet].iter_rows(values_only=True))


def test_those_are_listed_whom_any_rule_designates():
    columns, found = designated(NEIGHBOURHOODS, ["behind", "other"])
    assert columns == [
        "lsoa21cd", "lad24nm", "social_infrastructure_rank", "imd2025_rank", "behind", "other",
    ]  # fmt: skip
    assert [row["lsoa21cd"] for row in found] == ["a", "b"]


def test_missing_is_empty_nought_is_nought_and_no_text_becomes_a_formula(write):
    book = openpyxl.load_workbook(write("a.xlsx"))
    assert book.sheetnames == ["read me", "districts", "designated", "codebook"]
    assert rows(book, "districts") == [("lad24cd", "mean", "number"), ("E1", 1.5, None), ("E2", None, 0)]
    assert rows(book, "designated")[1] == ("a", "=1+1", 3, 1, 0, 1)
    assert book["designated"]["B2"].data_type == "s"


def test_invented_figures_are_labelled(write):
    said = openpyxl.load_workbook(write("a.xlsx", {**ABOUT, "synthetic": True}))["read me"]
    assert any("SYNTHETIC" in str(cell.value) for cell in said["A"])


def test_live_files_are_named(write):
    said = openpyxl.load_workbook(write("a.xlsx", {**ABOUT, "live": ["pubs"]}))["read me"]
    assert "LIVE: rests on live files of pubs." in [cell.value for cell in said["A"]]


def test_the_same_figures_are_the_same_bytes(write):
    assert write("a.xlsx").read_bytes() == write("b.xlsx").read_bytes()
