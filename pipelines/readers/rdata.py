"""R files (.rda, .RData, .rds): one data frame of them.

Options (all optional):
    object    name of the object in the file, where it holds several
    element   name of the list element that is the data frame, where the object is a list
    encoding  encoding of all text, where the file does not say its own rightly (such as latin-1)

pyreadr is many times faster and reads plain data frames; the rdata library reads lists and text in a
forced encoding. Which one is used follows from the options alone.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    wanted = list(columns.values())
    return cells.gather(files, columns, lambda name, content: _one(name, content, wanted, **options))


def _one(
    name: str,
    content: bytes,
    columns: list[Column],
    *,
    object: str | None = None,
    element: str | None = None,
    encoding: str | None = None,
) -> dict[str, pa.Array]:
    if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")) or not content:
        contents.unpack(name, content)
    try:
        found = _patiently(content, encoding) if element or encoding else _quickly(content)
    except Exception as error:  # both libraries raise what their parsers happen to trip over
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        what = f"cannot be read as an R file ({reason})."
        do = f"{contents.AGAIN} Text in another encoding needs the option `encoding` of the source."
        raise Faults([Fault(what, name, do)]) from None
    frame = _frame(name, found, object, element)
    cells.require(name, [str(c) for c in frame.columns], columns)
    values = {c.source_name: pa.Array.from_pandas(frame[c.source_name]) for c in columns}
    return cells.part(name, columns, values)


def _quickly(content: bytes) -> dict[str, Any]:
    import pyreadr

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "file.rdata"
        path.write_bytes(content)
        return dict(pyreadr.read_r(path))


def _patiently(content: bytes, encoding: str | None) -> Any:
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = rdata.parser.parse_data(content, extension=_extension(content))
        return rdata.conversion.convert(
            parsed, default_encoding=encoding or "utf-8", force_default_encoding=encoding is not None
        )


def _extension(content: bytes) -> str:
    """`.rda` where the stream starts with a workspace's magic number, else `.rds`."""
    import bz2
    import gzip
    import lzma

    unpackers = {b"\x1f\x8b": gzip.decompress, b"BZ": bz2.decompress, b"\xfd7": lzma.decompress}
    plain = unpackers.get(content[:2], bytes)(content)
    return ".rda" if plain[:5] in (b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n") else ".rds"


def _frame(name: str, found: Any, object: str | None, element: str | None) -> pd.DataFrame:
    """The data frame meant: the named object or the only one, and of it the named element."""
    import pandas as pd

    for key in (object, element):
        if key is not None:
            held = {str(k): v for k, v in found.items()} if isinstance(found, dict) else {}
            if key not in held:
                names = ", ".join(held) or "nothing named"
                do = "Mend the options `object` and `element` of the source."
                raise Faults([Fault(f"has no {key!r}. It holds: {names}.", name, do)])
            found = held[key]
    if isinstance(found, dict) and len(found) == 1:
        found = next(iter(found.values()))
    if isinstance(found, pd.DataFrame):
        return found
    names = ", ".join(str(k) for k in found) if isinstance(found, dict) else type(found).__name__
    what = f"does not come down to one data frame. It holds: {names or 'nothing readable'}."
    raise Faults([Fault(what, name, "Name it with the options `object` and `element` of the source.")])
