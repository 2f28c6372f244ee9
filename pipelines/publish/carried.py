"""The compact release that the repository carries, so that a clone can answer before anything is built.

Only writing one belongs here. Outlines, trends and the figures before and after shrinkage are left out; what
is neither a rank nor a count keeps a few significant digits, rounded after everything was ranked. What else
is left out, and how all is read back, is in `compact`.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.publish import files
from pipelines.publish.codebook import COLUMNS
from pipelines.publish.compact import DIGITS, EXACT, OUTLINES, derived, held, recipe, shared, significant
from pipelines.publish.folder import appearing

if TYPE_CHECKING:
    import pandas as pd

AREAS = ("msoas", "wards", "districts", "constituencies", "regions")
KEY = "lsoa21cd"
MOST_BYTES = 8_000_000
# The long file of a compact release: what a release's own has, and the row in the place of the code.
LONG = ("indicator", "row", "value", "rank", "status")
# Columns of a codebook that follow from the lineage; a compact one names that, and where a column lies.
SPELT = ("vintages", "sources", "licences")


def carry(release: Path, folder: Path) -> int:
    """Write the compact form of the release in `release` as `folder`; returns its size in bytes.

    Raises `CommonGroundError` where it cannot be written, its method is not an official one, or it rests on
    live files, which nobody can have again; ValueError where it is larger than 8 MB.
    """
    import pandas as pd

    about = json.loads((release / "provenance.json").read_text(encoding="utf-8"))
    if live := about.get("live"):
        raise CommonGroundError(
            f"The release in {release} rests on live files of {', '.join(live)}, and is not carried. "
            "Build from the pinned files: commonground build."
        )
    if not about["method"].get("official"):
        raise CommonGroundError(
            f"Release {about['release']} does not say that it is of an official method, and the repository "
            "carries no other. Run `commonground build` first."
        )
    book = pd.read_csv(release / "codebook.csv", keep_default_na=False, dtype=str)
    book = book[~book["type"].isin(OUTLINES)]
    own = book[book["table"] == "neighbourhoods"]
    indicators = own[(own["kind"] != "") & (own["type"] == "float")]["column"].tolist()
    del about["made_from"]  # of the code as well as of the figures: the same figures, the same bytes
    with appearing(folder, _check) as part:
        frame = _read(release / "neighbourhoods.parquet", own["column"].tolist()).sort_values(KEY)
        frame = frame.reset_index(drop=True)
        about["compact"] = {"digits": DIGITS, "derived": derived(frame), "indicators": indicators}
        _write(part / "indicators.parquet", _long(frame, indicators))
        kept = [c for c in frame.columns if held(c, about["compact"]) == "neighbourhoods.parquet"]
        _write(part / "neighbourhoods.parquet", _rounded(frame[kept]))
        for name in AREAS:
            columns = book.loc[book["table"] == name, "column"].tolist()
            _write(part / f"{name}.parquet", _rounded(_read(release / f"{name}.parquet", columns)))
        rows = _codebook(book, about["compact"], len(frame))
        about["columns"], about["lineages"] = shared(_lineage(about["columns"], rows))
        numbered = ({**row, "lineage": about["columns"][row["table"]][row["column"]]} for row in rows)
        files.write_rows(part / "codebook.csv", [*_headings(), "held", "lineage"], numbered)
        (part / "provenance.json").write_text(json.dumps(about, separators=(",", ":")), encoding="utf-8")
        (part / "README.md").write_text(_page(about), encoding="utf-8")
        files.write_sums(part)
    return sum(path.stat().st_size for path in folder.iterdir())


def _headings() -> list[str]:
    return [name for name in COLUMNS if name not in SPELT]


def _codebook(book: pd.DataFrame, compact: dict[str, Any], neighbourhoods: int) -> list[dict[str, Any]]:
    """The codebook of what is in the folder, and of what its neighbourhoods are read back with."""
    rows = []
    for read in book[_headings()].to_dict("records"):
        facts = {str(name): value for name, value in read.items()}
        table, column = facts["table"], facts["column"]
        if table == "neighbourhoods":
            rows.append({**facts, "held": held(column, compact)})
        elif table in AREAS:
            rows.append({**facts, "held": f"{table}.parquet"})
        elif table == "indicators":
            if column == KEY:
                said = "Row of the neighbourhood in neighbourhoods.parquet, counted from 0"
                facts |= {"column": "row", "type": "int", "unit": "row", "direction": "none"}
                facts |= {"meaning": said, "minimum": 0, "maximum": neighbourhoods - 1, "example": 0}
            if facts["column"] in LONG:
                rows.append({**facts, "held": "indicators.parquet"})
    return rows


def _lineage(columns: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The lineage of the columns in the rows of a codebook, by table; a row's number rests on its code's."""
    kept: dict[str, dict[str, Any]] = {}
    for row in rows:
        own = KEY if (row["table"], row["column"]) == ("indicators", "row") else row["column"]
        kept.setdefault(row["table"], {})[row["column"]] = columns[row["table"]][own]
    return kept


def _long(frame: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    """The indicators one below the other, each by its rank: sorted columns need hardly any room."""
    import pandas as pd

    parts = []
    for name in indicators:
        part = pd.DataFrame(
            {
                "indicator": name,
                "row": frame.index.to_numpy("int32"),
                "value": significant(frame[name].to_numpy(float)).astype("float32"),
                "rank": frame[f"{name}_rank"].astype("Int32"),
                "status": frame[f"{name}_status"],
            }
        )
        parts.append(part.sort_values(["rank", "value", "row"], kind="stable"))
    return pd.concat(parts, ignore_index=True).astype({"indicator": "category", "status": "category"})


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Fractions to significant digits (some are kept whole), whole numbers in as few bytes as they need."""
    import pandas as pd

    columns: dict[Hashable, Any] = {}
    for name, column in frame.items():
        if name in EXACT:
            columns[name] = column
        elif pd.api.types.is_float_dtype(column):
            columns[name] = significant(column.to_numpy(float)).astype("float32")
        elif pd.api.types.is_integer_dtype(column):
            columns[name] = column.astype("Int32")
        else:
            columns[name] = column
    return pd.DataFrame(columns, index=frame.index)


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return pq.read_table(path, columns=columns).to_pandas(types_mapper=whole.get)


def _write(path: Path, frame: pd.DataFrame) -> None:
    """Each column in the encoding that needs least room: sorted ranks by their differences, others byte by
    byte, codes and names by what they share with the one before.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    encodings = {}
    for column in content.schema:
        if pa.types.is_float64(column.type):
            encodings[column.name] = "BYTE_STREAM_SPLIT"
        elif pa.types.is_int32(column.type):
            in_order = column.name == "rank"
            encodings[column.name] = "DELTA_BINARY_PACKED" if in_order else "BYTE_STREAM_SPLIT"
        elif (
            column.type in (pa.string(), pa.large_string()) and frame[column.name].nunique() > len(frame) / 3
        ):
            encodings[column.name] = "DELTA_BYTE_ARRAY"
    pq.write_table(
        content,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[name for name in content.column_names if name not in encodings],
        column_encoding=encodings,
        row_group_size=max(len(content), 1),
    )


def _page(about: dict[str, Any]) -> str:
    method = about["method"]
    return _PAGE.format(
        release=about["release"],
        made=f"{about['software']}, method {method['name']} {method['version']} "
        f"(SHA-256 {method['sha256'][:8]})",
        digits=DIGITS,
        recipe=recipe(about["compact"]),
    )


_PAGE = """# Release {release}, compact

England's neighbourhoods by {made}.

Without outlines, trends and the figures before and after shrinkage. What is neither a rank nor a count is
rounded to {digits} significant digits, after everything was ranked. `commonground profile`, `top` and `trace`
read this folder where nothing has been built.

- `codebook.csv` explains every column: meaning, unit, direction, range. Its column `held` says which file a
  column lies in, or what it follows from; `lineage` is a number in the list `lineages` of `provenance.json`,
  counted from 0.
- `provenance.json` leads every column to its data sets (`columns`, `lineages`), and those to their files,
  vintages and licences (`sources`).
- `indicators.parquet` names a neighbourhood by its row in `neighbourhoods.parquet`, counted from 0.
- `sha256sum --check SHA256SUMS` verifies.

All columns of the neighbourhoods, in pandas:

```python
{recipe}
```
"""


def _check(folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.iterdir())
    if files.faulty(folder) or size > MOST_BYTES:
        raise ValueError(f"the compact release has {size:,} bytes, more than {MOST_BYTES:,}, or is not whole")
