"""Turnout: contests find their wards, and what is missing stays missing."""

from __future__ import annotations

import pytest

PLACES = [
    ("Herefordshire, County of", "St. Mary & Hill-Top"),
    ("Kingston upon Hull, City of", "Avenue"),
    ("Adur", "Twice"),
    ("Adur", "Twice"),
    ("Tower Hamlets", "East"),
    ("Tower Hamlets", "West"),
]
SPINE = [
    {
        "lsoa21cd": f"E0100000{number}",
        "wd24cd": f"E0500000{number}",
        "wd24nm": ward,
        "lad24nm": district,
        "pcon24cd": "E14000001",
    }
    for number, (district, ward) in enumerate(PLACES, 1)
]


def contest(**facts: str) -> dict[str, str]:
    return {
        "contest": "SDA",
        "vacancies": "1",
        "electorate": "1000",
        "turnout": "30",
        "total_votes": "300",
    } | facts


def contests(select, **years):
    tables = {f"raw.local_elections_{year[1:]}": rows for year, rows in years.items()}
    return select("core.ward_contest", {**tables, "core.lsoa": SPINE})


@pytest.mark.parametrize(
    ("district", "ward", "found"),
    [
        ("Herefordshire", "St Mary and Hill Top", "E05000001"),
        ("Herefordshire", "ST MARY/HILL TOP", "E05000001"),
        ("Kingston Upon Hull", "Avenue", "E05000002"),
        ("Hull", "The Avenue", "E05000002"),
        ("Kingston Upon Hull", "Avenues", None),
        ("Adur", "Avenue", None),
        ("Adur", "Twice", None),  # two wards of that name: neither
    ],
)
def test_names_of_2023_find_their_ward(select, district: str, ward: str, found: str | None) -> None:
    rows = contests(select, y2023=[contest(ladnm=district, wdnm=ward)])
    assert [row["wd24cd"] for row in rows] == [found]


def test_a_code_that_stands_twice_gives_way_to_the_name(select) -> None:
    both = [
        contest(ladnm="Tower Hamlets", wdnm=name, wdcd="E05000005", contest="LB") for name in ("East", "West")
    ]
    rows = contests(select, y2022=both)
    assert {row["wdnm"]: row["wd24cd"] for row in rows} == {"East": "E05000005", "West": "E05000006"}


def test_county_divisions_and_wales_stay_apart(select) -> None:
    rows = contests(
        select,
        y2021=[contest(ladnm="Herefordshire", wdnm="St Mary & Hill-Top", wdcd="E58000001", contest="SC")],
        y2022=[
            contest(ladnm="Powys", wdnm="Avenue", wdcd="W05000001"),
            contest(ladnm="NA", wdnm="NA", wdcd="NA", contest="NA", vacancies="NA", electorate="NA"),
        ],
    )
    assert [(row["area"], row["council"], row["wd24cd"]) for row in rows] == [
        ("county division", "county", None)
    ]


def test_numbers_are_read_through_tabs_commas_and_per_cent_signs(select) -> None:
    printed = contest(
        ladnm="Adur",
        wdnm="A",
        wdcd="E05000003",
        electorate=" \t14,245 ",
        turnout="48.4%",
        total_votes=" \t- ",
    )
    (row,) = contests(select, y2024=[printed])
    assert (row["electorate"], row["votes"]) == (14245, None)
    assert row["turnout"] == pytest.approx(0.484, abs=1e-12)
    assert row["ballots"] == pytest.approx(14245 * 0.484, abs=1e-9)


def test_text_for_a_number_is_refused(select) -> None:
    with pytest.raises(Exception, match="many"):
        contests(select, y2024=[contest(ladnm="Adur", wdnm="A", wdcd="E05000003", electorate="many")])


def history(*rows: tuple[str, int, float]) -> list[dict]:
    return [
        {"wd24cd": ward, "year": year, "turnout": turnout, "council": "district", "matched_by": "code",
         "area": "ward", "ladnm": "Adur", "wdnm": ward, "electorate": 1000, "ballots": 1000 * turnout}
        for ward, year, turnout in rows
    ]  # fmt: skip


def test_the_effect_of_a_year_comes_from_wards_that_voted_in_both(select) -> None:
    # two wards voted in 2021 and 2024: 0.40 - 0.30 and 0.50 - 0.44, so 2021 adds (0.10 + 0.06) / 2 = 0.08
    contested = history(
        ("E05000001", 2021, 0.40), ("E05000001", 2024, 0.30),
        ("E05000002", 2021, 0.50), ("E05000002", 2024, 0.44),
        ("E05000003", 2021, 0.60), ("E05000004", 2023, 0.35),
    )  # fmt: skip
    rows = select("core.ward_turnout_history", {"core.ward_contest": contested})
    made = {(row["wd24cd"], row["year"]): row for row in rows}
    assert made["E05000003", 2021]["turnout_as_2024"] == pytest.approx(0.52, abs=1e-12)
    assert made["E05000001", 2024]["turnout_as_2024"] == pytest.approx(0.30, abs=1e-12)
    assert made["E05000004", 2023]["year_effect"] is None
    assert made["E05000004", 2023]["turnout_as_2024"] == 0.35


def test_the_latest_contest_counts_and_no_contest_is_missing_not_zero(select) -> None:
    past = [
        {**row, "turnout_as_2024": row["turnout"]}
        for row in history(("E05000001", 2021, 0.4), ("E05000001", 2023, 0.3))
    ]
    for row in past:
        for extra in ("area", "ladnm", "wdnm"):
            del row[extra]
    general = [
        {"year": 2019, "pconcd": "E14000001", "electorate": 10, "valid_votes": 1, "turnout": 0.1},
        {"year": 2024, "pconcd": "E14000001", "electorate": 10, "valid_votes": 6, "turnout": 0.6},
    ]
    rows = select(
        "core.turnout",
        {"core.lsoa": SPINE, "core.ward_turnout_history": past, "core.general_election": general},
    )
    assert len(rows) == len(SPINE)
    assert [row["local_turnout"] for row in rows] == [0.3, None, None, None, None, None]
    assert {row["general_turnout_2024"] for row in rows} == {0.6}


def test_the_report_tells_contests_without_ward_and_wards_without_contest(select) -> None:
    left = contests(select, y2023=[contest(ladnm="Adur", wdnm="Gone")])
    rows = select("core.turnout_report", {"core.ward_contest": left, "core.lsoa": SPINE})
    assert [(row["subject"], row["name"]) for row in rows if row["subject"] == "contest"] == [
        ("contest", "Gone")
    ]
    assert sum(row["neighbourhoods"] for row in rows) == len(SPINE)


def test_general_elections_keep_england_and_reckon_valid_votes(select) -> None:
    wales = {"pcon10cd": "W07000001", "country": "Wales", "electorate": 10, "valid_votes": 5}
    england = {"pcon24cd": "E14000001", "country": "England"}
    figures = {"electorate": "72,000", "valid_votes": "36,000", "invalid_votes": "9"}
    rows = select(
        "core.general_election",
        {
            "raw.general_election_2019": [wales],
            "raw.general_election_2024": [england | figures],
        },
    )
    assert [(row["pconcd"], row["turnout"], row["invalid_votes"]) for row in rows] == [("E14000001", 0.5, 9)]


@pytest.mark.parametrize(
    ("votes", "vacancies", "kept"),
    # 30% of 1,000 electors came: they have at most 300 votes for one seat, and a point is left for rounding.
    [("310", "1", True), ("311", "1", False), ("610", "2", True), ("621", "2", False), ("NA", "1", True)],
)
def test_a_turnout_that_its_own_votes_exceed_is_not_used(
    select, votes: str, vacancies: str, kept: bool
) -> None:
    place = {"ladnm": "Tower Hamlets", "wdnm": "East"}
    (row,) = contests(select, y2023=[contest(**place, total_votes=votes, vacancies=vacancies)])
    assert row["turnout"] == (pytest.approx(0.3) if kept else None)
    assert row["wd24cd"] == "E05000005"
