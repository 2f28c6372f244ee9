"""Bad files, done for real to a copy of the mirror: each ends in one clear sentence and exit status 1,
without a traceback, and the release that stood still stands.

What a reader or a contract refuses in detail is in their own tests.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from county_build import County, contents

from pipelines.catalogue.loader import load_sources
from pipelines.paths import SOURCES

Change = Callable[[bytes], bytes]
PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Not here</body></html>\n"


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Change:
    """A change of text, of which the bytes are in an encoding."""
    return lambda content: change(content.decode(encoding)).encode(encoding)


def replaced(old: str, new: str, count: int = 1) -> Change:
    return text(lambda whole: whole.replace(old, new, count))


def line_twice(number: int) -> Change:
    """The line of this number, counted from 0, once more at the end."""
    return text(lambda whole: whole + whole.splitlines(keepends=True)[number])


def cell(line: int, column: int, value: str) -> Change:
    """Another value in one field of a file without quotes in that line."""

    def change(whole: str) -> str:
        lines = whole.splitlines(keepends=True)
        fields = lines[line].rstrip("\n").split(",")
        fields[column] = value
        lines[line] = ",".join(fields) + "\n"
        return "".join(lines)

    return text(change)


def without_last_but_one(whole: str) -> str:
    """A table without its last column but one, whose fields hold no comma."""
    rows = [line.rsplit(",", 2) for line in whole.splitlines()]
    return "".join(f"{row[0]},{row[2]}\n" for row in rows)


def in_zip(pattern: str, change: Change) -> Change:
    """A change of the member of a zip whose name ends so."""

    def repacked(content: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(old.read(name)) if name.endswith(pattern) else old.read(name))
        return out.getvalue()

    return repacked


def first_value(column: str, value: str) -> Change:
    """A Parquet file with another value in the first row of a column that is in a source under this name."""

    def changed(content: bytes) -> bytes:
        source = load_sources(SOURCES)["census_ts017"]
        table = pq.read_table(io.BytesIO(content))
        number = table.column_names.index(source.columns[column].source_name)
        values = [value, *table.column(number).to_pylist()[1:]]
        out = io.BytesIO()
        pq.write_table(
            table.set_column(number, table.field(number), pa.array(values, table.field(number).type)), out
        )
        return out.getvalue()

    return changed


def in_gzip(change: Change) -> Change:
    return lambda content: gzip.compress(change(gzip.decompress(content)), mtime=0)


def pubs(change: Callable[[int, float, float], tuple[Any, Any]]) -> Change:
    """Other coordinates for the pubs: `change` takes a pub's number, latitude and longitude."""

    def moved(content: bytes) -> bytes:
        made = {}
        for number, (key, value) in enumerate(json.loads(content).items()):
            name, latitude, longitude = key.rsplit("|", 2)
            new = change(number, float(latitude), float(longitude))
            made[f"{name}|{new[0]}|{new[1]}"] = value
        return json.dumps(made).encode()

    return moved


def swapped_points(content: bytes) -> bytes:
    """GeoJSON in which every point has latitude before longitude."""
    return re.sub(rb'("coordinates": ?\[) ?(-?[\d.]+), ?(-?[\d.]+) ?\]', rb"\1 \3, \2 ]", content)


def refused(county: County, *arguments: str) -> str:
    """What the command says, which must be a sentence; the release must be the one that stood before."""
    before = contents(county.published)
    done = county.invoke("build", "--sample", *arguments)
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit)
    assert contents(county.published) == before
    assert "Traceback" not in done.output and "dagster" not in done.output.casefold()
    said = " ".join(done.stderr.split())
    assert "Error: " in said
    return said


# What is wrong, the data set, the change, the table whose making is asked for (none: a whole build, as it is
# for the others too, only longer), and what must be said.
CONTENT = [
    ("web page", "population_mid_2024", lambda _: PAGE, "", ["output.csv", "web page"]),
    (
        "web page for a zip", "census_ts045", lambda _: PAGE, "raw.census_ts045",
        ["census2021-ts045.zip", "web page"],
    ),
    ("empty", "population_mid_2024", lambda _: b"", "core.lsoa", ["output.csv", "is empty"]),
    (
        "cut in a line", "population_mid_2024", lambda content: content[: len(content) // 2 - 3], "core.lsoa",
        ["output.csv, line", "fields where 8 belong", "cut short"],
    ),
    (
        "cut between lines", "population_mid_2024",
        lambda content: content[: content.rindex(b"\n", 0, len(content) // 2) + 1], "core.lsoa",
        ["core.lsoa", "population is null"],
    ),
    (
        "cut zip", "census_ts045", lambda content: content[:-300], "raw.census_ts045",
        ["census2021-ts045.zip", "cut short"],
    ),
    (
        "cut gzip", "lsoa21_centroids", lambda content: content[:-300], "raw.lsoa21_centroids",
        ["lsoa21_pwc.json.gz", "cut short"],
    ),
    (
        "missing column", "lad24_to_region", text(without_last_but_one), "core.lsoa",
        ["has no column 'RGN24NM'", "Mend the file, or `from` of 'rgn24nm' in the source"],
    ),
    (
        "renamed column", "population_mid_2024", replaced("TotalMF", "Total MF"), "core.lsoa",
        ["has no column 'TotalMF'", "Has it become 'Total MF'?"],
    ),
    (
        "unknown neighbourhood", "population_mid_2024", cell(5, 2, "E01999999"), "core.lsoa",
        ["raw.population_mid_2024 has codes in lsoa21cd that core.lsoa does not know", "E01999999"],
    ),
    (
        "unknown neighbourhood in a census table", "census_ts045",
        in_zip("-lsoa.csv", replaced("E01900005", "E01999999")), "",
        ["raw.census_ts045 has codes in lsoa21cd", "E01999999"],
    ),
    (
        "a neighbourhood too many", "census_ts045",
        in_zip("-lsoa.csv", text(lambda t: t + t.splitlines()[7].replace("E0190000", "E0199999") + "\n")),
        "core.census", ["raw.census_ts045 has codes in lsoa21cd", "E0199999"],
    ),
    (
        "unknown output area", "census_ts017", first_value("oa21cd", "E00999993"), "core.census",
        ["raw.census_ts017 has codes in oa21cd", "E00999993"],
    ),
    (
        "unknown district", "lad24_to_region", replaced("E07900002", "E07999999"), "core.lsoa",
        ["raw.lad24_to_region has codes in lad24cd", "E07999999"],
    ),
    (
        "code of another form", "lsoa21_to_ward24", replaced("E05900001", "Ironwick"), "core.lsoa",
        ["core.lsoa", "wd24cd is not of the form"],
    ),
    (
        "duplicate key", "population_mid_2024", line_twice(9), "",
        ["raw.population_mid_2024", "key (lsoa21cd) is not unique"],
    ),
    (
        "duplicate key in a zip", "census_ts045", in_zip("-lsoa.csv", line_twice(9)), "core.census",
        ["raw.census_ts045", "key (lsoa21cd) is not unique"],
    ),
    (
        "negative count", "population_mid_2024", cell(3, -1, "-1519"), "",
        ["raw.population_mid_2024", "population is below 0", "-1519"],
    ),
    (
        "negative count in a zip", "census_ts045",
        in_zip("-lsoa.csv", text(lambda t: re.sub(r",(\d+)(\r?\n)", r",-\1\2", t, count=1))), "core.census",
        ["raw.census_ts045", "is below 0"],
    ),
    (
        "text in a number column", "population_mid_2024", cell(4, -1, "many"), "core.lsoa",
        ["output.csv, line 5", "'TotalMF' holds 'many', which is not a whole number"],
    ),
    (
        "a fraction where people are counted", "population_mid_2024", cell(4, -1, "1500.5"), "core.lsoa",
        ["output.csv, line 5", "holds '1500.5', which is not a whole number"],
    ),
    (
        "every pub at 0, 0", "pubs", pubs(lambda *_: (0.0, 0.0)), "",
        ["pubs", "coordinates at 0, 0; at most 1% may be", "sources/pubs.yaml"],
    ),
    (
        "every pub in the sea", "pubs", pubs(lambda n, lat, lon: (lat, round(lon - 9 - n / 1e4, 4))),
        "core.places", ["pubs", "records: ", "may be", "sources/pubs.yaml"],
    ),
    (
        "latitude and longitude of pubs swapped", "pubs", pubs(lambda _, lat, lon: (lon, lat)), "core.places",
        ["pubs", "longitude and latitude swapped; at most 1% may be"],
    ),
    (
        "latitude and longitude of neighbourhoods swapped", "lsoa21_centroids", in_gzip(swapped_points),
        "core.lsoa", ["core.centroid"],
    ),
    (
        "wrong encoding", "libraries",
        lambda c: c.decode("utf-8-sig").replace("Library", "Librairié", 1).encode("cp1252"), "raw.libraries",
        ["libraries_england_2023.csv, line", "is not utf-8", "option `encoding`"],
    ),
    (
        "two bytes a letter", "population_mid_2024", lambda c: c.decode("utf-8-sig").encode("utf-16"),
        "core.lsoa", ["output.csv", "is not utf-8"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "change", "at", "expected"), [case[1:] for case in CONTENT], ids=[case[0] for case in CONTENT]
)
def test_a_file_that_went_wrong_is_refused(
    county: County, dataset: str, change: Change, at: str, expected: list[str]
) -> None:
    county.alter(dataset, change)
    said = refused(county, *(("--only", at) if at else ()))
    for part in expected:
        assert part in said, said


def test_what_was_mended_is_built_and_nothing_more(county: County) -> None:
    stored, before = county.stored(), contents(county.published)
    right = county.line_of("population_mid_2024", 4)
    county.alter("population_mid_2024", cell(4, -1, "many"))
    refused(county)
    county.alter("population_mid_2024", cell(4, -1, right.rsplit(",", 1)[1]))
    done = county.invoke("build", "--sample")
    assert done.exit_code == 0, done.output
    assert (county.stored(), contents(county.published)) == (stored, before)


def test_a_few_stray_places_are_dropped_and_counted_and_the_rest_is_published(county: County) -> None:
    published = contents(county.published)
    before = pd.read_parquet(county.warehouse / "core" / "places_report.parquet")
    strays = {3: (0.0, 0.0), 4: (0.0, 0.0), 5: (-1.2, 52.1), 6: (51.6, 1.9)}
    county.alter("pubs", pubs(lambda n, lat, lon: strays.get(n, (lat, lon))))
    done = county.invoke("build", "--sample")
    assert done.exit_code == 0, done.output
    report = pd.read_parquet(county.warehouse / "core" / "places_report.parquet")
    counts = report[(report.source == "pubs") & (report.stage == "not_placed")].groupby("reason").places.sum()
    was = before[(before.source == "pubs") & (before.stage == "not_placed")].groupby("reason").places.sum()
    assert counts["coordinates at 0, 0"] == was.get("coordinates at 0, 0", 0) + 2  # one of each kind or both
    assert counts["longitude and latitude swapped"] == was.get("longitude and latitude swapped", 0) + 1
    assert counts.sum() == was.sum() + 4
    assert contents(county.published) != published


def test_a_wrong_sha256_is_refused(county: County) -> None:
    county.relist("population_mid_2024", sha256="0" * 64)
    said = refused(county)
    assert "population_mid_2024, output.csv" in said
    assert "neither in the cache nor in the mirror" in said or f"instead of {'0' * 64}" in said


def test_a_page_kept_under_the_pinned_checksum_is_refused(county: County) -> None:
    row = county.row("population_mid_2024")
    stored = county.mirror / row["stored"]
    plain = stored.with_suffix("")
    plain.write_bytes(PAGE)
    stored.unlink()
    county.relist("population_mid_2024", stored=str(Path(row["stored"]).with_suffix("")))
    county.forget("raw.population_mid_2024")
    said = refused(county)
    assert "it is a web page (HTML) ('Sign in') and not the file" in said


def test_a_truncated_file_of_the_mirror_is_refused(county: County) -> None:
    stored = county.mirror / county.row("census_ts045")["stored"]
    stored.write_bytes(stored.read_bytes()[:-200])
    county.forget("raw.census_ts045")
    said = refused(county)
    assert "census_ts045, census2021-ts045.zip" in said and "cut short or damaged" in said
    assert "Copy it into" in said


def test_a_mirror_without_a_file_is_told_of_every_one(county: County) -> None:
    for dataset in ("pubs", "libraries"):
        (county.mirror / county.row(dataset)["stored"]).unlink()
        county.forget(f"raw.{dataset}")
    said = refused(county)
    assert "2 files are not here" in said
    assert "pubs, slug_lock.json" in said and "libraries, libraries_england_2023.csv" in said
    assert "the mirror lists it, but" in said


def test_a_named_mirror_that_is_none_is_told(county: County, tmp_path: Path) -> None:
    before = contents(county.data)
    done = county.invoke("build", "--mirror", str(tmp_path))
    assert done.exit_code == 1 and "is not a mirror: it has no FILES.csv" in done.stderr
    assert contents(county.data) == before


def test_england_from_a_mirror_without_a_file_and_no_network_is_told(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The county's folder is a mirror that has none of England's files, and nothing answers."""
    from pipelines.catalogue import store
    from pipelines.catalogue.settings import Settings

    monkeypatch.setattr(store, "Settings", lambda: Settings(attempts=1))
    done = county.invoke("build", "--mirror", str(county.mirror))
    assert done.exit_code == 1
    said = " ".join(done.stderr.split())
    assert "cannot be reached" in said and "Not fetched: 1," in said and "name a mirror with --mirror" in said
    assert not (county.data / "published").exists()


def test_a_fault_shows_no_traceback_in_a_process_of_its_own(county: County) -> None:
    before = contents(county.published)
    county.alter("population_mid_2024", cell(4, -1, "many"))
    done = county.run("build", "--sample")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith(("Error: ", "  - ")) or "Error: " in done.stderr
    assert contents(county.published) == before
