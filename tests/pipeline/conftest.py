"""The sample county, built once a session by the command itself; each test that changes it has a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from county_build import County
from site_server import Site


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, str]:
    """A county built from nothing, with no mirror and no network, and what the command printed."""
    county = County(tmp_path_factory.mktemp("county") / "data")
    done = county.run("build", "--sample", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stdout + done.stderr
    return county, done.stdout


@pytest.fixture(scope="session")
def built(first_build: tuple[County, str]) -> County:
    """The built county, to be read and not changed."""
    return first_build[0]


@pytest.fixture
def county(built: County, tmp_path: Path) -> County:
    """A copy of the built county, to be changed."""
    return built.copy(tmp_path / "data")


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.release.set()
    made.server.shutdown()
    made.server.server_close()
