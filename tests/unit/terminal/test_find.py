"""Which neighbourhood is meant by what somebody types, on a handful of true names."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipelines.errors import CommonGroundError
from pipelines.terminal.find import find

NOWHERE: Any = None  # no table is looked into but for postcodes
HULL = "Kingston upon Hull, City of"
# LSOA, its name, MSOA, its name, ward, district, constituency, rank
ROWS = [
    ("E01000001", "Kingston upon Hull 029A", "E02000001", "Hull City Centre", "Myton", HULL, "Hull East", 5),
    ("E01000002", "Kingston upon Hull 029B", "E02000001", "Hull City Centre", "Myton", HULL, "Hull East", 3),
    ("E01000003", "Kingston upon Hull 030A", "E02000002", "Bransholme", "North", HULL, "Hull East", 9),
    ("E01000004", "Sefton 001A", "E02000003", "Maghull East", "Maghull", "Sefton", "Sefton Central", 7),
    ("E01000005", "Cornwall 060A", "E02000004", "St Ives & Halsetown", "Lelant", "Cornwall", "St Ives", 8),
    ("E01000006", "Cornwall 070A", "E02000005", "West Penwith", "Land's End", "Cornwall", "St Ives", 2),
    ("E01000007", "Leeds 045A", "E02000006", "Seacroft", "Killingbeck", "Leeds", "Leeds East", 6),
    ("E01000008", "Leeds 045B", "E02000006", "Seacroft", "Killingbeck", "Leeds", "Leeds East", 4),
    ("E01000009", "Maidstone 001A", "E02000007", "Leeds & Langley", "Leeds", "Maidstone", "Weald of Kent", 1),
    ("E01000010", "Swindon 001A", "E02000008", "Abbey Park", "Rodbourne", "Swindon", "Swindon North", 10),
    ("E01000011", "Leicester 001A", "E02000009", "Abbey Park", "Abbey", "Leicester", "Leicester East", 11),
    ("E01000012", "Tendring 018A", "E02000010", "Jaywick & St Osyth", "Sands", "Tendring", "Clacton", 12),
]  # fmt: skip
NAMES = (
    "lsoa21cd",
    "lsoa21nm",
    "msoa21cd",
    "msoa21hclnm",
    "wd24nm",
    "lad24nm",
    "pcon24nm",
    "social_infrastructure_rank",
)
FRAME = pd.DataFrame(ROWS, columns=list(NAMES))
for area, name in (("wd24", "W"), ("lad24", "D"), ("pcon24", "P")):
    FRAME[f"{area}cd"] = name + FRAME[f"{area}nm"].factorize()[0].astype(str).astype(object)
FRAME = FRAME.set_index("lsoa21cd", drop=False)


def meant(place: str) -> list[str]:
    """The ends of the codes that are found, in their order."""
    return [code[-2:] for code in find(place, FRAME, NOWHERE).rows["lsoa21cd"]]


@pytest.mark.parametrize(("place", "codes"), [
    ("E01000003", ["03"]), ("e02000006", ["08", "07"]),  # codes
    ("hull city centre", ["02", "01"]), ("Jaywick and St Osyth", ["12"]), ("Sefton 001A", ["04"]),
    ("Leeds 045", ["08", "07"]),  # the official name of an MSOA
    ("Leeds", ["08", "07"]),  # a whole district before a part of an MSOA's name
    ("Hull", ["02", "01"]),  # a word, never a part of one: not Maghull
    ("St Ives", ["05"]),  # a word of an MSOA's name before a whole constituency
    ("Kingston upon Hull", ["02", "01", "03"]), ("Maghull", ["04"]), ("Clacton", ["12"]),
    ("Abbey Park", ["10", "11"]),
])  # fmt: skip
def test_names_are_found_whole_then_by_their_words_from_the_smallest_area_up(place: str, codes: list[str]):
    assert meant(place) == codes


def test_one_msoa_is_told_from_several_and_from_a_part():
    assert find("Seacroft", FRAME, NOWHERE).whole_msoa and find("Jaywick", FRAME, NOWHERE).whole_msoa
    assert not find("Abbey Park", FRAME, NOWHERE).whole_msoa
    assert not find("E01000007", FRAME, NOWHERE).whole_msoa
    assert find("Abbey Park", FRAME, NOWHERE).msoas == 2


def test_larger_areas_of_the_same_name_are_told():
    assert ("district", HULL) in {o[:2] for o in find("Hull", FRAME, NOWHERE).others}
    assert {o[:2] for o in find("St Ives", FRAME, NOWHERE).others} == {("constituency", "St Ives")}
    assert find("Jaywick", FRAME, NOWHERE).others == ()


@pytest.mark.parametrize(("place", "said"), [
    ("", "No place is named"), ("  ", "No place is named"), ("&", "No place is named"),
    ("Jaywik", 'Did you mean "Jaywick & St Osyth"?'), ("zzzz", "Give an LSOA code"),
])  # fmt: skip
def test_what_is_not_there_is_refused_with_what_comes_near(place: str, said: str):
    with pytest.raises(CommonGroundError, match=said):
        find(place, FRAME, NOWHERE)
