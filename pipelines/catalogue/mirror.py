"""A mirror: a folder that holds published files, compressed, and lists them in FILES.csv.

Only finding and unpacking belong here; whether the bytes are the right ones is judged by the store.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.errors import CommonGroundError

COLUMNS = ("dataset", "file", "url", "bytes", "sha256", "stored")


@dataclass(frozen=True)
class Mirrored:
    """A row of FILES.csv: the data set, the file, its SHA-256, and where it is stored in the mirror."""

    dataset: str
    file: str
    url: str
    bytes: int
    sha256: str
    stored: str


@dataclass(frozen=True)
class Mirror:
    """A mirror folder. Opening it reads nothing; FILES.csv is read when first asked for."""

    folder: Path

    @cached_property
    def rows(self) -> tuple[Mirrored, ...]:
        """What FILES.csv lists. Raises CommonGroundError where it is missing or laid out otherwise."""
        path = self.folder / "FILES.csv"
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
                if lacking:
                    raise CommonGroundError(
                        f"{path}: column {', '.join(lacking)} is missing. See the mirror's README."
                    )
                return tuple(
                    Mirrored(
                        dataset=row["dataset"],
                        file=row["file"],
                        url=row["url"],
                        bytes=int(row["bytes"]),
                        sha256=row["sha256"],
                        stored=row["stored"],
                    )
                    for row in reader
                )
        except OSError:
            raise CommonGroundError(
                f"{self.folder}: this is no mirror, for it has no FILES.csv. Name another folder"
                " with --mirror or COMMONGROUND_MIRROR, or set COMMONGROUND_MIRROR to nothing to do without."
            ) from None
        except (ValueError, TypeError) as error:
            raise CommonGroundError(f"{path}, line {reader.line_num}: cannot be read ({error}).") from None

    @cached_property
    def by_sha256(self) -> dict[str, Mirrored]:
        return {row.sha256: row for row in self.rows}

    @cached_property
    def by_name(self) -> dict[tuple[str, str], Mirrored]:
        return {(row.dataset, row.file): row for row in self.rows}

    def path(self, row: Mirrored) -> Path:
        return self.folder / row.stored

    def holds(self, sha256: str) -> bool:
        """Whether a file of this content is listed and there. What it holds is not looked at."""
        row = self.by_sha256.get(sha256)
        return row is not None and self.path(row).is_file()

    def unpack(self, row: Mirrored) -> bytes:
        """The file as published. Raises CommonGroundError where what is stored cannot be unpacked."""
        path = self.path(row)
        content = path.read_bytes()
        if path.suffix != ".zst":
            return content
        import zstandard

        # `bytes` bounds what a frame without a size may grow to; one more, so that too long is noticed
        try:
            return zstandard.ZstdDecompressor().decompress(content, max_output_size=row.bytes + 1)
        except zstandard.ZstdError as error:
            raise CommonGroundError(
                f"{path}: cannot be unpacked, it is cut short or damaged ({error})."
            ) from None
