"""R files: plain data frames, lists of them, text in another encoding, and what is said of the rest."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pandas as pd
import pyreadr
import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import rdata

COLUMNS = {
    "area": Column("area", "string", "zone_id", "meaning"),
    "rank": Column("rank", "int", "IMD_rank", "meaning"),
}
FRAME = pd.DataFrame({"zone_id": ["E01000001", "E01000002"], "IMD_rank": [26525.0, None]})
ROWS = [{"area": "E01000001", "rank": 26525}, {"area": "E01000002", "rank": None}]


def saved(folder: Path, ending: str, frame: pd.DataFrame = FRAME) -> bytes:
    path = folder / f"file{ending}"
    if ending == ".rda":
        pyreadr.write_rdata(path, frame, df_name="imd", compress="gzip")
    else:
        pyreadr.write_rds(path, frame, compress="gzip")
    return path.read_bytes()


# R's serialisation (version 2, big-endian): only what a list of one data frame needs.
def integers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}i", *values)


def text(value: bytes, flags: int = 0) -> bytes:
    return integers(9 | flags << 12, len(value)) + value


def strings(*values: bytes, flags: int = 0) -> bytes:
    return integers(16, len(values)) + b"".join(text(v, flags) for v in values)


def attribute(name: bytes, value: bytes) -> bytes:
    return integers(1026, 1) + text(name) + value


def r_list(values: list[bytes], attributes: bytes, is_object: bool) -> bytes:
    return (
        integers(19 | (0x300 if is_object else 0x200), len(values))
        + b"".join(values)
        + attributes
        + integers(254)
    )


def r_file(names: list[bytes]) -> bytes:
    """A list with the elements `year` (a number) and `bus_wide` (a data frame of zone_id)."""
    frame = r_list(
        [strings(*names)],
        attribute(b"names", strings(b"zone_id"))
        + attribute(b"class", strings(b"data.frame"))
        + attribute(b"row.names", integers(13, 2, -(2**31), -len(names))),
        True,
    )
    year = integers(14, 1) + struct.pack(">d", 2025.0)
    whole = r_list([year, frame], attribute(b"names", strings(b"year", b"bus_wide")), False)
    return gzip.compress(b"X\n" + integers(2, 0x30000, 0x20300) + whole)


@pytest.mark.parametrize("ending", [".rda", ".rds"])
def test_plain_data_frames(tmp_path: Path, ending: str) -> None:
    assert rdata.read([("a" + ending, saved(tmp_path, ending))], COLUMNS, {}).to_pylist() == ROWS


def test_named_object_read_by_either_library(tmp_path: Path) -> None:
    content = saved(tmp_path, ".rda")
    for options in ({"object": "imd"}, {"object": "imd", "encoding": "latin-1"}):
        assert rdata.read([("a.rda", content)], COLUMNS, options).to_pylist() == ROWS


def test_an_element_of_a_list_with_text_in_latin_1() -> None:
    columns = {"name": Column("name", "string", "zone_id", "meaning")}
    content = r_file(["École".encode("latin-1"), b"Park"])
    table = rdata.read([("a.rds", content)], columns, {"element": "bus_wide", "encoding": "latin-1"})
    assert table["name"].to_pylist() == ["École", "Park"]


def test_what_is_wrong_with_a_file_is_said(tmp_path: Path) -> None:
    whole = saved(tmp_path, ".rda")
    renamed = saved(tmp_path, ".rda", FRAME.rename(columns={"IMD_rank": "IMD_ranks"}))
    files = [
        ("a.rda", whole[: len(whole) // 2]),
        ("b.rda", renamed),
        ("c.rda", b"<!DOCTYPE html><p>"),
        ("d.rda", b""),
    ]
    with pytest.raises(Faults) as caught:
        rdata.read(files, COLUMNS, {})
    said = [str(fault) for fault in caught.value.faults]
    assert said[0].startswith("a.rda: ")
    assert "b.rda: has no column 'IMD_rank'. Has it become 'IMD_ranks'?" in said[1]
    assert "c.rda: is a web page" in said[2]
    assert "d.rda: is empty" in said[3]


def test_a_missing_object_or_element_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(Faults, match=r"has no 'imd2'. It holds: imd\."):
        rdata.read([("a.rda", saved(tmp_path, ".rda"))], COLUMNS, {"object": "imd2"})
    with pytest.raises(Faults, match=r"has no 'bus_long'. It holds: year, bus_wide\."):
        rdata.read([("a.rds", r_file([b"x"]))], COLUMNS, {"element": "bus_long"})


def test_half_a_person_is_not_a_rank(tmp_path: Path) -> None:
    content = saved(tmp_path, ".rda", FRAME.assign(IMD_rank=[1.0, 2.5]))
    with pytest.raises(Faults, match=r"a\.rda, row 2: column 'IMD_rank' holds 2\.5"):
        rdata.read([("a.rda", content)], COLUMNS, {})
