"""A clone answers at once from the release that it carries, with no build and no network."""

from __future__ import annotations

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


def test_what_needs_a_build_says_so(clone):
    done = clone.run("profile", "SW1A 1AA")
    assert done.returncode == 1
    assert "commonground build" in done.stderr
    assert "Traceback" not in done.stderr
