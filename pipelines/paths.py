"""Where things are: the checkout, the folders that a build makes, the mirror, the acceptance cases.

Only places belong here. Nothing is read or made.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "sources"
SQL = ROOT / "sql"
METHODS = ROOT / "pipelines" / "method"


def data_folder() -> Path:
    """The folder that builds write to: `COMMONGROUND_DATA`, or `data` in the checkout."""
    return Path(os.environ.get("COMMONGROUND_DATA") or ROOT / "data").resolve()


def mirror_folder(given: str | Path | None = None) -> Path | None:
    """The mirror: the one given, `COMMONGROUND_MIRROR`, `../shared/mirror`, or none.

    A mirror that is named but not there is still returned: whoever reads it says that it is missing.
    An empty `COMMONGROUND_MIRROR` means that no mirror is wanted.
    """
    if given is not None:
        return Path(given).resolve()
    if "COMMONGROUND_MIRROR" in os.environ:
        named = os.environ["COMMONGROUND_MIRROR"]
        return Path(named).resolve() if named else None
    beside = ROOT.parent / "shared" / "mirror"
    return beside if (beside / "FILES.csv").is_file() else None


def acceptance_folder() -> Path | None:
    """Published cases to be matched: `COMMONGROUND_ACCEPTANCE`, `../shared/acceptance`, or none."""
    named = os.environ.get("COMMONGROUND_ACCEPTANCE")
    folder = Path(named).resolve() if named else ROOT.parent / "shared" / "acceptance"
    return folder if folder.is_dir() else None


@dataclass(frozen=True)
class Workspace:
    """The folders of one edition: `england`, or the synthetic `sample` that is kept apart from it."""

    edition: str
    data: Path

    @property
    def base(self) -> Path:
        return self.data if self.edition == "england" else self.data / self.edition

    @property
    def cache(self) -> Path:
        return self.data / "cache"

    @property
    def warehouse(self) -> Path:
        return self.base / "warehouse"

    @property
    def database(self) -> Path:
        """The DuckDB file for readers."""
        return self.base / "common-ground.duckdb"

    @property
    def published(self) -> Path:
        return self.base / "published"
