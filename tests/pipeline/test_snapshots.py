"""Snapshots: the structure as it was when it was last looked at, so that a change of it is a reviewed diff.

They say that something changed, not that it is wrong. After a change that is meant:
`python -m pytest tests/pipeline/test_snapshots.py --snapshot-update`, and read the diff.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest
from county_build import County
from syrupy.assertion import SnapshotAssertion

from pipelines.build import SAMPLE, Project, open_project


@pytest.fixture(scope="module")
def project(built: County) -> Iterator[Project]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in built.environment().items():
            patch.setenv(name, value)
        yield open_project(SAMPLE)


def test_snapshot_of_the_graph(project: Project, snapshot: SnapshotAssertion) -> None:
    """A line a table: its layer and name, how it is made, and the tables that it reads."""
    lines = [
        f"{name} [{node.kind}] <- {', '.join(node.reads) or 'files'}"
        for name, node in sorted(project.graph.nodes.items())
    ]
    assert "\n".join(lines) == snapshot


def test_snapshot_of_the_published_columns(built: County, snapshot: SnapshotAssertion) -> None:
    """A line a column of every published table, in its order, with its type."""
    lines = [
        f"{path.name}: {field.name} {field.type}"
        for path in sorted((built.published / "1.0").glob("*.parquet"))
        for field in pq.read_schema(path)
    ]
    assert "\n".join(lines) == snapshot
