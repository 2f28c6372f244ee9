"""Cases of the places and the stops: located, of a known kind, each counted once."""

from __future__ import annotations

from check_case import A, B, C, case, codes, different

SPINE = {"lsoa21cd": [A, B]}
# Records in England as others counted them, by the tables' sources and kinds.
COUNTED = {
    "pharmacies": 10_223,
    "grocery_stores": 6_023,
    "retail_centres_2018": 2_746,
    "food_banks_2020": 1_304,
    "sports_clubs": 6_241,
    "pubs": 33_156,
    "rail_stations": 2_018,
}
KINDS = {"pharmacy": 10_223, "grocery_store": 6_023, "retail_centre": 2_746}


def here(**lost: int) -> dict[str, list]:
    """One record of each source on the shore, the others inside, so many `lost`."""
    inside = [number - 1 - lost.get(source, 0) for source, number in COUNTED.items()]
    return {"source": list(COUNTED), "in_england": inside, "on_the_shore": [1] * len(COUNTED)}


def of_kinds(**lost: int) -> dict[str, list]:
    """So many places of each kind, and one across the border, less those `lost`."""
    numbers = {kind: number - lost.get(kind, 0) for kind, number in KINDS.items()}
    return {
        "kind": [kind for kind, number in numbers.items() for _ in range(number + 1)],
        "lsoa21cd": [code for number in numbers.values() for code in [A] * number + [None]],
    }


CASES = {
    "core.places": [
        case(
            "A place has no neighbourhood only where it lies beyond the border",
            {"lsoa21cd": [A, B, None], "located": ["inside", "nearest", "across_border"]},
            {"lsoa21cd": [A, None, None]},
            {"lsoa21cd": [A, B, B]},
        ),
        case(
            "A neighbourhood of a place is one of the spine",
            {"lsoa21cd": [A, None]},
            {"lsoa21cd": [C, None]},
            lsoa=SPINE,
        ),
        case(
            "England has 10,223 pharmacies, 6,023 grocery stores and 2,746 retail centres",
            of_kinds(),
            *(of_kinds(**{kind: 1}) for kind in KINDS),
        ),
        case("Every kind is there", *different("kind", 25)),
        case(
            "Cafes, small shops and post offices of 2015 bear no name, for it may be a person's",
            {"kind": ["cafe", "small_shop", "post_office", "pub"], "name": [None, None, None, "The Bell"]},
            *({"kind": [kind] * 4} for kind in ("cafe", "small_shop", "post_office")),
        ),
    ],
    "core.place_candidates": [
        case(
            "A record stands for itself or for a record that does, of the same kind",
            {"place_id": ["a", "b", "c"], "stands_for": ["a", "a", None], "kind": ["pub"] * 3},
            {"stands_for": ["b", "b", None], "kind": ["pub", "hall", "pub"]},  # another kind
            {"stands_for": ["c", "b", None]},  # a record that has no place
            {"stands_for": ["b", "c", "c"]},  # a record that stands for another
            {"stands_for": ["x", "b", None]},  # no record at all
        ),
    ],
    "core.places_by_district": [
        case(
            "All places with a neighbourhood are counted once",
            {"places": [2, 1]},
            {"places": [2, 2]},
            {"places": [2]},
            places={"lsoa21cd": [A, A, B, None]},
        ),
    ],
    "core.places_report": [
        case(
            "Of every source, what is read is what is kept, merged, dropped and not placed",
            {
                "source": ["pubs"] * 5,
                "stage": ["read", "kept", "merged", "dropped", "not_placed"],
                "places": [10, 4, 3, 2, 1],
            },
            {"places": [11, 4, 3, 2, 1]},
            {"source": [*["pubs"] * 4, "schools"]},
        ),
    ],
    "core.geocoding_report": [
        case(
            "Records in England are as many as were counted before",
            here(),
            *(here(**{source: 1}) for source in COUNTED),
        ),
    ],
    "core.bus_stops": [
        case("London, Greater Manchester and the rest are there", *different("source", 3)),
    ],
    "core.bus": [
        case(
            "1,314 neighbourhoods of England have no stop inside",
            {"lsoa21cd": codes(1_315), "stop_inside": [False] * 1_314 + [True]},
            {"stop_inside": [False] * 1_315},
            {"stop_inside": [False] * 1_313 + [True] * 2},
        ),
    ],
}
