"""The census tables by output area name their columns by number: each number means what its source says."""

from __future__ import annotations

import importlib

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.store import Store
from pipelines.paths import SOURCES, mirror_folder

OTHER = "Main language is not English (English or Welsh in Wales)"
LABELS = {
    "census_ts017": {
        "households": "Total: All household spaces",
        "no_one": "0 people in household",
        "one_person": "1 person in household",
        "eight_or_more": "8 or more people in household",
    },
    "census_ts019": {
        "same_address": "Address one year ago is the same as the address of enumeration",
        "from_within_uk": "Migrant from within the UK: Address one year ago was in the UK",
        "from_outside_uk": "Migrant from outside the UK: Address one year ago was outside the UK",
    },
    "census_ts029": {
        "english_very_well": f"{OTHER}: Can speak English very well",
        "english_not_well": f"{OTHER}: Cannot speak English well",
        "english_not_at_all": f"{OTHER}: Cannot speak English",
    },
    "census_ts061": {
        "work_at_home": "Work mainly at or from home",
        "bus": "Bus, minibus or coach",
        "car_driver": "Driving a car or van",
        "on_foot": "On foot",
    },
}


@pytest.mark.england
@pytest.mark.parametrize("table", LABELS)
def test_columns_mean_what_the_labels_say(table: str, tmp_path) -> None:
    folder = mirror_folder()
    if folder is None:
        pytest.skip("there is no mirror: set COMMONGROUND_MIRROR, or put it at ../shared/mirror")
    sources = load_sources(SOURCES)
    labels = sources["census_labels"]
    reader = importlib.import_module(f"pipelines.readers.{labels.reader}")
    store = Store(tmp_path, folder, network=False)
    rows = reader.read(store.contents(labels), labels.columns, dict(labels.options)).to_pylist()
    published = {row["column"]: row["label"] for row in rows}
    columns = sources[table].columns
    assert {name: published[columns[name].source_name] for name in LABELS[table]} == LABELS[table]
