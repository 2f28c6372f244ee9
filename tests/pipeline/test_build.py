"""A whole build of the sample county: what is made, spared and published, and that it repeats."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from county_build import County, contents

from pipelines.build import SAMPLE, Project, open_project
from pipelines.column_types import arrow_type
from pipelines.method.loader import parse
from pipelines.paths import METHODS, ROOT
from pipelines.publish import files
from pipelines.publish.identity import METHOD
from pipelines.publish.workbook import WORKBOOK

RELEASE = (
    "README.md", "SHA256SUMS", "codebook.csv", "common-ground.xlsx", "constituencies.parquet",
    "districts.parquet", "indicators.parquet", "method.yaml", "msoas.parquet", "neighbourhoods.csv",
    "neighbourhoods.parquet",
    "provenance.json", "regions.parquet", "wards.parquet",
)  # fmt: skip


@pytest.fixture
def project(built: County, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name, value in built.environment().items():
        monkeypatch.setenv(name, value)
    return open_project(SAMPLE)


def other_weights(folder: Path) -> Path:
    """Our method with the weights of two indicators of one sub-domain exchanged, which still sum to 100."""
    text = (METHODS / "england.yaml").read_text(encoding="utf-8")
    found = list(re.finditer(r"^ {12}weight: ([\d.]+)$", text, re.MULTILINE))
    first, second = found[0], found[1]
    assert first[1] != second[1]
    swapped = f"{text[: first.start(1)]}{second[1]}{text[first.end(1) : second.start(1)]}{first[1]}"
    path = folder / "england.yaml"
    path.write_text(swapped + text[second.end(1) :], encoding="utf-8")
    return path


def left_behind(release: Path) -> set[str]:
    frame = pd.read_csv(release / "neighbourhoods.csv")
    return set(frame.lsoa21cd[frame.left_behind_2025 == 1])


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


def test_a_build_publishes_every_file_and_leads_latest_to_it(built: County) -> None:
    assert set(RELEASE) <= {path.name for path in (built.published / "latest").iterdir()}
    assert (built.published / "latest").resolve() == built.published / "1.0"
    assert sorted(path.name for path in built.published.iterdir()) == ["1.0", "latest"]
    assert not files.faulty(built.published / "1.0")


def test_checksums_are_those_of_the_files_and_are_noticed_when_they_are_not(county: County) -> None:
    folder = county.published / "1.0"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        stated, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == stated
    with (folder / "wards.parquet").open("ab") as file:
        file.write(b" ")
    (folder / "codebook.csv").unlink()
    assert files.faulty(folder) == ["codebook.csv", "wards.parquet"]


def test_the_command_prints_a_summary(first_build: tuple[County, str]) -> None:
    printed = first_build[1]
    for said in ("tables made", "neighbourhoods.parquet", "Left behind", "Most disadvantaged", "seconds"):
        assert said in printed or said.lower() in printed
    assert printed.count("SYNTHETIC") >= 2


def test_every_table_of_the_graph_is_stored_in_its_declared_schema(project: Project) -> None:
    for name in project.graph.meant():
        node = project.graph.nodes[name]
        schema = pq.read_schema(project.storage.path(name))
        assert [(f.name, f.type) for f in schema] == [
            (c.name, arrow_type(c.type)) for c in node.contract.columns
        ], name
        assert schema.metadata[b"commonground.fingerprint"].decode() == node.fingerprint, name


def test_every_table_of_neighbourhoods_has_every_neighbourhood(project: Project) -> None:
    spine = project.storage.rows("core.lsoa")
    assert spine == 300
    nodes = project.graph.nodes
    of_neighbourhoods = [n for n in project.graph.meant() if nodes[n].contract.key == ("lsoa21cd",)]
    made = [n for n in of_neighbourhoods if not n.startswith("raw.")]
    assert len(made) > 30
    assert {n: project.storage.rows(n) for n in made} == dict.fromkeys(made, spine)


def test_the_workbook_says_what_the_tables_say(built: County) -> None:
    folder = built.published / "latest"
    sheets = pd.read_excel(folder / WORKBOOK, None)
    assert list(sheets) == ["read me", "districts", "designated", "codebook"]
    districts = pd.read_parquet(folder / "districts.parquet")
    assert list(sheets["districts"]) == list(districts)
    assert (sheets["districts"].lad24cd == districts.lad24cd).all()
    shown = sheets["designated"]
    assert set(shown.lsoa21cd[shown.left_behind_2025 == 1]) == left_behind(folder)
    rules = [c for c in shown if c in parse(METHODS / "england.yaml").designations]
    assert len(rules) == 7 and (shown[rules].sum(axis=1) > 0).all()
    assert len(sheets["codebook"]) == len(pd.read_csv(folder / "codebook.csv"))


def test_a_second_build_makes_nothing_and_never_imports_dagster(county: County) -> None:
    before, released = county.stored(), contents(county.published)
    program = (
        "import sys\n"
        "from pipelines.cli import main\n"
        "try:\n    main(['build', '--sample'])\n"
        "finally:\n    print('with dagster' if 'dagster' in sys.modules else 'without dagster')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=county.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "tables are up to date" in done.stdout and "already up to date" in done.stdout
    assert "without dagster" in done.stdout
    assert county.stored() == before
    assert contents(county.published) == released


def test_another_weight_makes_the_scores_again_and_not_the_measures(county: County, tmp_path: Path) -> None:
    before, released = county.stored(), contents(county.published)
    done = county.invoke("build", "--sample", "--method", str(other_weights(tmp_path)))
    assert done.exit_code == 0, done.output
    made = changed(before, county.stored())
    assert {name.split(".")[0] for name in made} == {"score", "publish"}
    after = contents(county.published)
    own = (county.published / "latest").resolve()
    assert after[f"{own.name}/neighbourhoods.csv"] != released["1.0/neighbourhoods.csv"]


def test_a_changed_method_under_our_name_gets_a_release_of_its_own(county: County, tmp_path: Path) -> None:
    official = {name: of for name, of in contents(county.published).items() if name != "latest"}
    method = other_weights(tmp_path)
    done = county.invoke("build", "--sample", "--method", str(method))
    assert done.exit_code == 0, done.output
    after = contents(county.published)
    assert {name: after[name] for name in official} == official
    own = (county.published / "latest").resolve()
    about = json.loads((own / "provenance.json").read_text())["method"]
    stated = hashlib.sha256((own / "method.yaml").read_bytes()).hexdigest()
    assert own.name == f"england-1.0-{stated[:8]}"
    assert (about["name"], about["version"], about["official"]) == ("england", "1.0", False)
    assert about["sha256"] == stated
    for text in (done.output, (own / "README.md").read_text()):
        assert "Not the official method" in text and "england 1.0" in text
    assert stated in (own / "README.md").read_text()
    was, now = left_behind(county.published / "1.0"), left_behind(own)
    said = f"{len(now)} designated under Left behind (neighbourhood, IMD 2025), +{len(now - was)} "
    assert f"{said}-{len(was - now)} against release 1.0" in done.output

    again = county.invoke("build", "--sample", "--method", str(own / "method.yaml"))
    assert again.exit_code == 0 and "already up to date" in again.output, again.output
    assert contents(county.published) == after


def test_the_name_of_the_official_release_cannot_be_taken(county: County, tmp_path: Path) -> None:
    before, stored = contents(county.published), county.stored()
    done = county.invoke("build", "--sample", "--method", str(other_weights(tmp_path)), "--release", "1.0")
    assert done.exit_code == 1
    assert "1.0 is the official release of the method england 1.0" in done.stderr
    assert contents(county.published) == before and county.stored() == stored


def test_comments_in_a_method_change_nothing(county: County, tmp_path: Path) -> None:
    before = contents(county.published)
    method = tmp_path / "mine.yaml"
    text = (METHODS / "england.yaml").read_text(encoding="utf-8")
    method.write_text("# Mine.\n\n" + text, encoding="utf-8")
    done = county.invoke("build", "--sample", "--method", str(method))
    assert done.exit_code == 0 and "already up to date" in done.output, done.output
    assert contents(county.published) == before


def test_a_release_says_which_method_made_it(built: County) -> None:
    folder = built.published / "1.0"
    about = json.loads((folder / "provenance.json").read_text())["method"]
    assert parse(folder / "method.yaml") == parse(METHODS / "england.yaml")
    assert about["official"] and about["sha256"] in (folder / "README.md").read_text()
    assert about["sha256"] == hashlib.sha256((folder / "method.yaml").read_bytes()).hexdigest()


def test_fresh_makes_everything_again_with_the_same_bytes(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where workers make the tables side by side, and no process makes them one after the other."""
    monkeypatch.setenv("COMMONGROUND_WORKERS", "2")
    before, tables, released = county.stored(), contents(county.warehouse), contents(county.published)
    done = county.invoke("build", "--sample", "--fresh")
    assert done.exit_code == 0, done.output
    assert changed(before, county.stored()) == set(before)
    assert contents(county.warehouse) == tables
    assert contents(county.published) == released


def test_the_published_areas_can_be_queried_away_from_their_warehouse(county: County, tmp_path: Path) -> None:
    away = tmp_path / "elsewhere.duckdb"
    shutil.move(county.base / "common-ground.duckdb", away)
    shutil.rmtree(county.warehouse)
    with duckdb.connect(str(away), read_only=True) as database:
        found = database.sql("SELECT count(*), sum(left_behind_2025) FROM publish.neighbourhoods").fetchall()
        assert found == [(300, len(left_behind(county.published / "1.0")))]
        for areas in ("msoas", "wards", "districts", "constituencies", "regions"):
            assert database.sql(f"SELECT * FROM publish.{areas}").fetchall(), areas


def test_only_makes_a_table_and_what_it_needs_and_publishes_nothing(tmp_path: Path) -> None:
    county = County(tmp_path / "data")
    done = county.invoke("build", "--sample", "--only", "core.population")
    assert done.exit_code == 0, done.output
    made = set(county.stored())
    assert {"core.population", "core.lsoa", "raw.population_mid_2024"} <= made
    assert {name.split(".")[0] for name in made} == {"raw", "core"} and "raw.pubs" not in made
    assert not county.published.exists()


def test_only_refuses_a_table_that_there_is_not(county: County) -> None:
    done = county.invoke("build", "--sample", "--only", "core.populations")
    assert done.exit_code == 1
    assert "There is no table core.populations" in done.stderr


def test_a_named_release_appears_beside_the_others_and_latest_leads_to_it(county: County) -> None:
    first = contents(county.published / "1.0")
    done = county.invoke("build", "--sample", "--release", "2026-11.trial")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in county.published.iterdir()) == ["1.0", "2026-11.trial", "latest"]
    assert (county.published / "latest").resolve().name == "2026-11.trial"
    assert contents(county.published / "1.0") == first
    named = contents(county.published / "2026-11.trial")
    differing = {name for name in first if first[name] != named[name]}
    naming = {"README.md", "SHA256SUMS", "common-ground.xlsx", "provenance.json"}  # which say its name
    assert differing == naming


@pytest.mark.parametrize("name", ["latest", "..", "a/b", ".hidden", "two words"])
def test_a_name_that_is_no_folders_name_is_refused(county: County, name: str) -> None:
    before = contents(county.published)
    done = county.invoke("build", "--sample", "--release", name)
    assert done.exit_code == 1
    assert "cannot name a release" in done.stderr
    assert contents(county.published) == before


def test_without_mirror_and_network_the_sample_is_built_and_said_and_has_the_same_bytes(
    built: County, tmp_path: Path
) -> None:
    county = County(tmp_path / "another folder" / "data")
    done = county.run("build", PYTHONHASHSEED="2")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "England cannot be built here" in said and "synthetic sample county" in said
    assert "To get England: connect to the network" in said and "COMMONGROUND_MIRROR" in said
    assert not (county.data / "published").exists()
    assert contents(county.published) == contents(built.published)
    assert contents(county.warehouse) == contents(built.warehouse)


@pytest.mark.parametrize("name", RELEASE)
def test_every_artefact_says_that_it_is_synthetic(built: County, name: str) -> None:
    path = built.published / "1.0" / name
    if name.endswith(".parquet"):
        named = (
            name == "neighbourhoods.parquet" and "(synthetic)" in pq.read_table(path)["lsoa21nm"][0].as_py()
        )
        assert named or pq.read_schema(path).metadata.get(b"synthetic") == b"true"
    elif name == WORKBOOK:
        assert "SYNTHETIC" in " ".join(pd.read_excel(path, "read me", header=None)[0])
    elif name not in (files.SUMS, METHOD):  # which hold no figure
        assert "synthetic" in path.read_text(encoding="utf-8").casefold()


def test_every_data_set_of_the_sample_is_labelled(project: Project) -> None:
    for source in project.sources.values():
        assert "synthetic" in source.title and "synthetic" in source.vintage, source.id
        assert "Invented" in source.attribution, source.id
