"""Technology Achievement Index: OECD/JRC Handbook on Constructing Composite Indicators (2008).

Printed inputs are rounded, which is why loadings and eigenvalues have wide tolerances. Scales, components,
rotation, weights and alpha are those of `methods/tai.yaml`, made by the steps of a build; what no method can
declare is tested by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from method_build import built, method

from pipelines.measure import normalise
from pipelines.measure.aggregate import GEOMETRIC, weighted_mean
from pipelines.measure.outranking import best_orders, borda, order_score, outranking
from pipelines.measure.ranks import competition_rank
from pipelines.measure.weights import Components, component_weights
from pipelines.method.areas import Areas
from pipelines.method.model import Method

COUNTRIES = Areas(
    table="core.country",
    key="country",
    one="country",
    score="technology",
    title="Technology achievement",
)

# The name of the scale in a method file, what a printed figure is multiplied by on it, and the tolerance.
TABLE_15 = {
    "rank": ("rank_from_lowest", 1, 0),
    "zscore": ("zscore", 1, 0.005),
    "minmax": ("minmax", 100, 0.005),
    "ratio_mean": ("ratio_to_mean", 1, 0.005),
    "ratio_best": ("ratio_to_highest", 1, 0.005),
    "ratio_worst": ("ratio_to_lowest", 1, 0.005),
    "diff_mean": ("difference_from_mean", 1, 0.005),
    "diff_worst": ("difference_from_lowest", 1, 0.005),
    "above_below": ("above_or_below_mean", 1, 0),
    "percentile": ("percentile", 1, 0.05),
    "categorical": ("categorical", 1, 0),
}


@pytest.fixture(scope="module")
def table_15(acceptance: Path) -> pd.DataFrame:
    return pd.read_csv(acceptance / "oecd_tai_table15_normalisation_expected.csv")


@pytest.fixture(scope="module")
def tai(case) -> dict:
    return case("oecd_tai_expected.json")


@pytest.fixture(scope="module")
def countries(acceptance: Path) -> pd.DataFrame:
    return pd.read_csv(acceptance / "oecd_tai_raw_23.csv")


@pytest.fixture(scope="module")
def declared(countries: pd.DataFrame) -> Method:
    return method("tai", COUNTRIES, countries, "oecd_tai")


@pytest.fixture(scope="module")
def read(declared: Method, countries: pd.DataFrame, tmp_path_factory) -> Callable[[str], pd.DataFrame]:
    folder, judged = tmp_path_factory.mktemp("tai"), ("components", "loadings", "weights")
    return built(declared, COUNTRIES, countries, folder, judged)


def up_to_sign(ours: np.ndarray, printed: np.ndarray) -> np.ndarray:
    """Columns turned to the printed sign: the sign of a component is anyone's choice."""
    return ours * np.where((ours * printed).sum(axis=0) < 0, -1, 1)


@pytest.mark.parametrize("name", TABLE_15)
def test_table_15(table_15: pd.DataFrame, countries, declared: Method, name: str, tmp_path: Path) -> None:
    """The method with one word changed: the scale of its indicators."""
    scale, factor, tolerance = TABLE_15[name]
    levels = declared.defaults.normalise.model_copy(update={"indicators": scale})
    plain = {"normalise": levels, "weights": "expert", "components": None}
    how = declared.model_copy(update={"defaults": declared.defaults.model_copy(update=plain)})
    ours = built(how, COUNTRIES, countries, tmp_path)("score.transformed").schooling / factor
    printed = table_15.set_index("country")[name]
    # A printed half such as 0.185 may be rounded either way: allow for the last bit.
    np.testing.assert_allclose(ours.loc[printed.index], printed, rtol=0, atol=tolerance + 1e-12)


def test_table_7_eigenvalues(read, tai: dict) -> None:
    ours = read("quality.components").eigenvalue
    np.testing.assert_allclose(ours, tai["table7_eigenvalues"], rtol=0, atol=0.11)


def of_components(read: Callable[[str], pd.DataFrame], tai: dict, column: str) -> np.ndarray:
    """A column of the loadings as a matrix: a row an indicator, a column a component."""
    table = read("quality.loadings").pivot(index="indicator", columns="component", values=column)
    return table.loc[tai["indicators"]].to_numpy()


def test_table_8_loadings(read, tai: dict) -> None:
    printed = np.array(tai["table8_loadings"])
    ours = of_components(read, tai, "loading")
    np.testing.assert_allclose(up_to_sign(ours, printed), printed, rtol=0, atol=0.013)


def test_table_9_rotated_loadings(read, tai: dict) -> None:
    printed = np.array(tai["table9_rotated"])
    ours = of_components(read, tai, "rotated")
    assert np.isnan(ours[:, 4:]).all()  # four components count
    np.testing.assert_allclose(up_to_sign(ours[:, :4], printed), printed, rtol=0, atol=0.013)
    communalities = (ours[:, :4] ** 2).sum(axis=1)
    np.testing.assert_allclose(communalities, tai["table9_communalities"], rtol=0, atol=0.013)


def test_table_18_weights_from_the_printed_loadings(tai: dict) -> None:
    printed = np.array(tai["table9_rotated"])
    components = Components(np.ones(8), printed, 4, printed)
    shares = components.explained_after_rotation / components.explained_after_rotation.sum()
    np.testing.assert_allclose(shares, tai["table17_share"], rtol=0, atol=0.005)
    np.testing.assert_allclose(component_weights(components), tai["table18_weights_pc"], rtol=0, atol=0.005)


def test_table_18_weights_of_the_method(read, tai: dict) -> None:
    """From the raw figures, so that the loadings are off by what those of table 9 are: at most 0.013 each.

    A weight is a squared loading over the sum of eight (5.7): 0.013 in the highest loading (0.97) is
    2 x 0.97 x 0.013 / 5.7 = 0.004 in its weight, and print rounds by 0.005.
    """
    ours = read("score.weights").set_index("name").weight.loc[tai["indicators"]]
    np.testing.assert_allclose(ours / 100, tai["table18_weights_pc"], rtol=0, atol=0.004 + 0.005)
    assert ours.sum() == pytest.approx(100)


def test_cronbach_alpha(read, tai: dict) -> None:
    ours = read("quality.weights").set_index("indicator").loc[tai["indicators"]]
    assert set(ours.alpha.round(2)) == {tai["cronbach_alpha"]}  # printed with two digits
    np.testing.assert_allclose(ours.alpha_without, tai["table11_alpha_if_deleted"], rtol=0, atol=0.0015)
    np.testing.assert_allclose(ours.item_total, tai["table11_item_total"], rtol=0, atol=0.013)


def test_tables_35_to_37_outranking(tai: dict) -> None:
    countries = list(tai["table35_values"])
    matrix = outranking(np.array(list(tai["table35_values"].values())), np.full(8, 1 / 8))
    assert matrix.tolist() == tai["table36_outranking"]
    short = {"USA": "United States"}
    printed = [
        (tuple(countries.index(short.get(c, c)) for c in order), support) for order, support in tai["table37"]
    ]
    assert [order_score(matrix, order) for order, _ in printed] == [support for _, support in printed]
    orders, support = best_orders(matrix)
    assert support == 6.375
    assert set(orders) == {order for order, printed_support in printed if printed_support == 6.375}


def profile_matrix(profiles: list) -> np.ndarray:
    """Votes for orders written as words ("cba" puts c first) as an outranking matrix, a first."""
    letters = sorted(profiles[0][1])
    places = np.array([[-word.index(letter) for _, word in profiles] for letter in letters], dtype=float)
    return outranking(places, [votes for votes, _ in profiles])


def test_table_28_condorcet(tai: dict) -> None:
    printed = tai["condorcet_table28"]
    matrix = profile_matrix(printed["profiles"])
    assert matrix.tolist() == printed["outranking"]
    assert dict(zip("abc", borda(matrix).tolist(), strict=True)) == printed["borda"]
    ours = {word: order_score(matrix, ["abc".index(x) for x in word]) for word in printed["ckyl"]}
    assert ours == printed["ckyl"]
    assert best_orders(matrix)[0] == [(1, 2, 0)]  # bca, 104


def test_table_31_fishburn(tai: dict) -> None:
    printed = tai["fishburn_table31"]
    matrix = profile_matrix(printed["profiles"])
    assert dict(zip("abcd", borda(matrix).tolist(), strict=True)) == printed["borda"]
    # Without d the Borda order turns round.
    assert dict(zip("abc", borda(matrix[:3, :3]).tolist(), strict=True)) == printed["borda_without_d"]


def test_geometric_mean(tai: dict) -> None:
    printed = tai["geometric_example"]
    rows = [[21, 1, 1, 1], [6, 6, 6, 6], [21, 2, 1, 1], [6, 7, 6, 6]]
    ours = weighted_mean(rows, np.ones(4), power=GEOMETRIC).value
    # 6 (7/6)^(1/4) = 6.2357, which the handbook cuts to 6.23; the others are rounded.
    expected = [printed["gm"], printed["gm2"], *printed["after_increase"].values()]
    np.testing.assert_allclose(ours, expected, rtol=0, atol=0.006)
    assert competition_rank(ours).tolist() == [4, 2, 3, 1]


@pytest.mark.parametrize("unit", ["celsius", "fahrenheit"])
def test_table_14_distance_to_the_leader_depends_on_units(tai: dict, unit: str) -> None:
    printed = tai["table14"][unit]
    for year in (0, 1):
        heat, moisture = np.array([printed["A"][year], printed["B"][year]], dtype=float).T
        scaled = np.column_stack([normalise.ratio_to_highest(heat), normalise.ratio_to_highest(moisture)])
        ours = weighted_mean(scaled, [1, 1]).value
        assert ours == pytest.approx([printed["ci"]["A"][year], printed["ci"]["B"][year]], abs=0.0006)
