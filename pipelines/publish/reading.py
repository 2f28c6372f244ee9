"""Reading a release back: the one that was built here, or the one that is carried in the repository.

Only reading belongs here. Nothing is computed but standings among the rows that are there.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.paths import ROOT, Workspace
from pipelines.publish.compact import OUTLINES, restore, spelt_out, spelt_out_codebook
from pipelines.publish.folder import LATEST

if TYPE_CHECKING:
    import pandas as pd

CARRIED = ROOT / "data" / "release"
KEY = "lsoa21cd"


@dataclass(frozen=True)
class Opened:
    """A release to be read: its folder, and whether it was built here or is carried in the repository."""

    folder: Path
    built_here: bool
    _areas: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def about(self) -> dict[str, Any]:
        """Release, software, method, sources and the lineage of each column (provenance.json)."""
        about = json.loads((self.folder / "provenance.json").read_text(encoding="utf-8"))
        return spelt_out(about) if "lineages" in about else about

    @cached_property
    def codebook(self) -> dict[str, dict[str, dict[str, str]]]:
        """The rows of the codebook, by table and column."""
        book: dict[str, dict[str, dict[str, str]]] = {}
        with (self.folder / "codebook.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in spelt_out_codebook(rows, self.about) if "compact" in self.about else rows:
            book.setdefault(row["table"], {})[row["column"]] = row
        return book

    def figures(self, table: str) -> list[str]:
        """The columns of a table, without outlines."""
        return [name for name, facts in self.codebook[table].items() if facts["type"] not in OUTLINES]

    @cached_property
    def neighbourhoods(self) -> pd.DataFrame:
        """The published neighbourhoods without their outlines, by code."""
        columns = self.figures("neighbourhoods")
        if "compact" in self.about:
            frame = restore(self.folder, self.about["compact"])[columns]
        else:
            frame = self.table("neighbourhoods", columns)
        return frame.set_index(KEY, drop=False).sort_index()

    def areas(self, table: str) -> pd.DataFrame:
        """A published roll-up, by the code of its areas (its first column)."""
        if table not in self._areas:
            columns = self.figures(table)
            self._areas[table] = self.table(table, columns).set_index(columns[0], drop=False)
        return self._areas[table]

    def table(self, name: str, columns: list[str] | None = None, **filters: Any) -> pd.DataFrame:
        """A published table; `filters` are columns with the value that they must have."""
        import pyarrow.parquet as pq

        chosen = [(column, "=", value) for column, value in filters.items()] or None
        return pq.read_table(self.folder / f"{name}.parquet", columns=columns, filters=chosen).to_pandas()

    def rounding(self, value: float | None) -> float:
        """By how much a figure of this release may differ from what others sum to, since it is rounded."""
        digits = self.about.get("compact", {}).get("digits")
        return 1e-9 if digits is None or value is None else abs(value) * 10.0 ** (1 - digits)

    @property
    def title(self) -> str:
        """Which release this is, for the foot of a page."""
        origin = "built here" if self.built_here else "carried in the repository"
        label = "SYNTHETIC, " if self.about["synthetic"] else ""
        return f"Release {self.about['release']} ({label}{origin})"


def open_release(workspace: Workspace) -> Opened:
    """The latest release built here, else the carried one. Raises `CommonGroundError` for neither."""
    built = workspace.published / LATEST
    if (built / "provenance.json").is_file():
        return Opened(built.resolve(), True)
    if workspace.edition == "england" and (CARRIED / "provenance.json").is_file():
        return Opened(CARRIED, False)
    command = "commonground build" + ("" if workspace.edition == "england" else " --sample")
    raise CommonGroundError(f"There is no release to read yet. Make one with `{command}`.")
