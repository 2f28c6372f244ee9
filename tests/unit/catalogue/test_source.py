"""The model of a source, and its manifests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.catalogue.source import (
    Column,
    Rows,
    SourceFile,
    arrow_schema,
    read_manifest,
)
from pipelines.errors import Faults

SHA = "a" * 64


def manifest(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["name,url,bytes,sha256", *lines]) + "\n", encoding="utf-8")
    return path


def test_schema_keeps_the_order_of_the_columns():
    columns = {"b": Column("b", "int", "B", "m"), "a": Column("a", "geometry", "A", "m")}
    assert arrow_schema(columns) == pa.schema([("b", pa.int64()), ("a", pa.binary())])


def test_size_is_the_sum_of_the_files(pinned, source_of):
    assert source_of("pubs", pinned("a", b"12345"), pinned("b", b"123")).size == 8


def test_with_files_takes_its_own_rows_of_a_mirror_and_drops_the_expected_rows(pinned, source_of):
    source = replace(source_of("pubs", pinned("a", b"1")), rows=Rows(5, 5))
    rows = [
        {
            "dataset": "pubs",
            "file": "p.json",
            "url": "https://x/p",
            "bytes": "7",
            "sha256": SHA,
            "stored": "s",
        },
        {
            "dataset": "schools",
            "file": "s.csv",
            "url": "https://x/s",
            "bytes": "9",
            "sha256": SHA,
            "stored": "s",
        },
    ]
    other = source.with_files(rows)
    assert other.files == (SourceFile("p.json", "https://x/p", 7, SHA),)
    assert other.rows is None
    assert source.rows == Rows(5, 5)
    assert other.columns == source.columns


def test_with_files_takes_the_place_of_a_manifest(tmp_path: Path, pinned, source_of):
    source = replace(source_of("pubs"), manifest=manifest(tmp_path / "m.csv", f"a,https://x/a,1,{SHA}"))
    assert [file.name for file in source.files] == ["a"]
    assert source.with_files([pinned("b", b"2")]).files == (pinned("b", b"2"),)


@pytest.mark.parametrize(
    ("rows", "inside", "outside", "text"),
    [
        (Rows(3, 3), [3], [2, 4], "3"),
        (Rows(3, 5), [3, 4, 5], [2, 6], "3 to 5"),
        (Rows(3), [3, 3_000_000], [2], "at least 3"),
    ],
)
def test_rows(rows: Rows, inside: list[int], outside: list[int], text: str):
    assert all(count in rows for count in inside)
    assert not any(count in rows for count in outside)
    assert str(rows) == text


def test_manifest_is_read_in_order(tmp_path: Path):
    path = manifest(tmp_path / "m.csv", f"b.csv,https://x/b,20,{SHA}", f'"a, and b.csv",https://x/a,10,{SHA}')
    assert read_manifest(path) == (
        SourceFile("b.csv", "https://x/b", 20, SHA),
        SourceFile("a, and b.csv", "https://x/a", 10, SHA),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f",https://x/a,1,{SHA}", "m.csv, line 3: a file without a name"),
        (f"a,ftp//x,1,{SHA}", "m.csv, line 3: url 'ftp//x' is not an address"),
        (f"a,https://x/a,0,{SHA}", "m.csv, line 3: bytes '0' is not a size"),
        (f"a,https://x/a,12.5,{SHA}", "m.csv, line 3: bytes '12.5' is not a size"),
        (f"a,https://x/a,1,{SHA.upper()}", "is not 64 lower-case hexadecimal digits"),
        (f"a,https://x/a,1,{SHA[1:]}", "is not 64 lower-case hexadecimal digits"),
        ("a,https://x/a,1", "m.csv, line 3: a line of a manifest has 4 values"),
        (f"a,https://x/a,1,{SHA},more", "m.csv, line 3: a line of a manifest has 4 values"),
        (f"good,https://x/a,1,{SHA}", "m.csv, line 3: file 'good' is listed on line 2 already"),
    ],
)
def test_a_spoilt_manifest_is_told_with_its_line(tmp_path: Path, line: str, said: str):
    path = manifest(tmp_path / "m.csv", f"good,https://x/good,1,{SHA}", line)
    with pytest.raises(Faults) as caught:
        read_manifest(path)
    assert len(caught.value.faults) == 1
    assert said in str(caught.value)


def test_all_faults_of_a_manifest_come_at_once(tmp_path: Path):
    path = manifest(tmp_path / "m.csv", f"a,nowhere,none,{SHA}", "b,https://x/b,1,short")
    with pytest.raises(Faults) as caught:
        read_manifest(path)
    assert len(caught.value.faults) == 3


def test_manifest_that_is_missing_empty_or_has_other_columns(tmp_path: Path):
    with pytest.raises(Faults, match="the manifest is not there"):
        read_manifest(tmp_path / "none.csv")
    with pytest.raises(Faults, match="the manifest lists no file"):
        read_manifest(manifest(tmp_path / "m.csv"))
    (tmp_path / "m.csv").write_text("file,url\n")
    with pytest.raises(Faults, match="has the columns name, url, bytes, sha256, not file, url"):
        read_manifest(tmp_path / "m.csv")
    (tmp_path / "m.csv").write_bytes("name,url,bytes,sha256\nö,x,1,y\n".encode("latin-1"))
    with pytest.raises(Faults, match="not UTF-8"):
        read_manifest(tmp_path / "m.csv")
