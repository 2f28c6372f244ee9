"""Text brought into another publisher's form: rows left out, codes translated, what is not known named."""

from __future__ import annotations

import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import csv_recoded

COLUMNS = {
    "code": Column("code", "string", "c", "A code"),
    "grade": Column("grade", "int", "g", "A grade"),
}
OPTIONS = {"where": {"ended": [""], "land": ["E", "W"]}, "recode": {"grade": {1: 10, 2: 20}}}


def read(*lines: str, **options) -> list[dict]:
    content = "\n".join(["c,g,ended,land", *lines]).encode()
    return csv_recoded.read([("a.csv", content)], COLUMNS, OPTIONS | options).to_pylist()


def test_rows_are_kept_where_all_conditions_hold_and_codes_are_translated() -> None:
    assert read("x,1,,E", "y,1,2001,E", "z,2,,W", "v,2,,N") == [
        {"code": "x", "grade": 10},
        {"code": "z", "grade": 20},
    ]


def test_a_missing_code_stays_missing() -> None:
    assert read("x,,,E") == [{"code": "x", "grade": None}]


def test_a_code_that_is_not_known_is_a_fault() -> None:
    with pytest.raises(Faults, match=r"a\.csv: column 'g' holds '7', which is not known"):
        read("x,7,,E")


def test_a_code_of_a_row_that_is_left_out_is_none() -> None:
    assert read("x,1,,E", "y,7,2001,E") == [{"code": "x", "grade": 10}]


def test_no_row_left_is_a_fault() -> None:
    with pytest.raises(Faults, match=r"a\.csv: has no row that is to be kept"):
        read("x,1,2001,E")


def test_a_condition_on_a_column_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(Faults, match="has no column 'gone'"):
        read("x,1,,E", where={"gone": [""]})
