"""Files of the group places that are services: health, shops, jobcentres, schools."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.sample import points
from pipelines.sample.county import (
    County,
)
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    parquet_bytes,
    zip_bytes,
)
from pipelines.sample.rfiles import Frame, rda_bytes
from pipelines.sample.shapefile import attributes
from pipelines.sample.shapefile import points as shape_points

_GROUP = "places"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _health(county)
    yield from _shops(county)
    yield from _schools(county)


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
