"""What became of every record of every point source, and which buildings serve two kinds.

Accounts only: nothing is decided here. The rules are in `sql/core/places_<source>.sql`, `place_points` and
`places`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.stages.place_points import ACROSS, COAST, INSIDE
from pipelines.stages.places import CLEANED
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

OVERLAP = 50.0


@step(
    "core.places_report",
    reads=[*(f"raw.{source}" for source in CLEANED), *CLEANED.values(), "core.place_candidates"],
    contract="""
description: >-
  Every record of every point source accounted for: read, and then kept, merged into another record, dropped
  by cleaning or not placed, with the reason and how many.
grain: one row a source, kind, stage and reason
key: [source, kind, stage, reason]
# Each of 19 sources is read, and of 28 pairs of source and kind some are kept; reasons follow from the rules.
rows: {england: {min: 47, max: 400}}
columns:
  source:
  kind:
    meaning: Kind of place; all for what is read, none where no kind was told
    values: null
  stage:
    type: string
    meaning: What became of the records
    values: [read, dropped, not_placed, merged, kept]
  reason: {type: string, meaning: Why}
  places: {type: int, meaning: Records, min: 1, nullable: false}
checks:
  - says: Of every source, what is read is what is kept, merged, dropped and not placed
    sql: >-
      SELECT source, sum(CASE WHEN stage = 'read' THEN places ELSE -places END) AS lost
      FROM this GROUP BY source HAVING lost <> 0
""",
)
def places_report(inputs: Inputs) -> pd.DataFrame:
    """One query a source and stage, one below the other."""
    placed = ", ".join(f"'{how}'" for how in (INSIDE, COAST, ACROSS))
    parts = []
    for source, cleaned in CLEANED.items():
        parts.append(
            f"SELECT '{source}' AS source, 'all' AS kind, 'read' AS stage, "
            f"'rows of the raw table' AS reason, count(*) AS places FROM raw.{source}"
        )
        parts.append(
            f"SELECT source, coalesce(kind, 'none'), 'dropped', dropped_reason, count(*) FROM {cleaned} "
            "WHERE dropped_reason IS NOT NULL GROUP BY ALL"
        )
    parts.append(
        "SELECT source, kind, 'not_placed', located, count(*) FROM core.place_candidates "
        f"WHERE located NOT IN ({placed}) GROUP BY ALL"
    )
    parts.append(
        "SELECT source, kind, 'kept', located, count(*) FROM core.place_candidates "
        "WHERE stands_for = place_id GROUP BY ALL"
    )
    parts.append(
        "SELECT record.source, record.kind, 'merged', "
        "'the same place as a record of ' || other.source, count(*) "
        "FROM core.place_candidates AS record "
        "JOIN core.place_candidates AS other ON record.stands_for = other.place_id "
        "WHERE record.place_id <> record.stands_for GROUP BY ALL"
    )
    report = inputs.sql(" UNION ALL ".join(parts))
    return report[report["places"] > 0]


@step(
    "core.place_overlaps",
    reads=["core.places"],
    contract=f"""
description: >-
  Two kinds in one building: how many places of a kind have one of another kind within {OVERLAP:.0f} m. They
  stay two places, for they are two uses. Only places whose point marks where things happen are compared.
grain: one row two kinds, in both orders
key: [kind, other_kind]
rows: {{england: 462}}  # of 22 kinds whose points are sites (3 are areas), each with the 21 others
columns:
  kind:
  other_kind: {{type: string, meaning: The other kind}}
  places: {{type: int, meaning: Places of the kind, min: 1, nullable: false}}
  with_other:
    type: int
    meaning: Those with one of the other kind so near
    min: 0
    nullable: false
  share: {{type: float, meaning: Share of the places with one of the other kind, min: 0, max: 1}}
""",
)
def place_overlaps(inputs: Inputs) -> pd.DataFrame:
    """Counts for every two kinds of sites."""
    import pandas as pd

    from pipelines.measure.same_place import overlaps

    sites = inputs.sql(
        "SELECT kind, easting, northing FROM core.places WHERE precision = 'site' ORDER BY place_id"
    )
    found = overlaps(sites[["easting", "northing"]].to_numpy(), sites["kind"].tolist(), OVERLAP)
    rows = pd.DataFrame(
        [(*kinds, count) for kinds, count in found.items()], columns=["kind", "other_kind", "with_other"]
    )
    rows["places"] = rows["kind"].map(sites["kind"].value_counts())
    rows["share"] = rows["with_other"] / rows["places"]
    return rows
