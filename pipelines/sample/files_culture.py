"""Files of the group places that are libraries, museums and green space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample import points
from pipelines.sample.county import (
    COUNTRY,
    COUNTY,
    DISTRICTS,
    REGION,
    County,
    old_msoa,
)
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    headers,
    rows_of,
    zip_bytes,
)
from pipelines.sample.points import library_points

_GROUP = "places"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _libraries(county)
    yield from _museums(county)
    yield from _green_space(county)


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
