"""A table of the warehouse is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import CommonGroundError
from pipelines.warehouse.tables import Storage

BEFORE, AFTER = pa.table({"number": [1]}), pa.table({"number": [2]})


@pytest.fixture(params=["folder", "address"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    storage = Storage(str(tmp_path) if request.param == "folder" else f"memory://{tmp_path}")
    storage.write("core.places", BEFORE, "before")
    return storage


def breaking_off(fault: BaseException) -> Callable[..., None]:
    """Something in the place of writing a table that begins and then breaks off."""

    def write_table(_: Any, file: Any, **__: Any) -> None:
        file.write(b"PAR1, and no more")
        raise fault

    return write_table


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (OSError(28, "No space left on device"), CommonGroundError),
        (MemoryError(), MemoryError),
    ],
    ids=["interrupt", "full disk", "memory"],
)
def test_writing_that_breaks_off_leaves_the_table_and_nothing_beside_it(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, fault: BaseException, seen: type[BaseException]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(pq, "write_table", breaking_off(fault))
        with pytest.raises(seen):
            storage.write("core.places", AFTER, "after")
    assert storage.fingerprint("core.places") == "before"
    assert storage.read("core.places").equals(BEFORE)
    fs, root = storage._fs
    assert [name.rsplit("/", 1)[-1] for name in fs.find(root)] == ["places.parquet"]


def test_a_table_takes_the_place_of_the_one_before(storage: Storage) -> None:
    storage.write("core.places", AFTER, "after")
    assert storage.fingerprint("core.places") == "after"
    assert storage.read("core.places").equals(AFTER)
    assert storage.rows("core.places") == 1
