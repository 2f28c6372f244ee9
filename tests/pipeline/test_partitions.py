"""A source of several files of which one is lost, or a table that lost the rows of one: neither is built.

Bad content of one file is in `test_bad_input`; what the contracts of England state is in the tests of the
sources.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from county_build import County, contents

from pipelines.build import Project
from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Rows
from pipelines.paths import SOURCES, Workspace
from pipelines.stages.raw import identity, raw_step
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.run import BrokenContract, make
from pipelines.warehouse.tables import Storage

PARTED = [name for name, source in load_sources(SOURCES).items() if source.manifest is not None]


def refused(county: County) -> str:
    """What the command says when it does not build; the release must be the one that stood before."""
    before = contents(county.published)
    done = county.invoke("build", "--sample")
    assert done.exit_code == 1, done.output
    assert contents(county.published) == before
    return " ".join(done.stderr.split())


def test_there_are_sources_of_several_files() -> None:
    assert {"code_point_open", "food_businesses_2015", "lsoa21_boundaries", "naptan", "warm_spaces"} <= {
        *PARTED
    }


def test_a_mirror_that_lost_a_file_of_each_source_builds_nothing(county: County) -> None:
    """One file of several, for every source that has a manifest."""
    lost = {row["dataset"]: row for row in county.listed() if row["dataset"] in PARTED}  # the last of each
    for dataset, row in lost.items():
        assert row["file"] != county.row(dataset)["file"], f"{dataset} has one file alone"
        (county.mirror / row["stored"]).unlink()
        county.forget(f"raw.{dataset}")
    said = refused(county)
    assert f"{len(PARTED)} files are not here" in said
    for dataset, row in lost.items():
        assert f"{dataset}, {row['file']}" in said


def test_a_mirror_that_does_not_list_a_district_s_outlines_builds_nothing(county: County) -> None:
    rows = county.listed()
    district = next(row for row in reversed(rows) if row["dataset"] == "lsoa21_boundaries")
    county.list_again([row for row in rows if row is not district])
    assert "core.lsoa: area_km2 is null (100 rows)" in refused(county)


@pytest.mark.parametrize("dataset", PARTED)
def test_the_rows_of_one_file_less_are_too_few(built: County, tmp_path: Path, dataset: str) -> None:
    """With the whole source's rows stated, as they are for England, no file's rows can be left out."""
    county = Project(Workspace("sample", built.data))
    whole, storage = county.sources[dataset], Storage(str(tmp_path))
    rows = county.storage.rows(whole.table)
    stated = replace(whole, rows=Rows(rows, rows))

    def made(source):
        graph = assemble([(raw_step(source, county.store), identity(source))], {}, {}, "england")
        return make(graph.nodes[source.table], storage, "england").rows

    assert made(stated) == rows
    for file in stated.files:
        less = replace(stated, inline=tuple(other for other in stated.files if other != file))
        with pytest.raises(BrokenContract, match=rf"{whole.table}.* expected {rows:,} rows, got"):
            made(less)
    assert storage.rows(whole.table) == rows, "the table that was whole still stands"
