"""Live alternatives switched on: a food register in its true format, served on the loopback address, takes
the place of the pinned one in a build of the sample county, and everything that is published says so.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import dagster as dg
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from county_build import NOWHERE, County, contents
from site_server import Site, send

from pipelines.build import SAMPLE, open_project
from pipelines.catalogue.settings import Settings
from pipelines.cli import main
from pipelines.definitions import build_definitions
from pipelines.paths import SOURCES

MONDAY, TUESDAY = "Mon, 06 Jul 2026 04:00:00 GMT", "Tue, 07 Jul 2026 04:00:00 GMT"
FOOD = "food_businesses_2015"
RECORD = """<EstablishmentDetail><FHRSID>{id}</FHRSID>\
<LocalAuthorityBusinessID>PI/{id}</LocalAuthorityBusinessID>\
<BusinessName>{name}</BusinessName><BusinessType>Restaurant/Cafe/Canteen</BusinessType>\
<BusinessTypeID>1</BusinessTypeID><AddressLine1>1 High Street</AddressLine1><PostCode>ZZ1 1ZZ</PostCode>\
<RatingValue>5</RatingValue><RatingKey>fhrs_5_en-gb</RatingKey><RatingDate>2026-01-05</RatingDate>\
<LocalAuthorityCode>027</LocalAuthorityCode><LocalAuthorityName>Sampleshire</LocalAuthorityName>\
<LocalAuthorityWebSite>http://example.org</LocalAuthorityWebSite>\
<LocalAuthorityEmailAddress>food@example.org</LocalAuthorityEmailAddress>\
<Scores><Hygiene>0</Hygiene><Structural>0</Structural><ConfidenceInManagement>0</ConfidenceInManagement></Scores>\
<SchemeType>FHRS</SchemeType><NewRatingPending>False</NewRatingPending>\
<Geocode><Longitude>{longitude}</Longitude><Latitude>{latitude}</Latitude></Geocode></EstablishmentDetail>"""


def register(rows: list[dict[str, str]]) -> bytes:
    """A register of one authority, as the publisher writes it."""
    records = "".join(RECORD.format_map({k: escape(v) for k, v in row.items()}) for row in rows)
    text = (
        '<?xml version="1.0" encoding="utf-8"?><FHRSEstablishment>'
        f"<Header><ExtractDate>2026-07-06</ExtractDate><ItemCount>{len(rows)}</ItemCount>"
        "<ReturnCode>Success</ReturnCode></Header>"
        f"<EstablishmentCollection>{records}</EstablishmentCollection></FHRSEstablishment>"
    )
    return text.encode()


def dated(when: str) -> Callable:
    """Answers as a server that knows what it served: 304 where nothing has changed since."""

    def behave(handler, content: bytes) -> None:
        mark = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if handler.headers.get("If-None-Match") == mark:
            send(handler, 304, b"", ETag=mark)
        else:
            send(handler, 200, content, ETag=mark, Last_Modified=when)

    return behave


class Publisher:
    """The agency on the loopback address: two registers, and the sources that say where they are."""

    def __init__(self, site: Site, county: County, folder: Path) -> None:
        self.site, self.county = site, county
        lines = county.published_bytes(FOOD).decode().splitlines()
        names = ["id", "name", "", "", "", "", "", "latitude", "longitude"]
        rows = [dict(zip(names, line, strict=True)) for line in csv.reader(lines[1:])]
        self.rows = [row for row in rows if row["longitude"]]
        self.serve("027", self.rows[::2])
        self.serve("028", [*self.rows[1::2][:20], self.rows[0] | {"id": "person", "name": "Jane Doe"}])
        shutil.copytree(SOURCES, folder)
        path = folder / f"{FOOD}.yaml"
        text = re.sub(
            r"url: https://ratings\S+/FHRS", f"url: {site.url}/FHRS", path.read_text(encoding="utf-8")
        )
        text = re.sub(r"parts: \[[^]]*\]", 'parts: ["027", "028"]', text)
        path.write_text(text, encoding="utf-8")

    def serve(self, part: str, rows: list[dict[str, str]], when: str = MONDAY) -> None:
        self.site.page(f"FHRS{part}en-GB.xml", dated(when), content=register(rows))

    def run(self, *arguments: str, **more: str) -> Result:
        """The command, which reaches the loopback address and no other."""
        reach = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        return CliRunner().invoke(main, arguments, env=self.county.environment(**(reach | more)))

    def build(self, *arguments: str, **more: str) -> Result:
        return self.run("build", "--sample", "--live", FOOD, *arguments, **more)


@pytest.fixture
def publisher(site: Site, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    made = Publisher(site, county, tmp_path / "sources")
    monkeypatch.setattr("pipelines.build.SOURCES", tmp_path / "sources")
    quick = replace(Settings(), attempts=2, first_pause=0.01)
    monkeypatch.setattr("pipelines.catalogue.store.Settings", lambda: quick)
    return made


def raw_food(county: County) -> pd.DataFrame:
    return pd.read_parquet(county.warehouse / "raw" / f"{FOOD}.parquet")


def listed(site: Site) -> str:
    """SHA-256 of the list of both files, as `sha256sum` would write it."""
    lines = [
        f"{hashlib.sha256(site.contents[f'/FHRS{part}en-GB.xml']).hexdigest()}  {part}.xml\n"
        for part in ("027", "028")
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_live_register_takes_the_place_of_the_pinned_one(publisher: Publisher, built: County) -> None:
    county = publisher.county
    done = publisher.build()
    assert done.exit_code == 0, done.output
    assert f"live: {FOOD}, 2 files, sha256 {listed(publisher.site)}, of 2026-07-06\n" in done.stdout
    served = [*publisher.rows[::2], *publisher.rows[1::2][:20]]
    made = raw_food(county)
    assert set(made.id) == {row["id"] for row in served} | {"person"}
    assert made.set_index("id").name["person"] is None or pd.isna(made.set_index("id").name["person"])
    assert set(made.authority) == {"027.xml", "028.xml"}
    # a release of its own; the one of the pinned files is as it was
    release = county.published / "1.0-live"
    assert (county.published / "latest").resolve() == release
    assert contents(county.published / "1.0") == contents(built.published / "1.0")
    old, new = (pd.read_csv(f / "neighbourhoods.csv") for f in (county.published / "1.0", release))
    assert not old.cafes_2015.equals(new.cafes_2015) and old.pubs.equals(new.pubs)


def test_the_release_says_what_it_rests_on(publisher: Publisher) -> None:
    assert publisher.build().exit_code == 0
    release = publisher.county.published / "1.0-live"
    about = json.loads((release / "provenance.json").read_text(encoding="utf-8"))
    assert about["live"] == [FOOD]
    assert about["columns"]["neighbourhoods"]["cafes_2015"]["live"] == [FOOD]
    assert "live" not in about["columns"]["neighbourhoods"]["lad24nm"]
    source = about["sources"][FOOD]
    assert source["live"] == FOOD and source["vintage"] == "2026-07-06 (live)"
    content = publisher.site.contents["/FHRS027en-GB.xml"]
    digest = hashlib.sha256(content).hexdigest()
    assert source["files"][0] == {
        "name": "027.xml",
        "address": f"{publisher.site.url}/FHRS027en-GB.xml",
        "bytes": len(content),
        "sha256": digest,
        "last_modified": MONDAY,
        "etag": f'"{digest[:16]}"',
    }
    assert "live" not in about["sources"]["pubs"] and "etag" not in about["sources"]["pubs"]["files"][0]
    book = pd.read_csv(release / "codebook.csv")
    cafes = book[(book.table == "neighbourhoods") & (book.column == "cafes_2015")].iloc[0]
    assert f"{FOOD} 2026-07-06 (live)" in cafes.vintages
    page = (release / "README.md").read_text(encoding="utf-8")
    assert "**LIVE.**" in page and f"- {FOOD} (Food hygiene ratings, current" in page
    assert pd.read_parquet(release / "neighbourhoods.parquet").attrs["live"] == FOOD
    assert pq.read_schema(release / "districts.parquet").metadata[b"live"] == FOOD.encode()
    places = pd.read_parquet(publisher.county.warehouse / "core" / "places.parquet")
    assert set(places[places.source == FOOD].vintage) == {"2026-07-06 (live)"}


def test_the_next_build_without_it_is_of_the_pinned_files_again(publisher: Publisher, built: County) -> None:
    assert publisher.build().exit_code == 0
    done = publisher.run("build", "--sample")
    assert done.exit_code == 0 and "live:" not in done.stdout
    county = publisher.county
    assert contents(county.warehouse) == contents(built.warehouse)
    assert contents(county.published / "latest" / ".") == contents(built.published / "latest" / ".")


def test_what_has_not_changed_is_neither_sent_nor_made_again(publisher: Publisher) -> None:
    assert publisher.build().exit_code == 0
    before = publisher.county.stored()
    done = publisher.build()
    assert "tables are up to date" in done.stdout and "already up to date" in done.stdout
    assert publisher.county.stored() == before
    publisher.serve("028", publisher.rows[1::2][:9], TUESDAY)
    done = publisher.build()
    assert done.exit_code == 0 and "of 2026-07-07" in done.stdout
    assert len(raw_food(publisher.county)) == len(publisher.rows[::2]) + 9


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda site: site.pages.update({"/FHRS028en-GB.xml": [lambda h, c: send(h, 404, b"")]}),
         "028.xml: the address answers 404 Not Found. http://127.0.0.1"),
        (lambda site: site.contents.update({"/FHRS028en-GB.xml": b"<!DOCTYPE html><title>Sorry</title>"}),
         "028.xml: what came is a web page (HTML), not a file"),
        (lambda site: site.contents.update({"/FHRS028en-GB.xml": b""}), "028.xml: what came is empty"),
        (lambda site: site.contents.update({"/FHRS028en-GB.xml": register([])[:-40]}),
         "028.xml, line 1: is not whole XML"),
    ],
)  # fmt: skip
def test_a_live_file_that_cannot_be_had_ends_the_build(
    publisher: Publisher, built: County, spoil: Callable[[Site], None], said: str
) -> None:
    spoil(publisher.site)
    done = publisher.build()
    assert (done.exit_code, done.stdout.count("live:")) == (1, 0)
    assert said in done.stderr and "Traceback" not in done.stderr
    assert contents(publisher.county.published) == contents(built.published)


def test_without_a_network_the_cache_of_live_files_serves_and_says_so(publisher: Publisher) -> None:
    lost = {"NO_PROXY": "", "no_proxy": "", "HTTP_PROXY": NOWHERE, "http_proxy": NOWHERE}
    done = publisher.build(**lost)
    assert done.exit_code == 1
    assert "cannot be reached" in done.stderr and f"build without --live {FOOD}" in done.stderr
    assert publisher.build().exit_code == 0
    done = publisher.build(**lost)
    assert done.exit_code == 0
    assert "of 2026-07-06, from the cache, for no address can be reached" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "pubs",
            "pubs: has no live alternative. Those that there are: code_point_open, food_businesses_2015,",
        ),
        ("inns", "inns: is no data set. Those that there are:"),
        ("charity_register", "charity_register: cannot stand in for the pinned files. A row a charity,"),
    ],
)
def test_what_has_no_live_alternative_is_told(built: County, name: str, said: str) -> None:
    done = built.invoke("build", "--sample", "--live", name)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_of_two_alternatives_of_one_source_one_is_chosen(built: County) -> None:
    done = built.invoke("build", "--sample", "--live", "code_point_open", "--live", "postcode_directory")
    assert done.exit_code == 1
    assert (
        "postcode_directory: is a live alternative of code_point_open, as code_point_open is" in done.stderr
    )


def test_a_release_of_live_files_is_not_carried(publisher: Publisher, tmp_path: Path) -> None:
    from pipelines.errors import CommonGroundError
    from pipelines.publish.carried import carry

    assert publisher.build().exit_code == 0
    with pytest.raises(CommonGroundError, match=f"rests on live files of {FOOD}"):
        carry(publisher.county.published / "1.0-live", tmp_path / "release")


def test_a_run_of_dagster_builds_with_the_live_files_that_it_is_given(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in publisher.county.environment(NO_PROXY="127.0.0.1", no_proxy="127.0.0.1").items():
        monkeypatch.setenv(name, value)
    job = build_definitions(open_project(SAMPLE)).resolve_job_def("rebuild_live")
    with dg.DagsterInstance.ephemeral() as instance:
        done = job.execute_in_process(
            {"ops": {"build_live": {"config": {"live": [FOOD]}}}}, instance=instance
        )
        event = instance.get_latest_materialization_event(dg.AssetKey("release"))
    assert done.success
    assert (publisher.county.published / "1.0-live" / "provenance.json").is_file()
    facts = event.asset_materialization.metadata
    assert facts["live"].value == f"{FOOD}, 2 files, sha256 {listed(publisher.site)}, of 2026-07-06"
