"""The compact release says what the release says."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from county_build import County

from pipelines.errors import CommonGroundError
from pipelines.method.loader import parse
from pipelines.paths import METHODS
from pipelines.publish.carried import AREAS, carry
from pipelines.publish.compact import significant
from pipelines.publish.files import faulty
from pipelines.publish.reading import Opened
from pipelines.trace.tracing import trace


@pytest.fixture(scope="module")
def both(built: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, Opened]:
    folder = tmp_path_factory.mktemp("carried") / "release"
    carry(built.published / "latest", folder)
    return Opened((built.published / "latest").resolve(), True), Opened(folder, False)


def test_ranks_flags_and_names_are_the_same_and_figures_to_four_digits(both):
    full, compact = (opened.neighbourhoods for opened in both)
    assert list(full.columns) == list(compact.columns)
    for name in full:
        one, other = full[name], compact[name]
        assert (one.isna() == other.isna()).all(), name
        if pd.api.types.is_float_dtype(one):
            assert np.allclose(one, other, rtol=5.1e-4, equal_nan=True), name
        else:
            assert (one[one.notna()] == other[one.notna()]).all(), name


def test_what_follows_from_other_columns_is_left_out(both):
    derived = json.loads((both[1].folder / "provenance.json").read_text())["compact"]["derived"]
    assert "social_infrastructure_rank_in_district" in derived
    assert {"left_behind_2025_need_margin", "most_disadvantaged_2025_combined_margin"} <= set(derived)


def test_its_codebook_explains_every_column_of_every_file_and_says_where_the_others_are(both):
    compact = both[1]
    files = sorted(compact.folder.glob("*.parquet"))
    assert {path.stem for path in files} == {"neighbourhoods", "indicators", *AREAS}
    for path in files:
        book = compact.codebook[path.stem]
        here = [column for column, facts in book.items() if facts["held"] == path.name]
        assert sorted(here) == sorted(pq.read_schema(path).names), path.name
    book = compact.codebook["neighbourhoods"]
    assert book["pubs_rank"]["held"] == "indicators.parquet: rank where indicator is pubs"
    # A tenth of 300.
    assert book["left_behind_2025_need_margin"]["held"] == "not held: 30 - social_infrastructure_rank"


def test_nothing_of_codebook_and_provenance_is_lost(both):
    full, compact = both
    for table in ("neighbourhoods", *AREAS):
        assert list(compact.codebook[table]) == full.figures(table)
        for column, facts in compact.codebook[table].items():
            assert facts.items() >= full.codebook[table][column].items(), column
            assert compact.about["columns"][table][column] == full.about["columns"][table][column]
    assert compact.about["sources"] == full.about["sources"]


def test_every_column_is_traced_from_it_and_adds_up_as_far_as_its_digits_go(both):
    """The weights and transforms of the method, on the published ranks: nothing of a build is needed."""
    compact, method = both[1], parse(METHODS / "england.yaml")
    summed = []
    for table in ("neighbourhoods", *AREAS):
        frame = compact.neighbourhoods if table == "neighbourhoods" else compact.areas(table)
        for n, column in enumerate(compact.codebook[table]):
            found = trace(compact, frame.index[17 * n % len(frame)], column, method)
            assert all(block.adds_up for block in found.blocks), (table, found.code, column)
            assert found.origins, column
            summed += [
                column for block in found.blocks if block.whole is not None and block.whole == found.value
            ]
    scores = [c for c in compact.neighbourhoods if c.endswith("_score") and not c.startswith("imd")]
    assert len(scores) >= 11 and set(scores) <= set(summed)
    assert {"data_completeness", "density", "imd2025_average_rank", "places_average_score"} <= set(summed)


def test_the_recipe_of_its_page_gives_all_columns_of_the_neighbourhoods(both, monkeypatch):
    folder, expected = both[1].folder, both[1].neighbourhoods
    (program,) = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text(), flags=re.DOTALL)
    monkeypatch.chdir(folder)
    made: dict[str, pd.DataFrame] = {}
    exec(program, made)
    frame = made["df"].set_index("lsoa21cd", drop=False)
    assert set(frame.columns) == set(expected.columns)
    for name in expected:
        one, other = frame[name], expected[name]
        assert (one.isna() == other.isna()).all(), name
        if pd.api.types.is_numeric_dtype(other) and not pd.api.types.is_bool_dtype(other):
            assert np.allclose(one.to_numpy(float), other.to_numpy(float), equal_nan=True), name
        else:
            assert (one[one.notna()] == other[other.notna()]).all(), name


def test_the_same_release_gives_the_same_bytes_and_checksums_hold(both, tmp_path):
    carry(both[0].folder, tmp_path / "again")
    assert not faulty(tmp_path / "again")
    for path in both[1].folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_a_release_of_another_method_is_not_carried(both, tmp_path):
    release = tmp_path / "trial"
    shutil.copytree(both[0].folder, release)
    about = json.loads((release / "provenance.json").read_text())
    about["method"]["official"] = False
    (release / "provenance.json").write_text(json.dumps(about))
    with pytest.raises(CommonGroundError, match="does not say that it is of an official method"):
        carry(release, tmp_path / "carried")
    assert not (tmp_path / "carried").exists()


def test_rounding_keeps_significant_digits_and_gaps():
    given = np.array([123456.0, 0.000123456, -9.87654, 0.0, np.nan])
    assert np.allclose(significant(given), [123500.0, 0.0001235, -9.877, 0.0, np.nan], equal_nan=True)
