"""A shapefile, in a zip with its companions: attributes and points, in the coordinates as published.

Options (optional):
    encoding  encoding of the text (the one that the file names)

A column's `from` is the name of an attribute, or one of
    @x, @y     the coordinates of a point, in the file's own system
    @geometry  the geometry as WKB, in the file's own system

Projecting is not done here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    wanted = list(columns.values())
    return cells.gather(files, columns, lambda name, content: _one(name, content, wanted, **options))


def _one(
    name: str, content: bytes, columns: list[Column], *, encoding: str | None = None
) -> dict[str, pa.Array]:
    import pyogrio
    import shapely

    contents.unpack(name, content, "*.shp")  # a web page, a cut file or a zip without shapes ends here
    try:
        about, features = pyogrio.read_arrow(content, encoding=encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        do = f"{contents.AGAIN} A shapefile is a .shp with its .dbf and .shx in one zip."
        raise Faults([Fault(f"cannot be read as a shapefile ({error}).", name, do)]) from None
    label = about["geometry_name"] or "wkb_geometry"
    shapes = features[label].to_numpy(zero_copy_only=False)
    values: dict[str, Any] = {n: features[n] for n in features.column_names if n != label}
    values["@geometry"] = pa.array(shapes, pa.binary())
    if any(column.source_name in ("@x", "@y") for column in columns):
        points = shapely.from_wkb(shapes)
        if not (shapely.get_type_id(points) == shapely.GeometryType.POINT).all():
            raise Faults([Fault("holds shapes that are not points.", name, "Read @geometry instead.")])
        values["@x"] = pa.array(shapely.get_x(points), from_pandas=True)
        values["@y"] = pa.array(shapely.get_y(points), from_pandas=True)
    cells.require(name, [*values], columns)
    return cells.part(name, columns, values, "feature")
