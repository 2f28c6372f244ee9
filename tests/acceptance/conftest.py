"""Where published cases and whole published data sets are found; a test without them is skipped."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from pipelines.paths import acceptance_folder, mirror_folder


@pytest.fixture(scope="session")
def acceptance() -> Path:
    """The folder of acceptance cases."""
    folder = acceptance_folder()
    if folder is None:
        pytest.skip("no acceptance cases: set COMMONGROUND_ACCEPTANCE or put them at ../shared/acceptance")
    return folder


@pytest.fixture(scope="session")
def case(acceptance: Path) -> Callable[[str], dict]:
    """Reads one JSON case."""
    return lambda name: json.loads((acceptance / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Unpacks the one file of a data set of the mirror and says where it is."""
    mirror = mirror_folder()
    if mirror is None or not (mirror / "FILES.csv").is_file():
        pytest.skip("no mirror: set COMMONGROUND_MIRROR or put it at ../shared/mirror")
    with (mirror / "FILES.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["dataset"]: row for row in csv.DictReader(lines)}
    folder = tmp_path_factory.mktemp("mirrored")

    def unpack(dataset: str) -> Path:
        row, target = rows[dataset], folder / Path(rows[dataset]["file"]).name
        if not target.is_file():
            packed = (mirror / row["stored"]).read_bytes()
            target.write_bytes(
                zstandard.ZstdDecompressor().decompress(packed, max_output_size=int(row["bytes"]))
            )
        return target

    return unpack
