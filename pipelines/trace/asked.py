"""What is asked for: which published table a code is of, and whether that table has the column.

Where it has not, the sentence says which file has it and how to ask there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.errors import CommonGroundError
from pipelines.spelling import did_you_mean
from pipelines.trace.released import AREAS, TABLE

if TYPE_CHECKING:
    from pipelines.publish.reading import Opened

CODES = "Codes look like E01012345 (neighbourhood), E02 (MSOA), E05 (ward), E06 to E09 (district), E14 "
CODES += "(constituency), E12 (region)."
# The files whose rows are not areas, and where what they say is traced.
ELSEWHERE = {
    "indicators": "one row a neighbourhood and indicator. Trace the indicator's own column, such as "
    "`commonground trace {example} pubs`: its steps show numerator, denominator, shrunk, rank and status.",
    "trends": "one row an area, measure and pair of years. Each row names its data sets in `sources` and in "
    "`note` how far its two figures can be compared; the latest is traced by its own column, such as "
    "imd2025_rank, population or local_turnout of a neighbourhood.",
    "places_report": "one row a source, kind and reason, and of no area. Of a source tells "
    "`commonground sources show ID`.",
}


def table_of(opened: Opened, code: str) -> str:
    """The published table with a row for this code. Raises `CommonGroundError`, naming what comes near."""
    if code in opened.neighbourhoods.index:
        return TABLE
    codes = list(opened.neighbourhoods.index)
    for table in AREAS:
        if code in opened.areas(table).index:
            return table
        codes.extend(opened.areas(table).index)
    raise CommonGroundError(f"There is no area {code!r} in this release.{did_you_mean(code, codes, CODES)}")


def known_column(opened: Opened, table: str, code: str, column: str) -> None:
    """Raises `CommonGroundError` where the table of this code has no such column, saying which table has."""
    if column in opened.codebook[table]:
        return
    having = [name for name, columns in opened.codebook.items() if column in columns]
    areas = [name for name in having if name in (TABLE, *AREAS)]
    files = ", ".join(f"{name}.parquet" for name in having)
    if areas:
        ask = _codes_in(opened, table, code, areas)
        raise CommonGroundError(
            f"{table}.parquet has no column {column!r}; it is in {files}. Ask for the code {ask}."
        )
    if having:
        said = ELSEWHERE[having[0]].format(example=code if table == TABLE else opened.neighbourhoods.index[0])
        raise CommonGroundError(f"{column!r} is a column of {files}: {said}")
    near = did_you_mean(column, opened.codebook[table], "codebook.csv lists them.")
    raise CommonGroundError(f"There is no published column {column!r} in this release.{near}")


def _codes_in(opened: Opened, table: str, code: str, tables: list[str]) -> str:
    """Codes to ask for instead: of the areas that a neighbourhood lies in, or of one inside the area."""
    frame = opened.neighbourhoods
    own = "lsoa21cd" if table == TABLE else opened.figures(table)[0]
    inside = frame[frame[own] == code].iloc[0]
    names = {name: "lsoa21cd" if name == TABLE else opened.figures(name)[0] for name in tables}
    return " or ".join(f"{inside[column]} ({name})" for name, column in names.items())
