"""Every published column is explained: files, codebook and provenance agree, each number has its unit."""

from __future__ import annotations

import csv

import pyarrow.parquet as pq
import pytest
from county_build import County

from pipelines.paths import Workspace
from pipelines.publish.reading import Opened, open_release
from pipelines.stages.published_columns import MARGINS

TABLES = (
    "constituencies", "districts", "indicators", "msoas", "neighbourhoods", "places_report", "regions",
    "trends", "wards",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(built: County) -> Opened:
    return open_release(Workspace("sample", built.data))


def test_these_are_all_the_published_tables(opened: Opened) -> None:
    assert sorted(path.stem for path in opened.folder.glob("*.parquet")) == sorted(TABLES)
    assert sorted(opened.codebook) == sorted(opened.about["columns"]) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_file_codebook_and_provenance_name_the_same_columns(opened: Opened, table: str) -> None:
    written = pq.read_schema(opened.folder / f"{table}.parquet").names
    assert list(opened.codebook[table]) == written
    assert list(opened.about["columns"][table]) == written


def test_the_csv_file_has_all_columns_but_the_outlines(opened: Opened) -> None:
    with (opened.folder / "neighbourhoods.csv").open(encoding="utf-8", newline="") as file:
        written = next(csv.reader(file))
    assert [c for c in opened.codebook["neighbourhoods"] if c not in ("geometry", "bbox")] == written


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning_and_every_number_a_unit_and_a_direction(
    opened: Opened, table: str
) -> None:
    for column, facts in opened.codebook[table].items():
        assert facts["meaning"], column
        assert facts["rows"] and facts["missing"], column
        if facts["type"] in ("int", "float"):
            assert facts["unit"] and facts["direction"], column


def test_ranks_run_one_way_and_what_counts_from_the_other_end_says_so(opened: Opened) -> None:
    for table, columns in opened.codebook.items():
        for column, facts in columns.items():
            if column.endswith("_rank") and not column.endswith("average_rank"):
                assert facts["direction"] == "1 = most need", (table, column)
            if column.endswith(("average_rank", "local_concentration")):
                assert facts["direction"] == "higher = more need", (table, column)
                assert "HIGHER = more need" in facts["meaning"]


def test_outlines_say_how_they_were_simplified_and_rest_on_the_boundaries_alone(opened: Opened) -> None:
    book, columns = opened.codebook["neighbourhoods"], opened.about["columns"]["neighbourhoods"]
    for said in ("Visvalingam", "tolerance 40 m", "EPSG:4326"):
        assert said in book["geometry"]["meaning"]
    for column in ("geometry", "bbox"):
        assert columns[column] == {"sources": ["lsoa21_boundaries"], "terms": "attribution"}
        assert book[column]["terms"] == "use with attribution"


def test_every_rule_has_a_flag_and_a_margin_to_each_of_its_lines(opened: Opened) -> None:
    rules = [c for c, f in opened.codebook["neighbourhoods"].items() if f["meaning"].startswith("Designated")]
    assert len(rules) == 7
    for rule in rules:
        tables = [
            t for t in ("neighbourhoods", "msoas", "wards") if f"{rule}_need_margin" in opened.codebook[t]
        ]
        kind = "worst_of_both" if tables else "double_disadvantage"
        table = tables[0] if tables else "neighbourhoods"
        frame = opened.areas(table) if table != "neighbourhoods" else opened.neighbourhoods
        inside = [frame[f"{rule}_{margin}"] >= 0 for margin in MARGINS[kind]]
        # Designated is who is within every line: 0 is on it.
        expected = inside[0] if len(inside) == 1 else inside[0] & inside[1]
        assert (frame[rule].astype(bool) == expected).all(), rule
        for margin in MARGINS[kind]:
            assert (
                "below 0 = so many ranks outside" in opened.codebook[table][f"{rule}_{margin}"]["direction"]
            )


def test_the_page_of_a_release_counts_the_columns_of_the_files(opened: Opened) -> None:
    page = (opened.folder / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        file = pq.ParquetFile(opened.folder / f"{table}.parquet")
        rows, columns = file.metadata.num_rows, len(file.schema_arrow)
        assert f"| {table} | {rows:,} | {columns:,} |" in page
