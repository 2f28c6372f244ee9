"""The types that a column may be declared with, in sources and in contracts alike, and Arrow's for each.

What a value of a type looks like in a published file is the readers' affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow

TYPES = ("string", "int", "float", "bool", "date", "geometry")


def arrow_type(name: str) -> pyarrow.DataType:
    """The Arrow type of a declared type; a geometry is WKB. KeyError for a name that is not in `TYPES`."""
    import pyarrow as pa

    types = (pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.binary())
    return dict(zip(TYPES, types, strict=True))[name]
