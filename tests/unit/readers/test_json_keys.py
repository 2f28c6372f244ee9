"""Records that are keys: how a key is split, and what is said where one is of another form."""

from __future__ import annotations

import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import json_keys

COLUMNS = {
    "name": Column("name", "string", "name", "meaning"),
    "latitude": Column("latitude", "float", "latitude", "meaning"),
}
OPTIONS = {"separator": "|", "fields": ["name", "latitude", "longitude"]}


def read(text: str) -> list[dict]:
    return json_keys.read([("a.json", text.encode())], COLUMNS, OPTIONS).to_pylist()


def test_a_key_is_a_record_and_its_value_is_not_read() -> None:
    assert read('{"The Bell|52.5|-0.1": "https://nowhere"}') == [{"name": "The Bell", "latitude": 52.5}]


def test_a_name_may_hold_the_separator_for_keys_are_split_from_the_right() -> None:
    assert read('{"Dog | Duck|52.5|-0.1": ""}') == [{"name": "Dog | Duck", "latitude": 52.5}]


def test_a_key_that_stands_twice_is_two_records() -> None:
    assert len(read('{"A|1|2": "", "A|1|2": ""}')) == 2


def test_a_blank_field_is_missing() -> None:
    assert read('{"|52.5|-0.1": ""}') == [{"name": None, "latitude": 52.5}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"The Bell|52.5": ""}',
            "a.json, key 1: 'The Bell|52.5' is not of the form name|latitude|longitude",
        ),
        (
            '{"The Bell|north|-0.1": ""}',
            "a.json, key 1: column 'latitude' holds 'north', which is not a number",
        ),
        ('{"The Bell|52.5|', "is not JSON"),
        ("[1, 2]", "not an object with keys"),
        ("{}", "not an object with keys"),
        ("<html></html>", "is a web page, not data"),
    ],
)
def test_each_fault_is_a_sentence_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Faults) as caught:
        read(text)
    assert said in str(caught.value)
