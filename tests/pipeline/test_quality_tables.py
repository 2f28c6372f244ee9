"""The layer that judges the method, on the sample county: made when asked for, and all of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from county_build import County, contents

from pipelines.build import SAMPLE, open_project
from pipelines.paths import METHODS
from pipelines.publish.identity import METHOD
from pipelines.publish.method_page import READS, from_method, from_warehouse


@pytest.fixture(scope="module")
def judged(built: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[County, str]:
    """A county in which the command has made the placebos, and what it printed."""
    county = built.copy(tmp_path_factory.mktemp("judged") / "data")
    done = county.invoke("placebo", "--sample")
    assert done.exit_code == 0, done.output
    return county, done.output


def test_a_build_makes_no_placebos_and_says_nothing_of_them(built: County) -> None:
    assert not [table for table in built.stored() if table.startswith("quality.")]


def test_the_command_prints_ours_beside_every_placebo(judged: tuple[County, str]) -> None:
    _, said = judged
    assert "SYNTHETIC" in said
    for words in (
        "ours",
        "shape",
        "strewn",
        "deprivation",
        "density",
        "Loneliness (modelled)",
        "left behind",
    ):
        assert words in said


def test_placebos_leave_the_release_as_it_was(built: County, judged: tuple[County, str]) -> None:
    assert contents(judged[0].published) == contents(built.published)


def test_placebos_are_the_same_each_time(judged: tuple[County, str], built: County, tmp_path) -> None:
    again = built.copy(tmp_path / "data")
    assert again.invoke("placebo", "--sample").exit_code == 0
    for table in ("strewn", "placebo", "agreement"):
        name = f"quality/{table}.parquet"
        assert (again.warehouse / name).read_bytes() == (judged[0].warehouse / name).read_bytes()


def test_placebos_are_of_the_method_that_was_built_and_remake_no_table(built: County, tmp_path: Path) -> None:
    """Of a method that was edited: the release holds it, and without that the command refuses."""
    county, edited = built.copy(tmp_path / "data"), tmp_path / "edited.yaml"
    text = (METHODS / "england.yaml").read_text(encoding="utf-8")
    text = text.replace("name: england", "name: mine", 1).replace("weight: 14", "weight: 12", 1)
    edited.write_text(text.replace("weight: 8", "weight: 10", 1), encoding="utf-8")
    done = county.invoke("build", "--sample", "--method", str(edited))
    assert done.exit_code == 0, done.stderr
    stood = county.stored()
    (county.published / "latest" / METHOD).rename(tmp_path / "held.yaml")
    refused = county.invoke("placebo", "--sample")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "would be made anew" in refused.stderr and "--method FILE" in refused.stderr
    assert county.stored() == stood

    (tmp_path / "held.yaml").rename(county.published / "latest" / METHOD)
    done = county.invoke("placebo", "--sample")
    assert done.exit_code == 0, done.stderr
    assert "(method mine, version" in " ".join(done.stdout.split())
    assert {name: when for name, when in county.stored().items() if name in stood} == stood
    made = county.stored()
    assert county.invoke("placebo", "--sample", "--method", str(edited)).exit_code == 0
    assert county.stored() == made


def test_every_placebo_has_a_score_and_a_rank_for_every_neighbourhood(judged: tuple[County, str]) -> None:
    table = pd.read_parquet(judged[0].warehouse / "quality" / "placebo.parquet")
    spine = pd.read_parquet(judged[0].warehouse / "core" / "lsoa.parquet")
    assert set(table["lsoa21cd"]) == set(spine["lsoa21cd"])
    assert table.notna().all(axis=None)


def test_every_table_of_the_method_page_can_be_made(
    judged: tuple[County, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, _ = judged
    only = [part for table in READS for part in ("--only", table)]
    done = county.invoke("build", "--sample", *only)
    assert done.exit_code == 0, done.output
    for name, value in county.environment().items():
        monkeypatch.setenv(name, value)
    project = open_project(SAMPLE)
    made = from_method(project.method) | from_warehouse(project.method, project.sources, project.storage)
    empty = {name for name, table in made.items() if len(table.splitlines()) < 3}
    assert empty == {"edges"}  # the county has neither islands nor borders
