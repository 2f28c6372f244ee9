"""Every rule of a source file, each with a file that breaks it, and the line that is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Column, LiveFile, Rows, SourceFile
from pipelines.errors import CommonGroundError, Faults

LINES = {  # of the good source
    "id": 1, "title": 2, "publisher": 3, "landing_page": 4, "licence": 5, "licence_effect": 6,
    "attribution": 7, "vintage": 8, "geography": 9, "group": 11, "role": 12, "personal_data": 14,
    "reader": 17, "columns": 19, "rows": 22, "faults": 24,
}  # fmt: skip


def put(folder: Path, text: str, name: str = "pubs") -> None:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def faults(folder: Path, readers: Path) -> list[str]:
    with pytest.raises(Faults) as caught:
        load_sources(folder, readers)
    return [str(fault) for fault in caught.value.faults]


def test_a_good_source_becomes_the_model(folder: Path, readers: Path, good: str):
    put(folder, good)
    (source,) = load_sources(folder, readers).values()
    assert source.id == "pubs"
    assert source.files == (SourceFile("pubs.json", "https://example.org/pubs.json", 5, "c" * 64),)
    assert source.columns == {
        "name": Column("name", "string", "Name of the pub", "What it is called", None),
        "latitude": Column("latitude", "float", "latitude", "North of the equator", "degrees"),
    }
    assert source.rows == Rows(37990, 37990)
    assert source.key == ("name",)
    assert source.faults == ("Some have no name.",)
    assert (source.rolling, source.geography_vintage, source.live) == (True, None, ())
    assert source.table == "raw.pubs"


def test_what_may_be_left_out_may_be(folder: Path, readers: Path, good: str):
    optional = ("geography_vintage", "rolling", "options", "key")
    put(folder, "\n".join(line for line in good.splitlines() if not line.startswith(optional)))
    source = load_sources(folder, readers)["pubs"]
    assert (source.rolling, source.options, source.key) == (False, {}, ())


def test_that_no_fault_is_known_is_said(folder: Path, readers: Path, good: str):
    put(folder, good.replace('["Some have no name."]', "[]"))
    assert load_sources(folder, readers)["pubs"].faults == ()


def test_sources_come_in_the_order_of_their_ids(folder: Path, readers: Path, good: str):
    for name in ("schools", "cafes", "pubs"):
        put(folder, good.replace("id: pubs", f"id: {name}"), name)
    assert list(load_sources(folder, readers)) == ["cafes", "pubs", "schools"]


def test_ranges_of_rows_years_and_a_live_alternative(folder: Path, readers: Path, good: str):
    text = good.replace("rows: 37990", "rows: {min: 10, max: 20}").replace(
        "geography_vintage: null", "geography_vintage: 2021"
    )
    put(folder, text + live(note="daily"))
    source = load_sources(folder, readers)["pubs"]
    assert source.rows == Rows(10, 20)
    assert source.geography_vintage == "2021"
    (now,) = source.live
    assert (now.id, now.title, now.note, now.rows, now.rolling) == ("pubs", "Now", "daily", Rows(5), True)
    assert now.files == (LiveFile("now.json", "https://example.org/now"),)
    # the columns are those of the source, under the names of the live file
    assert now.columns == {
        "name": Column("name", "string", "Pub", "What it is called"),
        "latitude": Column("latitude", "float", "North", "North of the equator", "degrees"),
    }


def test_several_live_files_are_an_address_with_a_part(folder: Path, readers: Path, good: str):
    parts = live(name="{part}.json", url="https://example.org/{part}/now", parts=["027", 28])
    put(folder, good + parts)
    (now,) = load_sources(folder, readers)["pubs"].live
    assert now.files == (
        LiveFile("027.json", "https://example.org/027/now"),
        LiveFile("28.json", "https://example.org/28/now"),
    )


def test_a_live_source_that_replaces_nothing_has_columns_of_its_own(folder: Path, readers: Path, good: str):
    own = {"number": {"type": "int", "from": "No", "meaning": "Number in the register"}}
    put(folder, good + live(id="register", replaces=False, columns=own))
    (now,) = load_sources(folder, readers)["pubs"].live
    assert (now.id, now.replaces) == ("register", False)
    assert now.columns == {"number": Column("number", "int", "No", "Number in the register")}


def test_two_live_alternatives_need_two_ids(folder: Path, readers: Path, good: str):
    put(folder, good + live() + live().removeprefix("live:\n"))
    assert "the id 'pubs' of a live alternative stands for another" in faults(folder, readers)[0]


def live(**changes: object) -> str:
    """A sound live alternative of the good source, on one line, with these changes; None takes a key away."""
    entry: dict[str, object] = {
        "title": "Now",
        "page": "https://example.org",
        "name": "now.json",
        "url": "https://example.org/now",
        "rolling": True,
        "reader": "json_keys",
        "columns": {"name": "Pub", "latitude": "North"},
        "rows": {"min": 5},
    } | changes
    return f"live:\n- {json.dumps({k: v for k, v in entry.items() if v is not None})}\n"


@pytest.mark.parametrize("key", sorted(LINES))
def test_each_required_key_is_missed(folder: Path, readers: Path, good: str, key: str):
    lines = good.splitlines()
    end = LINES[key]
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    put(folder, "\n".join(lines[: LINES[key] - 1] + lines[end:]))
    assert faults(folder, readers) == [f"pubs.yaml, line 1: key {key!r} is missing"]


@pytest.mark.parametrize(("old", "new", "said"), [
    ("rolling: true", "roling: true", "pubs.yaml, line 13: unknown key 'roling' Is 'rolling' meant?"),
    ("id: pubs", "id: Pubs", "pubs.yaml, line 1: id 'Pubs' is not a name in snake_case"),
    ("id: pubs", "id: cafes", "pubs.yaml, line 1: id 'cafes' is not the file's name 'pubs'"),
    ("title: Pubs", "title: ''", "pubs.yaml, line 2: title '' is not text, and not empty"),
    ("publisher: A publisher", "publisher: [A]", "line 3: publisher ['A'] is not text, and not empty"),
    ("https://example.org/pubs\n", "example.org\n", "line 4: landing_page 'example.org' is not an address"),
    ("ODbL-1.0", "1.0", "line 5: licence 1.0 is not text"),
    ("share-alike", "sharealike", "line 6: licence_effect 'sharealike' is not one of open, attribution"),
    ("share-alike", "sharealike", "Is 'share-alike' meant?"),
    ('"(c) A publisher"', "null", "line 7: attribution None is not text"),
    ('"2026-04"', "2026-04-01", "line 8: vintage datetime.date(2026, 4, 1) is not a year or a period"),
    ("geography: point", "geography: 1", "line 9: geography 1 is not text"),
    ("geography_vintage: null", "geography_vintage: [1]", "line 10: geography_vintage [1] is not a year"),
    ("group: places", "group: pubs", "line 11: group 'pubs' is not one of deprivation"),
    ("role: input", "role: score", "line 12: role 'score' is not one of input"),
    ("rolling: true", "rolling: often", "line 13: rolling 'often' is not true or false"),
    ("personal_data: none", "personal_data: null", "line 14: personal_data None is not text"),
    ("name: pubs.json", "name: a/pubs.json", "line 16: files.0.name 'a/pubs.json' is not a file's name"),
    ('url: "https://example.org/pubs.json"', "url: pubs.json", "files.0.url 'pubs.json' is not an address"),
    ("bytes: 5", "bytes: 0", "line 16: files.0.bytes 0 is not a size in bytes, at least 1"),
    ("bytes: 5", "bytes: '5'", "line 16: files.0.bytes '5' is not a size in bytes"),
    ("bytes: 5, ", "", "line 16: files.0: key 'bytes' is missing"),
    ("bytes: 5,", "bytes: 5, md5: x,", "line 16: files.0: unknown key 'md5'"),
    ("c" * 64, "c" * 63, "line 16: files.0.sha256"),
    ("c" * 64, "C" * 64, "is not 64 lower-case hexadecimal digits"),
    ("reader: json_keys", "reader: json_key", "line 17: there is no reader 'json_key' Is 'json_keys' meant?"),
    ("reader: json_keys", "reader: cells", "line 17: there is no reader 'cells'"),
    ("options: {path: elements}", "options: elements", "line 18: options 'elements' is not the reader"),
    ("type: float", "type: real", "line 21: columns.latitude.type 'real' is not one of string, int, float"),
    ("type: float, ", "", "line 21: columns.latitude: key 'type' is missing"),
    (", meaning: What it is called", "", "line 20: columns.name: key 'meaning' is missing"),
    ("meaning: What it is called", "meaning: ''", "line 20: columns.name.meaning '' is not text"),
    ('from: "Name of the pub"', "from: null", "line 20: columns.name.from None is not the column's own name"),
    ("unit: degrees", "unit: 1", "line 21: columns.latitude.unit 1 is not a unit, or null"),
    ("unit: degrees", "units: degrees", "line 21: columns.latitude: unknown key 'units' Is 'unit' meant?"),
    ("  latitude:", "  Latitude:", "line 21: columns: 'Latitude' is not a name in snake_case"),
    ("  latitude:", "  name:", "line 21: the key 'name' stands twice, first on line 20."),
    ("rows: 37990", "rows: many", "line 22: rows 'many' is not a count of rows, or {min:, max:}"),
    ("rows: 37990", "rows: -1", "line 22: rows -1 is not a count of rows"),
    ("rows: 37990", "rows: {max: 5}", "line 22: rows {'max': 5} is not a count of rows"),
    ("rows: 37990", "rows: {min: 5, max: 4}", "line 22: rows: max 4 is below min 5"),
    ("key: [name]", "key: name", "line 23: key 'name' is not a list of columns"),
    ("key: [name]", "key: [nam]", "line 23: key column 'nam' is not one of the columns Is 'name' meant?"),
    ("faults: [", "faults: 7 #", "line 24: faults 7 is not a list of sentences ([] where none is known)"),
])  # fmt: skip
def test_each_rule_broken(folder: Path, readers: Path, good: str, old: str, new: str, said: str):
    assert good.count(old) >= 1
    put(folder, good.replace(old, new, 1))
    (fault,) = faults(folder, readers)
    assert said in fault


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (live(url=None), "line 26: live.0: key 'url' is missing"),
        (live(title=None), "line 26: live.0: key 'title' is missing"),
        (live(url="x"), "line 26: live.0.url 'x' is not an address"),
        (live(note=1), "line 26: live.0.note 1 is not text"),
        (live(on=True), "line 26: live.0: unknown key 'on'"),
        (live(reader="nix"), "line 26: there is no reader 'nix'"),
        (live(columns={}), "line 26: live.0.columns {} is not columns by name"),
        (live(columns={"name": "Pub"}), "line 26: the live alternative lacks latitude Say where"),
        (
            live(columns={"name": "Pub", "latitude": "North", "lng": "East"}),
            "line 26: live column 'lng' is not one of the columns",
        ),
        (
            live(columns={"name": {"type": "int"}}),
            "live.0.columns.name {'type': 'int'} is not the column's own",
        ),
        (live(replaces=False, columns={"name": "Pub"}), "line 26: live.0.columns.name 'Pub' is not a column"),
        (live(name="{part}.json"), "line 26: name holds {part} where there are `parts`, and only there"),
        (live(rows="many"), "line 26: live.0.rows 'many' is not a count of rows"),
        ("live: none", "line 25: live 'none' is not a list of live alternatives"),
        ("manifest: manifests/pubs.csv", "line 1: give either `files` or `manifest`, one of the two"),
    ],
)
def test_each_rule_of_what_may_be_added(folder: Path, readers: Path, good: str, added: str, said: str):
    put(folder, good + added + "\n")
    (fault,) = faults(folder, readers)
    assert said in fault


def test_columns_may_not_be_empty(folder: Path, readers: Path, good: str):
    lines = good.splitlines()
    put(folder, "\n".join([*lines[:18], "columns: {}", *lines[21:]]))
    assert "pubs.yaml, line 19: columns {} is not at least one column, by name" in faults(folder, readers)


def test_files_may_not_be_empty_or_named_twice(folder: Path, readers: Path, good: str):
    lines = good.splitlines()
    put(folder, "\n".join([*lines[:14], "files: []", *lines[16:]]))
    assert faults(folder, readers) == ["pubs.yaml, line 15: files [] is not a list of at least one file"]
    put(folder, "\n".join([*lines[:16], lines[15], *lines[16:]]))
    assert faults(folder, readers) == ["pubs.yaml, line 17: file 'pubs.json' is listed twice"]


def test_neither_files_nor_manifest(folder: Path, readers: Path, good: str):
    lines = good.splitlines()
    put(folder, "\n".join(lines[:14] + lines[16:]))
    assert faults(folder, readers) == ["pubs.yaml, line 1: give either `files` or `manifest`, one of the two"]


def with_manifest(good: str, place: str = "manifests/pubs.csv") -> str:
    lines = good.splitlines()
    return "\n".join([*lines[:14], f"manifest: {place}", *lines[16:]])


def test_a_manifest_is_read_missed_and_found_spoilt(folder: Path, readers: Path, good: str):
    put(folder, with_manifest(good))
    assert "the manifest is not there" in faults(folder, readers)[0]
    manifest = folder / "manifests" / "pubs.csv"
    manifest.write_text(f"name,url,bytes,sha256\na,https://x/a,12,{'d' * 64}\n")
    assert load_sources(folder, readers)["pubs"].files == (SourceFile("a", "https://x/a", 12, "d" * 64),)
    manifest.write_text("name,url,bytes,sha256\na,https://x/a,12,dddd\n")
    assert "pubs.csv, line 2: sha256 'dddd'" in faults(folder, readers)[0]


def test_a_manifest_lies_in_its_folder(folder: Path, readers: Path, good: str):
    put(folder, with_manifest(good, "../elsewhere.csv"))
    assert "line 15: manifest '../elsewhere.csv' is not the place of a manifest" in faults(folder, readers)[0]


def test_a_manifest_that_no_source_names(folder: Path, readers: Path, good: str):
    put(folder, good)
    (folder / "manifests" / "old.csv").write_text("")
    assert faults(folder, readers) == ["manifests/old.csv: no source names this manifest"]


def test_one_id_in_two_files(folder: Path, readers: Path, good: str):
    put(folder, good)
    put(folder, good, "taverns")
    assert faults(folder, readers) == ["taverns.yaml, line 1: id 'pubs' is not the file's name 'taverns'"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: [pubs\n", "pubs.yaml, line 2: this is not YAML"),
        ("\tid: pubs\n", "pubs.yaml, line 1: this is not YAML"),
        ("- a\n- b\n", "pubs.yaml, line 1: a source is a list of keys and values"),
        ("", "pubs.yaml, line 1: a source is a list of keys and values"),
        ("id: pubs\n---\nid: pubs\n", "pubs.yaml, line 2: this is not YAML"),
    ],
)
def test_what_is_no_source_at_all(folder: Path, readers: Path, text: str, said: str):
    put(folder, text)
    assert said in faults(folder, readers)[0]


def test_another_encoding(folder: Path, readers: Path, good: str):
    (folder / "pubs.yaml").write_bytes(good.replace("A publisher", "Café").encode("latin-1"))
    assert "not UTF-8 at byte" in faults(folder, readers)[0]


def test_all_faults_of_all_files_come_at_once(folder: Path, readers: Path, good: str):
    put(folder, good.replace("role: input", "role: x").replace("group: places", "group: y"))
    put(
        folder, good.replace("id: pubs", "id: schools").replace("reader: json_keys", "reader: nix"), "schools"
    )
    put(folder, "\tid: torn", "torn")
    assert [fault.split(":")[0] for fault in faults(folder, readers)] == [
        "pubs.yaml, line 11", "pubs.yaml, line 12", "schools.yaml, line 17", "torn.yaml, line 1",
    ]  # fmt: skip


def test_no_folder(tmp_path: Path):
    with pytest.raises(CommonGroundError, match="the folder of sources is not there"):
        load_sources(tmp_path / "none")


def test_the_modules_that_a_command_loads_first_import_nothing_heavy():
    heavy = ("jsonschema", "requests", "pyarrow", "pandas", "numpy", "rich", "zstandard", "filelock")
    modules = "pipelines.catalogue.loader, pipelines.catalogue.store, pipelines.catalogue.listing"
    code = f"import sys, {modules}; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
