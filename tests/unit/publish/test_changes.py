"""What a build changed is told against the release before."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.publish.changes import Before, before, designated, told
from pipelines.publish.folder import point_latest


@pytest.fixture
def published(tmp_path):
    folder = tmp_path / "1.0"
    folder.mkdir()
    flags = pa.table({"lsoa21cd": ["a", "b", "c", "d"], "behind": [1, 0, 1, None]})
    pq.write_table(flags, folder / "neighbourhoods.parquet")
    point_latest(folder)
    return tmp_path


def test_those_are_designated_that_have_the_flag(published):
    assert designated(published / "1.0", "behind") == {"a", "c"}
    assert before(published, "behind") == Before("1.0", frozenset("ac"))


def test_what_cannot_be_read_is_not_nobody(published):
    assert designated(published / "1.0", "another_rule") is None
    assert designated(published / "2.0", "behind") is None
    (published / "1.0" / "neighbourhoods.parquet").write_bytes(b"half a file")
    assert before(published, "behind") == Before("1.0", None)


def test_before_the_first_release_there_is_nothing_to_tell(tmp_path):
    assert before(tmp_path, "behind") is None
    assert told(None, "1.0", frozenset("a"), "Left behind") == ""


def test_who_came_and_who_went_are_counted():
    was = Before("1.0", frozenset("abc"))
    said = "4 designated under Left behind, +2 -1 against "
    assert told(was, "2.0", frozenset("abxy"), "Left behind") == said + "release 1.0"
    assert told(was, "1.0", frozenset("abxy"), "Left behind") == said + "the release 1.0 that it replaces"


def test_a_release_without_the_rule_is_named():
    said = told(Before("1.0", None), "2.0", frozenset("a"), "Left behind")
    assert said == "1 designated under Left behind; release 1.0 does not say who was"
