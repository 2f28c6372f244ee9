"""R's own file format, written: data frames and named lists as .rda or .rds, the same bytes on every run.

Only the serialisation belongs here (R Internals, section 1.8, "Serialization Formats", XDR). It knows the
kinds of vector that the mirror's R files hold: strings, doubles, integers, lists and data frames.
"""

from __future__ import annotations

import bz2
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipelines.sample.formats import gzip_bytes

_NIL, _LIST, _SYMBOL, _CHAR, _INT, _REAL, _STRING, _VECTOR = 0xFE, 2, 1, 9, 13, 14, 16, 19
_ATTRIBUTES, _TAGGED, _OBJECT = 0x200, 0x400, 0x100
_ASCII, _UTF8 = 0x40000, 0x8000
_NA_INT = -(2**31)
_NA_REAL = struct.pack(">Q", 0x7FF00000000007A2)
TIBBLE = ("tbl_df", "tbl", "data.frame")


class _Writer:
    """One stream of R objects. `encoding` None marks strings as UTF-8, a name leaves them unmarked in it."""

    def __init__(self, version: int, encoding: str | None) -> None:
        self.encoding = encoding
        self.symbols: dict[str, int] = {}
        self.parts = [b"X\n", self.ints(version, 0x00040300, 0x00030500 if version == 3 else 0x00020300)]
        if version == 3:
            self.parts += [self.ints(5), b"UTF-8"]

    @staticmethod
    def ints(*values: int) -> bytes:
        return struct.pack(f">{len(values)}i", *values)

    def char(self, text: str | None) -> None:
        if text is None:
            self.parts.append(self.ints(_CHAR, -1))
            return
        if text.isascii():
            flags, raw = _ASCII, text.encode()
        elif self.encoding:
            flags, raw = 0, text.encode(self.encoding)
        else:
            flags, raw = _UTF8, text.encode()
        self.parts += [self.ints(_CHAR | flags, len(raw)), raw]

    def symbol(self, name: str) -> None:
        if name in self.symbols:
            self.parts.append(self.ints(self.symbols[name] << 8 | 0xFF))
            return
        self.symbols[name] = len(self.symbols) + 1
        self.parts.append(self.ints(_SYMBOL))
        self.char(name)

    def pairs(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            self.parts.append(self.ints(_LIST | _TAGGED))
            self.symbol(name)
            self.value(value)
        self.parts.append(self.ints(_NIL))

    def strings(self, values: Sequence[str | None]) -> None:
        self.parts.append(self.ints(_STRING, len(values)))
        for text in values:
            self.char(text)

    def vector(self, values: Any) -> None:
        array = np.asarray(values)
        if array.dtype.kind in "iu":
            self.parts += [self.ints(_INT, len(array)), array.astype(">i4").tobytes()]
        elif array.dtype.kind == "f":
            data = bytearray(array.astype(">f8").tobytes())
            for i in np.flatnonzero(np.isnan(array)):
                data[8 * i : 8 * i + 8] = _NA_REAL
            self.parts += [self.ints(_REAL, len(array)), bytes(data)]
        else:
            self.strings([None if v is None or v != v else str(v) for v in array.tolist()])

    def value(self, value: Any) -> None:
        if isinstance(value, Frame):
            self.parts.append(self.ints(_VECTOR | _ATTRIBUTES | _OBJECT, len(value.columns)))
            for column in value.columns.values():
                self.vector(column)
            # R keeps row names 1..n as the pair (NA, -n).
            rows = np.array([_NA_INT, -value.rows])
            self.pairs({"names": list(value.columns), "row.names": rows, "class": list(value.kind)})
        elif isinstance(value, Mapping):
            self.parts.append(self.ints(_VECTOR | _ATTRIBUTES, len(value)))
            for item in value.values():
                self.value(item)
            self.pairs({"names": list(value)})
        else:
            self.vector(value)


class Frame:
    """A data frame: columns by name, of equal length; `kind` is its class in R."""

    def __init__(self, columns: Mapping[str, Any], kind: Sequence[str] = TIBBLE) -> None:
        self.columns = dict(columns)
        self.kind = kind
        lengths = {len(column) for column in self.columns.values()}
        if len(lengths) != 1:
            raise ValueError(f"columns of unequal length: {sorted(lengths)}")
        self.rows = lengths.pop()


def rda_bytes(
    name: str, value: Any, *, packed: str = "bz2", version: int = 2, encoding: str | None = None
) -> bytes:
    """An .rda file of one object; `packed` is bz2 or gzip."""
    writer = _Writer(version, encoding)
    writer.pairs({name: value})
    raw = f"RDX{version}\n".encode() + b"".join(writer.parts)
    return bz2.compress(raw) if packed == "bz2" else gzip_bytes(raw)


def rds_bytes(value: Any, *, version: int = 3) -> bytes:
    """An .rds file of one object, packed by gzip."""
    writer = _Writer(version, None)
    writer.value(value)
    return gzip_bytes(b"".join(writer.parts))
