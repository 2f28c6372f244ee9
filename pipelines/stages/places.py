"""Places: the records of all point sources put on the map and, where several are one place, merged.

Each source is cleaned in `sql/core/places_<source>.sql`; `core.places` is drawn from the table made here.
How a point is placed is in `place_points`, when two records are one place in `measure.same_place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipelines.measure.same_place import Rule, first_of_place
from pipelines.stages.place_points import ACROSS, COAST, INSIDE, England, on_grid, refuse_faulty, settle
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# The cleaned table of each source, by the source's id.
CLEANED = {
    "cooperatives": "core.places_cooperatives",
    "cricket_grounds": "core.places_cricket_grounds",
    "food_banks_2020": "core.places_food_banks_2020",
    "food_businesses_2015": "core.places_food_businesses",
    "gp_practices": "core.places_gp_practices",
    "grocery_stores": "core.places_grocery_stores",
    "jobcentres": "core.places_jobcentres",
    "libraries": "core.places_libraries",
    "museums": "core.places_museums",
    "mutual_aid_groups_2020": "core.places_mutual_aid_groups",
    "naptan": "core.places_metro_stations",
    "pharmacies": "core.places_pharmacies",
    "places_of_worship": "core.places_worship",
    "pubs": "core.places_pubs",
    "rail_stations": "core.places_rail_stations",
    "retail_centres_2018": "core.places_retail_centres",
    "schools": "core.places_schools",
    "sports_clubs": "core.places_sports_clubs",
    "warm_spaces": "core.places_warm_spaces",
}
POSTCODED = ("libraries", "museums", "sports_clubs")

# Two pubs in a street often differ in one word, so their names must agree; of halls, clubs and the like
# there is seldom a second one within 50 m, so it is enough that one name says no more than the other.
# Registers that list each thing once (schools, stores, practices, offices) have no rule.
TRADE, HALL, REGISTERED = Rule(), Rule(contained=True), Rule(share=1.0)
RULES = {
    "pub": TRADE,
    "cafe": TRADE,
    "small_shop": TRADE,
    # A register of food and a map put a club at either end of its grounds.
    "social_club": Rule(contained=True, same_words=300.0),
    "hall": HALL,
    "post_office": HALL,
    "library": HALL,
    "museum": HALL,
    "worship": Rule(contained=True, same_point=1.0),
    "warm_space": Rule(contained=True, same_point=1.0, same_words=300.0),
    # Pitches of one ground are drawn apart, and no two grounds are nearer than a boundary is long.
    "cricket_ground": Rule(within=100.0, contained=True, unnamed=100.0),
    "food_bank": TRADE,
    # Two lines that cross have a station each; stations of railways have names and are each listed once.
    "rail_station": Rule(share=1.0, unnamed=150.0),
    # Clubs of one sports ground share an address and most of a name: only the same words are the same club.
    "sports_club": REGISTERED,
    "cooperative": REGISTERED,
}


def read_england(inputs: Inputs) -> England:
    """The neighbourhoods, the output areas' centroids and all postcodes, as `place` looks them up."""
    import shapely

    areas = inputs.frame("core.lsoa_boundary", ["lsoa21cd", "geometry"])
    homes = inputs.frame("core.output_area", ["easting", "northing"])
    postcodes = inputs.sql(
        "SELECT easting::DOUBLE AS easting, northing::DOUBLE AS northing, ctrycd LIKE 'E%' AS english "
        "FROM raw.code_point_open WHERE quality < 90 ORDER BY postcode"
    )
    return England(
        codes=areas["lsoa21cd"].to_numpy(dtype=object),
        areas=shapely.from_wkb(areas["geometry"].to_numpy()),
        homes=homes.to_numpy(dtype=np.float64),
        postcodes=postcodes[["easting", "northing"]].to_numpy(dtype=np.float64),
        english=postcodes["english"].to_numpy(dtype=bool),
    )


@step(
    "core.place_candidates",
    reads=[*CLEANED.values(), "core.lsoa", "core.lsoa_boundary", "core.output_area", "raw.code_point_open"],
    contract="""
description: >-
  Every record that its source's cleaning keeps: where it lies, or why nowhere, and which record stands for
  its place. Coordinates that say which area and not which street are those of the neighbourhood.
grain: one row a record of a source
key: [place_id]
# 182,026 records are read but for NaPTAN's and the food businesses', and a few thousand dropped; of 485,137
# food businesses one in seven is of a kind that we use; NaPTAN gives a few hundred stations.
rows: {england: {min: 225000, max: 260000}}
columns:
  place_id:
  kind: {nullable: false}
  subkind:
  name:
  easting:
  northing: {max: 1300000}
  lsoa21cd:
  precision: {nullable: false}
  source: {nullable: false}
  vintage: {type: string, meaning: What time the source is of, nullable: false}
  located:
    type: string
    meaning: >-
      How the neighbourhood was found (inside its boundary, nearest within 100 m, across_border of England),
      or why the record has no place
    nullable: false
  stands_for:
    type: string
    meaning: >-
      The record that stands for this one's place: itself, or the one that it was merged into; empty where the
      record has no place
checks:
  - says: A record stands for itself or for a record that does, of the same kind
    sql: >-
      SELECT r.place_id FROM this AS r LEFT JOIN this AS f ON f.place_id = r.stands_for
      WHERE r.stands_for IS NOT NULL AND (f.stands_for IS DISTINCT FROM r.stands_for OR f.kind <> r.kind)
""",
)
def place_candidates(inputs: Inputs) -> pd.DataFrame:
    records = cleaned_records(inputs)
    records["vintage"] = records["source"].map(_vintages() | inputs.settings.get("live_vintages", {}))
    points, reason = on_grid(records)
    known = np.flatnonzero(reason == None)  # noqa: E711  element by element
    codes, placing = np.full(len(records), None, dtype=object), reason.copy()
    codes[known], placing[known] = settle(points[known], read_england(inputs))
    for source, rows in records.groupby("source").indices.items():
        refuse_faulty(str(source), placing[rows])
    records["lsoa21cd"], records["located"] = codes, placing
    records["easting"], records["northing"] = points[:, 0], points[:, 1]
    found = np.isin(placing.astype(str), (INSIDE, COAST, ACROSS))
    records["stands_for"] = None
    records.loc[found, "stands_for"] = _stands_for(records[found])
    records = coarsened(records, inputs.frame("core.lsoa", ["lsoa21cd", "easting", "northing"]))
    return records.drop(columns=["longitude", "latitude", "postcoded"])


def cleaned_records(inputs: Inputs) -> pd.DataFrame:
    """What the cleaning of all sources keeps, the sources' names beside, in the order of `CLEANED`."""
    columns = "place_id, kind, subkind, name, longitude, latitude, easting, northing, precision, source"
    parts = [f"SELECT {columns} FROM {table} WHERE dropped_reason IS NULL" for table in CLEANED.values()]
    records = inputs.sql(" UNION ALL ".join(parts) + " ORDER BY place_id")
    records["postcoded"] = records["source"].isin(POSTCODED)
    return records


def _vintages() -> dict[str, str]:
    from pipelines.catalogue.loader import load_sources
    from pipelines.paths import SOURCES

    return {source.id: source.vintage for source in load_sources(SOURCES).values()}


def _stands_for(records: pd.DataFrame) -> NDArray:
    """The id of the record that stands for each: sites before areas, named before unnamed, newest first."""
    order = np.lexsort(
        (
            records["place_id"].to_numpy(dtype=str),
            -records["vintage"].rank(method="dense").to_numpy(),
            records["name"].isna().to_numpy(),
            (records["precision"] != "site").to_numpy(),
        )
    )
    ordered = records.iloc[order]
    first = first_of_place(
        ordered[["easting", "northing"]].to_numpy(),
        ordered["kind"].tolist(),
        [name if isinstance(name, str) else None for name in ordered["name"]],
        ordered["source"].tolist(),
        RULES,
    )
    ids = records["place_id"].to_numpy(dtype=object)
    found = np.empty(len(records), dtype=object)
    found[order] = ids[order][first]
    return found


def coarsened(records: pd.DataFrame, centroids: pd.DataFrame) -> pd.DataFrame:
    """Records whose coordinates say only which area, moved to the neighbourhood's centroid.

    Beyond England, where there is none, they are moved to the middle of their square kilometre.
    """
    area = (records["precision"] == "area").to_numpy()
    centre = records[["lsoa21cd"]].merge(centroids, on="lsoa21cd", how="left").set_index(records.index)
    for axis in ("easting", "northing"):
        square = np.floor(records[axis] / 1000) * 1000 + 500
        records[axis] = records[axis].where(~area, centre[axis].fillna(square))
    return records
