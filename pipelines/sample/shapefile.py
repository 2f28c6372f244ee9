"""A shapefile of points, written by hand: three small files without a date in them.

Only the layout belongs here (ESRI Shapefile Technical Description, 1998; dBASE III for the attributes).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_POINT, _RECORD_WORDS = 1, 10


def _head(length_words: int, bounds: Sequence[float]) -> bytes:
    return (
        struct.pack(">7i", 9994, 0, 0, 0, 0, 0, length_words)
        + struct.pack("<2i", 1000, _POINT)
        + struct.pack("<8d", *bounds, 0, 0, 0, 0)
    )


def points(x: np.ndarray, y: np.ndarray) -> tuple[bytes, bytes]:
    """The .shp and .shx of points at x, y."""
    bounds = [x.min(), y.min(), x.max(), y.max()]
    records, index = [], []
    for i, (east, north) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        index.append(struct.pack(">2i", 50 + i * (_RECORD_WORDS + 4), _RECORD_WORDS))
        records.append(struct.pack(">2i", i + 1, _RECORD_WORDS) + struct.pack("<i2d", _POINT, east, north))
    count = len(records)
    shp = _head(50 + count * (_RECORD_WORDS + 4), bounds) + b"".join(records)
    return shp, _head(50 + count * 4, bounds) + b"".join(index)


def attributes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """The .dbf of these columns: whole numbers as N, everything else as C, in ISO 8859-1."""
    texts = {name: [str(v).encode("latin-1") for v in values] for name, values in columns.items()}
    kinds = {n: b"N" if all(isinstance(v, int) for v in values) else b"C" for n, values in columns.items()}
    widths = {name: max(10, *(len(v) for v in values)) for name, values in texts.items()}
    count = len(next(iter(texts.values())))
    head = struct.pack("<4B", 3, 120, 1, 1)
    head += struct.pack("<IHH20x", count, 33 + 32 * len(texts), 1 + sum(widths.values()))
    for name, width in widths.items():
        head += struct.pack("<11sc4xBB14x", name.encode(), kinds[name], width, 0)
    rows = []
    for i in range(count):
        cells = ((v[i].rjust if kinds[n] == b"N" else v[i].ljust)(widths[n]) for n, v in texts.items())
        rows.append(b" " + b"".join(cells))
    return head + b"\r" + b"".join(rows) + b"\x1a"
