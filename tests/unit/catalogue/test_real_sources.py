"""The sources of this repository: that they load, and agree with the mirror where there is one."""

from __future__ import annotations

import re

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.mirror import Mirror
from pipelines.catalogue.source import Source
from pipelines.paths import SOURCES, mirror_folder

# files of the mirror that are no data, or that another file of the same data set has in its newer form
LEFT_OUT = {
    ("code_point_open", "Code-Point_Open_Column_Headers.csv"),
    ("code_point_open", "metadata.txt"),
    ("lsoa21_boundaries", "E07000246.geojson"),
    ("lsoa21_boundaries", "E08000016.geojson"),
    ("lsoa21_boundaries", "E08000019.geojson"),
}


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources(SOURCES)


@pytest.fixture(scope="module")
def mirror() -> Mirror:
    folder = mirror_folder()
    if folder is None:
        pytest.skip("there is no mirror: set COMMONGROUND_MIRROR, or put it at ../shared/mirror")
    return Mirror(folder)


def test_every_pinned_file_is_the_one_of_the_mirror(sources: dict[str, Source], mirror: Mirror):
    """Address, size and SHA-256 agree; and no data set is cut short, but for what is named above."""
    listed = {
        (row.dataset, row.file): (row.url, row.bytes, row.sha256)
        for row in mirror.rows
        if row.dataset in sources
    }
    pinned = {
        (source.id, file.name): (file.url, file.bytes, file.sha256)
        for source in sources.values()
        for file in source.files
    }
    assert {name: facts for name, facts in pinned.items() if listed.get(name) != facts} == {}
    assert listed.keys() - pinned.keys() == LEFT_OUT


def test_every_source_is_a_data_set_of_the_mirror(sources: dict[str, Source], mirror: Mirror):
    assert set(sources) <= {row.dataset for row in mirror.rows}


def test_pinned_addresses_carry_a_commit(sources: dict[str, Source]):
    loose = [
        file.url
        for source in sources.values()
        for file in source.files
        if not re.search(r"/[0-9a-f]{40}/", file.url)
    ]
    assert loose == []


def test_outcomes_feed_no_score(sources: dict[str, Source]):
    outcomes = [source for source in sources.values() if source.group == "outcomes"]
    assert outcomes
    assert [source.id for source in outcomes if source.role in ("input", "denominator")] == []


def test_an_unclear_licence_frees_nothing(sources: dict[str, Source]):
    unclear = {source.id: source.licence_effect for source in sources.values() if "unclear" in source.licence}
    assert unclear
    assert set(unclear.values()) <= {"unclear", "non-commercial"}


def test_licences_that_bind_are_told_by_their_effect(sources: dict[str, Source]):
    effects = {"ODbL": "share-alike", "NC": "non-commercial"}
    odd = [
        source.id
        for source in sources.values()
        for word, effect in effects.items()
        if word in source.licence and "unclear" not in source.licence and source.licence_effect != effect
    ]
    assert odd == []


def test_a_source_of_several_files_states_its_rows_to_the_last(sources: dict[str, Source]):
    """So that none of its files can be lost: a range might have room for one."""
    parted = {name: source.rows for name, source in sources.items() if source.manifest is not None}
    assert parted and all(rows and rows.least == rows.most for rows in parted.values())
