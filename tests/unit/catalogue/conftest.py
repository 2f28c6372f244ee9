"""A folder of sources with one reader, a well-formed source to spoil, and a mirror to fill."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from pipelines.catalogue.source import Column, Source, SourceFile

GOOD = """\
id: pubs
title: Pubs
publisher: A publisher
landing_page: https://example.org/pubs
licence: ODbL-1.0
licence_effect: share-alike
attribution: "(c) A publisher"
vintage: "2026-04"
geography: point
geography_vintage: null
group: places
role: input
rolling: true
personal_data: none
files:
  - {name: pubs.json, url: "https://example.org/pubs.json", bytes: 5, sha256: "%s"}
reader: json_keys
options: {path: elements}
columns:
  name: {type: string, from: "Name of the pub", meaning: What it is called}
  latitude: {type: float, meaning: North of the equator, unit: degrees}
rows: 37990
key: [name]
faults: ["Some have no name."]
""" % ("c" * 64)


@pytest.fixture
def good() -> str:
    return GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of sources."""
    made = tmp_path / "sources"
    (made / "manifests").mkdir(parents=True)
    return made


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    made = tmp_path / "readers"
    made.mkdir()
    (made / "json_keys.py").write_text(
        "def helper():\n    ...\n\n\ndef read(files, columns, options):\n    ...\n"
    )
    (made / "cells.py").write_text("def number(text):\n    ...\n")
    return made


def _pinned(name: str, content: bytes, url: str = "https://example.org/") -> SourceFile:
    return SourceFile(name, url + name, len(content), hashlib.sha256(content).hexdigest())


def _source_of(source_id: str, *files: SourceFile, rolling: bool = False, **other: Any) -> Source:
    return Source(
        id=source_id,
        title=source_id.title(),
        publisher="A publisher",
        landing_page="https://example.org",
        licence="OGL-UK-3.0",
        licence_effect="attribution",
        attribution="A publisher",
        vintage="2024",
        geography="lsoa21",
        geography_vintage="2021",
        group="places",
        role="input",
        rolling=rolling,
        personal_data="none",
        reader="csv",
        options={"header": 2},
        columns={
            "code": Column("code", "string", "LSOA code", "Its code"),
            "n": Column("n", "int", "n", "Count", "people"),
        },
        inline=files,
        **other,
    )


@pytest.fixture
def pinned() -> Callable[..., SourceFile]:
    """A file of this name and content, as a source would pin it."""
    return _pinned


@pytest.fixture
def source_of() -> Callable[..., Source]:
    """A source of this id and these files."""
    return _source_of


@pytest.fixture
def make_mirror(tmp_path: Path) -> Callable[..., Path]:
    def make(stored: dict[tuple[str, str], bytes]) -> Path:
        """A mirror of these contents by (data set, file), compressed and listed."""
        made = tmp_path / "mirror"
        made.mkdir(exist_ok=True)
        with (made / "FILES.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["dataset", "file", "url", "bytes", "sha256", "stored", "stored_bytes"])
            for (dataset, name), content in stored.items():
                packed = zstandard.ZstdCompressor().compress(content)
                place = Path("files") / dataset / f"{name}.zst"
                (made / place).parent.mkdir(parents=True, exist_ok=True)
                (made / place).write_bytes(packed)
                file = _pinned(name, content)
                writer.writerow([dataset, name, file.url, file.bytes, file.sha256, place, len(packed)])
        return made

    return make
