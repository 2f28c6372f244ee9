"""Published files: checksums, and taking over what has not changed."""

from __future__ import annotations

import pytest

from pipelines.publish.files import faulty, take_over, write_sums


@pytest.fixture
def last(tmp_path):
    folder = tmp_path / "1.0"
    folder.mkdir()
    for name in ("places.parquet", "places.csv", "places_more.csv"):
        (folder / name).write_text(name)
    write_sums(folder)
    return folder


def test_checksums_name_what_is_changed_or_gone(last):
    assert faulty(last) == []
    (last / "places.csv").write_text("other")
    (last / "places.parquet").unlink()
    assert sorted(faulty(last)) == ["places.csv", "places.parquet"]


def test_a_folder_without_checksums_is_faulty(tmp_path):
    assert faulty(tmp_path) == ["SHA256SUMS"]


def test_unchanged_files_of_one_table_are_taken_over(last, tmp_path):
    (tmp_path / "2.0").mkdir()
    assert take_over(last, tmp_path / "2.0", "places")
    assert sorted(p.name for p in (tmp_path / "2.0").iterdir()) == ["places.csv", "places.parquet"]


def test_a_damaged_or_missing_file_is_not_taken_over(last, tmp_path):
    (tmp_path / "2.0").mkdir()
    (last / "places.csv").write_text("damaged")
    assert not take_over(last, tmp_path / "2.0", "places")
    assert not take_over(last, tmp_path / "2.0", "nothing")
    assert not take_over(tmp_path / "0.9", tmp_path / "2.0", "places")
