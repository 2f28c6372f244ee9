"""The files of the group places: registers and maps of where people meet and are served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample import points
from pipelines.sample.county import COUNTRY, COUNTY, DISTRICTS, REGION, County
from pipelines.sample.files_geography import old_msoa
from pipelines.sample.formats import (
    csv_bytes,
    feature_collection,
    headers,
    json_text,
    parquet_bytes,
    rows_of,
    zip_bytes,
)
from pipelines.sample.points import Points
from pipelines.sample.rfiles import Frame, rda_bytes
from pipelines.sample.shapefile import attributes
from pipelines.sample.shapefile import points as shape_points

Made = tuple[str, str, str, bytes]
_GROUP = "places"


def files(county: County) -> Iterator[Made]:
    """Every file of the group, but for the statistics by district."""
    yield from _pubs(county)
    yield from _mapped(county)
    yield from _health(county)
    yield from _shops(county)
    yield from _schools(county)
    yield from _libraries(county)
    yield from _museums(county)
    yield from _green_space(county)
    yield from _food_businesses(county)
    yield from _warm_spaces(county)


def library_points(county: County) -> Points:
    """The open static libraries: warm spaces are found in some of them again."""
    return points.strew(county, "libraries", 26, "Library", central=0.8)


def worship_points(county: County) -> Points:
    """Places of worship: halls, food banks and warm spaces share some of their buildings."""
    kinds = "St. *'s Church|Methodist Church|Baptist Church|Mosque|Gurdwara|Evangelical Church"
    return points.strew(county, "worship", 300, kinds, central=0.1)


def _pubs(county: County) -> Iterator[Made]:
    made = points.strew(county, "pubs", 330, "pub", central=0.4)
    names = points.pub_names(county, len(made))
    names[3] = "The Formerly Golden Lion (closed) (synthetic)"
    names[5:25] = [
        f"{name.split(' (')[0].removeprefix('The ')} Social Club (synthetic)" for name in names[5:25]
    ]
    made = Points(made.easting, made.northing, made.lon, made.lat, made.oa_at, names)
    made = points.joined(
        made,
        points.off_shore(county, "Inn"),
        points.at_sea(county, 2, "Inn"),
        points.abroad(county, "Inn"),
    )
    lon, lat = made.lon.round(4).tolist(), made.lat.round(4).tolist()
    rows = [f"{name}|{y}|{x}" for name, x, y in zip(made.names, lon, lat, strict=True)]
    # Twice on the map: a few metres apart, under nearly the same name.
    for i in (30, 31, 32, 33):
        name = made.names[i].removeprefix("The ")
        rows.append(f"{name}|{round(lat[i] + 0.0001, 4)}|{lon[i]}")
    # Two pubs in one street are two pubs.
    rows.append(f"The Second House (synthetic)|{lat[40]}|{round(lon[40] + 0.0003, 4)}")
    keys = {row: f"synthetic-{i}" for i, row in enumerate(sorted(rows))}
    yield _GROUP, "pubs", "slug_lock.json", json_text(keys, indent=2).encode()


def _mapped(county: County) -> Iterator[Made]:
    cricket = points.strew(county, "cricket", 42, "Cricket Club", central=-0.6)
    blank = dict.fromkeys(("club", "county", "address", "strips", "nets", "bar", "parking", "notes"), "")
    records = []
    for i, name in enumerate(cricket.names):
        record = {
            "id": f"node/{9_000_000 + i}",
            "source": "osm",
            "name": name if i % 5 == 0 else "Cricket ground",
            **blank,
            "lat": cricket.lat[i].item(),
            "lon": cricket.lon[i].item(),
            "pitch_type": "Natural grass",
        }
        if i == 7:
            record["name"], record["pitch_type"] = "Practice nets (synthetic)", "Nets"
        records.append(record)
    yield _GROUP, "cricket_grounds", "grounds.json", json_text(records, indent=2).encode()

    church = points.joined(worship_points(county), points.abroad(county, "Chapel"))
    faiths = ("Christian", "Christian", "Christian", "Muslim", "Sikh", "Christian")
    denominations = ("anglican", "methodist", "baptist", "sunni", "", "evangelical")
    rows = []
    for i, (name, area) in enumerate(zip(church.names, points.districts(county, church), strict=True)):
        element = "node" if i % 9 == 0 else "way"
        faith = faiths[i % 6]
        x, y = round(church.lon[i].item(), 5), round(church.lat[i].item(), 5)
        rows.append([*area, faith, element, 800_000 + i, name, denominations[i % 6], x, y, "osm"])
    rows.append([*rows[0][:2], "Jewish", *rows[0][3:]])  # one building under two faiths
    rows.append([*rows[1][:4], 900_001, "", "", *rows[1][7:]])  # the same place twice, once without a name
    header = "area_code area_name faith osm_type osm_id name denomination lon lat source_tier".split()
    yield _GROUP, "places_of_worship", "places_of_worship.csv", csv_bytes(rows, header)

    banks = points.strew(county, "food banks", 14, "Food Bank", central=0.6, needy=0.5)
    shared = worship_points(county)
    pairs = [[x.item(), y.item()] for x, y in zip(banks.lon, banks.lat, strict=True)]
    pairs += [[shared.lon[8].item(), shared.lat[8].item()], pairs[2]]
    features = (
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": pair}}
        for pair in pairs
    )
    yield _GROUP, "food_banks_2020", "food-banks.geojson", feature_collection("food-banks", features)

    rail = points.joined(points.strew(county, "rail", 13, "", central=0.7), points.abroad(county, "Halt"))
    rows = []
    for i, name in enumerate(rail.names):
        country = "wales" if "Wales" in name else "england"
        rows.append([name.replace("  ", " "), rail.lat[i], rail.lon[i], f"Q{chr(65 + i)}X", "", country])
    header = ["stationName", "lat", "long", "crsCode", "iataAirportCode", "constituentCountry"]
    yield _GROUP, "rail_stations", "stations.csv", csv_bytes(rows, header)


def _health(county: County) -> Iterator[Made]:
    surgeries = "SURGERY|MEDICAL CENTRE|HEALTH CENTRE|SURGERY | * PHYSIOTHERAPY SERVICE|* EXTENDED ACCESS HUB"
    for dataset, file, count, words in (
        ("gp_practices", "GP.parquet", 75, surgeries),
        ("pharmacies", "pharmacy.parquet", 95, "PHARMACY|CHEMIST"),
    ):
        made = points.strew(county, dataset, count, words.replace(" | ", " "), central=0.7)
        made = points.joined(made, points.abroad(county, dataset.split("_")[0]))
        pairs = np.column_stack([made.lon, made.lat])
        shapes = [b"\x01\x01\x00\x00\x00" + pair.tobytes() for pair in pairs]  # WKB points
        names = [name.upper() for name in made.names]
        names[4] = f"{names[4]} | {names[9]}"  # one row a postcode, with all who are there
        columns = {
            "Name": names,
            "Latitude": made.lat,
            "Longitude": made.lon,
            "Postcode": [code.replace(" ", "") for code in points.postcodes(county, made)],
            "geometry": shapes,
        }
        yield _GROUP, dataset, file, parquet_bytes(columns)


def _shops(county: County) -> Iterator[Made]:
    made = points.joined(
        points.strew(county, "grocery", 60, "Market", central=0.9), points.abroad(county, "Market")
    )
    chains = ("Sample Stores (synthetic)", "Specimen Foods (synthetic)", "The Synthetic Group")
    columns = {
        "id_geolytix": 9_010_000_000.0 + np.arange(len(made)),
        "retailer": [chains[i % 3] for i in range(len(made))],
        "long_wgs": made.lon,
        "lat_wgs": made.lat,
        "town": [name.split(" ")[0] for name in made.names],
    }
    frame = Frame(columns, ("data.frame",))
    made_bytes = rda_bytes("retail_points", frame, packed="gzip", version=3)
    yield _GROUP, "grocery_stores", "retail_points.RData", made_bytes

    made = points.joined(
        points.strew(county, "retail centres", 24, "town centre", central=1.2),
        points.abroad(county, "Centre"),
    )
    rng = county.rng("retail centres")
    cluster = rng.integers(1, 6, size=len(made))
    table = {
        "id": [f"TC{9000 + i}" for i in range(len(made))],
        "name": made.names,
        "Units_no": (15 + rng.gamma(1.2, 60, size=len(made))).round().astype(int).tolist(),
        "Cluster": [str(c) for c in cluster],
        "SubCluster": [f"{c}.1" for c in cluster],
        "SubClus_Sc": [f"{c}.1" for c in cluster],
    }
    shp, shx = shape_points(made.easting, made.northing)
    projection = (
        'PROJCS["Transverse_Mercator",GEOGCS["GCS_Airy 1830",DATUM["D_unknown",SPHEROID["airy",6377563.396,'
        '299.3249646]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION['
        '"Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER['
        '"scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],'
        'UNIT["Meter",1]]'
    )
    members = {"dbf": attributes(table), "prj": projection.encode(), "shp": shp, "shx": shx}
    packed = zip_bytes({f"TCtypology_points.{end}": content for end, content in members.items()})
    yield _GROUP, "retail_centres_2018", "tctypologygis.zip", packed

    made = points.strew(county, "jobcentres", 7, "*|St. *é", central=1.2, needy=0.4)
    rows = [
        [9000 + i, name, f"{i + 1} Synthetic Street", code, x, y]
        for i, (name, code, x, y) in enumerate(
            zip(made.names, points.postcodes(county, made), made.lon, made.lat, strict=True)
        )
    ]
    header = ["NOMIS Office Code", "Jobcentre Office", "Office Address", "Postcode", "lon", "lat"]
    made_bytes = csv_bytes(rows, header, encoding="cp1252")
    yield _GROUP, "jobcentres", "Jobcentre_locations_geocoded.csv", made_bytes


def _schools(county: County) -> Iterator[Made]:
    kinds = (
        ("Primary School", 120, "Community school", "Local authority maintained schools", "Primary"),
        ("Secondary School", 24, "Academy converter", "Academies", "Secondary"),
        ("College", 3, "Further education", "Colleges", "16 plus"),
        (
            "Nursery School",
            6,
            "Local authority nursery school",
            "Local authority maintained schools",
            "Nursery",
        ),
        ("Special School", 7, "Community special school", "Special schools", "Not applicable"),
        ("École", 3, "Other independent school", "Independent schools", "Not applicable"),
    )
    sets = [points.strew(county, words, count, words, central=0.1) for words, count, *_ in kinds]
    made = points.joined(*sets, points.abroad(county, "Ysgol"))
    labels = [kind[2:] for kind in kinds for _ in range(kind[1])]
    labels.append(("Welsh establishment", "Welsh schools", "Not applicable"))
    codes = [code or "W01900001" for code in points.lsoa_codes(county, made)]
    east, north = made.easting.round().copy(), made.northing.round().copy()
    lon, lat = made.lon.copy(), made.lat.copy()
    labels[5] = ("British schools overseas", "Other types", "Not applicable")
    codes[5] = "999999999"
    for i, value in ((5, np.nan), (11, np.nan), (17, 0.0)):  # abroad; without coordinates; at zero
        east[i] = north[i] = value
        lon[i] = lat[i] = np.nan
    count = len(made)
    columns = {
        "urn": 900_000.0 + np.arange(count),
        "la_code": ["999"] * count,
        "la_name": [name for _, name in points.districts(county, made)],
        "establishment_number": [str(2000 + i) for i in range(count)],
        "establishment_name": made.names,
        "establishment_type": [label[0] for label in labels],
        "establishment_type_group": [label[1] for label in labels],
        "education_phase": [label[2] for label in labels],
        "number_of_pupils": county.rng("pupils").integers(90, 1200, size=count).astype(float),
        "percentage_fsm": np.full(count, np.nan),
        "easting": east,
        "northing": north,
        "lsoa_code": codes,
        "pcon_code": ["E14900001"] * count,
        "longitude": lon,
        "latitude": lat,
    }
    made_bytes = rda_bytes("gias", Frame(columns), version=3, encoding="latin-1")
    yield _GROUP, "schools", "gias.rda", made_bytes


def _libraries(county: County) -> Iterator[Made]:
    open_ones = library_points(county)
    others = points.strew(county, "other libraries", 8, "Library", central=0.6)
    made = points.joined(open_ones, others)
    count = len(made)
    kinds = ["Static Library" if i % 6 else "Static library" for i in range(count)]
    run_by, closed = ["LA" if i % 4 else "CR" for i in range(count)], [""] * count
    codes = points.postcodes(county, made)
    for i, kind in zip(
        range(26, 30), ("Mobile Library", "Prison Library", "Archive", "static archive"), strict=True
    ):
        kinds[i] = kind
    for i, year in ((30, "2013"), (31, "2017")):
        closed[i], run_by[i] = year, "Closed"
    run_by[32] = "Closed"
    codes[33] = "QX99 9XX"  # a postcode that nobody knows
    columns = {
        "reporting": [name for _, name in points.districts(county, made)],
        "name": made.names,
        "authority": [name for _, name in points.districts(county, made)],
        "postcode": codes,
        "type": kinds,
        "statutory_23": ["No" if run == "Closed" else "Yes" for run in run_by],
        "operation_23": run_by,
        "closed": closed,
        "staffed_hours": ["N/A Closed" if run == "Closed" else 35 for run in run_by],
    }
    header = headers()["libraries"]
    made_bytes = csv_bytes(rows_of(header, columns, count), header, bom=True)
    yield _GROUP, "libraries", "libraries_england_2023.csv", made_bytes


def _museums(county: County) -> Iterator[Made]:
    made = points.joined(
        points.strew(county, "museums", 16, "Museum", central=0.8), points.abroad(county, "Museum")
    )
    codes = points.postcodes(county, made)
    codes[2] = "QX99 9XY"
    rows = []
    for i, (name, code) in enumerate(zip(made.names, codes, strict=True)):
        nation = "Wales" if "Wales" in name else "England/Samplefolk (English Region)"
        area = f"/{nation}/Sampleshire (synthetic)"
        closing = "2015-2017" if i % 5 == 4 else "Still open"
        size = ("small", "medium", "unknown", "large")[i % 4]
        rows.append([name, f"mm.synthetic.{i}", "", code, "Accredited" if i % 3 else "Unaccredited"])
        rows[-1] += ["Independent:Not for profit", size, "Local Histories", closing, "New", "", "", "", area]
    header = "musname muse_id town postcode accreditation governance size subject_matter closing_date"
    columns = [*header.split(), "provenance", "deprivation_index"]
    columns += ["geodemographic_group", "geodemographic_subgroup", "admin_area"]
    made_bytes = csv_bytes(rows, columns, delimiter="\t")
    yield _GROUP, "museums", "museums_wattributes-2020-02-23.tsv", made_bytes


def _green_space(county: County) -> Iterator[Made]:
    old, rng = county.lsoa11, county.rng("green space")
    centre = old["centrality"].to_numpy()
    count = len(old)
    distance = (330 * np.exp(-0.5 * (centre - 0.5) + rng.normal(size=count) * 0.45)).round(2)
    parks = np.clip(4.5 * np.exp(0.9 * (centre - 0.5) + rng.normal(size=count) * 0.4), 0, 40).round(2)
    homes = (old["residents"] / 2.35).round().astype(int).to_numpy()
    flats = (homes * np.clip(0.08 + 0.25 * centre, 0, 1)).round().astype(int)
    values: list[Any] = [distance, (distance * 0.94).round(2)]
    values += [rng.gamma(1.5, 26_000, count).round(2) for _ in range(2)]
    values += [parks, parks.round(), (parks * 38_000).round(2), (parks * 36_000).round(2)]
    values += [
        old["residents"].tolist(),
        (old["residents"] * 1.2).round(2),
        (old["residents"] * 1.1).round(2),
    ]
    values += [flats, (flats * 0.66).round(2), np.full(count, 180.25)]
    values += [homes - flats, ((homes - flats) * 0.97).round(2), rng.gamma(3, 70, count).round(2)]
    header = headers()["green_space"]
    rows = []
    for i, (code, msoa_at, at) in enumerate(
        zip(old["lsoa11cd"], old["msoa_at"], old["district_at"], strict=True)
    ):
        area = [*COUNTRY, *REGION, *COUNTY, *DISTRICTS[at][:2], old_msoa(county, msoa_at), code]
        rows.append([*area, *(column[i] for column in values), "", "", "", ""])
    rows.append(["W92000004", "Wales", *rows[0][2:9], "W01900001", *rows[0][10:]])
    blank = ("," * (len(header) - 1) + "\r\n") * 300
    content = csv_bytes(rows, header, bom=True, newline="\r\n", after=blank)
    name = "Access to public green space in Great Britain 2021"
    yield _GROUP, "green_space", f"{name}.zip", zip_bytes({f"{name}.csv": content})


def _food_businesses(county: County) -> Iterator[Made]:
    kinds = "Village Hall|Cafe|Community Centre|Social Club|Newsagent|Post Office|Ltd|Coffee Shop"
    kinds += "|Convenience Store|Mrs * Childminding"
    made = points.strew(county, "food", 900, kinds, central=0.6)
    owner = points.districts(county, made)
    codes = [("901", "E07900001"), ("902", "E06900001"), ("903", "E07900002")]
    header = ["", "businessname", "ratingvalue", "structural", "hygiene", "confidenceinmanagement"]
    header += ["ratingdate", "latitude", "longitude"]
    for file, district in codes:
        rows = []
        for i, name in enumerate(made.names):
            if owner[i][0] != district or (file == "903" and i % 3):  # a register that is a third complete
                continue
            where = ["", ""] if i % 10 == 9 else [made.lat[i], made.lon[i]]
            rows.append([700_000 + i, name, 5, 5, 5, 5, "2014-10-13", *where])
        yield _GROUP, "food_businesses_2015", f"{file}.csv", csv_bytes(rows, header)


def _warm_spaces(county: County) -> Iterator[Made]:
    own = points.strew(county, "warm spaces", 48, "Community Hub|Warm Space|Centre", central=0.5, needy=0.3)
    libraries, churches = library_points(county), worship_points(county)
    found: dict[str, list[str]] = {}

    def add(title: str, lon: float, lat: float, directory: str) -> None:
        # Tiles at zoom 10: numbers of Web Mercator.
        x = int((lon + 180) / 360 * 1024)
        y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 1024)
        feature = {
            "geometry": {"coordinates": [round(lon, 5), round(lat, 5)], "type": "Point"},
            "properties": {"_source": directory, "address": "SYNTHETIC", "hours": {}, "title": title},
            "type": "Feature",
        }
        found.setdefault(f"{x}-{y}", []).append(json_text(feature, separators=(",", ":")))

    for i, name in enumerate(own.names):
        directory = "warm_welcome" if i % 2 else "sampleshire_council"
        add(name, own.lon[i].item(), own.lat[i].item(), directory)
        if i % 12 == 0:  # the same place in a second directory
            add(name.upper(), own.lon[i].item() + 0.0001, own.lat[i].item(), "warm_welcome")
    for i in range(0, 26, 3):
        add(libraries.names[i], libraries.lon[i].item(), libraries.lat[i].item(), "warm_welcome")
    for i in range(0, 300, 40):
        add(
            f"Hall of {churches.names[i]}",
            churches.lon[i].item() + 0.0002,
            churches.lat[i].item(),
            "warm_welcome",
        )
    add("Far Away (synthetic)", 2.35, 48.85, "warm_welcome")
    for tile, features in sorted(found.items()):
        body = ",\n\t\t".join(features)
        text = f'{{\n\t"type": "FeatureCollection",\n\t"features": [\n\t\t{body}\n\t]\n}}\n'
        yield _GROUP, "warm_spaces", f"{tile}.geojson", text.encode()
