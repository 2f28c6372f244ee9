"""What a compact release leaves out, in which words it says so, and how it is read back whole.

Left out of its neighbourhoods: the indicators, which lie one below the other in a file of their own, and what
follows from other columns (margins to a line, ranks within a district). Its codebook and provenance name the
data sets behind a column by the number of a list that columns share. Writing one is in `carried`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.measure.designation import double_disadvantage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# A rule for a column: what it is made by, the column that it is made from, another column or a number.
Rule = tuple[str, str, Any]
DIGITS = 4
EXACT = ("people_nearby",)  # never rounded: its order decides who is compared with whom
OUTLINES = ("geometry", "struct")  # types of the columns that a map needs and a table does not
WITHIN = {"_in_district": "lad24cd", "_in_region": "rgn24cd"}
ENDINGS = {"value": "", "rank": "_rank", "status": "_status"}


def restore(folder: Path, compact: Mapping[str, Any]) -> pd.DataFrame:
    """The neighbourhoods of a compact release with all their columns, sorted by code."""
    import pandas as pd
    import pyarrow.parquet as pq

    frame = pq.read_table(folder / "neighbourhoods.parquet").to_pandas()
    for name in frame.select_dtypes("float32"):
        frame[name] = significant(frame[name].to_numpy(float))
    long = pq.read_table(folder / "indicators.parquet").to_pandas()
    columns = {}
    for name, rows in long.groupby("indicator", sort=False):
        rows = rows.set_index("row").reindex(range(len(frame)))
        columns[name] = significant(rows["value"].to_numpy(float))
        columns[f"{name}_rank"] = rows["rank"].to_numpy()
        columns[f"{name}_status"] = rows["status"].astype(str).to_numpy()
    for name, rule in compact["derived"].items():
        columns[name] = _follow(frame, *rule)
    return pd.concat([frame, pd.DataFrame(columns, index=frame.index)], axis=1)


def significant(values: np.ndarray) -> np.ndarray:
    """Values (n,) to DIGITS significant digits; missing stays missing."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(values))))
        return np.where(values == 0, 0.0, np.rint(values * scale) / scale)


def derived(frame: pd.DataFrame) -> dict[str, Rule]:
    """Columns that follow from others: ('line', rank, line) is line - rank; ('within', rank, area) the rank
    within areas; ('double', rank, rank) double disadvantage; ('ratio', one, other) a quotient.

    Each is tried, so that a column is left out only where it can be restored.
    """
    ranks = [c for c in frame.columns if c.endswith("_rank") or "_rank_imd" in c]
    tries: dict[str, list[Rule]] = {"density": [("ratio", "population", "area_km2")]}
    for column in frame.columns:
        if column.endswith("_margin"):
            tries[column] = [("line", rank, int((frame[column] + frame[rank]).iloc[0])) for rank in ranks]
        elif column.startswith("double_disadvantage_score"):
            tries[column] = [
                ("double", "social_infrastructure_rank", rank) for rank in ranks if rank.startswith("imd")
            ]
        for ending, area in WITHIN.items():
            if column.endswith(ending):
                tries[column] = [("within", column.removesuffix(ending), area)]
    return {c: rule for c, rules in tries.items() for rule in rules if _holds(frame, c, rule)}


def _holds(frame: pd.DataFrame, column: str, rule: Rule) -> bool:
    import numpy as np

    if column not in frame or rule[1] not in frame:
        return False
    made = np.asarray(_follow(frame, *rule), dtype=float)
    return bool(np.allclose(made, frame[column].to_numpy(float), rtol=1e-9, equal_nan=True))


def _follow(frame: pd.DataFrame, what: str, one: str, other: Any) -> Any:
    """A column that follows from others; `what` says how (see `derived`)."""
    if what == "line":
        return other - frame[one].astype("Int64")
    if what == "within":
        return frame[one].groupby(frame[other]).rank("min").astype("Int64")
    if what == "ratio":
        return frame[one].to_numpy(float) / frame[other].to_numpy(float)
    return double_disadvantage(frame[one].to_numpy(float), frame[other].to_numpy(float))


IN_WORDS = {
    "line": "{other} - {one}",
    "within": "rank of {one} within {other}",
    "ratio": "{one} / {other}",
    "double": "sum of the exponential transforms of {one} and {other}",
}
IN_PANDAS = {
    "line": '{other} - df["{one}"]',
    "within": 'df.groupby("{other}")["{one}"].rank("min")',
    "ratio": 'df["{one}"] / df["{other}"]',
    "double": 'exponential(df["{one}"]) + exponential(df["{other}"])',
}


def held(column: str, compact: Mapping[str, Any]) -> str:
    """Where a column of the neighbourhoods lies in a compact release, or what it follows from."""
    if column in compact["derived"]:
        what, one, other = compact["derived"][column]
        return f"not held: {IN_WORDS[what].format(one=one, other=other)}"
    for name in compact["indicators"]:
        for what, ending in ENDINGS.items():
            if column == f"{name}{ending}":
                return f"indicators.parquet: {what} where indicator is {name}"
    return "neighbourhoods.parquet"


def recipe(compact: Mapping[str, Any]) -> str:
    """A program in pandas that makes `df`, the neighbourhoods with all their columns."""
    lines = [
        f'df["{column}"] = {IN_PANDAS[what].format(one=one, other=other)}'
        for column, (what, one, other) in compact["derived"].items()
    ]
    return _RECIPE + "\n".join(lines)


_RECIPE = """import numpy as np
import pandas as pd

df = pd.read_parquet("neighbourhoods.parquet")
long = pd.read_parquet("indicators.parquet")
for what, ending in {"value": "", "rank": "_rank", "status": "_status"}.items():
    wide = long.pivot(index="row", columns="indicator", values=what)
    df = df.join(wide.rename(columns=lambda name: f"{name}{ending}"))


def exponential(rank):
    n, place = rank.count(), rank.rank()  # ties at the mean of their places
    return -23 * np.log(1 - (n + 1 - place) / n * (1 - np.exp(-100 / 23)))


"""


def shared(columns: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, dict[str, int]], list[Any]]:
    """The lineage of each column of each table as a number, and the list of lineages that it counts in."""
    lineages: list[Any] = []
    numbers: dict[str, dict[str, int]] = {}
    for table, of_table in columns.items():
        numbers[table] = {}
        for column, lineage in of_table.items():
            if lineage not in lineages:
                lineages.append(lineage)
            numbers[table][column] = lineages.index(lineage)
    return numbers, lineages


def spelt_out(about: Mapping[str, Any]) -> dict[str, Any]:
    """The provenance of a compact release with the lineage of each column in its place, as in any other."""
    lineages = about["lineages"]
    columns = {
        table: {column: lineages[number] for column, number in of_table.items()}
        for table, of_table in about["columns"].items()
    }
    return {name: said for name, said in about.items() if name != "lineages"} | {"columns": columns}


def spelt_out_codebook(rows: Iterable[dict[str, str]], about: Mapping[str, Any]) -> list[dict[str, str]]:
    """The codebook of a compact release with vintages, sources and licences, as in any other.

    `about` is its provenance, spelt out.
    """
    spelt = []
    for row in rows:
        ids = about["columns"][row["table"]][row["column"]]["sources"]
        of = {i: about["sources"][i] for i in ids}
        spelt.append(
            row
            | {
                "vintages": "; ".join(f"{i} {facts['vintage']}" for i, facts in of.items()),
                "sources": "; ".join(ids),
                "licences": "; ".join(sorted({facts["licence"] for facts in of.values()})),
            }
        )
    return spelt
