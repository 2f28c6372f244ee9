"""The published files: GeoParquet, Parquet, CSV, JSON and checksums. Same tables, same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

SUMS = "SHA256SUMS"
LABELS = (b"synthetic", b"live")  # what a file must say of itself, for it may be read without its folder
_LEVEL = 3  # within 2% of the size of 15, which the GeoParquet guide advises, in a twentieth of the time


def write_geoparquet(path: Path, content: pa.Table, geometry: str = "geometry") -> None:
    """GeoParquet 1.1 in EPSG:4326 with a bounding-box column, rows along a Hilbert curve.

    `geometry` holds WKB in EPSG:4326. The coordinate system is written by geopandas as PROJJSON, the labels
    of the table (`LABELS`, in its schema's metadata) as attributes of the data frame.
    """
    import geopandas as gpd
    import shapely

    frame = content.drop_columns([geometry]).to_pandas(types_mapper=_nullable)
    shapes = gpd.GeoSeries(shapely.from_wkb(content.column(geometry).to_numpy()), crs="EPSG:4326")
    located = gpd.GeoDataFrame(frame, geometry=shapes)
    located = located.iloc[located.hilbert_distance().argsort(kind="stable")]
    said = content.schema.metadata or {}
    located.attrs = {label.decode(): said[label].decode() for label in LABELS if label in said}
    located.to_parquet(
        path,
        index=False,
        compression="zstd",
        compression_level=_LEVEL,
        write_covering_bbox=True,
        schema_version="1.1.0",
        row_group_size=5_000,
    )


def _nullable(kind: pa.DataType) -> Any:
    """Whole numbers with gaps stay whole numbers."""
    import pandas as pd
    import pyarrow as pa

    return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get(kind)


def write_parquet(path: Path, content: pa.Table) -> None:
    """One plain Parquet file, its columns described in the schema's metadata."""
    import pyarrow.parquet as pq

    pq.write_table(content, path, compression="zstd", compression_level=_LEVEL, row_group_size=200_000)


def take_over(last: Path, folder: Path, table: str) -> bool:
    """Copy the files of a table that has not changed from the last release; False where one is not whole."""
    sums = _stated(last)
    wanted = [name for name in sums if name.partition(".")[0] == table]
    if not wanted or any(not (last / n).is_file() or sha256(last / n) != sums[n] for n in wanted):
        return False
    for name in wanted:
        shutil.copyfile(last / name, folder / name)
    return True


def write_csv(path: Path, content: pa.Table) -> None:
    """UTF-8 with a header; missing values are empty; numbers as exact as they are."""
    import pyarrow.csv as pa_csv

    pa_csv.write_csv(content, path, pa_csv.WriteOptions(quoting_style="needed"))


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of plain values as CSV, in this order of columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_json(path: Path, content: Any) -> None:
    """JSON for people and programs: indented, in the order given."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_sums(folder: Path) -> None:
    """SHA-256 of every file of the folder, in the form that `sha256sum --check` reads."""
    names = sorted(p.name for p in folder.iterdir() if p.name != SUMS)
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def faulty(folder: Path) -> list[str]:
    """The files of a release that are missing or are not what its checksums say."""
    if not (folder / SUMS).is_file():
        return [SUMS]
    return [n for n, s in _stated(folder).items() if not (folder / n).is_file() or sha256(folder / n) != s]


def _stated(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a release, as its checksums say."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {name: stated for stated, _, name in (line.partition("  ") for line in lines)}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
