"""The publishers' own current files, small and in their true format, read as the sources declare them."""

from __future__ import annotations

import importlib
import io
import json
import re
import zipfile

import pytest

from pipelines.catalogue.live import alternatives
from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Source, arrow_schema
from pipelines.errors import Faults
from pipelines.paths import SOURCES


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources(SOURCES)


def live(source: Source, name: str, content: bytes, number: int = 0) -> list[dict]:
    """What the live alternative of this number reads, in the very columns of the source."""
    declared = source.live[number]
    reader = importlib.import_module(f"pipelines.readers.{declared.reader}")
    table = reader.read([(name, content)], declared.columns, dict(declared.options))
    assert table.schema == arrow_schema(source.columns)
    return table.to_pylist()


def test_all_that_stand_in_for_pinned_files(sources) -> None:
    there = {name: source.id for name, (source, _) in alternatives(sources.values()).items()}
    assert there == {
        "code_point_open": "code_point_open",
        "food_businesses_2015": "food_businesses_2015",
        "imd_2025": "imd_2025",
        "lsoa21_centroids": "lsoa21_centroids",
        "naptan": "naptan",
        "postcode_directory": "code_point_open",
    }


def test_no_live_address_is_a_page(sources) -> None:
    for source in sources.values():
        for declared in source.live:
            assert declared.page not in {file.url for file in declared.files}, declared.id
            assert len({file.url for file in declared.files}) == len(declared.files), declared.id


def test_the_pages_of_the_centroids_hold_all_and_no_more(sources) -> None:
    """2,000 features a page: 35,672 of them are 17 pages and a part of the 18th."""
    (declared,) = sources["lsoa21_centroids"].live
    offsets = [int(re.search(r"resultOffset=(\d+)", file.url)[1]) for file in declared.files]
    assert offsets == [2000 * page for page in range(18)]
    assert (declared.rows.least, declared.rows.most) == (35672, 35672)


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


NAPTAN = (
    "ATCOCode,NaptanCode,PlateCode,CleardownCode,CommonName,CommonNameLang,ShortCommonName,ShortCommonNameLang,"
    "Landmark,LandmarkLang,Street,StreetLang,Crossing,CrossingLang,Indicator,IndicatorLang,Bearing,"
    "NptgLocalityCode,LocalityName,ParentLocalityName,GrandParentLocalityName,Town,TownLang,Suburb,SuburbLang,"
    "LocalityCentre,GridType,Easting,Northing,Longitude,Latitude,StopType,BusStopType,TimingStatus,"
    "DefaultWaitTime,Notes,NotesLang,AdministrativeAreaCode,CreationDateTime,ModificationDateTime,"
    "RevisionNumber,Modification,Status"
)


def test_access_nodes_of_naptan(sources) -> None:
    lines = [
        NAPTAN,
        '0100BRP90310,bstgwpa,,,"Temple Meads, Stn",,,,,,Redcliffe Way,,,,T3,,S,E0035600,Redcliffe,'
        "Bristol,,,,,,false,UKOS,359396,172388,-2.58569,51.44901,BCT,MKD,OTH,,,,009,2009-11-03T00:00:00,"
        "2024-06-13T10:12:13,96,revise,active",
        "9400ZZLUBNK,,,,Bank,,,,,,,,,,,,,E0034988,City,London,,,,,,false,,,,-0.08898,51.51336,MET,,,,,,082,"
        "2005-01-01T00:00:00,2020-01-01T00:00:00,1,new,inactive",
    ]
    assert live(sources["naptan"], "access-nodes.csv", "\r\n".join(lines).encode()) == [
        {
            "atco_code": "0100BRP90310",
            "stop_type": "BCT",
            "easting": 359396.0,
            "northing": 172388.0,
            "status": "active",
        },
        {
            "atco_code": "9400ZZLUBNK",
            "stop_type": "MET",
            "easting": None,
            "northing": None,
            "status": "inactive",
        },
    ]


ONSPD = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,north1m,gridind,"
    "hlth19cd,nhser24cd,ctry25cd,rgn25cd,oa21cd,lsoa21cd,msoa21cd,lat,long"
)


def directory(*rows: tuple[str, str, str, str, str, str, str]) -> bytes:
    """The zip of an edition, one file an area: (postcode, ended, east, north, grade, country, district)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("User Guide/ONSPD User Guide May 2026.pdf", b"%PDF")
        archive.writestr("Data/ONSPD_MAY_2026_UK.csv", ONSPD + "\n")
        for postcode, ended, east, north, grade, country, district in rows:
            values = dict.fromkeys(ONSPD.split(","), "") | {
                "pcd7": postcode.replace(" ", ""),
                "pcds": postcode,
                "dointr": "198001",
                "doterm": ended,
                "lad25cd": district,
                "wd25cd": "E05000001",
                "usrtypind": "0",
                "east1m": east,
                "north1m": north,
                "gridind": grade,
                "ctry25cd": country,
            }
            text = ONSPD + "\n" + ",".join(f'"{value}"' for value in values.values()) + "\n"
            archive.writestr(f"Data/multi_csv/ONSPD_MAY_2026_UK_{postcode.replace(' ', '')}.csv", text)
    return held.getvalue()


IN_USE = ("CA8 7JG", "", "366033", "564878", "1", "E92000001", "E06000063")


def test_the_postcode_directory_says_what_code_point_open_says(sources) -> None:
    """The grades of position are Code-Point's less a nought: 1 and 10 are both within the building."""
    rows = live(sources["code_point_open"], "ONSPD_MAY_2026.zip", directory(IN_USE), number=1)
    assert rows == [
        {
            "postcode": "CA8 7JG",
            "quality": 10,
            "easting": 366033,
            "northing": 564878,
            "ctrycd": "E92000001",
            "ladcd": "E06000063",
            "wdcd": "E05000001",
        }
    ]


@pytest.mark.parametrize(
    "left_out",
    [
        ("CA8 9ZZ", "199606", "366033", "564878", "8", "E92000001", "E06000063"),  # ended
        ("CA8 9ZY", "", "", "", "9", "E92000001", "E06000063"),  # nowhere on the grid
        ("BT1 1AA", "", "333800", "374200", "1", "N92000002", "N09000003"),  # on the Irish grid
        ("JE2 3AB", "", "", "", "9", "L93000001", "L99999999"),  # Jersey
    ],
)
def test_of_the_postcode_directory_only_what_code_point_open_holds_is_read(sources, left_out) -> None:
    held = directory(IN_USE, left_out)
    with pytest.raises(Faults, match=r"has no row that is to be kept"):
        live(sources["code_point_open"], "ONSPD.zip", directory(left_out), number=1)
    assert [row["postcode"] for row in live(sources["code_point_open"], "ONSPD.zip", held, number=1)] == [
        "CA8 7JG"
    ]
