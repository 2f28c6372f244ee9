"""The compact release that the repository carries, so that a clone can answer before anything is built.

Written from a release and read back as one. Outlines are left out; figures that are neither ranks nor counts
keep a few significant digits, rounded after everything was ranked; what follows from other columns (margins
to a line, ranks within a district) is left out and restored when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.measure.designation import double_disadvantage
from pipelines.publish import files
from pipelines.publish.folder import appearing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

AREAS = ("msoas", "wards", "districts", "constituencies", "regions")
KEY = "lsoa21cd"
WITHIN = {"_in_district": "lad24cd", "_in_region": "rgn24cd"}
DIGITS = 4
MOST_BYTES = 8_000_000


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
    own = book[book["table"] == "neighbourhoods"]
    indicators = own[(own["kind"] != "") & (own["type"] == "float")]["column"].tolist()
    with appearing(folder, _check) as part:
        frame = _read(release / "neighbourhoods.parquet", own["column"].tolist()).sort_values(KEY)
        frame = frame.reset_index(drop=True)
        derived = _derived(frame)
        _write(part / "indicators.parquet", _long(frame, indicators))
        kept = [c for c in frame.columns if c not in derived and not _of_indicator(c, indicators)]
        _write(part / "neighbourhoods.parquet", _rounded(frame[kept]))
        for name in AREAS:
            columns = book.loc[book["table"] == name, "column"].tolist()
            _write(part / f"{name}.parquet", _rounded(_read(release / f"{name}.parquet", columns)))
        book[book["table"].isin(("neighbourhoods", *AREAS))].to_csv(part / "codebook.csv", index=False)
        about["columns"] = {
            t: columns for t, columns in about["columns"].items() if t == "neighbourhoods" or t in AREAS
        }
        del about["made_from"]  # of the code as well as of the figures: the same figures, the same bytes
        about["compact"] = {"digits": DIGITS, "derived": derived, "indicators": indicators}
        (part / "provenance.json").write_text(json.dumps(about, separators=(",", ":")), encoding="utf-8")
        (part / "README.md").write_text(_page(about), encoding="utf-8")
        files.write_sums(part)
    return sum(path.stat().st_size for path in folder.iterdir())


def restore(folder: Path, compact: dict[str, Any]) -> pd.DataFrame:
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


def _follow(frame: pd.DataFrame, what: str, one: str, other: Any) -> Any:
    """A column that follows from others; `what` says how (see `_derived`)."""
    if what == "line":
        return other - frame[one].astype("Int64")
    if what == "within":
        return frame[one].groupby(frame[other]).rank("min").astype("Int64")
    if what == "ratio":
        return frame[one].to_numpy(float) / frame[other].to_numpy(float)
    return double_disadvantage(frame[one].to_numpy(float), frame[other].to_numpy(float))


def _derived(frame: pd.DataFrame) -> dict[str, tuple[str, str, Any]]:
    """Columns that follow from others: ('line', rank, line) is line - rank; ('within', rank, area) the rank
    within areas; ('double', rank, rank) double disadvantage; ('ratio', one, other) a quotient.

    Each is tried, so that a column is left out only where it can be restored.
    """
    ranks = [c for c in frame.columns if c.endswith("_rank")]
    tries: dict[str, list[tuple[str, str, Any]]] = {"density": [("ratio", "population", "area_km2")]}
    for column in frame.columns:
        if column.endswith("_margin"):
            tries[column] = [("line", rank, int((frame[column] + frame[rank]).iloc[0])) for rank in ranks]
        elif column.startswith("double_disadvantage_score"):
            tries[column] = [
                ("double", "social_infrastructure_rank", rank) for rank in ranks if "imd" in rank
            ]
        for ending, area in WITHIN.items():
            if column.endswith(ending):
                tries[column] = [("within", column.removesuffix(ending), area)]
    return {c: rule for c, rules in tries.items() for rule in rules if _holds(frame, c, rule)}


def _holds(frame: pd.DataFrame, column: str, rule: tuple[str, str, Any]) -> bool:
    import numpy as np

    if column not in frame or rule[1] not in frame:
        return False
    made = np.asarray(_follow(frame, *rule), dtype=float)
    return bool(np.allclose(made, frame[column].to_numpy(float), rtol=1e-9, equal_nan=True))


def _of_indicator(column: str, indicators: list[str]) -> bool:
    return any(column in (i, f"{i}_rank", f"{i}_status") for i in indicators)


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


def significant(values: np.ndarray) -> np.ndarray:
    """Values (n,) to DIGITS significant digits; missing stays missing."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(values))))
        return np.where(values == 0, 0.0, np.rint(values * scale) / scale)


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Fractions to significant digits, whole numbers in as few bytes as they need."""
    import pandas as pd

    columns: dict[Hashable, Any] = {}
    for name, column in frame.items():
        if pd.api.types.is_float_dtype(column):
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
        if pa.types.is_int32(column.type):
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
    return (
        f"# Release {about['release']}, compact\n\n"
        f"England's neighbourhoods by {about['software']}, method {about['method']['name']} "
        f"{about['method']['version']} (SHA-256 {about['method']['sha256'][:8]}), without outlines. "
        "Figures other than ranks and counts are rounded to "
        f"{DIGITS} significant digits; `indicators.parquet` names a neighbourhood by its row.\n"
        "`codebook.csv` explains every column, `provenance.json` leads to the sources and their licences, "
        "`sha256sum --check SHA256SUMS` verifies.\n"
    )


def _check(folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.iterdir())
    if files.faulty(folder) or size > MOST_BYTES:
        raise ValueError(f"the compact release has {size:,} bytes, more than {MOST_BYTES:,}, or is not whole")
