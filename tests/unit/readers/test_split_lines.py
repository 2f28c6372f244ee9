"""Divided lines: what is read, what is only compared, and that a fault never shows what must not be kept."""

from __future__ import annotations

import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import split_lines

COLUMNS = {
    "latitude": Column("latitude", "float", "lat", "meaning"),
    "again": Column("again", "bool", "@repeats:group", "meaning"),
    "link_again": Column("link_again", "bool", "@repeats:link", "meaning"),
}
OPTIONS = {
    "separator": "* ",
    "end": "*",
    "fields": ["name", "link", "place", "lat"],
    "repeats": {"group": ["name", "place"], "link": ["link"]},
}
HEADER = "name* link* place* lat*\n"


def read(lines: str) -> list[dict]:
    return split_lines.read([("a.csv", (HEADER + lines).encode())], COLUMNS, OPTIONS).to_pylist()


def test_a_line_is_split_from_the_right_so_that_a_name_may_hold_the_separator() -> None:
    assert read("Stars* and more* http://x* Leeds* 53.8*\n")[0]["latitude"] == 53.8


def test_repeats_are_told_by_the_fields_named_whatever_their_case() -> None:
    rows = read("Kind* http://x* Leeds* 53.8*\nKIND* http://y* leeds * 53.8*\nOther* http://x* York* 54*\n")
    assert [row["again"] for row in rows] == [False, True, False]
    assert [row["link_again"] for row in rows] == [False, False, True]


def test_a_blank_field_repeats_nothing() -> None:
    rows = read("A* * Leeds* 53.8*\nB* * York* 54*\n")
    assert [row["link_again"] for row in rows] == [False, False]


def test_no_name_link_or_place_is_in_the_table() -> None:
    table = split_lines.read(
        [("a.csv", (HEADER + "Kind* http://x* Leeds* 53*\n").encode())], COLUMNS, OPTIONS
    )
    assert table.column_names == ["latitude", "again", "link_again"]


def test_blank_lines_are_passed_over_and_lines_are_counted_as_an_editor_does() -> None:
    with pytest.raises(Faults) as caught:
        read("\nKind* http://x* Leeds* 53*\nKind* http://x* Leeds* north*\n")
    assert "a.csv, line 4: column 'lat' holds 'north'" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + "only@one.org\n", "a.csv, line 2: does not have the 4 fields name, link, place, lat"),
        ("name,link,place,lat\nA,B,C,1\n", "a.csv, line 1: the header is not name* link* place* lat*"),
        (HEADER, "a.csv: has no rows"),
    ],
)
def test_each_fault_is_a_sentence_with_its_place_and_without_the_line(text: str, said: str) -> None:
    with pytest.raises(Faults) as caught:
        split_lines.read([("a.csv", text.encode())], COLUMNS, OPTIONS)
    assert said in str(caught.value)
    assert "only@one.org" not in str(caught.value)
