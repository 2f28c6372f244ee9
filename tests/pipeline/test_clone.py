"""A clone answers at once from the release that it carries, with no build and no network."""

from __future__ import annotations

import re

import pytest
from county_build import County

from pipelines.publish.files import faulty
from pipelines.publish.reading import CARRIED


@pytest.fixture
def clone(tmp_path) -> County:
    """A data folder in which nothing has been built."""
    return County(tmp_path / "data")


def test_its_checksums_hold():
    assert faulty(CARRIED) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("profile", "Jaywick & St Osyth"), "Tendring"),
        (("profile", "E01021988"), "Jaywick & St Osyth"),
        (("top", "--region", "North East", "-n", "3"), "North East"),
        (("trace", "E01021988", "pubs_rank"), "E01021988"),
        (("trace", "E01021988", "imd2019_rank"), "E01021988"),
    ],
)
def test_a_clone_answers_and_says_which_release_it_reads(clone, command, said):
    done = clone.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout
    assert "carried in the repository" in done.stdout


@pytest.mark.parametrize("command", [("placebo",), ("method", "page"), ("backtest",)], ids=" ".join)
def test_what_needs_files_says_how_many_and_fetches_none_unasked(clone, command):
    done = clone.run(*command)
    assert (done.returncode, done.stdout) == (1, "")
    told = re.fullmatch(r"Error: This needs ([\d,]+) files, ([\d.]+) (MB|GB), that are .*\n", done.stderr)
    assert told and int(told[1].replace(",", "")) > 5, done.stderr
    assert "add --fetch to download them" in told[0]
    assert not (clone.data / "cache").exists()
    asked = clone.run(*command, "--fetch")
    assert asked.returncode == 1 and "cannot be reached" in asked.stderr


def test_what_needs_a_build_says_so(clone):
    done = clone.run("profile", "SW1A 1AA")
    assert done.returncode == 1
    assert "commonground build" in done.stderr
    assert "Traceback" not in done.stderr
