"""ASEM Sustainable Connectivity, every stage: COINr's stored object (bluefoxr/COINr @ b9682034, MIT).

51 countries, 49 indicators: denominators, group-mean imputation, outliers, min-max, three levels of means.
The index is declared in `methods/asem.yaml` and made by the steps of a build; each stage is a table of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from method_build import built, method

from pipelines.measure.ranks import competition_rank
from pipelines.method.areas import Areas
from pipelines.method.model import Method

TO_TREATED, FROM_NORMALISED = 1e-7, 2e-7

COUNTRIES = Areas(
    table="core.country", key="code", one="country", score="index", title="Sustainable connectivity"
)


@pytest.fixture(scope="module")
def data(acceptance: Path) -> pd.DataFrame:
    table = pd.read_csv(acceptance / "coinr_asem_iData.csv").rename(columns=str.lower)
    return table.rename(columns={"ucode": "code"})


@pytest.fixture(scope="module")
def asem(data: pd.DataFrame) -> Method:
    return method("asem", COUNTRIES, data, "coinr_asem")


@pytest.fixture(scope="module")
def read(asem: Method, data: pd.DataFrame, tmp_path_factory) -> Callable[[str], pd.DataFrame]:
    return built(asem, COUNTRIES, data, tmp_path_factory.mktemp("asem"))


@pytest.fixture(scope="module")
def stages(read) -> dict[str, pd.DataFrame]:
    """Our tables by the stage that COINr keeps."""
    scored = of_parts(read, "_score")
    tables = {"denominated": "value", "imputed": "shrunk", "treated": "treated", "normalised": "transformed"}
    found = {stage: read(f"score.{name}") for stage, name in tables.items()}
    return found | {"aggregated": pd.concat([found["normalised"], scored], axis=1)}


def of_parts(read: Callable[[str], pd.DataFrame], ending: str) -> pd.DataFrame:
    """One kind of column of the sub-domains, the domains and the total, by the name of the part."""
    tables = [read(name) for name in ("score.subdomains", "score.domains", "score.total")]
    columns = pd.concat([table.filter(regex=f"{ending}$") for table in tables], axis=1)
    return columns.rename(columns=lambda name: name.removesuffix(ending))


def expected(acceptance: Path, stage: str) -> pd.DataFrame:
    """A published table, by the code of the country and by our names of its columns."""
    table = pd.read_csv(acceptance / f"coinr_asem_expected_{stage}.csv").rename(columns=str.lower)
    return table.set_index("unitcode" if "unitcode" in table else "indcode")


def test_the_file_has_the_tree_of_the_index(acceptance: Path, asem: Method) -> None:
    meta = pd.read_csv(acceptance / "coinr_asem_iMeta.csv").set_index("iCode").rename(index=str.lower)
    for domain, sub, name, entry in asem.places():
        assert meta.loc[name, "Parent"].lower() == sub and meta.loc[sub, "Parent"].lower() == domain
        assert (entry.direction == "more_is_better") == (meta.loc[name, "Direction"] > 0)
        over = entry.measure.denominator
        assert (over.column if over else "nan") == str(meta.loc[name, "Denominator"]).lower()
    assert set(asem.indicators) == set(meta.index[meta.Type == "Indicator"])
    assert (meta.Weight.dropna() == 1).all() and asem.defaults.weights == "equal"


@pytest.mark.parametrize(
    ("stage", "tolerance", "columns"),
    [
        ("denominated", TO_TREATED, 49),
        ("imputed", TO_TREATED, 49),
        ("treated", TO_TREATED, 49),
        ("normalised", FROM_NORMALISED, 49),
        ("aggregated", FROM_NORMALISED, 60),
    ],
)
def test_stage(acceptance: Path, stages, stage: str, tolerance: float, columns: int) -> None:
    published = expected(acceptance, stage)
    assert published.shape == (51, columns)
    for name in published:
        ours = stages[stage][name].loc[published.index]
        np.testing.assert_allclose(ours, published[name], rtol=0, atol=tolerance, err_msg=name)


def test_points_brought_in(acceptance: Path, read) -> None:
    summary = expected(acceptance, "treatment_summary")
    ours = read("score.outliers").set_index("indicator")
    assert {n.lower(): (int(r.low), int(r.high)) for n, r in summary.iterrows()} == {
        n: (r.low, r.high) for n, r in ours.iterrows()
    }


def test_gaps_are_flagged(acceptance: Path, read) -> None:
    before, status = expected(acceptance, "denominated"), read("score.status")
    assert before.isna().sum().sum() > 0
    gaps = before.isna().loc[status.index, status.columns]
    assert ((status == "imputed") == gaps).all().all()


def test_scores_and_ranks_in_print(acceptance: Path, stages, read) -> None:
    our_ranks = of_parts(read, "_rank")
    scores, ranks = expected(acceptance, "scores_2dp"), expected(acceptance, "ranks")
    codes = scores.index
    for name in ranks.columns.drop("unitname"):
        ours = stages["aggregated"][name].loc[codes]
        assert (ours.round(2) == scores[name]).all(), name
        # COINr ranked the rounded scores: its ranks are those of the printed digits, ties and all.
        assert (competition_rank(ours.round(2)) == ranks[name].loc[codes]).all(), name
        # We rank what is not rounded, which differs only where two printed scores are the same.
        differs = our_ranks[name].loc[codes] != ranks[name].loc[codes]
        assert ours.round(2).duplicated(keep=False)[differs].all(), name
