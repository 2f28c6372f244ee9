"""Figures of districts old and new, and that neighbourhoods of 2011 cross over as counts and rates do."""

from __future__ import annotations

import pytest

HULL, BRISTOL, SOMERSET, BARNSLEY = "E06000010", "E06000023", "E06000066", "E08000016"
MENDIP, SEDGEMOOR = "E07000187", "E07000188"
NAMES = {
    HULL: "Kingston upon Hull, City of",
    BRISTOL: "Bristol, City of",
    SOMERSET: "Somerset",
    BARNSLEY: "Barnsley",
}
SPINE = [
    {"lsoa21cd": f"E0100000{n}", "lad24cd": code, "lad24nm": name, "population_2022": 1000}
    for n, (code, name) in enumerate(NAMES.items(), 1)
]
SUCCESSORS = [
    *({"ladcd": code, "name": name, "lad24cd": code, "how": "same"} for code, name in NAMES.items()),
    {"ladcd": MENDIP, "name": "Mendip", "lad24cd": SOMERSET, "how": "merged", "residents_2018": 3000},
    {"ladcd": SEDGEMOOR, "name": "Sedgemoor", "lad24cd": SOMERSET, "how": "merged", "residents_2018": 1000},
    {"ladcd": "E08000038", "name": "Barnsley", "lad24cd": BARNSLEY, "how": "recoded"},
]


def gigabit(code: str, value: float | None, period: str = "2026") -> dict:
    return {
        "areacd": code,
        "indicator": "Gigabit capable broadband",
        "period": period,
        "observation": value,
        "unit": "%",
    }


def figures(select, measure: str, **raw) -> dict[str, dict]:
    """The rows of one measure, through the tables before it where those are needed."""
    tables = {f"raw.{name}": rows for name, rows in raw.items()}
    known = {"core.lsoa": SPINE, "core.district_successor": SUCCESSORS, **tables}
    if any(name.startswith("els_") for name in raw):
        known["core.explored_statistics"] = select("core.explored_statistics", known)
    if "local_media" in raw:
        known["core.local_news"] = select("core.local_news", known)
    rows = select("core.district_figures", known)
    return {row["lad24cd"]: row for row in rows if row["measure"] == measure}


def test_rates_of_merged_districts_are_averaged_by_residents_and_say_so(select) -> None:
    made = figures(
        select,
        "gigabit_broadband",
        els_gigabit_capable_broadband=[gigabit(MENDIP, 80), gigabit(SEDGEMOOR, 40), gigabit("E08000038", 90)],
    )
    # (0.8 x 3,000 + 0.4 x 1,000) / 4,000
    assert made[SOMERSET]["value"] == pytest.approx(0.7, abs=1e-12)
    assert made[SOMERSET]["note"] == "from 2 districts that were merged"
    assert (made[BARNSLEY]["value"], made[BARNSLEY]["note"]) == (0.9, "published under another code")
    assert made[HULL]["value"] is None


def test_a_district_with_a_figure_of_its_own_passes_its_predecessors_over(select) -> None:
    made = figures(
        select,
        "gigabit_broadband",
        els_gigabit_capable_broadband=[gigabit(MENDIP, 80), gigabit(SOMERSET, 10), gigabit(HULL, 5, "2025")],
    )
    assert (made[SOMERSET]["value"], made[SOMERSET]["note"]) == (0.1, None)
    assert made[HULL]["value"] is None  # of an earlier period than the latest


def test_charities_of_merged_districts_add_up_over_their_residents(select) -> None:
    rows = [
        {"lad19cd": code, "charities": count, "charities_per_1000": 0.0}
        for code, count in ((MENDIP, 6), (SEDGEMOOR, 6))
    ]
    made = figures(select, "charities_per_1000", charity_density_2020=rows)
    assert (made[SOMERSET]["numerator"], made[SOMERSET]["denominator"]) == (12, 4000)
    assert made[SOMERSET]["value"] == pytest.approx(3.0, abs=1e-12)


def test_news_outlets_find_names_that_hold_commas_and_count_once_a_district(select) -> None:
    outlets = [
        {"outlet": "A", "coverage": "Bristol, City of; Somerset"},
        {"outlet": "B", "coverage": "Mendip; Sedgemoor"},
        {"outlet": "C", "coverage": "North Somerset"},
        {"outlet": "D", "coverage": "Kingston upon Hull, City of, Barnsley"},
    ]
    made = figures(select, "news_outlets_per_100000", local_media=outlets)
    counted = {NAMES[code].split(",")[0]: row["numerator"] for code, row in made.items()}
    assert counted == {"Bristol": 1, "Somerset": 2, "Kingston upon Hull": 1, "Barnsley": 1}
    assert made[SOMERSET]["value"] == pytest.approx(200.0, abs=1e-9)


def test_volunteering_is_read_by_code_or_by_name_with_its_standard_error(select) -> None:
    answers = {"volunteering": 20.0, "volunteering_se": 2.0, "respondents": 400}
    made = figures(
        select,
        "sports_volunteering",
        sports_volunteering=[{"area": f"{HULL} Hull"} | answers, {"area": "Somerset"} | answers],
    )
    for code in (HULL, SOMERSET):
        assert made[code]["value"] == 0.2
        assert made[code]["standard_error"] == 0.02
        assert made[code]["lower"] == pytest.approx(0.2 - 1.96 * 0.02, abs=1e-12)


def test_successors_follow_a_chain_of_mergers_and_new_codes(select) -> None:
    register = [
        {"authority": "TAU", "ladcd": "E07000190", "name": "Taunton Deane", "replaced_by": "SWT"},
        {"authority": "SWT", "ladcd": "E07000246", "name": "Somerset West", "replaced_by": "SMT"},
        {"authority": "SMT", "ladcd": SOMERSET, "name": "Somerset", "former_ladcd": "E06000001"},
        {"authority": "CMA", "ladcd": "E10000006", "name": "Cumbria", "replaced_by": "SMT"},
    ]
    now = [{"lad24cd": BARNSLEY, "lad24nm": "Barnsley", "ladcd_now": "E08000038"}]
    weights = [{"lad19cd": "E07000246", "charities": 5, "charities_per_1000": 2.5}]
    rows = select(
        "core.district_successor",
        {
            "core.lsoa": SPINE,
            "core.local_authority": now,
            "raw.local_authorities": register,
            "raw.charity_density_2020": weights,
        },
    )
    found = {row["ladcd"]: (row["lad24cd"], row["how"]) for row in rows if row["how"] != "same"}
    assert found == {
        "E07000190": (SOMERSET, "merged"),
        "E07000246": (SOMERSET, "merged"),
        "E06000001": (SOMERSET, "recoded"),
        "E08000038": (BARNSLEY, "recoded"),
    }
    assert [row["residents_2018"] for row in rows if row["ladcd"] == "E07000246"] == [2000.0]


def outcomes(select, **raw) -> dict[tuple, dict]:
    tables = {f"raw.{name}": rows for name, rows in raw.items()}
    rows = select(
        "core.district_outcomes",
        {"core.lsoa": SPINE, "core.district_successor": SUCCESSORS, **tables},
    )
    return {(row["measure"], row["period"], row["lad24cd"]): row for row in rows}


def test_outcomes_keep_every_period_and_what_is_suppressed_stays_null(select) -> None:
    claimants = [
        {"areacd": HULL, "indicator": "Claimant Count", "period": period, "observation": value}
        for period, value in (("2024", 5.0), ("2025", None))
    ]
    made = outcomes(select, els_claimant_count=claimants)
    assert made["claimants", "2024", HULL]["value"] == 0.05
    assert made["claimants", "2025", HULL]["value"] is None
    assert [made["claimants", year, HULL]["latest"] for year in ("2024", "2025")] == [False, True]
    assert made["claimants", "2024", BRISTOL]["value"] is None


def test_grants_add_up_without_the_department_for_transport(select) -> None:
    grants = [
        {"funder": "A", "lad17cd": MENDIP, "amount": 0.1, "grants": 1},
        {"funder": "B", "lad17cd": SEDGEMOOR, "amount": 0.2, "grants": 2},
        {"funder": "Department for Transport", "lad17cd": MENDIP, "amount": 1e9, "grants": 9},
    ]
    made = outcomes(select, grants_2013_2018=grants)
    assert made["grants", "2013 to 2018", SOMERSET]["value"] == 3
    assert made["grants_gbp", "2013 to 2018", SOMERSET]["value"] == pytest.approx(0.3, abs=1e-12)
