"""The register of charities, live: a small extract in the true format, read as its source declares."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.errors import Faults
from pipelines.paths import SOURCES
from pipelines.readers import json_records

CHARITY = {
    "date_of_extract": "2026-01-01T00:00:00",
    "organisation_number": 1,
    "registered_charity_number": 200001,
    "linked_charity_number": 0,
    "charity_name": "A HALL",
    "charity_registration_status": "Registered",
    "date_of_registration": "1962-05-17T00:00:00",
    "latest_income": 1234.5,
    "charity_contact_postcode": "AB1 2CD",
    "charity_contact_phone": "01234 567890",
    "charity_contact_email": "someone@example.org",
}


def extract(*records: dict) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        # the register begins with a byte-order mark
        archive.writestr("publicextract.charity.json", "\ufeff" + json.dumps(records))
    return held.getvalue()


@pytest.fixture(scope="module")
def live():
    (register,) = load_sources(SOURCES)["charity_density_2020"].live
    return register


def test_it_does_not_claim_to_stand_in_for_the_figures_of_districts(live) -> None:
    assert (live.id, live.replaces) == ("charity_register", False)


def test_reads_what_is_declared_and_no_way_to_reach_a_person(live) -> None:
    linked = CHARITY | {"linked_charity_number": 1, "latest_income": None, "charity_contact_postcode": None}
    table = json_records.read([("charity.zip", extract(CHARITY, linked))], live.columns, live.options)
    assert table.to_pylist() == [
        {
            "charity_number": 200001,
            "linked_number": number,
            "status": "Registered",
            "registered": "1962-05-17T00:00:00",
            "income": income,
            "postcode": postcode,
        }
        for number, income, postcode in ((0, 1234.5, "AB1 2CD"), (1, None, None))
    ]


def test_a_zip_that_is_cut_short_is_named(live) -> None:
    with pytest.raises(Faults, match=r"charity\.zip.*cannot be unpacked"):
        json_records.read([("charity.zip", extract(CHARITY)[:100])], live.columns, live.options)


def test_a_renamed_field_is_named(live) -> None:
    renamed = {key.replace("charity_contact_postcode", "contact_postcode"): v for key, v in CHARITY.items()}
    with pytest.raises(Faults, match="has no column 'charity_contact_postcode'"):
        json_records.read([("charity.zip", extract(renamed))], live.columns, live.options)
