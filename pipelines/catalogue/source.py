"""What a source is: a data set, its files, its columns, its terms.

Only the model belongs here. Reading the YAML files is the loader's, getting bytes the store's,
turning bytes into a table the readers'.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.column_types import arrow_type
from pipelines.errors import Fault, Faults

if TYPE_CHECKING:
    import pyarrow

MANIFEST_COLUMNS = ("name", "url", "bytes", "sha256")


@dataclass(frozen=True)
class Column:
    """A column of a raw table: its name here, its type, its name in the published file, what it means."""

    name: str
    type: str
    source_name: str
    meaning: str
    unit: str | None = None


@dataclass(frozen=True)
class SourceFile:
    """A published file: its name, the pinned address, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    url: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Rows:
    """How many rows a raw table has: at least `least` and, unless it is None, at most `most`."""

    least: int
    most: int | None = None

    def __contains__(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least:,}"
        return f"{self.least:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"


@dataclass(frozen=True)
class Live:
    """The publisher's own current file, which may be read instead of the pinned one. Off by default."""

    title: str
    url: str
    note: str = ""
    reader: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One data set, as `sources/<id>.yaml` declares it."""

    id: str
    title: str
    publisher: str
    landing_page: str
    licence: str
    licence_effect: str
    attribution: str
    vintage: str
    geography: str
    geography_vintage: str | None
    group: str
    role: str
    rolling: bool
    personal_data: str
    reader: str
    options: Mapping[str, Any]
    columns: Mapping[str, Column]
    rows: Rows | None = None
    key: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    live: Live | None = None
    inline: tuple[SourceFile, ...] = ()
    manifest: Path | None = None
    path: Path | None = None

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """The files, in the order declared. A manifest is read when first asked for (raises Faults)."""
        return self.inline if self.manifest is None else read_manifest(self.manifest)

    @property
    def size(self) -> int:
        """Bytes of all files as published."""
        return sum(file.bytes for file in self.files)

    @property
    def table(self) -> str:
        """The name of the raw table."""
        return f"raw.{self.id}"

    def with_files(self, rows: Iterable[Mapping[str, Any] | SourceFile]) -> Source:
        """This source with other files in the same formats, such as the sample county's.

        `rows` are SourceFile, or mappings laid out as in a mirror's FILES.csv (file, url, bytes, sha256;
        rows of other data sets are passed over). How many rows England has no longer holds, and is dropped.
        """
        files = tuple(
            row
            if isinstance(row, SourceFile)
            else SourceFile(row["file"], row["url"], int(row["bytes"]), row["sha256"])
            for row in rows
            if isinstance(row, SourceFile) or row.get("dataset", self.id) == self.id
        )
        return replace(self, inline=files, manifest=None, rows=None)


def is_sha256(text: str) -> bool:
    """Whether the text is 64 lower-case hexadecimal digits."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def read_manifest(path: Path) -> tuple[SourceFile, ...]:
    """The files that a manifest lists: a CSV of name, url, bytes, sha256. Raises Faults with their lines."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            header = tuple(reader.fieldnames or ())
            if header != MANIFEST_COLUMNS:
                expected, found = ", ".join(MANIFEST_COLUMNS), ", ".join(header) or "none"
                said = f"a manifest has the columns {expected}, not {found}"
                raise Faults([Fault(said, f"{path.name}, line 1")])
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError:
        raise Faults(
            [Fault("the manifest is not there", str(path), "Make it, or list the files inline.")]
        ) from None
    except UnicodeDecodeError as error:
        raise Faults([Fault(f"the manifest is not UTF-8 ({error.reason})", path.name)]) from None
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        where = f"{path.name}, line {line}"
        if None in row or None in row.values():
            faults.append(Fault(f"a line of a manifest has {len(MANIFEST_COLUMNS)} values", where))
            continue
        if not row["name"]:
            faults.append(Fault("a file without a name", where))
        if not row["url"].startswith(("https://", "http://")):
            faults.append(Fault(f"url {row['url']!r} is not an address", where))
        if not row["bytes"].isdecimal() or int(row["bytes"]) == 0:
            faults.append(Fault(f"bytes {row['bytes']!r} is not a size", where))
        if not is_sha256(row["sha256"]):
            faults.append(Fault(f"sha256 {row['sha256']!r} is not 64 lower-case hexadecimal digits", where))
        if row["name"] in seen:
            faults.append(Fault(f"file {row['name']!r} is listed on line {seen[row['name']]} already", where))
        seen.setdefault(row["name"], line)
    if not rows:
        faults.append(Fault("the manifest lists no file", path.name))
    if faults:
        raise Faults(faults)
    return tuple(SourceFile(row["name"], row["url"], int(row["bytes"]), row["sha256"]) for _, row in rows)


def arrow_schema(columns: Mapping[str, Column]) -> pyarrow.Schema:
    """The Arrow schema of a raw table with these columns, in their order, all nullable."""
    import pyarrow as pa

    return pa.schema([pa.field(column.name, arrow_type(column.type)) for column in columns.values()])
