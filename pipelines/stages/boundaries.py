"""The boundary of each neighbourhood, projected, made valid, and checked to fit its neighbours' edge to edge.

Simplifying for maps is the publisher's affair, not this stage's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.errors import CommonGroundError
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

CONTRACT = """
description: >
  Boundaries of the neighbourhoods on the British National Grid, generalised to 20 m by the publisher.
  Invalid shapes are mended; shared borders are shared to the last digit.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: {england: 33755}
columns:
  lsoa21cd: {}
  geometry:
    {type: geometry, meaning: "Boundary as WKB, British National Grid (EPSG:27700)", unit: m, nullable: false}
  area_m2: {type: float, meaning: Area within the generalised boundary, unit: m2, min: 1, nullable: false}
checks:
  - says: The areas add up to that of England, 130,300 to 130,700 km2
    edition: england
    sql: SELECT sum(area_m2) FROM this HAVING sum(area_m2) NOT BETWEEN 130.3e9 AND 130.7e9
"""


@step("core.lsoa_boundary", reads=["raw.lsoa21_boundaries"], contract=CONTRACT)
def boundaries(inputs: Inputs) -> pa.Table:
    """Project, mend and check the published boundaries."""
    import pyarrow as pa
    import shapely

    raw = inputs.arrow("raw.lsoa21_boundaries")
    codes = raw["lsoa21cd"].to_pylist()
    shapes = fitted(codes, shapely.from_wkb(raw["geometry"].to_numpy()))
    return pa.table(
        {"lsoa21cd": codes, "geometry": shapely.to_wkb(shapes), "area_m2": shapely.area(shapes).round(2)}
    )


def fitted(codes: list[str], shapes: np.ndarray) -> np.ndarray:
    """Polygons in degrees as valid polygons in metres that cover without gap or overlap where they touch.

    A vertex that two neighbours share goes to the same centimetre. Raises `CommonGroundError` naming the
    neighbourhoods whose edges do not match.
    """
    import shapely

    shapes = mended(projected(shapes))
    torn = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    if torn.any():
        named = [code for code, is_torn in zip(codes, torn, strict=True) if is_torn]
        raise CommonGroundError(
            f"raw.lsoa21_boundaries: the edges of {len(named):,} neighbourhoods do not match those of the "
            f"neighbourhoods beside them, among them {', '.join(sorted(named)[:5])}. Use one vintage of "
            "boundaries, and one copy of each."
        )
    return shapes


def projected(shapes: np.ndarray) -> np.ndarray:
    """The shapes on the British National Grid, in metres, to the centimetre."""
    import numpy as np
    import shapely

    from pipelines.stages.grid import to_grid

    degrees = shapely.get_coordinates(shapes)
    metres = np.column_stack(to_grid(degrees[:, 0], degrees[:, 1])).round(2)
    return shapely.set_coordinates(shapes.copy(), metres)


def mended(shapes: np.ndarray) -> np.ndarray:
    """The shapes with invalid ones made valid; what is left of those as lines or points is dropped."""
    import shapely

    shapes = shapes.copy()
    for row in (~shapely.is_valid(shapes)).nonzero()[0]:
        parts = shapely.get_parts(shapely.make_valid(shapes[row]))
        solid = parts[shapely.get_dimensions(parts) == 2]
        shapes[row] = shapely.union_all(solid)
    return shapes
