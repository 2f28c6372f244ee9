"""One release: what is in it, whether the one that stands is still right, and writing it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import __version__
from pipelines.errors import CommonGroundError
from pipelines.paths import Workspace
from pipelines.publish import changes, files
from pipelines.publish.at_once import at_once
from pipelines.publish.codebook import COLUMNS, codebook_rows
from pipelines.publish.folder import LATEST, appearing, point_latest
from pipelines.publish.identity import METHOD, Identity
from pipelines.publish.lineage import live_among
from pipelines.publish.notice import notice
from pipelines.publish.provenance import provenance
from pipelines.publish.workbook import WORKBOOK, write_workbook
from pipelines.warehouse.fingerprint import code, digest
from pipelines.warehouse.plan import Graph
from pipelines.warehouse.tables import Storage

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.catalogue.source import Source

NEIGHBOURHOODS = "publish.neighbourhoods"
SHAPES = "core.lsoa_shape"
PROVENANCE = "provenance.json"


@dataclass(frozen=True)
class Release:
    """A published release: its folder, its files (name, bytes), whether it had to be written.

    `notes`: what whoever built it should be told, a line each: that its method only bears the name of an
    official one, and what changed since the release before.
    """

    folder: Path
    files: tuple[tuple[str, int], ...]
    written: bool
    notes: tuple[str, ...] = ()


def publish(
    workspace: Workspace,
    storage: Storage,
    graph: Graph,
    sources: Mapping[str, Source],
    method: Any,
    name: str | None = None,
    fresh: bool = False,
    on_step: Callable[[str], None] | None = None,
    beside: Callable[[], None] | None = None,
) -> Release:
    """Write the tables of the layer `publish` as the release `name` (`Identity.release` unless said).

    Nothing is written where the release that stands was made from the same tables and its checksums hold.
    `beside` is done while files are written, and a release that it fails for does not appear. Raises
    `CommonGroundError`; the last release is then as it was.
    """
    live = live_among(sources, sorted(sources))
    identity = Identity(method, bool(live))
    folder = workspace.published / identity.named(name)
    rule, designation = next(iter(method.designations.items()))
    before = changes.before(workspace.published, rule)
    tables = [table for table in graph.nodes if table.startswith("publish.")]
    writer = code(__name__)
    made_from = {t: digest(graph.nodes[t].fingerprint, writer) for t in [*tables, SHAPES]}
    made_from["release"] = digest(made_from, __version__, folder.name, identity.sha256)
    standing = _made_from(folder)
    if fresh or standing.get("release") != made_from["release"] or files.faulty(folder):
        last = None if fresh else workspace.published / LATEST
        say = on_step or (lambda step: None)
        with appearing(folder, _check) as part, at_once(beside) as later:
            _write(part, storage, graph, sources, identity, made_from, last, live, say, later)
        written = True
    else:
        if beside:
            beside()
        written = False
    point_latest(folder)
    listed = tuple((p.name, p.stat().st_size) for p in sorted(folder.iterdir()))
    notes = [identity.warning]
    if before and (written or before.name != folder.name):
        now = changes.designated(folder, rule)
        notes.append(changes.told(before, folder.name, now, designation.title))
    return Release(folder, listed, written, tuple(note for note in notes if note))


def _made_from(folder: Path) -> dict[str, str]:
    """The fingerprints of the tables that a standing release was made from, and of the whole."""
    try:
        stated = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))["made_from"]
    except (OSError, ValueError, KeyError):
        return {}
    return stated if isinstance(stated, dict) else {}


def _write(
    folder: Path,
    storage: Storage,
    graph: Graph,
    sources: Mapping[str, Source],
    identity: Identity,
    made_from: Mapping[str, str],
    last: Path | None,
    live: list[str],
    on_step: Callable[[str], None],
    later: Callable[..., Any],
) -> None:
    synthetic = graph.edition != "england"
    names = [name for name in made_from if name.startswith("publish.")]
    before = _made_from(last) if last else {}
    contents: dict[str, pa.Table] = {}
    for name in names:
        on_step(name)
        contents[name] = content = _labelled(
            storage.read(name), synthetic, live if not graph.nodes[name].pinned else []
        )
        short = name.split(".", 1)[1]
        same = all(
            before.get(t) == made_from[t] for t in ([name, SHAPES] if name == NEIGHBOURHOODS else [name])
        )
        if last and same and files.take_over(last, folder, short):
            continue
        if name == NEIGHBOURHOODS:
            shaped = _with_shapes(content, storage.read(SHAPES))
            later(files.write_geoparquet, folder / f"{short}.parquet", shaped)
            later(files.write_csv, folder / f"{short}.csv", content)
        else:
            later(files.write_parquet, folder / f"{short}.parquet", content)
    on_step("codebook")
    book = list(codebook_rows(graph, sources, contents))
    files.write_rows(folder / "codebook.csv", COLUMNS, book)
    on_step("provenance")
    about = {
        "release": folder.name.strip(".").removesuffix(".part"),
        "synthetic": synthetic,
        "software": f"common-ground {__version__}",
        "method": identity.about,
        "made_from": dict(made_from),
    } | ({"live": live} if live else {})
    on_step("workbook")
    later(write_workbook, folder / WORKBOOK, about, contents, identity.method.designations, book)
    (folder / METHOD).write_text(identity.text, encoding="utf-8")
    files.write_json(folder / PROVENANCE, about | provenance(graph, sources, names))
    sizes = {
        name: (content.num_rows, len(graph.nodes[name].contract.published))
        for name, content in contents.items()
    }
    (folder / "README.md").write_text(notice(about, sizes, sources, identity.warning), encoding="utf-8")


def _labelled(content: pa.Table, synthetic: bool, live: list[str]) -> pa.Table:
    """Tables of invented figures, or of live files, say so in their schema (`files.LABELS`)."""
    texts = ("true" if synthetic else "", ", ".join(live))
    labels = {label: text.encode() for label, text in zip(files.LABELS, texts, strict=True) if text}
    if not labels:
        return content
    return content.replace_schema_metadata({**(content.schema.metadata or {}), **labels})


def _with_shapes(content: pa.Table, shapes: pa.Table) -> pa.Table:
    """Both tables are sorted by the code of the neighbourhood and hold the same ones."""
    if not content.column("lsoa21cd").equals(shapes.column("lsoa21cd")):
        raise ValueError("neighbourhoods and their shapes are not the same, or not in the same order")
    return content.append_column("geometry", shapes.column("geometry"))


def _check(folder: Path) -> None:
    """Checksums are written last; the files read back whole, and as they say."""
    import pyarrow.parquet as pq

    files.write_sums(folder)
    bad = files.faulty(folder)
    for path in sorted(folder.glob("*.parquet")):
        if pq.read_metadata(path).num_rows == 0:
            bad.append(path.name)
    if bad:
        raise CommonGroundError(
            f"The release was not written whole: {', '.join(bad)}. Nothing was published."
        )
