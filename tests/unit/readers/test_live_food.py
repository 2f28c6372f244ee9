"""The registers of food hygiene ratings, live: small ones in the true format, read as the source declares."""

from __future__ import annotations

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import arrow_schema
from pipelines.errors import Faults
from pipelines.paths import SOURCES
from pipelines.readers import xml_records

DETAIL = """    <EstablishmentDetail>
      <FHRSID>{number}</FHRSID>
      <LocalAuthorityBusinessID>{number}/FOOD</LocalAuthorityBusinessID>
      <BusinessName>{name}</BusinessName>
      <BusinessType>Restaurant/Cafe/Canteen</BusinessType>
      <BusinessTypeID>1</BusinessTypeID>
      <AddressLine1>1 High Street</AddressLine1>
      <AddressLine2>Cambridge</AddressLine2>
      <PostCode>CB1 1AA</PostCode>
      <RatingValue>5</RatingValue>
      <RatingKey>fhrs_5_en-gb</RatingKey>
      <RatingDate>2026-01-05</RatingDate>
      <LocalAuthorityCode>027</LocalAuthorityCode>
      <LocalAuthorityName>Cambridge City</LocalAuthorityName>
      <LocalAuthorityWebSite>http://www.cambridge.gov.uk</LocalAuthorityWebSite>
      <LocalAuthorityEmailAddress>food@example.org</LocalAuthorityEmailAddress>
      <Scores>
        <Hygiene>0</Hygiene>
        <Structural>5</Structural>
        <ConfidenceInManagement>0</ConfidenceInManagement>
      </Scores>
      <SchemeType>FHRS</SchemeType>
      <NewRatingPending>False</NewRatingPending>
      {geocode}
    </EstablishmentDetail>
"""
GEOCODE = "<Geocode><Longitude>0.121817</Longitude><Latitude>52.205337</Latitude></Geocode>"


def register(*details: str, count: int | None = None) -> bytes:
    head = f"""<?xml version="1.0" encoding="utf-8"?>
<FHRSEstablishment xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Header>
    <ExtractDate>2026-07-06</ExtractDate>
    <ItemCount>{len(details) if count is None else count}</ItemCount>
    <ReturnCode>Success</ReturnCode>
  </Header>
  <EstablishmentCollection>
"""
    return (head + "".join(details) + "  </EstablishmentCollection>\n</FHRSEstablishment>\n").encode()


def detail(number: int, name: str, geocode: str = GEOCODE) -> str:
    return DETAIL.format(number=number, name=name, geocode=geocode)


@pytest.fixture(scope="module")
def source():
    return load_sources(SOURCES)["food_businesses_2015"]


@pytest.fixture(scope="module")
def live(source):
    (declared,) = source.live
    return declared


def test_a_register_is_read_into_the_columns_of_the_pinned_one(source, live) -> None:
    content = register(
        detail(912345, "Marks &amp; Sons Caf\u00e9"), detail(912346, "Denver Village Hall", "<Geocode />")
    )
    table = xml_records.read([("027.xml", content)], live.columns, live.options)
    assert table.schema == arrow_schema(source.columns)
    assert table.to_pylist() == [
        {
            "id": "912345",
            "name": "Marks & Sons Caf\u00e9",
            "latitude": 52.205337,
            "longitude": 0.121817,
            "authority": "027.xml",
        },
        {
            "id": "912346",
            "name": "Denver Village Hall",
            "latitude": None,
            "longitude": None,
            "authority": "027.xml",
        },
    ]


@pytest.mark.parametrize(
    "person", ["Jane Doe", "Mrs J Doe Coffee", "Jane Doe Childminding and Breakfast Club"]
)
def test_names_of_people_never_reach_the_table(live, person: str) -> None:
    content = register(detail(1, person), detail(2, "Hazel's Cafe"))
    names = xml_records.read([("027.xml", content)], live.columns, live.options)["name"].to_pylist()
    assert names == [None, "Hazel's Cafe"]


def test_the_screen_is_that_of_the_pinned_source(source, live) -> None:
    assert live.options["screen"] == source.options["screen"]


def test_there_is_a_file_for_each_authority_of_great_britain(live) -> None:
    """296 districts of England and 22 authorities of Wales; Scotland has 32."""
    assert len(live.files) == 296 + 22 + 32
    assert live.files[0].url == "https://ratings.food.gov.uk/api/open-data-files/FHRS021en-GB.xml"
    assert live.files[0].name == "021.xml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            register(detail(1, "A Cafe"), count=2),
            "027.xml: says in Header/ItemCount that it holds 2, and holds 1",
        ),
        (register(detail(1, "A Cafe"))[:-60], "027.xml, line 33: is not whole XML"),
        (register(), "027.xml: holds no element 'EstablishmentDetail'."),
        (b"<html><body>Sorry</body></html>", "027.xml: is a web page, not data."),
        (
            register(detail(1, "A Cafe").replace("BusinessName>", "Name>")),
            "027.xml: has no column 'BusinessName'.",
        ),
        (
            register(detail(1, "A Cafe", GEOCODE.replace("52.2", "fifty"))),
            "027.xml, record 1: column 'Geocode/Latitude' holds 'fifty05337', which is not a number.",
        ),
    ],
)
def test_what_is_wrong_with_a_register_is_named(live, content: bytes, said: str) -> None:
    with pytest.raises(Faults) as caught:
        xml_records.read([("027.xml", content)], live.columns, live.options)
    assert said in str(caught.value)


def test_an_authority_without_any_coordinates_is_no_fault_among_others(live) -> None:
    files = [
        ("336.xml", register(detail(1, "A Cafe", "<Geocode />"))),
        ("027.xml", register(detail(2, "B Cafe"))),
    ]
    table = xml_records.read(files, live.columns, live.options)
    assert table["latitude"].to_pylist() == [None, 52.205337]
