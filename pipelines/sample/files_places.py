"""Files of the group places that are maps: pubs, grounds, worship, food businesses, warm spaces."""

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
    feature_collection,
    json_text,
)
from pipelines.sample.points import Points, library_points, worship_points

_GROUP = "places"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _pubs(county)
    yield from _mapped(county)
    yield from _food_businesses(county)
    yield from _warm_spaces(county)


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
