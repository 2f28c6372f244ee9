"""Does a source cover all councils alike? Counts per head by district, held against what need would follow.

A test of sources, not of places: what is uneven here is corrected for, or not used, by the method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

# Fewer than half of the usual number per head is more than need explains in a district of 100,000 people.
THIN = 0.5


@step(
    "core.source_coverage",
    reads=["core.places_by_district", "core.lsoa", "core.imd"],
    contract="""
description: >-
  Every point source by kind, tested for uneven coverage between districts: how many districts have none, how
  far rates per head lie apart, and whether they go with density, rurality or deprivation.
grain: one row a source and kind
key: [source, kind]
rows: {england: 28}  # 19 sources; food businesses are of 5 kinds, schools of 4, pubs and co-operatives of 2
columns:
  source:
  kind:
  places: {type: int, meaning: Places in England, min: 1, nullable: false}
  districts_without: {type: int, meaning: Districts without a place, min: 0, nullable: false}
  names_without: {type: string, meaning: "Districts without a place, the largest ten by population"}
  expected_without:
    type: float
    meaning: >-
      Districts that would have none if places fell by population alone (Poisson)
    min: 0
    nullable: false
  thin_districts:
    type: int
    meaning: >-
      Districts with less than half of the median rate per head, and too few for chance (Poisson, below 0.1%)
    min: 0
    nullable: false
  p5_per_100k:
    type: float
    meaning: >-
      Places for each 100,000 residents, 5th percentile of districts
    nullable: false
  median_per_100k:
    type: float
    meaning: >-
      Places for each 100,000 residents, median of districts
    nullable: false
  p95_per_100k:
    type: float
    meaning: >-
      Places for each 100,000 residents, 95th percentile of districts
    nullable: false
  dispersion:
    type: float
    meaning: >-
      Variance of the districts' counts over what chance gives (Pearson's statistic over its degrees of
      freedom); 1 = even
    nullable: false
  rank_correlation_density:
    type: float
    meaning: >-
      Spearman's correlation of the rate with residents per km2
    min: -1
    max: 1
  rank_correlation_rural:
    type: float
    meaning: >-
      Spearman's correlation of the rate with the share of residents in rural neighbourhoods
    min: -1
    max: 1
  rank_correlation_deprivation:
    type: float
    meaning: >-
      Spearman's correlation of the rate with the mean score of the Index of Multiple Deprivation 2025
    min: -1
    max: 1
""",
)
def source_coverage(inputs: Inputs) -> pd.DataFrame:
    """A row for each source and kind of `core.places_by_district`."""
    import pandas as pd

    districts = inputs.sql(
        """
        SELECT
            lad24cd,
            sum(population) / sum(area_km2 ORDER BY lsoa21cd) AS density,
            CAST(sum(population) FILTER (ruc21 LIKE 'R%') AS DOUBLE) / sum(population) AS rural,
            sum(imd2025_score * population ORDER BY lsoa21cd) / sum(population) AS deprivation
        FROM core.lsoa JOIN core.imd USING (lsoa21cd)
        GROUP BY lad24cd
        """
    ).fillna({"rural": 0.0})
    counts = inputs.frame("core.places_by_district").merge(districts, on="lad24cd", validate="many_to_one")
    rows = [
        {"source": source, "kind": kind, **evenness(rows)}
        for (source, kind), rows in counts.groupby(["source", "kind"], sort=True)
    ]
    return pd.DataFrame(rows)


def evenness(rows: pd.DataFrame) -> dict[str, object]:
    """What the districts of one source and kind say together.

    `rows`: places, population, per_100k, lad24nm, density, rural, deprivation; one row a district.
    """
    import numpy as np
    from scipy.stats import poisson

    places, people = rows["places"].to_numpy(), rows["population"].to_numpy(dtype=np.float64)
    rate = rows["per_100k"]
    expected = places.sum() * people / people.sum()
    median = float(rate.median())
    thin = (rate.to_numpy() < THIN * median) & (poisson.cdf(places, median * people / 100_000) < 0.001)
    without = rows[rows["places"] == 0].sort_values(["population", "lad24nm"], ascending=[False, True])
    return {
        "places": int(places.sum()),
        "districts_without": len(without),
        "names_without": "; ".join(without["lad24nm"].head(10)) or None,
        "expected_without": float(np.exp(-expected).sum()),
        "thin_districts": int(thin.sum()),
        "p5_per_100k": float(rate.quantile(0.05)),
        "median_per_100k": median,
        "p95_per_100k": float(rate.quantile(0.95)),
        "dispersion": float(((places - expected) ** 2 / expected).sum() / max(len(rows) - 1, 1)),
        "rank_correlation_density": _spearman(rate, rows["density"]),
        "rank_correlation_rural": _spearman(rate, rows["rural"]),
        "rank_correlation_deprivation": _spearman(rate, rows["deprivation"]),
    }


def _spearman(one: pd.Series, other: pd.Series) -> float | None:
    """Spearman's rank correlation; none where one of them does not vary."""
    if one.nunique() < 2 or other.nunique() < 2:
        return None
    return float(one.rank().corr(other.rank()))
