"""Cleaning the point sources: what is kept, what it is, and why the rest is dropped."""

from __future__ import annotations

import pytest

HERE = {"longitude": -1.5, "latitude": 52.5}
POSTCODE = {
    "postcode": "CV1 1AA",
    "quality": 10,
    "easting": 433000,
    "northing": 279000,
    "ctrycd": "E92000001",
}


def one(rows: list[dict]) -> dict:
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("name", "kind", "dropped"),
    [
        ("The Bell", "pub", None),
        ("Jack 'O Clubs", "pub", None),
        ("Prudhoe Working Mens Club", "social_club", None),
        ("Royal British Legion", "social_club", None),
        ("The Old Clubhouse", "social_club", None),
        ("The White Hart (Closed)", "pub", "closed, by its name"),
        ("(Formerly) The Lifeboat", "pub", "closed, by its name"),
        ("1905 (formerly Red Lion Inn)", "pub", None),
        ("The Enclosed Garden", "pub", None),
        (None, "pub", None),
    ],
)
def test_pubs(select, name, kind, dropped) -> None:
    row = one(select("core.places_pubs", {"raw.pubs": [{"name": name, **HERE}]}))
    assert (row["kind"], row["dropped_reason"]) == (kind, dropped)


def test_the_number_of_a_pub_does_not_depend_on_the_order_of_the_file(select) -> None:
    pubs = [{"name": name, **HERE} for name in ("B", "A", "C")]
    numbers = [
        {row["name"]: row["place_id"] for row in select("core.places_pubs", {"raw.pubs": given})}
        for given in (pubs, pubs[::-1])
    ]
    assert numbers[0] == numbers[1] == {"A": "pubs:1", "B": "pubs:2", "C": "pubs:3"}


@pytest.mark.parametrize(
    ("name", "kind", "subkind"),
    [
        ("Denver Village Hall", "hall", "village_hall"),
        ("St Wilfrids Church Hall", "hall", "church_hall"),
        ("Bockhanger Community Centre", "hall", "community_centre"),
        ("Huddersfield Town Hall", "hall", "town_hall"),
        ("The Pensioners Lunch Club, Denver Village Hall", "hall", "village_hall"),
        ("Harlescott Social Club", "social_club", "social"),
        ("Ossett Conservative Club", "social_club", "social"),
        ("Royal British Legion", "social_club", "social"),
        ("Adlington Sports and Social Club", "social_club", "sports_and_social"),
        ("Cotton Club CafÃ©", "cafe", None),
        ("Dulwich Club & Cafe", "cafe", None),
        ("Hazels Cafe", "cafe", None),
        ("Le Café", "cafe", None),
        ("Orchard Tea Rooms", "cafe", None),
        ("Haddenham Post Office & Convenience Store", "post_office", None),
        ("York News", "small_shop", None),
        ("Costcutter", "small_shop", None),
        ("Premier Shudehill Convenience Store", "small_shop", None),
        ("General Stores", "small_shop", None),
    ],
)
def test_food_businesses_are_told_by_their_names(select, name, kind, subkind) -> None:
    food = [{"id": "7", "name": name, **HERE}]
    row = one(select("core.places_food_businesses", {"raw.food_businesses_2015": food}))
    assert (row["kind"], row["subkind"], row["dropped_reason"]) == (kind, subkind, None)
    assert row["place_id"] == "food_businesses_2015:7"


@pytest.mark.parametrize(
    "name",
    [
        None,
        "Tesco Stores Ltd",
        "Wilkinson Hardware Stores Limited",
        "Koosh After School Club",
        "Macauley Centre Lunch Club",
        "Bullpits Golf Club",
        "Adlington Cricket Club",
        "David Lloyd Health Club",
        "Captains Club hotel",
        "BHASVIC School Cafe",
        "Fish & Chip Shop",
        "Hungerton Hall",
        "Haltwhistle Camping & Caravanning Club Site",
        "Busill Jones Before/After Sch Club",
        "The Lodge Gentlemen's Club",
        "St George's Glatton Hall Residential Home",
        "Darts Farm Shopping Village (Food Hall And Restaurant)",
        "St Anselm Hall Cellar Club",
        "Town Hall Hotel",
        "Premier Inn (Fowlers Farm)",
    ],
)
def test_other_food_businesses_are_dropped_without_their_names(select, name) -> None:
    food = [{"id": "7", "name": name, **HERE}]
    row = one(select("core.places_food_businesses", {"raw.food_businesses_2015": food}))
    assert row["dropped_reason"] == "no kind that we use, by its name"
    assert row["kind"] is None and row["name"] is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("WRAFTON HOUSE SURGERY", "WRAFTON HOUSE SURGERY"),
        ("STAG CHEMIST | PARBURY MEDICAL CENTRE", "PARBURY MEDICAL CENTRE"),
        ("NOVUM HEALTH PARTNERSHIP", "NOVUM HEALTH PARTNERSHIP"),
        ("CANFORD HEATH GROUP PRACT", "CANFORD HEATH GROUP PRACT"),
        ("HOLDERNESS HEALTH", "HOLDERNESS HEALTH"),
        ("HELSBY STREET MED/CTR", "HELSBY STREET MED/CTR"),
    ],
)
def test_gp_practices_are_kept(select, name, kept) -> None:
    row = one(
        select("core.places_gp_practices", {"raw.gp_practices": [{"name": name, "postcode": "A", **HERE}]})
    )
    assert (row["name"], row["dropped_reason"]) == (kept, None)


def test_a_doctor_in_the_name_of_a_practice_goes_no_further(select) -> None:
    practice = {"name": "DR SHANTIR PRACTICE", "postcode": "A", **HERE}
    row = one(select("core.places_gp_practices", {"raw.gp_practices": [practice]}))
    assert (row["name"], row["dropped_reason"]) == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        "VITA CALDERDALE DERMATOLOGY SERVICE",
        "STAG CHEMIST",
        "PES@SPECSAVERS RINGWOOD",
        "HMP DEERBOLT",
        "CGL HAVERING",
        "SALFORD COMMUNITY HEALTH",
    ],
)
def test_clinics_and_services_are_no_practices(select, name) -> None:
    row = one(
        select("core.places_gp_practices", {"raw.gp_practices": [{"name": name, "postcode": "A", **HERE}]})
    )
    assert row["dropped_reason"] == "a clinic or service, by its name"


@pytest.mark.parametrize(
    ("facts", "dropped"),
    [
        ({"type": "Static Library"}, None),
        ({"type": "static library", "operation_2023": "C"}, None),
        ({"type": "Static library", "closed": " "}, None),
        ({"type": "Static Library", "closed": "2017"}, "closed"),
        ({"type": "Static Library", "operation_2023": "closed"}, "closed"),
        ({"type": "Mobile Library"}, "not a library in a building: mobile library"),
        ({"type": "Prison Library"}, "not a library in a building: prison library"),
    ],
)
def test_libraries_that_are_open_and_stand_still(select, facts, dropped) -> None:
    postcode = {"postcode": "CV11AA", "easting": 433000.0, "northing": 279000.0}
    library = {"name": "Central", "postcode": "cv1 1aa", **facts}
    tables = {"raw.libraries": [library], "core.postcode": [postcode]}
    row = one(select("core.places_libraries", tables))
    assert row["dropped_reason"] == dropped


def test_a_library_is_placed_by_its_postcode_however_it_is_written(select) -> None:
    found = {"postcode": "CV11AA", "easting": 433000.0, "northing": 279000.0}
    tables = {
        "raw.libraries": [
            {"name": name, "postcode": postcode, "type": "Static Library"}
            for name, postcode in (("A", "CV1 1AA"), ("B", "cv1  1aa"), ("C", "ZZ1 1ZZ"), ("D", None))
        ],
        "core.postcode": [found],
    }
    rows = select("core.places_libraries", tables)
    assert [row["easting"] for row in rows] == [433000.0, 433000.0, None, None]


def test_a_library_or_museum_of_a_postcode_no_longer_in_use_lies_among_those_around_it(select) -> None:
    stem = {"stem": "CV11A", "easting": 433100.0, "northing": 279200.0, "postcodes": 3}
    library = {"name": "A", "type": "Static Library"}
    tables = {
        "raw.libraries": [library | {"postcode": postcode} for postcode in ("CV1 1AZ", "CV1 1AA", "CV1 1BA")],
        "core.postcode": [{"postcode": "CV11AA", "easting": 433000.0, "northing": 279000.0}],
        "core.postcode_stem": [stem],
    }
    rows = select("core.places_libraries", tables)
    # ordered by postcode: the one in use is placed by itself, the one of another stem nowhere
    assert [row["easting"] for row in rows] == [433000.0, 433100.0, None]

    museum = {
        "museum_id": "a",
        "postcode": "cv1 1az",
        "closing_date": "Still open",
        "admin_area": "/England/X",
    }
    tables = {"raw.museums": [museum], "raw.code_point_open": [POSTCODE], "core.postcode_stem": [stem]}
    assert one(select("core.places_museums", tables))["northing"] == 279200.0


def test_stations_of_metros_are_kept_where_no_railway_has_one(select) -> None:
    def stop(code: str, kind: str, easting: float, status: str = "active") -> dict:
        return {
            "atco_code": code,
            "stop_type": kind,
            "easting": easting,
            "northing": 5e5,
            "status": status,
        }

    stops = [
        stop("9400ZZTWA", "MET", 4.000e5),  # 300 m from a railway's station in use, 250 m from a closed one
        stop("9400ZZTWB", "MET", 4.0055e5),  # 250 m from the one in use
        stop("9400ZZTWC", "MET", 4.5e5, "inactive"),
        stop("9400ZZSYD", "MET", 4.5e5),  # a tram in the street
        stop("9400ZZTWE", "PLT", 4.5e5),  # a platform of a station
        stop("9100AAA", "RLY", 4.003e5),
        stop("9100BBB", "RLY", 3.9975e5, "inactive"),
        stop("410000001", "BCT", 4.5e5),
    ]
    rows = {row["place_id"]: row for row in select("core.places_metro_stations", {"raw.naptan": stops})}
    assert len(rows) == len(stops)
    kept = [place for place, row in rows.items() if row["dropped_reason"] is None]
    assert kept == ["naptan:9400ZZTWA"] and rows[kept[0]]["kind"] == "rail_station"
    assert rows["naptan:9400ZZTWB"]["dropped_reason"] == "beside a railway station"
    assert rows["naptan:9400ZZSYD"]["kind"] is None


def test_the_middle_of_a_stem_is_known_where_its_postcodes_lie_close_together(select) -> None:
    def near(postcode: str, easting: int) -> dict:
        return POSTCODE | {"postcode": postcode, "easting": easting}

    around = [near("CV1 1AA", 433000), near("CV1 1AB", 433300), near("CV1 1AD", 434500)]
    apart = [near("CV2 1AA", 440000), near("CV2 1AB", 442001)]
    unplaced = [near("CV3 1AA", 0) | {"quality": 90}]
    rows = select("core.postcode_stem", {"raw.code_point_open": around + apart + unplaced})
    assert [tuple(row.values()) for row in rows] == [("CV11A", 433300.0, 279000.0, 3)]


def test_museums_that_are_open_are_placed_in_all_of_great_britain(select) -> None:
    museums = [
        {"museum_id": "a", "postcode": "CV1 1AA", "closing_date": "Still open", "admin_area": "/England/X"},
        {"museum_id": "b", "postcode": "CV1 1AA", "closing_date": "2015", "admin_area": "/England/X"},
        {
            "museum_id": "c",
            "postcode": None,
            "closing_date": "Still open",
            "admin_area": "/Northern Ireland/X",
        },
        {"museum_id": "d", "postcode": "CV1 1AB", "closing_date": "Still open", "admin_area": "/Wales/X"},
    ]
    unplaced = POSTCODE | {"postcode": "CV1 1AB", "quality": 90, "easting": 0, "northing": 0}
    rows = select(
        "core.places_museums", {"raw.museums": museums, "raw.code_point_open": [POSTCODE, unplaced]}
    )
    assert [row["dropped_reason"] for row in rows] == [None, "closed", "in Northern Ireland", None]
    assert [row["easting"] for row in rows] == [433000.0, 433000.0, None, None]


def test_sports_clubs_whose_registration_stands(select) -> None:
    clubs = [
        {"club_id": "a", "name": "Town FC", "postcode": "CV1 1AA", "active": True},
        {"club_id": "b", "name": "Old FC", "postcode": "CV1 1AA", "active": False},
        {"club_id": "c", "name": "Far FC", "postcode": "No data", "active": True},
    ]
    rows = select("core.places_sports_clubs", {"raw.sports_clubs": clubs, "raw.code_point_open": [POSTCODE]})
    assert [row["dropped_reason"] for row in rows] == [None, "no longer active", None]
    assert [row["easting"] for row in rows] == [433000.0, 433000.0, None]
    assert {row["precision"] for row in rows} == {"area"}


def test_a_building_of_two_faiths_keeps_both(select) -> None:
    building = {"osm_type": "way", "osm_id": 7, "name": "Trinity", "ladcd": "E08000025", **HERE}
    rows = select(
        "core.places_worship",
        {"raw.places_of_worship": [{**building, "faith": f} for f in ("Muslim", "Christian")]},
    )
    assert {row["subkind"]: row["place_id"] for row in rows} == {
        "christian": "places_of_worship:way/7",
        "muslim": "places_of_worship:way/7/muslim",
    }


def test_places_of_worship_in_northern_ireland_are_dropped(select) -> None:
    place = {"osm_type": "way", "osm_id": 7, "ladcd": "N09000003", "faith": "Christian", **HERE}
    row = one(select("core.places_worship", {"raw.places_of_worship": [place]}))
    assert row["dropped_reason"] == "in Northern Ireland"


def school(**facts) -> dict:
    usual = {
        "urn": 100000,
        "name": "The School",
        "type": "Community school",
        "type_group": "Local authority maintained schools",
        "phase": "Primary",
        "easting": 433000.0,
        "northing": 279000.0,
    }
    return usual | facts


@pytest.mark.parametrize(
    ("facts", "kind", "subkind"),
    [
        ({}, "school_primary", "mainstream"),
        ({"phase": "Middle deemed primary"}, "school_primary", "middle"),
        ({"phase": "Secondary"}, "school_secondary", "mainstream"),
        ({"phase": "All-through"}, "school_all_through", "mainstream"),
        ({"phase": "Nursery"}, "school_other", "nursery"),
        ({"phase": "Not applicable", "type": "Other independent school"}, "school_other", "independent"),
        ({"phase": "Not applicable", "type": "Other independent special school"}, "school_other", "special"),
        ({"phase": "Not applicable", "type": "Pupil referral unit"}, "school_other", "alternative_provision"),
        (
            {"phase": "16 plus", "type": "Further education", "type_group": "Colleges"},
            "school_other",
            "college",
        ),
        (
            {"phase": "Not applicable", "type_group": "Welsh schools", "name": "Ysgol Gynradd Y Trallwng"},
            "school_primary",
            "other",
        ),
        (
            {
                "phase": "Not applicable",
                "type_group": "Welsh schools",
                "name": "Monmouth Comprehensive School",
            },
            "school_secondary",
            "other",
        ),
    ],
)
def test_schools_by_phase(select, facts, kind, subkind) -> None:
    row = one(select("core.places_schools", {"raw.schools": [school(**facts)]}))
    assert (row["kind"], row["subkind"], row["dropped_reason"]) == (kind, subkind, None)


@pytest.mark.parametrize(
    ("type_", "dropped"),
    [
        ("British schools overseas", "abroad or offshore"),
        ("Online provider", "no school gate: online or secure"),
    ],
)
def test_schools_without_a_gate_are_dropped(select, type_, dropped) -> None:
    row = one(select("core.places_schools", {"raw.schools": [school(type=type_)]}))
    assert row["dropped_reason"] == dropped


def test_warm_spaces_that_a_directory_could_not_find_are_dropped(select) -> None:
    heap = [{"name": f"Library {n}", "directory": "d", **HERE} for n in range(5)]
    alone = {"name": "Draper Hall", "directory": "d", "longitude": -1.6, "latitude": 52.5}
    again = {**alone, "directory": "e"}
    rows = select("core.places_warm_spaces", {"raw.warm_spaces": [*heap, alone, again]})
    dropped = {row["name"]: row["dropped_reason"] for row in rows}
    assert dropped.pop("Draper Hall") is None
    assert set(dropped.values()) == {"a point shared by five names or more"}
    assert [row["subkind"] for row in rows if row["name"] == "Draper Hall"] == ["hall", "hall"]


def test_mutual_aid_groups_once_each_and_only_where_their_place_was_found(select) -> None:
    def group(longitude: float, latitude: float, again: bool = False, link: bool = False) -> dict:
        return {
            "longitude": longitude,
            "latitude": latitude,
            "repeats_group": again,
            "repeats_link": link,
        }

    groups = [
        group(-1.5, 52.5),
        group(-1.5, 52.5, again=True),
        group(-1.6, 52.5, link=True),
        group(-3.435973, 55.378051),
        *[group(-0.1, 51.5)] * 10,
    ]
    rows = select("core.places_mutual_aid_groups", {"raw.mutual_aid_groups_2020": groups})
    reasons = sorted(str(row["dropped_reason"]) for row in rows)
    assert reasons == sorted(
        [
            "None",
            "repeats a name and place",
            "repeats a link",
            "place name not found: the middle of the United Kingdom",
            *["a place name shared by ten groups or more"] * 10,
        ]
    )
    assert all(row["name"] is None for row in rows)


@pytest.mark.parametrize(
    ("name", "kept", "dropped"),
    [
        ("Cricket ground", None, None),
        ("Didcot Cricket Club", "Didcot Cricket Club", None),
        ("Cricket Nets", "Cricket Nets", "practice nets, by its name"),
    ],
)
def test_cricket_grounds(select, name, kept, dropped) -> None:
    row = one(
        select(
            "core.places_cricket_grounds",
            {"raw.cricket_grounds": [{"osm_id": "way/1", "name": name, **HERE}]},
        )
    )
    assert (row["name"], row["dropped_reason"]) == (kept, dropped)


@pytest.mark.parametrize(
    ("name", "sector", "kind"),
    [
        (
            "Maesteg Workmen's Club and Institute Limited",
            "Membership associations, social clubs and trade unions",
            "social_club",
        ),
        ("Denver Tennis Club Limited", "Sports and Recreation", "cooperative"),
        ("Denver Community Shop", "Retail", "cooperative"),
        ("Denver Growers", None, "cooperative"),
    ],
)
def test_social_clubs_among_co_operatives(select, name, sector, kind) -> None:
    given = {"organisation_id": "R1", "name": name, "sector": sector, **HERE}
    row = one(select("core.places_cooperatives", {"raw.cooperatives": [given]}))
    assert (row["kind"], row["precision"]) == (kind, "area")
    assert row["subkind"] == {None: "not_stated", "Retail": "retail"}.get(sector, row["subkind"])


def test_names_of_pharmacists_go_no_further(select) -> None:
    pharmacies = [{"name": "JANE DOE CHEMIST", "postcode": "CV11AA", **HERE}]
    row = one(select("core.places_pharmacies", {"raw.pharmacies": pharmacies}))
    assert row["name"] is None


@pytest.mark.parametrize(
    ("model", "raw", "row", "kind"),
    [
        ("rail_stations", "rail_stations", {"crs_code": "ABW", "name": "Abbey Wood", **HERE}, "rail_station"),
        ("jobcentres", "jobcentres", {"office_code": "1", "name": "Acton", **HERE}, "jobcentre"),
        ("grocery_stores", "grocery_stores", {"id_geolytix": 7, "retailer": "Lidl", **HERE}, "grocery_store"),
        ("food_banks_2020", "food_banks_2020", HERE, "food_bank"),
        (
            "retail_centres",
            "retail_centres_2018",
            {"centre_id": "TC1", "cluster": "3", "easting": 1.0, "northing": 2.0},
            "retail_centre",
        ),
    ],
)
def test_registers_are_taken_as_they_are(select, model, raw, row, kind) -> None:
    made = one(select(f"core.places_{model}", {f"raw.{raw}": [row]}))
    assert (made["kind"], made["dropped_reason"], made["precision"]) == (kind, None, "site")


def test_districts_without_a_place_are_counted_as_such(select) -> None:
    lsoa = [
        {"lsoa21cd": f"E0100000{n}", "lad24cd": f"E0700000{d}", "lad24nm": f"D{d}", "population": 1000 * n}
        for n, d in ((1, 1), (2, 1), (3, 2))
    ]
    shared = {"easting": 1.0, "northing": 1.0, "located": "inside", "source": "pubs", "sources": "pubs"}
    pub = shared | {"kind": "pub", "precision": "site", "records": 1, "vintage": "2026"}
    places = [
        pub | {"place_id": "pubs:1", "lsoa21cd": "E01000001"},
        pub | {"place_id": "pubs:2", "lsoa21cd": "E01000002"},
        pub | {"place_id": "pubs:3", "lsoa21cd": None, "located": "across_border"},
    ]
    rows = select("core.places_by_district", {"core.lsoa": lsoa, "core.places": places})
    assert [(row["lad24nm"], row["places"], row["population"]) for row in rows] == [
        ("D1", 2, 3000),
        ("D2", 0, 3000),
    ]
    assert rows[0]["per_100k"] == pytest.approx(100_000 * 2 / 3000)


def test_the_geocoding_report_tells_what_was_found(select) -> None:
    def record(number: int, located: str) -> dict:
        return {"place_id": f"pubs:{number}", "source": "pubs", "precision": "site", "located": located}

    how = [
        "inside",
        "inside",
        "nearest",
        "across_border",
        "outside Great Britain",
        "in the sea",
        "no coordinates",
    ]
    how += ["postcode missing or not known"]
    records = [record(n, located) for n, located in enumerate(how)]
    row = one(select("core.geocoding_report", {"core.place_candidates": records}))
    assert row == {
        "source": "pubs",
        "precision": "site",
        "records": 8,
        "found": 5,
        "match_rate": 5 / 8,
        "in_england": 2,
        "on_the_shore": 1,
        "across_border": 1,
        "elsewhere": 1,
        "no_postcode": 1,
        "no_coordinates": 2,
    }
