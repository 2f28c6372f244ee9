"""England's published totals, and that nobody is lost on the way from a file to the published table."""

from __future__ import annotations

import pytest
from england_build import England

from pipelines.build import Project
from pipelines.paths import Workspace, mirror_folder

pytestmark = pytest.mark.england

NEIGHBOURHOODS = 33_755
# The neighbourhoods of 2021 that the lookup of 2011 to 2021 marks as complex.
COMPLEX = ("E01035581", "E01035582", "E01035608", "E01035609", "E01035624", "E01035637")
# Neither holds contests of the kind that the four files list.
WITHOUT_TURNOUT = {"City of London", "Isles of Scilly"}
# No shop or pub that is owned by its members lies within reach of anyone who lives there.
NOTHING_IN_REACH = {
    ("member_owned", "Southend-on-Sea"),
    ("member_owned", "Blackpool"),
    ("member_owned", "Kingston upon Hull, City of"),
    ("member_owned", "Mansfield"),
    ("member_owned", "Runnymede"),
}


@pytest.fixture(scope="module")
def project(england: England) -> Project:
    return Project(Workspace("england", england.data), mirror=mirror_folder(), network=False)


def test_every_table_of_neighbourhoods_has_every_neighbourhood_of_the_spine(
    england: England, project: Project
) -> None:
    assert england.value("SELECT count(*) FROM core.lsoa") == NEIGHBOURHOODS
    keyed = [
        name
        for name in project.graph.meant()
        if project.graph.nodes[name].contract.key == ("lsoa21cd",) and not name.startswith("raw.")
    ]
    assert len(keyed) > 50
    lost = {
        name: england.value(
            f"SELECT count(*) FILTER (l.lsoa21cd IS NULL OR t.lsoa21cd IS NULL) "
            f"FROM core.lsoa AS l FULL JOIN {name} AS t USING (lsoa21cd)"
        )
        for name in keyed
    }
    assert lost == dict.fromkeys(keyed, 0)


@pytest.mark.parametrize(
    ("column", "residents"), [("population", 58_620_101), ("population_2022", 57_106_398)]
)
def test_the_population_is_the_published_one(england: England, column: str, residents: int) -> None:
    assert england.value(f"SELECT sum({column}) FROM core.lsoa") == residents


def test_areas_of_england_are_all_there(england: England) -> None:
    counted = "msoa21cd", "lad24cd", "rgn24cd", "pcon24cd", "icb24cd"
    columns = ", ".join(f"count(DISTINCT {column}) AS {column}" for column in counted)
    (row,) = england.sql(f"SELECT {columns} FROM core.lsoa").to_dict("records")
    assert row == {"msoa21cd": 6_856, "lad24cd": 296, "rgn24cd": 9, "pcon24cd": 543, "icb24cd": 42}


def test_the_ten_complex_pairs_join_six_neighbourhoods_which_are_there_with_values(england: England) -> None:
    pairs = england.sql("SELECT * FROM core.lsoa_2011 WHERE change = 'X'")
    assert len(pairs) == 10 and pairs["complex"].all() and pairs["lsoa11cd"].nunique() == 6
    assert tuple(sorted(pairs["lsoa21cd"].unique())) == COMPLEX
    rows = england.sql(f"SELECT * FROM publish.neighbourhoods WHERE lsoa21cd IN {COMPLEX}")
    assert len(rows) == 6
    needed = ["population", "imd2025_rank", "imd2019_rank", "social_infrastructure_rank", "digital_exclusion"]
    assert rows[needed].notna().all(axis=None)


def test_what_crosses_from_2011_to_2021_is_conserved(england: England) -> None:
    shares = england.sql("SELECT lsoa11cd, sum(count_share) AS total FROM core.lsoa_2011 GROUP BY lsoa11cd")
    assert len(shares) == 32_844 and (shares["total"] - 1).abs().max() < 1e-9
    weights = england.sql("SELECT lsoa21cd, sum(rate_weight) AS total FROM core.lsoa_2011 GROUP BY lsoa21cd")
    assert len(weights) == NEIGHBOURHOODS and (weights["total"] - 1).abs().max() < 1e-9
    before = england.value("SELECT sum(finishes) FROM raw.parkrun_finishes_2018")
    # less the few of neighbourhoods that were merged with one whose code the file does not know
    assert 0.9998 * before < england.value("SELECT sum(finishes) FROM core.parkrun") <= before + 1e-3
    newest = england.value("SELECT max(lsoa11cd) FROM raw.parkrun_finishes_2018")
    assert newest == "E01032482"


def test_no_district_is_without_turnout_but_those_that_are_known(england: England) -> None:
    found = england.sql(
        "SELECT lad24nm, count(*) AS n, count(local_turnout) AS known, "
        "count(general_turnout_2024) AS general "
        "FROM core.lsoa JOIN core.turnout USING (lsoa21cd) GROUP BY lad24nm"
    )
    assert set(found.loc[found["known"] == 0, "lad24nm"]) == WITHOUT_TURNOUT
    assert found["known"].sum() / NEIGHBOURHOODS > 0.99
    assert (found["general"] == found["n"]).all()


def test_no_indicator_is_unknown_or_all_alike_in_a_district_without_a_flag(
    england: England, project: Project
) -> None:
    """A figure of a larger area says so in its status; all alike at zero is nothing within reach."""
    unflagged = set()
    names = [name for name in project.graph.meant() if name.startswith("indicators.")]
    assert len(names) >= 25
    for name in names:
        found = england.sql(
            "SELECT lad24nm, max(value) AS most, count(value) AS known, count(*) AS observed "
            f"FROM core.lsoa JOIN {name} USING (lsoa21cd) WHERE status = 'observed' GROUP BY lad24nm "
            "HAVING (count(value) < count(*)) OR (count(*) > 1 AND count(DISTINCT value) = 1)"
        )
        assert (found["known"] == found["observed"]).all(), name
        assert (found["most"] == 0).all(), (name, list(found["lad24nm"]))
        unflagged |= {(name.removeprefix("indicators."), district) for district in found["lad24nm"]}
    assert unflagged == NOTHING_IN_REACH


def test_a_missing_indicator_is_null_and_a_known_one_is_not(england: England, project: Project) -> None:
    for name in project.graph.meant():
        if name.startswith("indicators."):
            wrong = f"SELECT count(*) FROM {name} WHERE (value IS NULL) <> (status = 'missing')"
            assert england.value(wrong) == 0, name


def test_left_behind_is_the_worst_tenth_of_both(england: England) -> None:
    line = NEIGHBOURHOODS // 10
    wrong = england.value(
        "SELECT count(*) FROM publish.neighbourhoods WHERE left_behind_2025 IS DISTINCT FROM "
        f"(social_infrastructure_rank <= {line} AND imd2025_rank <= {line})"
    )
    assert wrong == 0
    assert england.value("SELECT count(*) FROM publish.neighbourhoods WHERE imd2025_decile = 1") == 3_375
