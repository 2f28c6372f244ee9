"""Moran, local moments, empirical Bayes: tests and docstrings of PySAL.

esda @ 11450be3, libpysal @ 300dc173 (BSD-3). Empirical Bayes rates towards all are those of the methods `stl`
and `sids`, made by the steps of a build. Towards neighbours a method needs outlines, which these data come
without, and Moran's statistics describe a map and make no index: they are tested by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from method_build import built, method
from scipy.sparse import coo_array, csr_array

from pipelines.measure.shrinkage import rates
from pipelines.measure.spatial import (
    local_moran,
    moran,
    moran_bivariate,
    moran_rates,
    row_standardised,
    standardised_rates,
)
from pipelines.method.areas import Areas

COUNTIES = Areas(table="core.county", key="code", one="county", score="risk", title="Risk")


@pytest.fixture(scope="module")
def printed(case) -> dict:
    return case("spatial_expected.json")


@pytest.fixture(scope="module")
def gal(acceptance: Path) -> Callable[[str, list], csr_array]:
    """Reads neighbours in GAL format, in the order of the ids given, with weight 1."""

    def read(name: str, ids: list) -> csr_array:
        words = (acceptance / name).read_text().splitlines()[1:]
        lines = iter(line.split() for line in words if line.strip())
        place = {str(code): i for i, code in enumerate(ids)}
        rows, columns = [], []
        for code, count in lines:
            neighbours = next(lines) if int(count) else []
            assert len(neighbours) == int(count)
            rows += [place[code]] * len(neighbours)
            columns += [place[n] for n in neighbours]
        return csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(ids), len(ids))))

    return read


@pytest.fixture(scope="module")
def stl(acceptance: Path, gal) -> tuple[pd.DataFrame, csr_array]:
    data = pd.read_csv(acceptance / "pysal_stl_hom.csv")
    return data, gal("stl.gal", list(range(1, 79)))


@pytest.fixture(scope="module")
def sids(acceptance: Path, gal) -> tuple[pd.DataFrame, csr_array]:
    data = pd.read_csv(acceptance / "pysal_sids2.csv")
    return data, gal("sids2.gal", data.FIPSNO.astype(int).tolist())


def test_moran(printed: dict, stl, sids) -> None:
    for (data, w), case in zip((stl, sids), printed["moran"], strict=False):
        got = moran(data[case["var"]], row_standardised(w))
        assert abs(case["I"] - got.statistic) < 1e-12
        assert abs(case["p_norm_one_sided"] - got.p_normal) < 1e-12
    assert moran(stl[0].HR8893, row_standardised(stl[1])).expected == printed["moran"][0]["EI"]


def test_moran_variances_on_a_lattice(printed: dict) -> None:
    cell = np.arange(9)
    apart = np.abs(cell[:, None] // 3 - cell // 3) + np.abs(cell[:, None] % 3 - cell % 3)
    got = moran(cell + 1, csr_array((apart == 1).astype(float)))
    assert abs(got.variance_random - printed["moran"][2]["VI_rand"]) < 1e-12
    assert abs(got.variance_normal - printed["moran"][2]["VI_norm"]) < 1e-12


def test_moran_of_rates(printed: dict, sids) -> None:
    data, w = sids
    case = printed["moran_rate"]
    got = moran_rates(data[case["e"]], data[case["b"]], row_standardised(w))
    assert abs(case["I"] - got.statistic) < 1e-12
    assert abs(case["p_norm_one_sided"] - got.p_normal) < 1e-12


def test_moran_bivariate(printed: dict, sids) -> None:
    data, w = sids
    for case in printed["moran_bv"]["cases"]:
        assert abs(moran_bivariate(data[case["x"]], data[case["y"]], row_standardised(w)) - case["I"]) < 1e-12


def test_local_moran_moments(printed: dict, acceptance: Path, gal) -> None:
    data = pd.read_csv(acceptance / "desmith.txt", skiprows=1)
    got = local_moran(data.z, row_standardised(gal("desmith.gal", data.id.tolist())))
    case = printed["moran_local_desmith"]
    assert got.quadrant.tolist() == case["q"]
    np.testing.assert_allclose(got.expected, case["EIc"], rtol=0, atol=6e-9)
    np.testing.assert_allclose(got.variance, case["VIc"], rtol=0, atol=6e-9)


def shrunk(name: str, counties: pd.DataFrame, folder: Path) -> np.ndarray:
    """The one indicator of a method after shrinkage, in the order of the counties as they were given."""
    table = counties.rename(columns=str.lower).assign(code=[f"{n:03d}" for n in range(len(counties))])
    how = method(name, COUNTIES, table, f"pysal_{name}")
    figures = built(how, COUNTIES, table, folder)("score.shrunk")
    return figures.loc[table.code].iloc[:, 0].to_numpy()


def test_empirical_bayes_to_the_printed_digits(printed: dict, stl, sids, tmp_path: Path) -> None:
    case = printed["empirical_bayes"]
    got = shrunk("stl", stl[0], tmp_path / "stl")[:10]
    np.testing.assert_allclose(got, case["stl"]["first10"], rtol=5e-9)
    got = shrunk("sids", sids[0], tmp_path / "sids")[:5]
    np.testing.assert_allclose(got, case["sids"]["first5"], rtol=0, atol=5e-8)


def test_spatial_empirical_bayes_to_the_printed_digits(printed: dict, stl) -> None:
    data, w = stl
    got = rates(data.HC7984, data.PO7984, w).value[:10]
    np.testing.assert_allclose(got, printed["spatial_empirical_bayes"]["stl_first10"], rtol=5e-9)


def test_standardised_rates(printed: dict) -> None:
    case = printed["assuncao_rate"]
    np.testing.assert_allclose(
        standardised_rates(case["e"], case["b"])[:4], case["first4"], rtol=0, atol=5e-9
    )
