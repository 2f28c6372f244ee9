"""What a build left behind, as a trace reads it: rows of tables of one neighbourhood, and their makers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.warehouse.step import Inputs

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.method.model import Method
    from pipelines.warehouse.plan import Graph
    from pipelines.warehouse.tables import Storage

KEY = "lsoa21cd"
PUBLISHED = "publish.neighbourhoods"
# Under which names raw tables hold the codes of a neighbourhood and of the areas that it lies in.
ALIASES: Mapping[str, tuple[str, ...]] = {
    KEY: (KEY, "area21cd"),
    "oa21cd": ("oa21cd",),
    "lsoa11cd": ("lsoa11cd",),
    "msoa21cd": ("msoa21cd",),
    "wd24cd": ("wd24cd", "wdcd"),
    "lad24cd": ("lad24cd", "lad23cd", "lad22cd", "lad19cd", "ladcd", "areacd"),
    "pcon24cd": ("pcon24cd",),
}


@dataclass(frozen=True)
class Built:
    """The warehouse of one edition and the method that it was built with."""

    storage: Storage
    graph: Graph
    method: Method
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    _codes: dict[str, dict[str, list[str]]] = field(default_factory=dict, compare=False, repr=False)

    def frame(self, table: str) -> pd.DataFrame:
        """A table by neighbourhood. Raises `CommonGroundError` where it has not been built."""
        if table not in self._frames:
            frame = self.storage.read(table).to_pandas()
            self._frames[table] = frame.set_index(KEY, drop=False) if KEY in frame else frame
        return self._frames[table]

    def value(self, table: str, column: str, lsoa: str) -> Any:
        """One figure, as plain Python; None where it is missing."""
        return plain(self.frame(table).at[lsoa, column])

    def inputs(self, table: str) -> Inputs:
        """What the step of a table is given."""
        node = self.graph.nodes[table]
        return Inputs(self.storage, node.reads, self.graph.edition, node.settings)

    def setting(self, table: str, name: str) -> Any:
        """A setting of the step of a table."""
        return self.graph.nodes[table].settings[name]

    @cached_property
    def origin(self) -> dict[str, tuple[str, str, str | None]]:
        """Each published column: the table and column that it is taken from, and the rule if it is of one."""
        listed = self.setting(PUBLISHED, "columns")
        return {name: (table, column, rule) for name, table, column, rule in listed}

    def codes(self, lsoa: str) -> dict[str, list[str]]:
        """The codes of a neighbourhood and its areas, under the names that raw tables have for them."""
        if lsoa not in self._codes:
            row = self.frame("core.lsoa").loc[lsoa]
            areas = self.storage.read("core.output_area", ["oa21cd", KEY]).to_pandas()
            links = self.storage.read("core.lsoa_2011", ["lsoa11cd", KEY]).to_pandas()
            known = {code: [str(row[code])] for code in ALIASES if code in row.index}
            known["oa21cd"] = sorted(areas.loc[areas[KEY] == lsoa, "oa21cd"])
            known["lsoa11cd"] = sorted(links.loc[links[KEY] == lsoa, "lsoa11cd"])
            # Its district, and those of other years that became part of it.
            came = self.storage.read("core.district_successor", ["ladcd", "lad24cd"]).to_pandas()
            known["lad24cd"] = sorted(came.loc[came["lad24cd"] == row["lad24cd"], "ladcd"])
            self._codes[lsoa] = {a: known[code] for code in ALIASES for a in ALIASES[code]}
        return self._codes[lsoa]


def plain(value: Any) -> Any:
    """A value of a data frame as plain Python, missing as None."""
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or value != value else value
