"""A list of objects: types, missing keys, and the sentence for each way in which a file can be wrong."""

from __future__ import annotations

import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import json_records

COLUMNS = {
    "ground": Column("ground", "string", "name", "meaning"),
    "latitude": Column("latitude", "float", "lat", "meaning"),
}


def read(text: str) -> list[dict]:
    return json_records.read([("a.json", text.encode())], COLUMNS, {}).to_pylist()


def test_an_object_is_a_record_and_other_keys_are_not_read() -> None:
    text = '[{"name": "Green", "lat": 52.5, "address": "1 High Street"}, {"name": "Park", "lat": 53}]'
    assert read(text) == [{"ground": "Green", "latitude": 52.5}, {"ground": "Park", "latitude": 53.0}]


def test_what_is_absent_or_blank_is_missing() -> None:
    text = '[{"name": "", "lat": 52.5}, {"lat": null, "name": "Park"}]'
    assert read(text) == [{"ground": None, "latitude": 52.5}, {"ground": "Park", "latitude": None}]


def test_numbers_written_as_text_are_numbers() -> None:
    assert read('[{"name": "Green", "lat": "52.5"}, {"name": 7, "lat": 1}]') == [
        {"ground": "Green", "latitude": 52.5},
        {"ground": "7", "latitude": 1.0},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"name": "Green", "latt": 1}]', "has no column 'lat'. Has it become 'latt'?"),
        ('[{"name": "Green", "lat": "north"}]', "a.json, record 1: column 'lat' holds 'north'"),
        ('[{"name": "Green", "lat": [1, 2]}]', "'lat' holds a list, not one value"),
        ('[{"name": "Green"', "is not JSON"),
        ('{"name": "Green"}', "not a list of records"),
        ("[1]", "a.json, record 1: is not an object"),
    ],
)
def test_each_fault_is_a_sentence_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Faults) as caught:
        read(text)
    assert said in str(caught.value)
