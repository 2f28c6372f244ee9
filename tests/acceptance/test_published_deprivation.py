"""Backtests against whole published data sets: Indices of Deprivation 2019 and 2025."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.store import Store
from pipelines.measure.arrays import groups
from pipelines.measure.backtest import (
    DISTRICT_DECIMALS,
    DOMAINS,
    SUBDOMAIN_SHARES_2019,
    SUBDOMAIN_SHARES_2025,
    Comparison,
    backtest_index,
    backtest_subdomains,
)
from pipelines.measure.district import summarise
from pipelines.measure.ranks import average_rank
from pipelines.paths import SOURCES, mirror_folder
from pipelines.stages import backtest
from pipelines.stages.backtest import Districts, by_domain
from pipelines.stages.raw import identity, raw_step
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.run import make
from pipelines.warehouse.tables import Storage


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    """The raw tables that the backtest reads, made from the mirror."""
    mirror = mirror_folder()
    if mirror is None or not (mirror / "FILES.csv").is_file():
        pytest.skip("no mirror: set COMMONGROUND_MIRROR or put it at ../shared/mirror")
    store = Store(tmp_path_factory.mktemp("cache"), mirror, network=False)
    declared = load_sources(SOURCES).values()
    raws = [(raw_step(s, store), identity(s)) for s in declared if s.table in backtest.READS]
    made = Storage(str(tmp_path_factory.mktemp("warehouse")))
    for node in assemble(raws, {}, {}, "england").nodes.values():
        make(node, made, "england")
    return made


@pytest.fixture(scope="module")
def imd_2025(storage: Storage) -> pd.DataFrame:
    return backtest.deprivation_2025(storage)


@pytest.fixture(scope="module")
def imd_2019(storage: Storage) -> pd.DataFrame:
    frame = backtest.deprivation_2019(storage)
    assert frame.notna().all(axis=None)
    return frame


@pytest.fixture(scope="module")
def rows(storage: Storage) -> dict[str, Comparison]:
    """Everything that `commonground backtest` prints, by case."""
    return {row.case: row for row in backtest.run(storage)}


@pytest.mark.parametrize(
    ("index", "neighbourhoods", "largest_score", "largest_rank"),
    [("IMD 2025", 33_755, 7e-4, 1), ("IMD 2019", 32_844, 1.5e-3, 2)],
)
def test_score_rank_and_deciles(
    rows: dict[str, Comparison], index: str, neighbourhoods: int, largest_score: float, largest_rank: int
) -> None:
    score, rank = rows[f"{index} score"], rows[f"{index} rank"]
    deciles = rows[f"{index} deciles, with those of domains"]
    assert score.largest_difference <= largest_score
    assert rank.largest_difference <= largest_rank
    assert (score.passed, rank.passed, deciles.passed) == (True, True, True)
    assert (score.compared, rank.compared) == (neighbourhoods, neighbourhoods)
    assert deciles.compared == 8 * neighbourhoods
    assert deciles.share_equal == 1
    assert score.share_equal >= {"IMD 2025": 0.9999, "IMD 2019": 0.997}[index]


def test_weights_scaled_up_to_a_hundred_would_show(imd_2025: pd.DataFrame) -> None:
    score, _ = backtest_index(
        "IMD 2025",
        by_domain(imd_2025, "rank"),
        imd_2025.imd_score * 100 / 99.9,
        imd_2025.imd_rank,
        score_tolerance=7e-4,
        rank_tolerance=1,
    )
    assert not score.passed


def test_transformed_domain_scores_2025(rows: dict[str, Comparison]) -> None:
    cases = [rows[f"IMD 2025 transformed {domain}"] for domain in DOMAINS]
    assert [(row.compared, row.passed, row.share_equal) for row in cases] == [(33_755, True, 1.0)] * 7


def test_subdomains_2025(rows: dict[str, Comparison]) -> None:
    cases = [rows[f"IMD 2025 domain {domain}"] for domain in SUBDOMAIN_SHARES_2025]
    assert [(row.compared, row.passed) for row in cases] == [(33_755, True)] * 3


def test_living_environment_2019_is_two_thirds_indoors(imd_2019: pd.DataFrame) -> None:
    # Only sub-domain scores of three decimals were published for 2019: their ties blur the ranks.
    ranks = {part: average_rank(imd_2019[f"{part}_score"]) for part in ("indoors", "outdoors")}
    published = {"living_environment": imd_2019.environment_score}
    only = {"living_environment": SUBDOMAIN_SHARES_2019["living_environment"]}
    row = backtest_subdomains("2019", ranks, published, only)[0]
    # In the steepest part of the transform a tie of ten ranks moves a score by 0.2.
    assert row.largest_difference < 0.2
    as_in_2025 = {"living_environment": SUBDOMAIN_SHARES_2025["living_environment"]}
    assert backtest_subdomains("2019", ranks, published, as_in_2025)[0].largest_difference > 1


@pytest.fixture(scope="module")
def districts(storage: Storage, imd_2019: pd.DataFrame) -> Districts:
    return backtest.districts_2019(storage, imd_2019)


def test_district_summaries_2019(rows: dict[str, Comparison]) -> None:
    """Printed digits in all districts for proportions; in at least four of five for the rest.

    The residents that were published are whole people; the publisher's own were not, as districts with a
    prison show, whose inmates were taken off: there averages over residents miss the printed digits.
    """
    start = "IMD 2019 districts: "
    of = {case.removeprefix(start): row for case, row in rows.items() if case.startswith(start)}
    assert list(of) == list(DISTRICT_DECIMALS)
    assert {row.compared for row in of.values()} == {317}
    assert of["proportion_worst"].passed
    assert min(row.share_equal for row in of.values()) > 0.8
    assert of["average_rank"].largest_difference < 0.5
    assert of["local_concentration"].largest_difference < 0.5
    assert of["extent"].largest_difference < 1e-4
    assert of["average_score"].largest_difference < 1e-3


def test_one_wrong_figure_among_all_fails(storage: Storage, tmp_path: Path) -> None:
    spoilt = Storage(str(tmp_path))
    for table in backtest.READS:
        spoilt.write(table, storage.read(table), "")
    frame = storage.read("raw.imd_2025").to_pandas()
    frame.loc[1_000, "imd_score"] += 0.01
    spoilt.write("raw.imd_2025", pa.Table.from_pandas(frame), "")
    found = {row.case: row for row in backtest.run(spoilt)}
    assert not found["IMD 2025 score"].passed
    assert found["IMD 2025 score"].largest_difference == pytest.approx(0.01, abs=7e-4)
    assert found["IMD 2025 rank"].passed


@pytest.mark.parametrize(
    ("sheet", "rank", "score", "people"),
    [
        ("IMD", "imd_rank", "imd_score", "population_2015"),
        ("Income", "income_rank", "income_score", "population_2015"),
        ("Employment", "employment_rank", "employment_score", "working_age_2015"),
        ("Crime", "crime_rank", "crime_score", "population_2015"),
    ],
)
def test_half_a_resident_explains_what_districts_miss(
    mirrored, imd_2019: pd.DataFrame, districts: Districts, sheet: str, rank: str, score: str, people: str
) -> None:
    """No district misses by more than rounding residents to whole people, and scores, can do."""
    published = pd.read_excel(mirrored("imd_2019_districts"), sheet_name=sheet)
    published = published.set_index("Local Authority District code (2019)")
    ours = summarise(imd_2019[score], imd_2019[rank], imd_2019[people], districts.of)
    printed_rank, printed_score, printed_share = (
        published.loc[ours.district].iloc[:, i].to_numpy(dtype=float) for i in (1, 3, 5)
    )
    of, residents = groups(districts.of), imd_2019[people].to_numpy(dtype=float)

    def half_a_resident(values: pd.Series) -> np.ndarray:
        x = values.to_numpy(dtype=float)
        mean = of.sums(x * residents) / of.sums(residents)
        return 0.5 * of.sums(np.abs(x - of.spread(mean))) / of.sums(residents)

    slack = 1e-9
    assert (np.abs(ours.average_rank - printed_rank) <= 0.005 + half_a_resident(imd_2019[rank]) + slack).all()
    missed = np.abs(ours.average_score - printed_score)
    assert (missed <= 0.0005 + 0.0005 + half_a_resident(imd_2019[score]) + slack).all()
    assert (np.abs(ours.proportion_worst - printed_share) <= 0.00005 + slack).all()
