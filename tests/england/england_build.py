"""England as the tests see it: where it was built, and its tables. Building is the fixture's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class England:
    """The data folder in which England has been built, and its tables as views of a database."""

    data: Path
    database: Any

    def sql(self, query: str) -> pd.DataFrame:
        return self.database.sql(query).df()

    def value(self, query: str) -> Any:
        """The one value of a query of one row and column."""
        return self.database.sql(query).fetchall()[0][0]

    @property
    def release(self) -> Path:
        return (self.data / "published" / "latest").resolve()
