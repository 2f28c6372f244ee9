"""Trace of an outline and its box: how many corners it has, how it was simplified, from which boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.trace.built import KEY, Built
from pipelines.trace.model import Block

if TYPE_CHECKING:
    from pipelines.publish.reading import Opened

COLUMNS = ("geometry", "bbox")
BOUNDARY, SHAPE = "core.lsoa_boundary", "core.lsoa_shape"


def outline(opened: Opened, lsoa: str, column: str, built: Built | None) -> tuple[str, list[Block]]:
    """The outline of a neighbourhood or its box in words, and how it came about."""
    import shapely

    row = opened.table("neighbourhoods", [*COLUMNS], **{KEY: lsoa}).iloc[0]
    shape = shapely.from_wkb(row["geometry"])
    box = ", ".join(f"{side} {row['bbox'][side]:.6f}" for side in ("xmin", "ymin", "xmax", "ymax"))
    corners = int(shapely.get_num_coordinates(shape))
    said = f"{shape.geom_type} of {corners:,} corners, in" if column == "geometry" else box
    facts: list[tuple[str, Any]] = [("shape", shape.geom_type), ("corners", corners), ("box", box)]
    facts += [("coordinate system", "EPSG:4326 (longitude, latitude)")]
    if built is not None and built.storage.rows(BOUNDARY) is not None:
        whole = shapely.from_wkb(built.frame(BOUNDARY).at[lsoa, "geometry"])
        facts += [("corners before simplification", int(shapely.get_num_coordinates(whole)))]
        facts += [("table", SHAPE), ("what it is", built.graph.nodes[SHAPE].contract.description)]
    note = opened.codebook["neighbourhoods"]["geometry"]["meaning"] + "."
    return said, [Block("The outline", tuple(facts), note=note)]
