"""Cases of figures: deprivation, outcomes, work, turnout and trends, by neighbourhood and by district."""

from __future__ import annotations

from check_case import A, B, C, case, codes, different, total

SPINE = {"lsoa21cd": [A, B]}
DISTRICTS = ["E06000001", "E06000002"]


def elections(y2019: int, y2024: int) -> dict[str, list]:
    """So many constituencies in each year."""
    return {"year": [2019] * y2019 + [2024] * y2024}


def shares(area: str) -> list[dict]:
    """A share of everybody and of nobody; above and below; and what is no share may be what it is."""
    columns = {"measure": ["a", "b", "c"], area: [DISTRICTS[0]] * 3}
    units = {"unit": ["share of adults", "share of pupils", "years"]}
    return [columns | units | {"value": [0.0, 1.0, 80.0]}, {"value": [-0.1, 1, 80]}, {"value": [0, 1.1, 80]}]


def known_residents(y2022: float, y2024: float) -> dict[str, list]:
    facts = {"measure": ["population"] * 2 + ["bus_routes"], "period": ["2022", "2024", "2022"]}
    return facts | {"value": [y2022, y2024, 5.0]}


def whole_of_the_spine(code: str) -> list:
    """The neighbourhoods and residents of two areas, then with one lost, one twice, some residents lost."""
    kept = {code: ["x", "y"], "neighbourhoods": [1, 1], "population": [1_000, 2_000]}
    one = {name: values[:1] for name, values in kept.items()}
    return [
        case(
            "All neighbourhoods and residents of the spine are counted once",
            kept,
            one,
            {"neighbourhoods": [1, 2]},
            {"population": [1_000, 1_999]},
            lsoa=SPINE | {"population": [1_000, 2_000]},
        )
    ]


# Of 25 ranks the first tenth ends at floor(2.5) = 2, the second at 5, and so on.
DECILES = [decile for decile in range(1, 11) for _ in range(25 * decile // 10 - 25 * (decile - 1) // 10)]
SIGNS = {"lsoa21cd": [A, B], "connectivity_score": [90.0, 10.0], "broadband_speed_deprivation": [-1.0, 2.0]}

CASES = {
    "core.imd": [
        case(
            "Ranks of 2025 run from 1 to the number of neighbourhoods without a gap",
            {"imd2025_rank": [2, 1]},
            {"imd2025_rank": [1, 1]},
            {"imd2025_rank": [1, 3]},
        ),
        case(
            "Deciles of 2025 are cut at the tenths of the ranks, rounded down",
            {"imd2025_rank": range(1, 26), "imd2025_decile": DECILES},
            {"imd2025_decile": [1, 1, 1, *DECILES[3:]]},
        ),
        case(
            "The most deprived neighbourhood of 2019 has rank 1",
            {"imd2019_rank": [2, 1]},
            {"imd2019_rank": [2, 3]},
        ),
        case(
            "A higher score of 2019 never has a lower rank",
            {"imd2019_rank": [1, 2], "imd2019_score": [9.0, 3.0]},
            {"imd2019_score": [3.0, 9.0]},
        ),
    ],
    "core.imd_indicators": [
        case(
            "Connectivity is higher = better and broadband higher = worse, "
            "as cities and remote villages show",
            SIGNS,
            {"connectivity_score": [10.0, 90.0]},
            {"broadband_speed_deprivation": [2.0, -1.0]},
            {"lsoa21cd": [A, C]},  # no remote village to compare with
            lsoa={"lsoa21cd": [A, B], "ruc21": ["UN1", "RSF1"]},
        ),
    ],
    "core.jobs": [case("England has 26,989,645 jobs", *total("jobs", 26_989_645))],
    "core.outcomes": [
        case(
            "13.05% of households are in fuel poverty",
            # 1,305 of 10,000 households, as 1,000 of 5,000 and 305 of 5,000
            {"fuel_poor_households": [1_000, 305], "fuel_poverty": [0.2, 0.061]},
            {"fuel_poor_households": [1_000, 400], "fuel_poverty": [0.2, 0.08]},
            {"fuel_poor_households": [1_000], "fuel_poverty": [0.2]},
        ),
    ],
    "core.parkrun": [
        case("England had 55,977,178 residents at mid-2018", *total("residents_2018", 55_977_178)),
        case(
            "No figure where a part has a code that was new in 2011",
            {"lsoa21cd": [A, B], "finishes": [7.0, None]},
            {"finishes": [7.0, 5.0]},
            {"finishes": [None, None]},
            lsoa_2011={"lsoa21cd": [A, B, B], "lsoa11cd": ["E01032482", "E01000005", "E01032483"]},
        ),
        case(
            "Of 4,058,391 finishes all but the few of neighbourhoods merged with one not known are kept",
            {"lsoa21cd": [A, B], "finishes": [4_058_000.0, None]},
            {"finishes": [4_057_000.0, None]},
            {"finishes": [4_058_000.0, 400.0]},
        ),
    ],
    "core.local_news": [
        case(
            "Every district of the spine is here",
            {"lad24cd": DISTRICTS},
            {"lad24cd": DISTRICTS[:1]},
            lsoa={"lad24cd": DISTRICTS},
        ),
    ],
    "core.district_figures": [
        case(
            "Every measure has all districts",
            {"measure": ["a", "a", "b", "b"], "lad24cd": DISTRICTS * 2},
            {"measure": ["a", "a", "b"], "lad24cd": [*DISTRICTS, DISTRICTS[0]]},
        ),
        case("A share lies between 0 and 1", *shares("lad24cd")),
    ],
    "core.district_outcomes": [
        case(
            "Every measure and period has all districts",
            {"measure": ["a"] * 4, "period": ["2023", "2023", "2024", "2024"], "lad24cd": DISTRICTS * 2},
            {"period": ["2023", "2023", "2024", "2025"]},
            {"measure": ["a", "a", "a", "b"]},
        ),
        case("A share lies between 0 and 1", *shares("lad24cd")),
    ],
    "core.explored_statistics": [
        case("Each of the 14 measures is there", *different("measure", 14)),
        case("A share lies between 0 and 1", *shares("ladcd")),
    ],
    "core.general_election": [
        case(
            "England had 533 constituencies in 2019 and has 543 in 2024",
            elections(533, 543),
            elections(532, 543),
            elections(533, 542),
        ),
    ],
    "core.ward_contest": [
        case(
            "No ward of 2024 has two contests in a year",
            {"year": [2023, 2024, 2023, 2023], "wd24cd": ["E05000001", "E05000001", None, None]},
            {"year": [2023, 2023, 2023, 2023]},
        ),
        case(
            "At least 97% of the contests of 2023 find a ward by name",
            {"year": [2023] * 100 + [2021], "wd24cd": [*codes(97), None, None, None, None]},
            {"wd24cd": [*codes(96), None, None, None, None, None]},
        ),
    ],
    "core.turnout": [
        case(
            "At least 99% of neighbourhoods have a local turnout",
            {"local_turnout": [0.3] * 99 + [None]},
            {"local_turnout": [0.3] * 98 + [None] * 2},
        ),
        case(
            "Every neighbourhood has the turnout of its constituency",
            {"lsoa21cd": [A, B], "general_turnout_2024": [0.6, 0.6]},
            {"general_turnout_2024": [0.6, None]},
        ),
    ],
    "core.trend_figures": [
        case(
            "Every neighbourhood has its deprivation and its population in each year",
            {"measure": ["imd_rank"] * 2 + ["bus_routes"], "period": ["2019"] * 3, "area": [A, B, A]},
            {"measure": ["imd_rank", "imd_decile", "bus_routes"]},
            {"period": ["2019", "2025", "2019"]},
            {"measure": ["population"] * 3},
            lsoa=SPINE,
        ),
        case(
            "England had 57,106,398 residents at mid-2022 and 58,620,101 at mid-2024",
            known_residents(57_106_398, 58_620_101),
            known_residents(57_106_397, 58_620_101),
            known_residents(57_106_398, 58_620_100),
            known_residents(58_620_101, 57_106_398),
        ),
        case(
            "A ward with a turnout has two",
            {"level": ["wd24cd"] * 2 + ["lad24cd"], "area": ["E05000001"] * 2 + ["E06000001"]}
            | {"measure": ["local_turnout"] * 2 + ["claimants"]},
            {"area": ["E05000001", "E05000002", "E06000001"]},
            {"measure": ["local_turnout", "local_turnout_as_2024", "claimants"]},
        ),
    ],
    "publish.trends": [
        case(
            "The earlier period comes first",
            {"from_period": ["2019"], "to_period": ["2025"]},
            {"from_period": ["2026"]},
            {"from_period": ["2025"]},
        ),
        case(
            "On average the neighbourhoods of England keep their decile",
            {"measure": ["imd_decile"] * 2 + ["imd_rank"], "from_period": ["2019"] * 3}
            | {"to_period": ["2025"] * 3, "change": [1.0, -1.0, 900.0]},
            {"change": [1.0, 1.0, 900.0]},
            {"change": [1.0, -1.2, 900.0]},
        ),
    ],
    **{
        f"publish.{table}": whole_of_the_spine(code)
        for table, code in (
            ("msoas", "msoa21cd"),
            ("wards", "wd24cd"),
            ("districts", "lad24cd"),
            ("constituencies", "pcon24cd"),
            ("regions", "rgn24cd"),
        )
    },
}
