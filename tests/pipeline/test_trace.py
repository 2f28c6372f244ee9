"""Every published figure leads back: to parts that sum to it, to rows, to files with address and SHA-256."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from county_build import County

from pipelines.build import Project
from pipelines.errors import CommonGroundError
from pipelines.method.loader import parse
from pipelines.paths import METHODS, Workspace
from pipelines.publish.reading import Opened, open_release
from pipelines.trace.built import PUBLISHED, Built, plain
from pipelines.trace.model import Trace
from pipelines.trace.recomputed import Recomputed
from pipelines.trace.released import AREAS
from pipelines.trace.tracing import trace

METHOD = parse(METHODS / "england.yaml")


@pytest.fixture(scope="module")
def opened(built: County) -> Opened:
    return open_release(Workspace("sample", built.data))


def warehouse(county: County, patch: pytest.MonkeyPatch) -> Built:
    """The tables of a built county, as the command reads them."""
    patch.setenv("COMMONGROUND_MIRROR", "")
    project = Project(Workspace("sample", county.data))
    return Built(project.storage, project.graph, project.method)


@pytest.fixture(scope="module")
def tables(built: County) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        return warehouse(built, patch)


@pytest.fixture(scope="module")
def traces(opened: Opened, tables: Built) -> dict[str, Trace]:
    """Every published column, each of another neighbourhood, so that all kinds of place are seen."""
    codes = list(opened.neighbourhoods.index)
    columns = list(opened.codebook["neighbourhoods"])
    return {c: trace(opened, codes[17 * n % len(codes)], c, METHOD, tables) for n, c in enumerate(columns)}


def test_every_published_column_is_traced_from_the_tables(traces: dict[str, Trace]) -> None:
    assert len(traces) > 150
    for column, found in traces.items():
        assert found.wanting == (), (column, found.wanting)
        assert found.blocks, column


def test_what_is_shown_as_parts_sums_to_the_figure(traces: dict[str, Trace]) -> None:
    for column, found in traces.items():
        for block in found.blocks:
            assert block.adds_up, (column, found.code, block.title, sum(block.parts), block.whole)


def test_the_parts_of_every_score_sum_to_the_published_score(opened: Opened, tables: Built) -> None:
    scores = [c for c in opened.neighbourhoods if c.endswith("_score") and not c.startswith("imd")]
    assert len(scores) >= 11  # the total, double disadvantage, three domains, six sub-domains
    for n, column in enumerate(scores):
        for lsoa in opened.neighbourhoods.index[n::60]:
            found = trace(opened, lsoa, column, METHOD, tables)
            wholes = [block for block in found.blocks if block.whole == found.value]
            assert wholes, column
            assert sum(wholes[0].parts) == pytest.approx(found.value, rel=1e-9), (lsoa, column)


def test_every_indicator_that_is_no_table_shows_what_it_counted(
    traces: dict[str, Trace], tables: Built
) -> None:
    for name, entry in tables.method.indicators.items():
        if entry.measure.type == "table":
            continue
        found = traces[name]
        assert (
            any(b.whole == found.value and b.whole is not None for b in found.blocks) or found.value is None
        ), name


def test_an_indicator_that_is_a_table_shows_the_row_as_published(
    traces: dict[str, Trace], tables: Built
) -> None:
    for name, entry in tables.method.indicators.items():
        if entry.measure.type == "table":
            titles = [block.title for block in traces[name].blocks]
            assert any(title.endswith("as published") for title in titles), (name, titles)


def test_a_figure_of_the_spine_shows_the_row_that_it_is_taken_from(traces: dict[str, Trace]) -> None:
    found = traces["population"]
    row = next(b for b in found.blocks if b.title == "population_mid_2024: as published")
    assert dict(row.facts)["lsoa21cd"] == found.code
    assert int(str(dict(row.facts)["population"]).replace(",", "")) == found.value


def test_imputed_figures_say_by_what(opened: Opened, tables: Built) -> None:
    frame = opened.neighbourhoods
    columns = [c for c in frame if c.endswith("_status") and (frame[c] == "imputed").any()]
    assert columns
    for column in columns:
        lsoa = frame.index[frame[column] == "imputed"][0]
        found = trace(opened, lsoa, column, METHOD, tables)
        gaps = next(block for block in found.blocks if block.title == "Shrinkage and gaps")
        facts = dict(gaps.facts)
        assert facts["as measured"] is None
        assert facts["after"] is not None
        among = tables.frame("core.lsoa")
        area, code = facts["mean of"].split(" ")
        inside = among.index[among[area] == code]
        name = column.removesuffix("_status")
        assert facts["after"] == pytest.approx(frame.loc[inside, name].mean()), column


def test_shrunk_figures_say_by_how_much(opened: Opened, tables: Built) -> None:
    found = trace(opened, opened.neighbourhoods.index[5], "parkrun", METHOD, tables)
    facts = dict(next(block for block in found.blocks if block.title == "Shrinkage and gaps").facts)
    assert facts["moved by"] == facts["after"] - facts["as measured"] != 0


def test_margins_are_the_line_less_the_rank(opened: Opened, tables: Built) -> None:
    lsoa = opened.neighbourhoods.index[3]
    row = opened.neighbourhoods.loc[lsoa]
    found = trace(opened, lsoa, "left_behind_2025_need_margin", METHOD, tables)
    rule = next(block for block in found.blocks if block.title == "The rule")
    # A tenth of 300.
    ranks = {r[0]: r[2:] for r in rule.rows}
    assert ranks["social infrastructure"] == (
        row.social_infrastructure_rank, 30, 30 - row.social_infrastructure_rank
    )  # fmt: skip
    assert ranks["deprivation (imd2025)"] == (row.imd2025_rank, 30, 30 - row.imd2025_rank)


def test_every_trace_names_its_files_with_address_and_digest(
    traces: dict[str, Trace], opened: Opened
) -> None:
    for column, found in traces.items():
        assert found.origins, column
        for origin in found.origins:
            listed = {f["name"]: f for f in opened.about["sources"][origin.id]["files"]}
            assert origin.number == len(listed)
            for file in origin.files:
                stated = listed[file.name]
                assert (file.address, file.bytes) == (stated["address"], stated["bytes"])
                assert file.sha256 == stated["sha256"]
                assert len(file.sha256) == 64


def test_the_release_alone_traces_every_column_and_says_what_a_build_would_show(opened: Opened) -> None:
    lsoa = opened.neighbourhoods.index[0]
    for column in opened.figures("neighbourhoods"):
        found = trace(opened, lsoa, column, METHOD)
        assert "commonground build" in found.wanting[0]
        assert found.origins, column
        assert all(block.adds_up for block in found.blocks), column
        beside = next(block for block in found.blocks if block.title == "Published beside it")
        assert column in [row[0] for row in beside.rows]


def test_the_release_alone_makes_every_score_again_from_published_ranks(opened: Opened) -> None:
    """Down to the indicators: what is shown as parts sums to the published score."""
    parts = {
        "social_infrastructure_score": {"places", "connectedness", "engagement"},
        "places_rank": {"bumping", "gathering"},
        "bumping_score": {"pubs", "parks", "libraries"} - {"libraries"},
        "pubs": {"pubs", "parks"},
    }
    for column, names in parts.items():
        for lsoa in opened.neighbourhoods.index[::60]:
            block = trace(opened, lsoa, column, METHOD).blocks[-1]
            assert names <= {row[1] for row in block.rows}, column
            assert sum(block.parts) == pytest.approx(block.whole, rel=1e-9), (lsoa, column)
    both = trace(opened, opened.neighbourhoods.index[0], "double_disadvantage_rank", METHOD).blocks[-2]
    assert both.whole == opened.neighbourhoods.double_disadvantage_score.iloc[0]
    assert sum(both.parts) == pytest.approx(both.whole, rel=1e-9)


def test_what_the_release_alone_gives_again_is_what_the_build_has(opened: Opened, tables: Built) -> None:
    made = Recomputed(opened, METHOD)
    codes = opened.neighbourhoods.index
    for name in METHOD.indicators:
        expected = tables.frame("score.transformed").loc[codes, name].to_numpy(float)
        assert made.transformed(name) == pytest.approx(expected, rel=1e-9, nan_ok=True), name
    shares = tables.frame("score.weights").set_index("name")["share"]
    assert made.shares == pytest.approx({name: shares[name] for name in METHOD.indicators})


def test_the_release_alone_shows_the_area_behind_a_designation(opened: Opened) -> None:
    lsoa = opened.neighbourhoods.index[0]
    ward = opened.areas("wards").loc[opened.neighbourhoods.at[lsoa, "wd24cd"]]
    found = trace(opened, lsoa, "left_behind_ward_2025", METHOD)
    rule = next(block for block in found.blocks if block.title.startswith("The rule"))
    # A tenth of the wards of the county.
    line = len(opened.areas("wards")) // 10
    for row, what in zip(rule.rows, ("need", "deprivation"), strict=True):
        rank = ward[f"left_behind_ward_2025_{what}_rank"]
        assert row[2:] == (rank, line, line - rank)


def test_a_release_of_another_method_is_not_explained_by_this_one(opened: Opened) -> None:
    other = METHOD.model_copy(update={"version": "9.9"})
    for code, column in ((opened.neighbourhoods.index[0], "places_score"), ("E12900001", "population")):
        found = trace(opened, code, column, other)
        assert any(
            "another method (england 1.0) than the one here (england 9.9)" in said for said in found.wanting
        )
        assert all(block.whole is None for block in found.blocks)


def test_every_column_of_every_roll_up_is_traced_to_its_neighbourhoods(opened: Opened) -> None:
    for table in AREAS:
        frame = opened.areas(table)
        for n, column in enumerate(opened.figures(table)):
            code = frame.index[7 * n % len(frame)]
            found = trace(opened, code, column, METHOD)
            assert found.value == plain(frame.at[code, column])
            assert found.blocks and found.origins and not found.wanting, (table, column)
            assert all(block.adds_up for block in found.blocks), (table, code, column)
            if opened.codebook[table][column]["type"] == "float":
                assert found.blocks[0].whole == found.value, (table, column)
            if column.endswith(("_rank", "_margin")) and "average" not in column:
                assert found.value in found.blocks[0].rows[0] + found.blocks[0].rows[1], (table, column)


def test_the_members_that_weigh_most_come_first_with_what_they_bring(opened: Opened) -> None:
    """The extent of a district worked by hand from the published neighbourhoods."""
    frame, code = opened.neighbourhoods, opened.areas("districts").index[0]
    (block,) = trace(opened, code, "imd2025_extent", METHOD).blocks
    inside = frame[frame.lad24cd == code]
    percentile = np.ceil(100 * inside.imd2025_rank / 300)
    counts = np.where(percentile <= 10, 1, np.where(percentile <= 30, 0.95 - (percentile - 11) * 0.9 / 19, 0))
    brought = counts * inside.population / inside.population.sum()
    top = brought.sort_values(ascending=False)
    assert [row[-1] for row in block.rows] == pytest.approx(top.head(12).tolist())
    assert block.rows[0][0] == top.index[0] and block.rows[0][2] == inside.population[top.index[0]]
    assert f"{len(inside) - 12:,} more neighbourhoods" in block.note


def test_an_outline_says_how_it_was_made(traces: dict[str, Trace]) -> None:
    for column in ("geometry", "bbox"):
        found = traces[column]
        facts = dict(found.blocks[0].facts)
        assert 4 <= facts["corners"] <= facts["corners before simplification"]
        assert "Visvalingam" in found.blocks[0].note
        assert [origin.id for origin in found.origins] == ["lsoa21_boundaries"]
    assert traces["bbox"].value.startswith("xmin ")
    assert "corners" in traces["geometry"].value


def test_a_table_that_is_gone_leaves_the_rest_and_is_named(
    opened: Opened, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.forget("core.places")
    found = trace(opened, opened.neighbourhoods.index[0], "pubs", METHOD, warehouse(county, monkeypatch))
    assert any("core.places has not been built" in said for said in found.wanting)
    assert any(block.title == "In the codebook" for block in found.blocks)


def test_tables_that_are_newer_than_the_release_are_told(
    opened: Opened, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = warehouse(county, monkeypatch)
    content = tables.storage.read(PUBLISHED)
    place = content.column_names.index("social_infrastructure_score")
    raised = pc.add(content.column(place), 1.0)
    changed: pa.Table = content.set_column(place, "social_infrastructure_score", raised)
    tables.storage.write(PUBLISHED, changed, "another")
    found = trace(opened, opened.neighbourhoods.index[0], "social_infrastructure_score", METHOD, tables)
    assert any("not the published" in said for said in found.wanting)


@pytest.mark.parametrize(
    ("lsoa", "column", "says"),
    [
        ("E01900O01", "pubs", "no area 'E01900O01' in this release. Did you mean E01900"),
        ("Northmarsh", "pubs", "no area 'Northmarsh' in this release. Codes look like"),
        ("E01900001", "pub", "no published column 'pub' in this release. Did you mean pubs"),
        (
            "E12900001",
            "pubs",
            "regions.parquet has no column 'pubs'; it is in neighbourhoods.parquet. Ask for",
        ),
        (
            "E01900001",
            "imd2025_extent",
            r"it is in msoas.parquet, .* Ask for the code E02\d+ \(msoas\) or E05",
        ),
        ("E01900001", "shrunk", "column of indicators.parquet.*`commonground trace E01900001 pubs`"),
        ("E06900001", "change", "column of trends.parquet: .* names its data sets in `sources`"),
        ("E01900001", "reason", "column of places_report.parquet: .* `commonground sources show ID`"),
        ("E01900001", "zzz", "codebook.csv lists them"),
    ],
)
def test_an_unknown_code_or_column_names_what_comes_near(
    opened: Opened, lsoa: str, column: str, says: str
) -> None:
    with pytest.raises(CommonGroundError, match=says):
        trace(opened, lsoa, column, METHOD)


def test_the_page_shows_value_places_and_files(built: County, opened: Opened) -> None:
    lsoa = opened.neighbourhoods.index[0]
    done = built.invoke("trace", lsoa.lower(), "pubs", "--sample")
    assert done.exit_code == 0, done.output
    for expected in (
        lsoa, "pubs per 10,000 people", "The places that weighed most", "sum to", "Rank, adjustment",
        "SYNTHETIC", "sha256", *(f["address"] for f in opened.about["sources"]["pubs"]["files"]),
    ):  # fmt: skip
        assert expected in done.output


def test_the_page_of_a_release_alone(county: County) -> None:
    shutil.rmtree(Path(county.warehouse))
    done = county.invoke("trace", "E01900001", "left_behind_2025", "--sample")
    assert done.exit_code == 0, done.output
    assert "run `commonground build`" in done.output
    assert "left_behind_2025_need_margin" in done.output


def test_the_command_ends_in_a_sentence(built: County) -> None:
    done = built.invoke("trace", "E01900001", "pub", "--sample")
    assert done.exit_code == 1
    assert "Did you mean pubs" in done.output
