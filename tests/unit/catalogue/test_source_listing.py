"""What is said of sources on a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.catalogue.listing import HEADER, from_where, size_text, source_rows, source_sections
from pipelines.catalogue.source import Column, Live, LiveFile, Rows
from pipelines.catalogue.store import Store


@pytest.mark.parametrize(("size", "text"), [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_416_373, "2.4 MB"), (1_250_000_000, "1.2 GB"),
])  # fmt: skip
def test_sizes(size: int, text: str):
    assert size_text(size) == text


def test_a_row_says_where_files_would_come_from(tmp_path: Path, pinned, source_of, make_mirror: Callable):
    a, b = pinned("a", b"A" * 2000), pinned("b", b"B")
    store = Store(tmp_path / "cache", make_mirror({("s", "a"): b"A" * 2000}))
    rows = source_rows([source_of("s", a, b)], store)
    assert rows == [("s", "S", "2024", "lsoa21", "OGL-UK-3.0", "2", "2.0 kB", "mirror 1, network 1")]
    assert len(rows[0]) == len(HEADER)
    assert from_where(source_of("s", a), store) == "mirror"
    assert from_where(source_of("s", b), Store(tmp_path / "cache", network=False)) == "missing"


def test_everything_about_one_source(tmp_path: Path, pinned, source_of):
    a = pinned("a", b"A")
    files = (LiveFile("1", "https://example.org/1"), LiveFile("2", "https://example.org/2"))
    columns = {"x": Column("x", "int", "X", "An x")}
    live = Live("now", "Now", "https://example.org", files, "csv", {"header": 3}, columns, Rows(5), True)
    register = replace(live, id="register", files=files[:1], replaces=False, rolling=False)
    source = source_of(
        "s", a, rolling=True, rows=Rows(10, 20), key=("code",), faults=("It limps.",), live=(live, register)
    )
    sections = {section.title: section for section in source_sections(source, Store(tmp_path))}
    about = dict(sections["About"].rows)
    assert about["rows"] == "10 to 20"
    assert about["vintage"] == "2024 (updated in place by its publisher)"
    assert about["geography"] == "lsoa21 of 2021"
    assert about["column names in line"] == "2"
    assert dict(sections["Terms"].rows)["effect on what is derived"] == "attribution"
    assert sections["Files"].rows == (("a", "1 B", "network", a.sha256, "https://example.org/a"),)
    assert sections["Columns"].rows[0] == ("code", "string", "", "Its code", "LSOA code")
    assert sections["Columns"].rows[1] == ("n", "int", "people", "Count", "n")
    assert sections["Known faults"].rows == (("It limps.",),)
    now = dict(sections["Live alternative now (off by default)"].rows)
    assert now["switched on by"] == "commonground build --live now"
    assert (now["files"], now["address"]) == ("2", "https://example.org/1 and 1 more")
    assert (now["rows"], now["column names in line"]) == ("at least 5", "3")
    assert sections["Columns of now"].rows == (("x", "int", "", "An x", "X"),)
    other = dict(sections["Live alternative register (off by default)"].rows)
    assert other["switched on by"] == "cannot stand in for the pinned files"
    assert (other["address"], other["changes"]) == ("https://example.org/1", "a file of one edition")


def test_what_a_source_has_not_is_not_spoken_of_but_for_faults(tmp_path: Path, pinned, source_of):
    sections = source_sections(source_of("s", pinned("a", b"A")), Store(tmp_path))
    assert [section.title for section in sections] == ["About", "Terms", "Files", "Columns", "Known faults"]
    assert sections[-1].rows == (("None is known.",),)
