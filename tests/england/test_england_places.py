"""Places of England against a reviewed snapshot, and against what the keeper of the files counted in them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from england_build import England
from snapshot import differing

from pipelines.paths import SQL
from pipelines.stages.places import CLEANED
from pipelines.warehouse.contract import shared_columns

pytestmark = pytest.mark.england
# Places by source, kind and region: a snapshot of a build, of which somebody looked at each line.
EXPECTED = Path(__file__).parent / "expected_places.csv"

# Records placed in England, by source: what the notes beside the files count, less what they say is to be
# dropped, merged or not. The least and the most that this leaves room for.
NOTED = {
    "cooperatives": (5_900, 6_100),  # "about 6,000"
    "cricket_grounds": (3_951, 4_016),  # 4,016, of which 65 at most are practice nets by their names
    "food_banks_2020": (1_304, 1_304),
    "food_businesses_2015": (44_790, 59_720),  # of 358,321 with coordinates an eighth to a sixth, by name
    "gp_practices": (4_757, 5_947),  # 7,929, of which about a third (a quarter to two fifths) are clinics
    "grocery_stores": (6_023, 6_023),
    "jobcentres": (473, 548),  # of 631 in Great Britain three quarters to the share of its people, 87%
    "libraries": (2_842, 2_900),  # 2,900, of whose postcodes 98% are known at least
    "mutual_aid_groups_2020": (3_505, 3_523),  # 3,523 without repeats, less 18 with no place
    "museums": (2_458, 2_507),  # 2,507, less 49 whose postcodes may not be known
    "naptan": (350, 400),  # 476 stations of four metros, less about 100 beside a railway's
    "pharmacies": (10_223, 10_223),
    "places_of_worship": (32_345, 32_350),  # 32,350, less the few that lie just beyond the border
    "pubs": (33_146, 33_166),  # 33,186, less "about 30" that are closed by their names
    "rail_stations": (2_018, 2_020),  # 2,020, of which two are on piers
    "retail_centres_2018": (2_746, 2_746),
    "schools": (25_070, 25_132),  # 25,132, less a few tens online, secure or without coordinates
    "sports_clubs": (6_241, 6_241),
    "warm_spaces": (7_550, 7_750),  # "about 7,700", less 115 at points that several names share
}


def test_places_by_source_kind_and_region_are_those_that_were_reviewed(england: England) -> None:
    """After a change that is meant, mend expected_places.csv by hand: somebody looked at each line."""
    made = england.sql(
        "SELECT source, kind, coalesce(rgn24nm, 'beyond the border') AS region, count(*) AS places "
        "FROM core.places LEFT JOIN core.lsoa USING (lsoa21cd) GROUP BY ALL"
    )
    found = differing(pd.read_csv(EXPECTED), made, "places")
    assert found.empty, "\n" + found.to_string()


def test_the_comparison_of_places_fails_for_a_kind_or_a_region_that_is_lost_or_new() -> None:
    expected = pd.read_csv(EXPECTED)
    assert differing(expected, expected, "places").empty
    pubs = expected["kind"] == "pub"
    london = expected["region"] == "London"
    assert set(differing(expected, expected[~pubs], "places")["kind"]) == {"pub"}
    assert set(differing(expected, expected[~london], "places")["region"]) == {"London"}
    assert len(differing(expected[~pubs], expected, "places")) == pubs.sum()
    moved = expected.assign(places=expected["places"] + (pubs & london))
    assert len(differing(expected, moved, "places")) == 1


def test_the_snapshot_has_every_source_kind_and_region() -> None:
    expected = pd.read_csv(EXPECTED)
    assert set(expected["source"]) == set(CLEANED) == set(NOTED)
    assert set(expected["kind"]) == set(shared_columns(SQL / "columns.yaml")["kind"]["values"])
    assert expected["region"].nunique() == 10  # nine and what is beyond the border


@pytest.mark.parametrize("source", NOTED)
def test_records_in_england_are_those_noted_less_what_is_dropped(england: England, source: str) -> None:
    least, most = NOTED[source]
    placed = england.value(f"SELECT count(lsoa21cd) FROM core.place_candidates WHERE source = '{source}'")
    assert least <= placed <= most


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
