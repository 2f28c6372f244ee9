"""From 2011 to 2021: a count is shared out and conserved, a rate is not; what is missing stays missing."""

from __future__ import annotations

import pytest

A, B, C, D = "E01000001", "E01000002", "E01000003", "E01000004"
OLD, OLD_1, OLD_2, LOST = "E01900001", "E01900002", "E01900003", "E01900004"
SPINE = [{"lsoa21cd": code, "wd24cd": f"E0500000{n}"} for n, code in enumerate((A, B, C, D), 1)]


def pair(old: str, new: str, count_share: float, rate_weight: float) -> dict:
    return {"lsoa11cd": old, "lsoa21cd": new, "count_share": count_share, "rate_weight": rate_weight}


# OLD splits into A and B, a quarter and three quarters; OLD_1 and OLD_2 merge into C, two fifths and three
PAIRS = [
    pair(OLD, A, 0.25, 1),
    pair(OLD, B, 0.75, 1),
    pair(OLD_1, C, 1, 0.4),
    pair(OLD_2, C, 1, 0.6),
    pair(LOST, D, 1, 1),
]
CROSSING = {"core.lsoa": SPINE, "core.lsoa_2011": PAIRS}


def column(rows: list[dict], name: str) -> list:
    return [row[name] for row in rows]


def test_finishes_are_shared_out_and_conserved_and_not_listed_is_none(select) -> None:
    listed = [
        {"lsoa11cd": OLD, "finishes": 40},
        {"lsoa11cd": OLD_1, "finishes": 5},
        {"lsoa11cd": "E01900009", "finishes": 1},
    ]
    rows = select("core.parkrun", {**CROSSING, "raw.parkrun_finishes_2018": listed})
    assert column(rows, "finishes") == [10, 30, 5, 0]
    assert column(rows, "residents_2018") == [None, None, None, None]


def test_finishes_are_not_known_where_the_code_is_newer_than_all_that_are_listed(select) -> None:
    listed = [{"lsoa11cd": OLD, "finishes": 40}, {"lsoa11cd": OLD_1, "finishes": 5}]
    rows = select("core.parkrun", {**CROSSING, "raw.parkrun_finishes_2018": listed})
    # C holds OLD_2, D is LOST: both codes come after OLD_1
    assert column(rows, "finishes") == [10, 30, None, None]


def test_the_council_of_2011_is_the_one_that_the_name_begins_with(select) -> None:
    names = [(A, "Hambleton 008B"), (B, "Poole 001A"), (C, "City of London 001F"), (D, "Chiltern 002C")]
    lookup = [{"lsoa21cd": code, "lsoa11nm": name} for code, name in names]
    rows = select("core.council_2011", {**CROSSING, "raw.lsoa11_to_lsoa21": lookup})
    assert column(rows, "council_2011") == ["Hambleton", "Poole", "City of London", "Chiltern"]


def test_churn_is_a_rate_and_missing_where_no_parent_has_one(select) -> None:
    listed = [
        {"area": OLD, "churn_2018": 0.2},
        {"area": OLD_1, "churn_2018": 0.1},
        {"area": OLD_2, "churn_2018": 0.6},
    ]
    rows = select("core.household_churn", {**CROSSING, "raw.household_churn_2023": listed})
    # 0.1 x 0.4 + 0.6 x 0.6
    assert column(rows, "churn") == [0.2, 0.2, pytest.approx(0.4, abs=1e-12), None]


def test_a_rate_that_one_parent_lacks_is_that_of_the_other(select) -> None:
    listed = [{"lsoa11cd": OLD_2, "routes_2023": 6}, {"lsoa11cd": OLD_1, "routes_2008": 3}]
    rows = select("core.bus_routes", {**CROSSING, "raw.bus_routes_2008_2023": listed})
    assert column(rows, "routes_2023") == [None, None, 6, None]
    assert column(rows, "routes_2008") == [None, None, pytest.approx(3, abs=1e-12), None]


def test_jobs_are_read_above_the_notes_and_null_where_a_part_is_not_known(select) -> None:
    listed = [
        {"area": f"{OLD} : Somewhere 001A", "employees": "100", "employment": "200"},
        {"area": f"{OLD_1} : Somewhere 001B", "employees": "7", "employment": "8"},
        {"area": "*", "employees": "These figures exclude farm agriculture"},
    ]
    rows = select("core.jobs", {**CROSSING, "raw.jobs_2021": listed})
    assert column(rows, "jobs") == [50, 150, None, None]
    assert column(rows, "employees") == [25, 75, None, None]


def test_departures_are_the_mean_of_two_timetables_and_no_stop_is_flagged(select) -> None:
    listed = [{"zone_id": A, "tnds": 4.0, "bods_gtfs": 6.0}, {"zone_id": "S01000001", "tnds": 9.0}]
    rows = select("core.bus", {"core.lsoa": SPINE, "raw.bus_departures_2025": listed})
    assert column(rows, "departures") == [5, 0, 0, 0]
    assert column(rows, "stop_inside") == [True, False, False, False]


def test_green_space_gives_distances_as_rates_and_homes_as_counts(select) -> None:
    homes = {"flats": 10, "houses": 30, "flats_with_garden": 2.0, "houses_with_garden": 30.0}
    listed = [{"lsoa11cd": OLD, "distance_mean": 300.0} | homes]
    rows = select("core.green_space", {**CROSSING, "raw.green_space": listed})
    assert column(rows, "distance_mean") == [300, 300, None, None]
    assert column(rows, "homes") == [10, 30, None, None]
    assert column(rows, "homes_with_garden") == [8, 24, None, None]


def test_outcomes_model_conditions_from_practices_and_keep_suppressed_figures_null(select) -> None:
    rows = select(
        "core.outcomes",
        {
            **CROSSING,
            "raw.gp_registrations": [
                {"practice": "P", "lsoa11cd": OLD, "patients": 30},
                {"practice": "Q", "lsoa11cd": OLD, "patients": 10},
                {"practice": "unknown", "lsoa11cd": OLD, "patients": 999},
            ],
            "raw.qof_prevalence": [
                {"practice": "P", "depression": 0.1},
                {"practice": "Q", "depression": 0.5},
            ],
            "raw.child_poverty_2025": [
                {"wdcd": "E05000001", "children_2025": "1,234", "share_2025": "25.5%"},
                {"wdcd": "E05000002", "children_2025": "[low]", "share_2025": "[x]"},
            ],
            "raw.green_space": [
                {"lsoa11cd": OLD, "msoa11cd": "E02000001", "population": 1500},
                {"lsoa11cd": OLD_1, "msoa11cd": "E02000001", "population": 500},
            ],
            "raw.covid_deaths_2021": [{"msoa11cd": "E02000001", "deaths": 4}],
            "raw.antidepressants_2025_q1": [{"area": OLD, "items_rate": 300.0}],
            "raw.antidepressants_2025_q2": [{"area": OLD, "items_rate": 500.0}],
        },
    )
    # (0.1 x 30 + 0.5 x 10) / 40
    assert column(rows, "depression") == [pytest.approx(0.2), pytest.approx(0.2), None, None]
    assert column(rows, "ward_poor_children") == [1234, None, None, None]
    assert column(rows, "ward_child_poverty") == [0.255, None, None, None]
    assert column(rows, "msoa_covid_deaths") == [2, 2, 2, None]
    assert column(rows, "antidepressants") == [400, 400, None, None]


def test_residents_nearby_are_counted_across_squares_to_one_kilometre_and_no_further(select) -> None:
    def area(code: str, lsoa: str, easting: float, northing: float, residents: int) -> dict:
        return {
            "oa21cd": code,
            "lsoa21cd": lsoa,
            "easting": easting,
            "northing": northing,
            "residents": residents,
        }

    rows = select(
        "core.residents_nearby",
        {
            "core.output_area": [
                area("E00000001", A, 999.0, 500.0, 100),
                area("E00000002", A, 1999.0, 500.0, 300),  # 1,000 m from the first, in the next square
                area("E00000003", B, 3000.0, 500.0, 50),  # 1,001 m from the second
            ]
        },
    )
    assert column(rows, "residents_within_1km") == [400, 50]
