"""The publishers' own current files, small and in their true format, read as the sources declare them."""

from __future__ import annotations

import importlib
import io
import json
import zipfile

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Source
from pipelines.paths import SOURCES


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources(SOURCES)


def live(source: Source, name: str, content: bytes) -> list[dict]:
    assert source.live is not None and source.live.reader is not None
    reader = importlib.import_module(f"pipelines.readers.{source.live.reader}")
    assert set(source.live.columns) == set(source.columns)
    return reader.read([(name, content)], source.live.columns, dict(source.live.options)).to_pylist()


DOMAINS = [
    ("Index of Multiple Deprivation (IMD)", "Score"),
    ("Income", "Score (rate)"),
    ("Employment", "Score (rate)"),
    ("Education, Skills and Training", "Score"),
    ("Health Deprivation and Disability", "Score"),
    ("Crime", "Score"),
    ("Barriers to Housing and Services", "Score"),
    ("Living Environment", "Score"),
]


def test_indices_of_deprivation_file_7(sources) -> None:
    header = ["LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)"]
    header += ["Local Authority District name (2024)"]
    values = ["E01000001", "City of London 001A", "E09000001", "City of London"]
    for number, (domain, score) in enumerate(DOMAINS):
        header += [
            f"{domain} {score}",
            f"{domain} Rank (where 1 is most deprived)",
            f"{domain} Decile (where 1 is most deprived 10% of LSOAs)",
        ]
        values += [f"{number}.742", str(100 + number), str(number + 1)]
    header += [
        "Income Deprivation Affecting Children Index (IDACI) Score (rate)",
        "Total population: mid 2022",
    ]
    values += ["0.012", "1795"]
    quoted = [",".join(f'"{text}"' for text in line) for line in (header, values)]
    (row,) = live(sources["imd_2025"], "File_7.csv", ("\ufeff" + "\r\n".join(quoted)).encode())
    assert (row["lsoa21cd"], row["imd_score"], row["imd_rank"], row["imd_decile"]) == (
        "E01000001",
        0.742,
        100,
        1,
    )
    assert (row["barriers_score"], row["barriers_rank"], row["environment_decile"]) == (6.742, 106, 8)


def test_population_weighted_centroids_of_the_open_geography_portal(sources) -> None:
    place = {
        "type": "Feature",
        "id": 1,
        "geometry": {"type": "Point", "coordinates": [-1.2704, 54.6179]},
        "properties": {"FID": 1, "LSOA21CD": "E01012007", "GlobalID": "d4a5"},
    }
    named = {"type": "name", "properties": {"name": "EPSG:4326"}}
    content = json.dumps({"type": "FeatureCollection", "crs": named, "features": [place]}).encode()
    assert live(sources["lsoa21_centroids"], "query.geojson", content) == [
        {"lsoa21cd": "E01012007", "longitude": -1.2704, "latitude": 54.6179}
    ]


def test_code_point_open_as_one_zip(sources) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ\nPostcode,Positional_quality_indicator\n"
        )
        archive.writestr(
            "Data/CSV/s.csv", '"S70 1AB",10,434100,406500,"E92000001","","","","E08000038","E05000001"\n'
        )
        archive.writestr(
            "Data/CSV/al.csv", '"AL10 0AA",90,0,0,"E92000001","","","E10000015","E07000241",""\n'
        )
    rows = live(sources["code_point_open"], "codepo_gb.zip", held.getvalue())
    assert [(r["postcode"], r["quality"], r["easting"], r["ladcd"]) for r in rows] == [
        ("AL10 0AA", 90, 0, "E07000241"),
        ("S70 1AB", 10, 434100, "E08000038"),
    ]
