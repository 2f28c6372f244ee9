"""The spine and the tables of people and districts: parents and totals."""

from __future__ import annotations

import pytest

HERE, THERE = "E01000001", "E01000002"


def spine_tables() -> dict[str, list[dict]]:
    """Two neighbourhoods: one of Barnsley, which has a new code, one of a county in no combined authority."""
    facts = {"lsoa21cd": HERE, "lsoa21nm": "Barnsley 001A", "wd24cd": "E05000001", "wd24nm": "Old Town"}
    other = {"lsoa21cd": THERE, "lsoa21nm": "Adur 010B", "wd24cd": "E05000002", "wd24nm": "Buckingham"}
    welsh = {
        "lsoa21cd": "W01000001",
        "lsoa21nm": "Cardiff 001A",
        "wd24cd": "W05000001",
        "lad24cd": "W06000015",
    }
    both = [
        facts | {"lad24cd": "E08000016", "lad24nm": "Barnsley"},
        other | {"lad24cd": "E07000223", "lad24nm": "Adur"},
    ]

    def each(column: str, **values: tuple) -> list[dict]:
        pairs = zip((HERE, THERE), zip(*values.values(), strict=True), strict=True)
        return [{column: code, **dict(zip(values, row, strict=True))} for code, row in pairs]

    return {
        "raw.lsoa21_to_ward24": [*both, welsh],
        "raw.msoa21_names": [
            {
                "msoacd": "E02000001",
                "msoa21cd": "E02000001",
                "msoa21nm": "Barnsley 001",
                "msoa21hclnm": "Hill",
            }
            | {"ladcd": "E08000038", "cty26cd": "E08000038", "cty26nm": "Barnsley"},
            {"msoacd": "E02000009", "msoa21nm": "Adur 010", "msoa21hclnm": "of 2011"},
            {"msoacd": "E02000002", "msoa21cd": "E02000002", "msoa21nm": "Adur 010", "msoa21hclnm": "Coast"}
            | {"ladcd": "E07000223", "cty26cd": "E10000032", "cty26nm": "West Sussex"},
        ],
        "raw.local_authorities": [
            {"authority": "BNS", "ladcd": "E08000016", "combined_authority": "SCR", "current": True}
            | {"type": "Metropolitan district"},
            {"authority": "ADU", "ladcd": "E07000223", "current": True, "type": "Non-metropolitan district"},
            {"authority": "OLD", "ladcd": "E07000999", "current": False, "replaced_by": "ADU"},
            {"authority": "SCR", "ladcd": "E47000002", "type": "Combined authority", "current": True}
            | {"official_name": "South Yorkshire Mayoral Combined Authority"},
        ],
        "raw.lad24_to_region": [
            {"lad24cd": "E08000016", "rgn24cd": "E12000003", "rgn24nm": "Yorkshire and The Humber"},
            {"lad24cd": "E07000223", "rgn24cd": "E12000008", "rgn24nm": "South East"},
        ],
        "raw.lsoa21_to_pcon24": each(
            "lsoa21cd", pcon24cd=("E14000001", "E14000002"), pcon24nm=("North", "South")
        ),
        "raw.lsoa21_to_icb24": each("lsoa21cd", icb24cd=("E54000001", "E54000002"), icb24nm=("A", "B")),
        "raw.ruc21_lsoa21": each("lsoa21cd", ruc21=("UN1", "RSF1"), ruc21nm=("Urban", "Rural")),
        "raw.oac21_lsoa21": each("area21cd", supergroup=("8", "1"), group=("8a", "1b")),
        "core.centroid": each("area21cd", easting=(434000.5, 521000.0), northing=(406000.0, 106000.0)),
        "core.lsoa_boundary": each("lsoa21cd", area_m2=(500_000.0, 2e6)),
        "raw.population_mid_2024": each("lsoa21cd", population=(2000, 1000)),
        "raw.population_mid_2022": each("lsoa21cd", population=(1900, 1001)),
    }


def test_parents_of_a_neighbourhood(select) -> None:
    here, there = select("core.lsoa", spine_tables())
    assert (here["msoa21cd"], here["msoa21hclnm"]) == ("E02000001", "Hill")
    # its own county, by the code of 2024 and not the one that it has got since
    assert (here["ctyua24cd"], here["ctyua24nm"]) == ("E08000016", "Barnsley")
    assert (here["cauth25cd"], here["cauth25nm"]) == ("E47000002", "South Yorkshire")
    assert (here["rgn24nm"], here["oac21nm"]) == ("Yorkshire and The Humber", "Legacy Communities")
    assert (here["area_km2"], here["density"]) == (0.5, 4000.0)
    assert (there["msoa21cd"], there["ctyua24cd"], there["cauth25cd"]) == ("E02000002", "E10000032", None)
    assert (there["population"], there["population_2022"], there["density"]) == (1000, 1001, 500.0)


def test_members_of_the_north_of_tyne_are_in_the_north_east(select) -> None:
    tables = spine_tables()
    tables["raw.local_authorities"][0]["combined_authority"] = "NTCA"
    for code, number, name in (("NTCA", 11, "North of Tyne"), ("NECA", 10, "North East")):
        body = {"authority": code, "ladcd": f"E470000{number}", "type": "Combined authority", "current": True}
        tables["raw.local_authorities"].append(body | {"official_name": f"{name} Combined Authority"})
    assert select("core.lsoa", tables)[0]["cauth25nm"] == "North East"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("raw.lsoa21_to_pcon24", "pcon24cd is null"),
        ("raw.msoa21_names", "msoa21cd is null"),
        ("core.lsoa_boundary", "area_km2 is null"),
        ("raw.population_mid_2024", "population is null"),
    ],
)
def test_a_neighbourhood_that_a_lookup_lacks_fails(select, table: str, says: str) -> None:
    tables = spine_tables()
    tables[table] = tables[table][:1]
    with pytest.raises(AssertionError, match=says):
        select("core.lsoa", tables)


OUTPUT_AREAS = {
    "core.lsoa": [{"lsoa21cd": HERE}, {"lsoa21cd": THERE}],
    "raw.oa21_to_lsoa21": [
        {"oa21cd": "E00000001", "lsoa21cd": HERE},
        {"oa21cd": "E00000002", "lsoa21cd": HERE},
        {"oa21cd": "E00000003", "lsoa21cd": THERE},
        {"oa21cd": "W00000001", "lsoa21cd": "W01000001"},
    ],
    "core.centroid": [{"area21cd": f"E0000000{n}", "easting": 5e5, "northing": 2e5} for n in "123"],
    "raw.census_ts001": [
        *({"area21cd": f"E0000000{n}", "residents": 100 * n} for n in (1, 2, 3)),
        {"area21cd": HERE, "residents": 301},
        {"area21cd": THERE, "residents": 299},
    ],
}


def test_output_areas_take_their_own_residents(select) -> None:
    rows = select("core.output_area", OUTPUT_AREAS)
    assert [(r["oa21cd"], r["lsoa21cd"], r["residents"]) for r in rows] == [
        ("E00000001", HERE, 100),
        ("E00000002", HERE, 200),
        ("E00000003", THERE, 300),
    ]


def test_census_tables_by_output_area_are_summed_and_missing_stays_missing(select) -> None:
    tables = {
        "core.lsoa": OUTPUT_AREAS["core.lsoa"],
        "raw.oa21_to_lsoa21": OUTPUT_AREAS["raw.oa21_to_lsoa21"],
        "raw.census_ts001": OUTPUT_AREAS["raw.census_ts001"],
        "raw.census_ts017": [
            {"oa21cd": "E00000001", "households": 50, "one_person": 20, "two_person": 30},
            {"oa21cd": "E00000002", "households": 60, "one_person": 15, "two_person": 45},
        ],
        "raw.census_ts045": [
            {
                "lsoa21cd": HERE,
                "households": 110,
                "no_car": 40,
                "one_car": 50,
                "two_cars": 15,
                "three_or_more_cars": 5,
            }
        ],
    }
    here, there = select("core.census", tables, check=False)
    assert (here["residents_2021"], here["one_person_households"], here["sized_households"]) == (301, 35, 110)
    assert (here["no_car_households"], here["three_car_households"]) == (40, 5)
    assert there["one_person_households"] is None
    assert there["no_car_households"] is None


def test_districts_keep_their_codes_and_inherit_the_coast(select) -> None:
    tables = spine_tables()
    tables["core.lsoa"] = select("core.lsoa", tables)
    tables["raw.lad19_coastal"] = [
        {"lad19cd": "E08000016", "coastal": "non-coastal"},
        {"lad19cd": "E07000223", "coastal": "non-coastal"},
        {"lad19cd": "E07000999", "coastal": "coastal"},  # a district that Adur took the place of
    ]
    adur, barnsley = select("core.local_authority", tables)
    assert (barnsley["ladcd_now"], barnsley["coastal"], barnsley["rural_share"]) == ("E08000038", False, 0.0)
    assert (adur["ladcd_now"], adur["coastal"], adur["rural_share"]) == ("E07000223", True, 1.0)
    assert (adur["population"], adur["area_km2"], adur["neighbourhoods"]) == (1000, 2.0, 1)


def test_suppressed_counts_are_missing_and_distances_cross_over(select) -> None:
    rows = select(
        "core.imd_indicators",
        {
            "core.lsoa": [{"lsoa21cd": HERE}],
            "core.lsoa_2011": [
                {"lsoa11cd": HERE, "lsoa21cd": HERE, "rate_weight": 0.25},
                {"lsoa11cd": THERE, "lsoa21cd": HERE, "rate_weight": 0.75},
            ],
            "raw.imd_2025_indicators": [{"lsoa21cd": HERE, "connectivity_score": 95.5}],
            "raw.imd_2019_indicators": [
                {
                    "lsoa11cd": HERE,
                    "post_office_km": 1.0,
                    "gp_km": 1.0,
                    "food_shop_km": 0.0,
                    "primary_school_km": 1.0,
                },
                {
                    "lsoa11cd": THERE,
                    "post_office_km": 3.0,
                    "gp_km": 1.0,
                    "food_shop_km": 4.0,
                    "primary_school_km": 1.0,
                },
            ],
        },
    )
    assert rows[0]["post_office_km_2019"] == 2.5
    assert rows[0]["food_shop_km_2019"] == 3.0
    assert rows[0]["connectivity_score"] == 95.5
    assert rows[0]["children_income_deprived"] is None
