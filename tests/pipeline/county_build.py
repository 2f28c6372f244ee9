"""The sample county built for tests: the command in a process of its own or in this one, a mirror to alter.

Helpers only. What a build must do is in the tests.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import zstandard
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.paths import ROOT

# Nothing answers here: a test that would use the network fails at once instead.
NOWHERE = "http://127.0.0.1:9"
OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE) | {
    "NO_PROXY": "",
    "no_proxy": "",
    "COMMONGROUND_MIRROR": "",
}


@dataclass(frozen=True)
class County:
    """A data folder in which the sample county has been built."""

    data: Path

    @property
    def base(self) -> Path:
        return self.data / "sample"

    @property
    def mirror(self) -> Path:
        return self.base / "files"

    @property
    def warehouse(self) -> Path:
        return self.base / "warehouse"

    @property
    def published(self) -> Path:
        return self.base / "published"

    def copy(self, folder: Path) -> County:
        shutil.copytree(self.data, folder, symlinks=True)
        return County(folder)

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, **OFFLINE, "COLUMNS": "240", "COMMONGROUND_DATA": str(self.data), **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, as a user would run it."""
        return subprocess.run(
            self.line(*arguments),
            cwd=ROOT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """The command under way, in a process of its own."""
        return subprocess.Popen(
            self.line(*arguments),
            cwd=ROOT,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def line(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "pipelines", *arguments]

    def invoke(self, *arguments: str) -> Result:
        """The command in this process, which spares the time to import everything again."""
        return CliRunner().invoke(main, arguments, env=self.environment())

    def stored(self) -> dict[str, int]:
        """When each table of the warehouse was last written, in nanoseconds, by name."""
        return {
            f"{path.parent.name}.{path.stem}": path.stat().st_mtime_ns
            for path in sorted(self.warehouse.glob("*/*.parquet"))
        }

    def row(self, dataset: str) -> dict[str, str]:
        """The first row of FILES.csv that is of this data set."""
        return next(row for row in self.listed() if row["dataset"] == dataset)

    def listed(self) -> list[dict[str, str]]:
        with (self.mirror / "FILES.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def list_again(self, rows: list[dict[str, str]]) -> None:
        with (self.mirror / "FILES.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def relist(self, dataset: str, **facts: str) -> None:
        """FILES.csv with these facts of the first file of a data set."""
        rows = self.listed()
        next(row for row in rows if row["dataset"] == dataset).update(facts)
        self.list_again(rows)

    def published_bytes(self, dataset: str) -> bytes:
        """The first file of a data set, unpacked."""
        stored = (self.mirror / self.row(dataset)["stored"]).read_bytes()
        return zstandard.ZstdDecompressor().decompress(stored)

    def line_of(self, dataset: str, number: int) -> str:
        """A line of that file, counted from 0."""
        return self.published_bytes(dataset).decode("utf-8-sig").splitlines()[number]

    def alter(self, dataset: str, change: Callable[[bytes], bytes]) -> None:
        """Change what the first file of a data set holds, and list it as if it had been published so."""
        path = self.mirror / self.row(dataset)["stored"]
        before = self.published_bytes(dataset)
        after = change(before)
        assert after != before, f"{dataset} would not be changed"
        path.write_bytes(zstandard.ZstdCompressor().compress(after))
        self.relist(dataset, bytes=str(len(after)), sha256=hashlib.sha256(after).hexdigest())

    def forget(self, table: str) -> None:
        """Have a table made again by the next build."""
        layer, name = table.split(".")
        (self.warehouse / layer / f"{name}.parquet").unlink()


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, links and hidden files among them, by path."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {os.readlink(path)}" if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
