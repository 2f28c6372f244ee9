"""England, built from the mirror once a session, by the command itself.

The tables are kept in pytest's cache from one session to the next: a build makes only what has changed since.
`--cache-clear` makes England from nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from england_build import England

from pipelines.paths import ROOT, mirror_folder

NO_MIRROR = "there is no mirror: set COMMONGROUND_MIRROR, or put it at ../shared/mirror"


@pytest.fixture(scope="session")
def england(request: pytest.FixtureRequest) -> Any:
    mirror = mirror_folder()
    if mirror is None:
        pytest.skip(NO_MIRROR)
    import duckdb

    data = Path(request.config.cache.mkdir("england"))
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "build", "--mirror", str(mirror)],
        cwd=ROOT,
        env={**os.environ, "COMMONGROUND_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect() as database:
        for path in sorted((data / "warehouse").glob("*/*.parquet")):
            database.execute(f"CREATE SCHEMA IF NOT EXISTS {path.parent.name}")
            database.execute(f"CREATE VIEW {path.parent.name}.{path.stem} AS FROM read_parquet('{path}')")
        yield England(data, database)
