"""The compact release says what the release says."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from county_build import County

from pipelines.errors import CommonGroundError
from pipelines.publish.carried import carry, significant
from pipelines.publish.files import faulty
from pipelines.publish.reading import Opened


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
    assert "left_behind_2025_need_margin" in derived


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
