"""Cases of the spine, of what it is made from, and of who lives there."""

from __future__ import annotations

from check_case import A, B, C, case, codes, different, total

SPINE = {"lsoa21cd": [A, B]}
# Neighbourhoods of 2021 by region, as the Office for National Statistics publishes them.
REGIONS = {
    "North East": 1_682,
    "North West": 4_567,
    "Yorkshire and The Humber": 3_355,
    "East Midlands": 2_847,
    "West Midlands": 3_574,
    "East of England": 3_758,
    "London": 4_994,
    "South East": 5_571,
    "South West": 3_407,
}


def by_region(**changed: int) -> dict[str, list[str]]:
    numbers = REGIONS | {name.replace("_", " "): number for name, number in changed.items()}
    return {"rgn24nm": [name for name, number in numbers.items() for _ in range(number)]}


def half_a_million(column: str, number: int) -> tuple[dict, dict]:
    """A total that may be 500 off, at that limit and beyond it."""
    return {column: [number + 500]}, {column: [number + 501]}


HOUSEHOLDS = ("households", "sized_households", "tenure_households")
ALL_HOUSEHOLDS = {column: [23_436_085] for column in HOUSEHOLDS}

CASES = {
    "core.lsoa": [
        case("Population of England at mid-2024 is 58,620,101", *total("population", 58_620_101)),
        case("Population of England at mid-2022 is 57,106,398", *total("population_2022", 57_106_398)),
        case("England has 6,856 MSOAs", *different("msoa21cd", 6_856)),
        case("6,785 wards hold a neighbourhood", *different("wd24cd", 6_785)),
        case("England has 296 districts", *different("lad24cd", 296)),
        case("England has 543 constituencies", *different("pcon24cd", 543)),
        case("England has 42 integrated care boards", *different("icb24cd", 42)),
        case("England has 9 regions", *different("rgn24cd", 9)),
        case(
            "Each region has its neighbourhoods, as published",
            by_region(),
            *(by_region(**{name.replace(" ", "_"): number - 1}) for name, number in REGIONS.items()),
            by_region(London=0),
            by_region(Wales=1),
        ),
        case(
            "A ward lies in one district",
            {"wd24cd": ["E05000001", "E05000002"], "lad24cd": ["E06000001", "E06000002"]},
            {"wd24cd": ["E05000001", "E05000001"]},
        ),
        case(
            "A district lies in one region, one county and at most one combined authority",
            {"lad24cd": ["E06000001"] * 2, "rgn24cd": ["E12000001"] * 2}
            | {"ctyua24cd": ["E06000001"] * 2, "cauth25cd": ["E47000001"] * 2},
            {"rgn24cd": ["E12000001", "E12000002"]},
            {"ctyua24cd": ["E06000001", "E06000002"]},
            {"cauth25cd": ["E47000001", "E47000002"]},
        ),
    ],
    "core.lsoa_boundary": [
        case(
            "The areas add up to that of England, 130,300 to 130,700 km2",
            {"area_m2": [130.5e9]},
            {"area_m2": [130.2e9]},
            {"area_m2": [130.8e9]},
        ),
    ],
    "core.centroid": [
        case(
            "Every centroid lies within England's box; were longitude and latitude swapped?",
            {"area21cd": [A], "easting": [530_000.0], "northing": [180_000.0]},
            {"easting": [180_000.0], "northing": [830_000.0]},
            {"easting": [None]},
        ),
    ],
    "core.lsoa_2011": [
        case(
            "Counts are conserved: the shares of an area of 2011 add up to one",
            {"lsoa11cd": [A, A], "count_share": [0.25, 0.75]},
            {"count_share": [0.25, 0.74]},
        ),
        case(
            "Rates are means: the weights of an area of 2021 add up to one",
            {"lsoa21cd": [A, A], "rate_weight": [0.4, 0.6]},
            {"rate_weight": [0.4, 0.7]},
        ),
        case(
            "Every neighbourhood of the spine has one of 2011",
            SPINE,
            {"lsoa21cd": [A]},
            lsoa=SPINE,
        ),
        case("England had 32,844 neighbourhoods in 2011", *different("lsoa11cd", 32_844)),
        case(
            "Ten complex pairs join six neighbourhoods of 2011 with six of 2021",
            {
                "complex": [True] * 10,
                "lsoa11cd": [*codes(6), *codes(4)],
                "lsoa21cd": [*codes(6), *codes(4)],
            },
            {"complex": [True] * 9 + [False]},
            {"lsoa11cd": [*codes(5), *codes(5)]},
            {"lsoa21cd": [*codes(7), *codes(3)]},
        ),
    ],
    "core.output_area": [
        case(
            "Every output area lies in a neighbourhood of the spine",
            {"oa21cd": ["E00000001"], "lsoa21cd": [A]},
            {"lsoa21cd": [C]},
            lsoa=SPINE,
        ),
        case("Every neighbourhood has an output area", SPINE, {"lsoa21cd": [A, A]}, lsoa=SPINE),
        case(
            "England had 56,490,048 usual residents, give or take the noise",
            *half_a_million("residents", 56_490_048),
        ),
    ],
    "core.census": [
        case(
            "England had 56,490,048 usual residents, give or take the noise",
            *half_a_million("residents_2021", 56_490_048),
        ),
        case("England had 46,007,505 residents aged 16 and over", *total("residents_16_over", 46_007_505)),
        case(
            "England had 23,436,085 households, give or take the noise",
            ALL_HOUSEHOLDS,
            *({column: [23_436_085 - 501]} for column in HOUSEHOLDS),
        ),
        case(
            "30.1% of households are of one person",
            {"one_person_households": [301], "sized_households": [1_000]},
            {"one_person_households": [302]},
        ),
        case(
            "Households of one person are no more than all households of that table",
            {"one_person_households": [2], "sized_households": [2]},
            {"one_person_households": [3]},
        ),
        case(
            "Households by cars add up to all households",
            {f"{cars}_households": [1] for cars in ("no_car", "one_car", "two_car", "three_car")}
            | {"households": [4]},
            {"no_car_households": [2]},
        ),
    ],
    "core.population": [
        case("Population of England at mid-2024 is 58,620,101", *total("population", 58_620_101)),
        case(
            "Men and women add up to all",
            {"female": [6], "male": [5], "population": [11]},
            {"population": [10]},
        ),
        case(
            "The ages add up to all",
            {"children_2022": [2], "adults_16_59_2022": [3], "older_people_2022": [4]}
            | {"iod_population_2022": [9]},
            {"iod_population_2022": [10]},
        ),
    ],
    "core.postcode": [
        case(
            "813 English postcodes have no coordinates",
            {"easting": [None] * 813 + [1.0]},
            {"easting": [None] * 812 + [1.0, 1.0]},
        ),
        case(
            "All but a few postcodes with coordinates have a neighbourhood",
            {"easting": [1.0] * 11, "lsoa21cd": [None] * 10 + [A]},
            {"lsoa21cd": [None] * 11},
        ),
    ],
    "core.local_authority": [
        case(
            "Every district of the spine is here",
            {"lad24cd": ["E06000001", "E06000002"]},
            {"lad24cd": ["E06000001"]},
            lsoa={"lad24cd": ["E06000001", "E06000002"]},
        ),
    ],
    "core.district_successor": [
        case(
            "Every district of 2024 is its own successor",
            {"ladcd": ["E06000001", "E07000001"], "lad24cd": ["E06000001", "E06000001"]},
            {"ladcd": ["E06000002", "E07000001"]},
        ),
    ],
    "core.council_2011": [case("England had 326 districts in 2011", *different("council_2011", 326))],
}
