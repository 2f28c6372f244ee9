"""Tables to bytes in the formats that publishers use, the same bytes on every run.

Only containers belong here: CSV, zip, gzip, Parquet, GeoJSON. Workbooks, R files and shapefiles have modules
of their own; what stands in a table is its data set's affair.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipelines.marked_yaml import load_yaml

# Archives carry times: one fixed moment keeps the bytes equal from run to run.
MOMENT = datetime(2020, 1, 1)

Made = tuple[str, str, str, bytes]  # a published file: group, data set, name, content


@cache
def headers() -> dict[str, list[str]]:
    """Column names of the wide published files, by data set."""
    return load_yaml((Path(__file__).parent / "headers.yaml").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """A value as a cell: missing (None, NaN) is an empty cell, numpy's scalars are Python's."""
    if hasattr(value, "item"):
        value = value.item()
    return "" if value is None or value != value else value


def rows_of(header: Sequence[str], columns: Mapping[str, Any], count: int) -> list[list[Any]]:
    """Rows under a header: each column from `columns` (a list, an array or one value for all), else blank."""
    unknown = set(columns) - set(header)
    if unknown:
        raise KeyError(f"no such column: {sorted(unknown)}")
    listed = []
    for name in header:
        values = columns.get(name, "")
        if isinstance(values, str) or not hasattr(values, "__len__"):
            values = [values] * count
        if len(values) != count:
            raise ValueError(f"{name}: {len(values)} values for {count} rows")
        listed.append([plain(value) for value in values])
    return [list(row) for row in zip(*listed, strict=True)]


def csv_bytes(
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] | None = None,
    *,
    before: str = "",
    after: str = "",
    bom: bool = False,
    delimiter: str = ",",
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL,
    newline: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """Delimited text with whatever lines stand before the header and after the data."""
    out = io.StringIO()
    out.write(before)
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=newline)
    if header is not None:
        writer.writerow(header)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    out.write(after)
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode(encoding)


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, content)
    return out.getvalue()


def gzip_bytes(content: bytes) -> bytes:
    """Gzip without a time."""
    return gzip.compress(content, 6, mtime=0)


def parquet_bytes(columns: Mapping[str, Any], index: str | None = None) -> bytes:
    """Parquet as pandas writes it; `index` names the column that becomes the frame's index."""
    import pandas as pd

    frame = pd.DataFrame(dict(columns))
    if index is not None:
        frame = frame.set_index(index)
    out = io.BytesIO()
    frame.to_parquet(out, engine="pyarrow", compression="snappy")
    return out.getvalue()


def json_text(value: Any, **options: Any) -> str:
    """JSON with letters as they are."""
    return json.dumps(value, ensure_ascii=False, **options)


def feature_lines(features: Iterable[Mapping[str, Any]]) -> bytes:
    """GeoJSON features, one a line, without a collection around them."""
    return "".join(json_text(feature) + "\n" for feature in features).encode()


def feature_collection(name: str, features: Iterable[Mapping[str, Any]]) -> bytes:
    """A GeoJSON collection in WGS84 as GDAL lays it out, a feature a line."""
    crs = '{ "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } }'
    body = ",\n".join(json_text(feature) for feature in features)
    head = f'{{\n"type": "FeatureCollection",\n"name": {json_text(name)},\n"crs": {crs},\n"features": [\n'
    return (head + body + "\n]\n}\n").encode()
