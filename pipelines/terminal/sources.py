"""The pages of `commonground sources`: the list, one source, fetching, checking."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from pipelines.build import Project, open_project
from pipelines.catalogue.listing import FILES, HEADER, Section, size_text, source_rows, source_sections
from pipelines.catalogue.source import Source
from pipelines.errors import CommonGroundError, Faults, counted
from pipelines.spelling import did_you_mean
from pipelines.terminal.console import console, errors, table

_RIGHT = {"files", "size"}
_DROP = ("geography", "files", "vintage", "licence")


def print_sources() -> None:
    """Every data set, by group, with where its files would come from."""
    project, out = open_project(), console()
    groups: dict[str, list[Source]] = {}
    for source in project.sources.values():
        groups.setdefault(source.group, []).append(source)
    columns = [(name, "right" if name in _RIGHT else "left") for name in HEADER]
    for group, members in sorted(groups.items()):
        rows = [map(escape, row) for row in source_rows(members, project.store)]
        out.print(table(group.capitalize(), columns, rows, drop=_DROP))
        out.print()
    files = sum(len(source.files) for source in project.sources.values())
    size = size_text(sum(source.size for source in project.sources.values()))
    out.print(
        f"{len(project.sources):,} data sets, {files:,} files, {size}. More: commonground sources show ID"
    )


def print_source(name: str) -> None:
    """Everything about one data set. Raises `CommonGroundError` for an unknown one."""
    project, out = open_project(), console()
    for section in source_sections(_chosen(project, (name,))[0], project.store):
        if section.title == FILES:
            _print_files(section)
        elif all(len(row) == 1 for row in section.rows):
            said = [("-", escape(said)) for (said,) in section.rows]
            out.print(table(section.title, [("", "left")] * 2, said, show_header=False))
        else:
            columns = [(heading, "left") for heading in section.header or ("", "")]
            rows = [tuple(map(escape, row)) for row in section.rows]
            drop = section.header[::-1][:1]
            out.print(table(section.title, columns, rows, show_header=bool(section.header), drop=drop))
        out.print()


def _print_files(section: Section) -> None:
    """Each file with its size, where it would come from, SHA-256 and address: too wide for a table."""
    out, most = console(), 10
    out.print(f"[bold]{counted(len(section.rows), 'file')}[/bold]")
    for name, size, place, digest, address in section.rows[:most]:
        out.print(f"  {escape(name)}, {size}, from the {place}")
        out.print(f"    sha256 {digest}", soft_wrap=True)
        out.print(f"    {address}", soft_wrap=True, markup=False)
    if len(section.rows) > most:
        out.print(
            f"  and {counted(len(section.rows) - most, 'more file')}, in the manifest beside the source file."
        )


def fetch_sources(ids: tuple[str, ...], mirror: str | Path | None) -> None:
    """Download what is not here; tell what came."""
    from pipelines.terminal.progress import downloading

    project = open_project(mirror=mirror)
    with downloading() as progress:
        came = project.store.fetch(_chosen(project, ids), progress)
    size = size_text(sum(file.bytes for _, file in came))
    console().print(
        f"{counted(len(came), 'file')} fetched, {size}." if came else "Everything is here already."
    )


def check_sources(ids: tuple[str, ...], mirror: str | Path | None) -> None:
    """Verify every copy that is here. Raises `Faults` where one is wrong."""
    from pipelines.catalogue.check import check_sources as check

    project = open_project(mirror=mirror)
    screen = errors()
    results = check(
        _chosen(project, ids),
        project.store,
        lambda r: screen.print(f"{r.source_id}: {r.verdict}") if screen.is_terminal else None,
    )
    columns = [("source", "left"), ("files", "right"), ("size", "right"), ("in cache", "right")]
    columns += [("in mirror", "right"), ("not here", "right"), ("verdict", "left")]
    rows = [
        (r.source_id, r.files, size_text(r.size), r.in_cache, r.in_mirror, r.absent, r.verdict)
        for r in results
    ]
    console().print(table("Files, by size and SHA-256", columns, rows))
    faults = [fault for result in results for fault in result.faults]
    if faults:
        raise Faults(faults, f"{counted(len(faults), 'fault')} in the files")


def _chosen(project: Project, ids: tuple[str, ...]) -> list[Source]:
    unknown = [i for i in ids if i not in project.sources]
    if unknown:
        near = "".join(did_you_mean(name, project.sources) for name in unknown)
        raise CommonGroundError(
            f"There is no data set {', '.join(unknown)}.{near} `commonground sources` lists what there is."
        )
    return [project.sources[i] for i in ids] if ids else list(project.sources.values())
