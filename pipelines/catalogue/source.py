"""What a source is: a data set, its files, its columns, its terms.

Only the model belongs here. Reading the YAML files is the loader's, getting bytes the store's,
turning bytes into a table the readers'.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
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
class LiveFile:
    """A file that its publisher keeps: a name for it here and its address. Nothing of it is pinned."""

    name: str
    url: str


@dataclass(frozen=True)
class Live:
    """The publisher's own current files, which may be read instead of the pinned ones. Off by default.

    `rolling` says that the publisher changes them in place, `replaces` that they can stand in for the pinned
    files, with the columns of the source. Others can be read, and cannot be switched on.
    """

    id: str
    title: str
    page: str
    files: tuple[LiveFile, ...]
    reader: str
    options: Mapping[str, Any]
    columns: Mapping[str, Column]
    rows: Rows
    rolling: bool
    replaces: bool = True
    publisher: str = ""
    note: str = ""


@dataclass(frozen=True)
class ServedFile(SourceFile):
    """A live file as it came: what its server says of its date and version, None where it does not say."""

    last_modified: str | None = None
    etag: str | None = None


@dataclass(frozen=True)
class Served:
    """Which live alternative a source was read from, and the files that its addresses gave.

    `note` is a clause on how they were had, where that is not plain; it is told and is part of no table.
    """

    live: Live
    files: tuple[ServedFile, ...]
    note: str = ""

    @property
    def date(self) -> str | None:
        """The latest day that the servers state for any of the files (ISO 8601), None where none does."""
        return max((day for file in self.files if (day := iso_day(file.last_modified))), default=None)

    @property
    def sha256(self) -> str:
        """SHA-256 of the one file; of several, that of the list of them as `sha256sum` writes it."""
        if len(self.files) == 1:
            return self.files[0].sha256
        listed = "".join(f"{file.sha256}  {file.name}\n" for file in self.files)
        return hashlib.sha256(listed.encode()).hexdigest()

    def __str__(self) -> str:
        """`2 files, sha256 <hex>, of 2026-07-24`."""
        count = f"{len(self.files):,} file{'s' if len(self.files) > 1 else ''}"
        dated = f"of {self.date}" if self.date else "of no stated date"
        return f"{count}, sha256 {self.sha256}, {dated}{', ' + self.note if self.note else ''}"


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
    live: tuple[Live, ...] = ()
    served: Served | None = None
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

    def with_live(self, served: Served) -> Source:
        """This source as a live alternative serves it: the same columns, read from other files."""
        live = served.live
        return replace(
            self,
            title=live.title,
            publisher=live.publisher or self.publisher,
            landing_page=live.page,
            vintage=f"{served.date or 'no stated date'} (live)",
            reader=live.reader,
            options=live.options,
            columns=live.columns,
            rows=live.rows,
            faults=(live.note,) if live.note else (),
            inline=served.files,
            manifest=None,
            served=served,
        )


def iso_day(http_date: str | None) -> str | None:
    """The day (ISO 8601) of a date as HTTP writes it; None where there is none to be read."""
    try:
        return parsedate_to_datetime(http_date).date().isoformat() if http_date else None
    except ValueError:
        return None


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
