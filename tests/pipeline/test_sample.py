"""The synthetic county: read by the sources' own readers, equal from run to run, labelled, full of traps."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Source
from pipelines.catalogue.store import Store
from pipelines.paths import SOURCES, acceptance_folder
from pipelines.sample import ensure, make, use_sample
from pipelines.sample.county import County, build
from pipelines.sample.deprivation import DOMAINS, WEIGHTS, exponential, summary

DECLARED = load_sources(SOURCES)
# Columns that the sample leaves blank: no value of theirs is used anywhere.
BLANK = {"lower_95", "upper_95", "status", "notes", "moran", "start_date", "former_ladcd"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample")
    make(made)
    return made


@pytest.fixture(scope="module")
def county() -> County:
    return build(1)


@pytest.fixture(scope="module")
def read(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """Read a data set of the sample through its source; each is read once."""
    store = Store(tmp_path_factory.mktemp("cache"), mirror=folder, network=False)
    with (folder / "FILES.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    known: dict[str, pd.DataFrame] = {}

    def table(dataset: str) -> pd.DataFrame:
        if dataset not in known:
            source: Source = DECLARED[dataset].with_files(rows)
            reader = import_module(f"pipelines.readers.{source.reader}")
            raw = reader.read(store.contents(source), source.columns, dict(source.options))
            known[dataset] = raw.to_pandas()
        return known[dataset]

    return table


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("dataset", sorted(DECLARED))
def test_every_source_reads_the_sample(dataset: str, read) -> None:
    table, source = read(dataset), DECLARED[dataset]
    assert list(table.columns) == list(source.columns)
    assert len(table) > 0
    blank = {name for name in table.columns if table[name].isna().all()}
    assert blank <= BLANK
    assert not table.duplicated(list(source.key)).any() if source.key else True


def test_the_sample_holds_the_declared_data_sets_and_no_other(folder: Path) -> None:
    made = pd.read_csv(folder / "FILES.csv")
    assert set(made["dataset"]) == set(DECLARED)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(
    folder: Path, tmp_path: Path
) -> None:
    make(tmp_path / "again")
    make(tmp_path / "other", seed=2)
    assert digests(tmp_path / "again") == digests(folder)
    same, other = digests(folder), digests(tmp_path / "other")
    differing = [name for name in same if other.get(name) != same[name]]
    assert len(differing) > 80  # labels and lists of districts are alike in every county


def test_files_are_as_listed(folder: Path, tmp_path: Path) -> None:
    store = Store(tmp_path, mirror=folder, network=False)
    with (folder / "FILES.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        source = DECLARED[row["dataset"]].with_files([row])
        ((name, content),) = store.contents(source)
        assert (name, len(content)) == (row["file"], int(row["bytes"]))
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert (folder / row["stored"]).stat().st_size == int(row["stored_bytes"])


def test_everything_says_that_it_is_synthetic(folder: Path, read) -> None:
    assert "SYNTHETIC" in (folder / "NOTICE.md").read_text()
    assert pd.read_csv(folder / "FILES.csv")["url"].str.startswith("synthetic:seed=").all()
    for dataset, column in [
        ("lsoa21_to_ward24", "lsoa21nm"),
        ("lsoa21_to_ward24", "wd24nm"),
        ("lsoa21_to_ward24", "lad24nm"),
        ("msoa21_names", "msoa21hclnm"),
        ("lad24_to_region", "rgn24nm"),
        ("lsoa21_to_pcon24", "pcon24nm"),
        ("lsoa21_to_icb24", "icb24nm"),
        ("pubs", "name"),
        ("libraries", "name"),
        ("schools", "name"),
    ]:
        assert read(dataset)[column].str.contains("synthetic", case=False).all(), (dataset, column)


def test_no_code_or_postcode_of_a_real_place_is_used(read) -> None:
    assert read("lsoa21_boundaries")["lsoa21cd"].str.fullmatch(r"E019\d{5}").all()
    assert read("code_point_open")["postcode"].str.match(r"Q[XZ]\d").all()


def test_boundaries_share_borders_and_hold_their_people(county: County) -> None:
    shapes = county.lsoa["geometry"].to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    homes = shapely.points(county.oa["easting"], county.oa["northing"])
    inside = shapely.contains(shapes[county.oa["lsoa_at"]], homes)
    assert inside.all()
    # Eastings and northings of mainland England.
    bounds = shapely.total_bounds(shapes)
    assert bounds[0] > 370_000 and bounds[2] < 430_000 and bounds[1] > 270_000 and bounds[3] < 330_000


def test_published_borders_stay_shared_after_degrees_and_back(read) -> None:
    import geopandas

    shapes = geopandas.GeoSeries.from_wkb(read("lsoa21_boundaries")["geometry"], crs=4326).to_crs(27700)
    assert shapely.coverage_is_valid(shapes.to_numpy())


def test_areas_nest(county: County) -> None:
    for child, parents in (("msoa_at", ["district_at"]), ("ward_at", ["district_at"])):
        assert (county.lsoa.groupby(child)[parents].nunique() == 1).all().all()
    assert len(county.lsoa) == 300
    assert county.lsoa["msoa_at"].nunique() == 60
    assert county.lsoa["ward_at"].nunique() == 45
    assert county.lsoa["pcon_at"].nunique() >= 3
    assert county.lsoa["icb_at"].nunique() == 2
    assert county.lsoa["ruc_at"].nunique() == 6


def test_census_counts_add_up(read, county: County) -> None:
    residents = read("census_ts001")
    code = "area_code" if "area_code" in residents else next(c for c in residents if c.endswith("cd"))
    total = next(c for c in residents.columns if residents[c].dtype.kind in "if")
    by_kind = residents.groupby(residents[code].str[:3])[total].sum()
    assert by_kind["E00"] == by_kind["E01"] > 400_000
    sizes = read("census_ts017").filter(regex="^(?!oa)")
    assert (sizes.iloc[:, 0] == sizes.iloc[:, 1:].sum(axis=1)).all()


def test_neighbourhoods_of_2011_are_split_merged_and_complex(county: County) -> None:
    change = county.change
    assert set(change["chgind"]) == {"U", "S", "M", "X"}
    split = change[change["chgind"] == "S"]
    assert (split["lsoa11cd"].value_counts() == 2).all()
    assert split["lsoa21cd"].is_unique
    merged = change[change["chgind"] == "M"]
    assert (merged["lsoa21cd"].value_counts() == 2).all()
    assert merged["lsoa11cd"].is_unique
    tangled = change[change["chgind"] == "X"]
    assert (tangled["lsoa11cd"].value_counts() > 1).any() and (tangled["lsoa21cd"].value_counts() > 1).any()
    assert set(change["lsoa21cd"]) == set(county.lsoa["lsoa21cd"])
    assert set(change["lsoa11cd"]) == set(county.lsoa11["lsoa11cd"])


def test_deprivation_is_ranked_without_gaps_and_scored_by_the_published_weights(read) -> None:
    imd = read("imd_2025")
    ranks = {c: imd[c].to_numpy() for c in imd.columns if c.endswith("rank")}
    assert all(sorted(rank) == list(range(1, 301)) for rank in ranks.values())
    domains = [name for name in ranks if "imd" not in name]
    assert len(domains) == len(DOMAINS)
    score = imd[next(c for c in imd.columns if "imd" in c and c.endswith("score"))].to_numpy()
    whole = sum(w * exponential(ranks[name]) for w, name in zip(WEIGHTS, domains, strict=True))
    assert np.abs(whole - score).max() < 6e-4  # printed to three decimals
    old = read("imd_2019")
    assert sorted(old[next(c for c in old.columns if "imd" in c and "rank" in c)]) == list(range(1, 300))


def test_the_exponential_transform_runs_from_a_hundred_to_nothing() -> None:
    # Technical report of 2019, appendix E: R is 1 for the first of ten, 0.9 for the second, 0.1 for the last.
    # -23 ln(1 - 0.9 (1 - exp(-100/23))) = -23 ln(0.111641) = 50.43; -23 ln(0.901293) = 2.390.
    made = exponential(np.arange(1, 11))
    assert made[[0, 1, 9]] == pytest.approx([100, 50.43, 2.390], abs=0.005)


def test_a_district_summary_worked_by_hand() -> None:
    # Ten neighbourhoods of 100 people, ranked 1 to 10; the district is the first and the third.
    # Turned ranks 10 and 8: mean 9. Scores 40 and 20: mean 30. One of two in the worst tenth.
    # Percentiles 10 and 30 weigh 1 and 0.05: extent 0.525. The worst tenth of its people (20) rank 10.
    rank, people = np.arange(1, 11), np.full(10, 100)
    score = np.array([40, 30, 20, *range(7, 0, -1)], dtype=float)
    assert summary(rank, score, people, np.array([0, 2])) == (9.0, 30.0, 0.5, 0.525, 10.0)


def test_district_summaries_agree_with_the_technical_report() -> None:
    folder = acceptance_folder()
    if folder is None:
        pytest.skip("the acceptance cases are not here (COMMONGROUND_ACCEPTANCE)")
    case = json.loads((folder / "iod_worked_examples.json").read_text())  # case: iod_worked_examples
    count = case["N"]
    people, rank = np.ones(count), np.arange(1, count + 1)
    worked = case["average_rank"]
    members = np.array(worked["rank"]) - 1
    people[members] = worked["pop"]
    average = summary(rank, rank.astype(float), people, members)[0]
    assert average == pytest.approx(worked["expected"], abs=worked["tol"])


def test_the_traps_are_there(read, county: County) -> None:
    postcodes = read("code_point_open")
    lost = postcodes[postcodes["quality"] == 90]
    assert len(lost) > 5 and (lost["easting"] == 0).all()
    libraries = read("libraries")
    assert libraries["closed"].notna().any() and (libraries["operation_2023"] == "Closed").any()
    assert not set(libraries["postcode"].str.replace(" ", "")) <= set(
        postcodes["postcode"].str.replace(" ", "")
    )
    suppressed = read("imd_2025_indicators").isna().sum()
    assert suppressed.sum() > 5 and suppressed["lsoa21cd"] == 0
    assert (read("schools")["lsoa21cd"] == "999999999").any()
    assert read("schools")["name"].str.contains("École").any()
    pubs = read("pubs")
    east, north = to_metres(pubs["longitude"], pubs["latitude"])
    assert (county.oa_at(east, north) < 0).sum() >= 3


def to_metres(longitude: pd.Series, latitude: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    from pyproj import Transformer

    return Transformer.from_crs(4326, 27700, always_xy=True).transform(longitude, latitude)


def test_elections_start_at_different_lines_and_one_ward_is_not_contested(read) -> None:
    wards = read("lsoa21_to_ward24")
    city = wards[wards["lad24cd"] == "E06900001"].drop_duplicates("wd24cd")
    coded = {c for year in (2021, 2022, 2024) for c in read(f"local_elections_{year}")["wdcd"].dropna()}

    def bare(name: str) -> str:
        return re.sub(r"[^a-z]", "", name.lower().replace("&", "and"))

    named = {bare(name) for name in read("local_elections_2023")["wdnm"]}
    missing = [
        n
        for c, n in zip(city["wd24cd"], city["wd24nm"], strict=True)
        if c not in coded and bare(n) not in named
    ]
    assert len(missing) == 1
    assert read("local_elections_2021")["electorate"].str.contains("\t").any()
    assert read("local_elections_2024")["turnout"].str.endswith("%").all()


def test_the_county_is_kept_while_its_code_is_the_same_and_made_anew_when_not(tmp_path: Path) -> None:
    place = tmp_path / "files"
    ensure(place, seed=3)
    first = digests(place)
    stamp = (place / "FILES.csv").stat().st_mtime_ns
    ensure(place, seed=3)
    assert (place / "FILES.csv").stat().st_mtime_ns == stamp
    (place / "MADE_BY").write_text("other code")
    (place / "stray").write_text("left over")
    ensure(place, seed=3)
    assert digests(place) == first
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_sources_take_the_countys_files_and_lose_englands_row_counts(folder: Path) -> None:
    taken = use_sample(DECLARED, folder)
    assert set(taken) == set(DECLARED)
    assert all(source.rows is None for source in taken.values())
    assert all(file.url.startswith("synthetic:") for source in taken.values() for file in source.files)
    assert len(taken["lsoa21_boundaries"].files) == 3


def test_domains_are_made_of_their_parts(read) -> None:
    # Technical report: two parts each, ranked and transformed; Education and Barriers half and half,
    # Living Environment 0.7 indoors and 0.3 outdoors in 2025.
    whole, parts = read("imd_2025"), read("imd_2025_subdomains")
    transformed = {
        name: exponential(parts[name].to_numpy()) for name in parts.columns if name.endswith("_rank")
    }
    young, skills, near, wider, indoors, outdoors = transformed.values()
    scores = [name for name in whole.columns if name.endswith("_score")]
    education, barriers, living = (whole[scores[i]].to_numpy() for i in (3, 6, 7))
    for score, made in (
        (education, 0.5 * young + 0.5 * skills),
        (barriers, 0.5 * near + 0.5 * wider),
        (living, 0.7 * indoors + 0.3 * outdoors),
    ):
        assert np.abs(score - made).max() < 6e-4  # printed to three decimals
