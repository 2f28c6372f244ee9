"""Places of England against what the keeper of the files counted in them, merged or not."""

from __future__ import annotations

import pytest
from england_build import England

from pipelines.paths import SQL
from pipelines.warehouse.contract import shared_columns

pytestmark = pytest.mark.england

# Records in England, by source, as the notes beside the files have it. Sources that state it roughly ("about
# 6,000", "about 7,700") have room on either side; the others are exact but for what cleaning drops.
NOTED = {
    "cooperatives": (5_900, 6_100),
    "cricket_grounds": (4_016, 4_016),
    "food_banks_2020": (1_304, 1_304),
    "gp_practices": (7_929, 7_929),
    "grocery_stores": (6_023, 6_023),
    "libraries": (2_900, 2_900),
    "mutual_aid_groups_2020": (3_695, 3_695),
    "pharmacies": (10_223, 10_223),
    "places_of_worship": (32_350, 32_350),
    "pubs": (33_186, 33_186),
    "rail_stations": (2_020, 2_020),
    "retail_centres_2018": (2_746, 2_746),
    "schools": (25_132, 25_132),
    "sports_clubs": (6_241, 6_241),
    "warm_spaces": (7_600, 7_800),
    "museums": (2_507, 2_507),
}
# Closed ones, and those that are not libraries in a building, are no part of the 2,900.
AFTER_DROPPING = {"libraries", "museums"}


@pytest.mark.parametrize("source", NOTED)
def test_records_in_england_are_those_noted_less_what_is_accounted_for(england: England, source: str) -> None:
    """Placed in England, and up to as many more as the report drops or cannot place, make the noted count."""
    least, most = NOTED[source]
    placed = england.value(f"SELECT count(lsoa21cd) FROM core.place_candidates WHERE source = '{source}'")
    stages = "('not_placed')" if source in AFTER_DROPPING else "('not_placed', 'dropped')"
    told = england.value(
        f"SELECT coalesce(sum(places), 0) FROM core.places_report WHERE source = '{source}' "
        f"AND stage IN {stages} AND reason NOT LIKE '%beyond the border%'"
    )
    assert placed <= most and placed + told >= least, (placed, told)


def test_the_metros_have_their_stations(england: England) -> None:
    """The operators count 272 (Underground), 45 (DLR), 99 (Metrolink), 60 (Tyne and Wear): 476.

    Those beside a railway's station are one place with it.
    """
    kept, beside = england.sql(
        "SELECT count(*) FILTER (dropped_reason IS NULL) AS kept, "
        "count(*) FILTER (dropped_reason = 'beside a railway station') AS beside "
        "FROM core.places_metro_stations WHERE northing < 600000"
    ).iloc[0]
    assert 470 <= kept + beside <= 480, (kept, beside)
    assert 80 <= beside <= 120


def test_every_record_read_is_accounted_for(england: England) -> None:
    lost = england.sql(
        "SELECT source, sum(CASE WHEN stage = 'read' THEN places ELSE -places END) AS lost "
        "FROM core.places_report GROUP BY source HAVING sum(CASE WHEN stage = 'read' THEN places "
        "ELSE -places END) <> 0"
    )
    assert lost.empty, lost


def test_places_by_kind_are_those_that_the_report_keeps(england: England) -> None:
    both = england.sql(
        "SELECT kind, n, kept FROM (SELECT kind, count(*) AS n FROM core.places GROUP BY kind) "
        "FULL JOIN (SELECT kind, sum(places) AS kept FROM core.places_report WHERE stage = 'kept' "
        "GROUP BY kind) USING (kind)"
    )
    declared = shared_columns(SQL / "columns.yaml")["kind"]["values"]
    assert set(both["kind"]) == set(declared) and (both["n"] == both["kept"]).all(), both


def test_places_of_a_region_are_those_of_its_districts_and_no_region_lacks_a_kind(england: England) -> None:
    found = england.sql(
        "SELECT kind, count(DISTINCT rgn24cd) AS regions, count(DISTINCT lad24cd) AS districts "
        "FROM core.places JOIN core.lsoa USING (lsoa21cd) GROUP BY kind"
    ).set_index("kind")
    assert (found["regions"] == 9).all(), found
    assert found.loc[["pub", "worship"], "districts"].eq(296).all()  # as the notes say


def test_london_has_31_in_a_hundred_retail_centres(england: England) -> None:
    share = england.value(
        "SELECT 100.0 * count(*) FILTER (rgn24nm = 'London') / count(*) "
        "FROM core.places JOIN core.lsoa USING (lsoa21cd) WHERE kind = 'retail_centre'"
    )
    assert round(share) == 31


def test_known_gaps_of_coverage_are_missing_and_not_zero(england: England) -> None:
    """No council sent the food businesses of Rutland: its people are not without a cafe."""
    found = england.sql(
        "SELECT status, count(*) AS n, count(value) AS known FROM indicators.cafes_2015 "
        "JOIN core.lsoa USING (lsoa21cd) WHERE lad24nm = 'Rutland' GROUP BY status"
    )
    assert list(found["status"]) == ["missing"] and found["known"].sum() == 0


def test_councils_that_have_merged_since_are_judged_on_their_own(england: England) -> None:
    """Hambleton sent no hall and Poole little at all, which North Yorkshire and Bournemouth hide."""
    for indicator, council in (("halls_2015", "Hambleton"), ("cafes_2015", "Poole")):
        known = england.value(
            f"SELECT count(value) FROM indicators.{indicator} JOIN core.council_2011 USING (lsoa21cd) "
            f"WHERE council_2011 = '{council}'"
        )
        assert known == 0, council
