"""sources/*.yaml read and checked: every fault of every file is found before anything is fetched.

The rules of one file are in schema.json; here are those that need more than one place to see:
names that must agree, readers and manifests that must exist. No file of data is opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.catalogue.source import Column, Live, LiveFile, Rows, Source, SourceFile
from pipelines.errors import CommonGroundError, Fault, Faults
from pipelines.marked_yaml import Marked, read_marked

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

READERS = Path(__file__).resolve().parents[1] / "readers"


def load_sources(folder: Path, readers: Path = READERS) -> dict[str, Source]:
    """Every source of a folder, by id, in the order of their ids.

    `readers` is the folder whose modules the sources may name. Raises Faults, all of all files at once,
    each with file and line.
    """
    if not folder.is_dir():
        raise CommonGroundError(f"{folder}: the folder of sources is not there.")
    known = reader_names(readers)
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    manifests = {path.name for path in folder.glob("manifests/*.csv")}
    for path in sorted(folder.glob("*.yaml")):
        try:
            marked = read_marked(path)
            found = marked.faults or list(_schema_faults(marked)) or list(_other_faults(marked, path, known))
            if isinstance(marked.data, dict):
                manifests.discard(str(marked.data.get("manifest", "")).removeprefix("manifests/"))
            if found:
                raise Faults(found)
            source = _source(marked.data, path)
            _ = source.files
        except Faults as error:
            faults += error.faults
            continue
        sources[source.id] = source
    faults += _repeated_live(sources)
    faults += [Fault("no source names this manifest", f"manifests/{name}") for name in sorted(manifests)]
    if faults:
        raise Faults(faults, title=f"{len(faults):,} faults in {folder.name}" if len(faults) > 1 else "")
    return sources


def _repeated_live(sources: Mapping[str, Source]) -> list[Fault]:
    """Live alternatives whose id stands for another already: of a source, or of a live alternative."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for source in sources.values():
        for live in source.live:
            if live.id in seen or (live.id in sources and live.id != source.id):
                said = f"the id {live.id!r} of a live alternative stands for another data set"
                faults.append(Fault(said, f"{source.id}.yaml", "Give it an `id` of its own."))
            seen.add(live.id)
    return faults


def reader_names(folder: Path = READERS) -> set[str]:
    """The readers there are: modules that define `read`. They are not imported, for that costs seconds."""
    return {path.stem for path in folder.glob("*.py") if "\ndef read(" in path.read_text(encoding="utf-8")}


def _other_faults(marked: Marked, path: Path, readers: set[str]) -> Iterator[Fault]:
    data = marked.data
    if data["id"] != path.stem:
        yield Fault(f"id {data['id']!r} is not the file's name {path.stem!r}", marked.where(["id"]))
    if data["reader"] not in readers:
        said = f"there is no reader {data['reader']!r}"
        yield Fault(said, marked.where(["reader"]), _nearest(data["reader"], readers))
    for number, live in enumerate(data.get("live", [])):
        yield from _live_faults(live, data, marked, ["live", number], readers)
    for number, column in enumerate(data.get("key", [])):
        if column not in data["columns"]:
            said = f"key column {column!r} is not one of the columns"
            yield Fault(said, marked.where(["key", number]), _nearest(column, data["columns"]))
    seen = set()
    for number, file in enumerate(data.get("files", [])):
        if file["name"] in seen:
            yield Fault(f"file {file['name']!r} is listed twice", marked.where(["files", number]))
        seen.add(file["name"])
    rows = data["rows"]
    if isinstance(rows, dict) and rows.get("max", rows["min"]) < rows["min"]:
        yield Fault(f"rows: max {rows['max']:,} is below min {rows['min']:,}", marked.where(["rows", "max"]))


def _live_faults(
    live: Mapping[str, Any], data: Mapping[str, Any], marked: Marked, path: list[Any], readers: set[str]
) -> Iterator[Fault]:
    """What is wrong with one live alternative: its reader, its addresses, its columns beside the source's."""
    if live["reader"] not in readers:
        said = f"there is no reader {live['reader']!r}"
        yield Fault(said, marked.where([*path, "reader"]), _nearest(live["reader"], readers))
    for key in ("name", "url"):
        if ("{part}" in live[key]) != ("parts" in live):
            said = f"{key} holds {{part}} where there are `parts`, and only there"
            yield Fault(said, marked.where([*path, key]))
    if not live.get("replaces", True):
        return
    own, wanted = live["columns"], data["columns"]
    for name in (name for name in own if name not in wanted):
        said = f"live column {name!r} is not one of the columns"
        yield Fault(said, marked.where([*path, "columns", name]), _nearest(name, wanted))
    if lacking := [name for name in wanted if name not in own]:
        said = f"the live alternative lacks {', '.join(lacking)}"
        do = "Say where they are in its files, or `replaces: false` where it cannot stand in for the source."
        yield Fault(said, marked.where([*path, "columns"]), do)


# --- JSON Schema, told in sentences


@cache
def _validator() -> Validator:
    from jsonschema import Draft202012Validator

    schema = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _schema_faults(marked: Marked) -> Iterator[Fault]:
    errors = sorted(
        _validator().iter_errors(marked.data), key=lambda error: marked.line(list(error.absolute_path))
    )
    for error in errors:
        yield from _told(error, marked)


def _told(error: ValidationError, marked: Marked) -> Iterator[Fault]:
    path = list(error.absolute_path)
    name = ".".join(str(step) for step in path)
    rule, schema, value = error.validator, error.schema, error.instance
    within = f"{name}: " if name else ""
    if not path and rule == "type":
        yield Fault("a source is a list of keys and values", marked.where())
    elif rule == "additionalProperties":
        for key in (key for key in value if key not in schema["properties"]):
            do = _nearest(str(key), schema["properties"])
            yield Fault(f"{within}unknown key {str(key)!r}", marked.where([*path, key]), do)
    elif rule == "required":
        # one error a missing key; the message begins with the key in quotes
        yield Fault(f"{within}key {error.message.split(chr(39))[1]!r} is missing", marked.where(path))
    elif rule == "oneOf":
        yield Fault("give either `files` or `manifest`, one of the two", marked.where(path))
    elif rule == "enum":
        said = f"{name} {value!r} is not one of {', '.join(schema['enum'])}"
        yield Fault(said, marked.where(path), _nearest(str(value), schema["enum"]))
    elif error.parent is None and "propertyNames" in error.absolute_schema_path:
        yield Fault(f"{within}{value!r} is not {schema['description']}", marked.where([*path, value]))
    else:
        yield Fault(f"{name} {_short(value)} is not {schema.get('description', 'right')}", marked.where(path))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _nearest(name: str, known: Any) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"Is {close[0]!r} meant?" if close else ""


# --- from data to model


def _columns(data: Mapping[str, Any]) -> dict[str, Column]:
    return {
        name: Column(name, facts["type"], str(facts.get("from", name)), facts["meaning"], facts.get("unit"))
        for name, facts in data.items()
    }


def _rows(data: int | Mapping[str, int]) -> Rows:
    return Rows(data, data) if isinstance(data, int) else Rows(data["min"], data.get("max"))


def _live(data: Mapping[str, Any], source_id: str, columns: Mapping[str, Column]) -> Live:
    replaces = data.get("replaces", True)
    if replaces:
        own = {
            name: replace(column, source_name=str(data["columns"][name])) for name, column in columns.items()
        }
    else:
        own = _columns(data["columns"])
    files = (
        LiveFile(data["name"].replace("{part}", str(part)), data["url"].replace("{part}", str(part)))
        for part in data.get("parts", [""])
    )
    return Live(
        id=data.get("id", source_id),
        title=data["title"],
        page=data["page"],
        files=tuple(files),
        reader=data["reader"],
        options=data.get("options", {}),
        columns=own,
        rows=_rows(data["rows"]),
        rolling=data["rolling"],
        replaces=replaces,
        publisher=data.get("publisher", ""),
        note=data.get("note", ""),
    )


def _source(data: Mapping[str, Any], path: Path) -> Source:
    manifest = data.get("manifest")
    geography_vintage = data.get("geography_vintage")
    columns = _columns(data["columns"])
    return Source(
        id=data["id"],
        title=data["title"],
        publisher=data["publisher"],
        landing_page=data["landing_page"],
        licence=data["licence"],
        licence_effect=data["licence_effect"],
        attribution=data["attribution"],
        vintage=str(data["vintage"]),
        geography=data["geography"],
        geography_vintage=None if geography_vintage is None else str(geography_vintage),
        group=data["group"],
        role=data["role"],
        rolling=data.get("rolling", False),
        personal_data=data["personal_data"],
        reader=data["reader"],
        options=data.get("options", {}),
        columns=columns,
        rows=_rows(data["rows"]),
        key=tuple(data.get("key", ())),
        faults=tuple(data["faults"]),
        live=tuple(_live(entry, data["id"], columns) for entry in data.get("live", ())),
        inline=tuple(SourceFile(**file) for file in data.get("files", ())),
        manifest=path.parent / manifest if manifest else None,
        path=path,
    )
