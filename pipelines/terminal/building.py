"""The build as it shows on a terminal: a line of progress, a line a stage, a summary."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.build import ENGLAND, SAMPLE, Outcome, build, open_project
from pipelines.errors import CommonGroundError
from pipelines.terminal.console import SYNTHETIC, console, errors, table
from pipelines.terminal.progress import downloading
from pipelines.warehouse.run import Made

if TYPE_CHECKING:
    from pipelines.build import Project

NO_ENGLAND = """[bold yellow]England cannot be built here:[/bold yellow] there is no mirror folder, \
the cache does not hold all files, and the network does not answer.
What is built instead is a synthetic sample county, in {folder}: invented data, for trying the software.
To get England: connect to the network and run this again, or name a mirror with --mirror FOLDER or \
COMMONGROUND_MIRROR."""

NO_LIVE_ENGLAND = (
    "England cannot be built here: there is no mirror folder, the cache does not hold all pinned files, and "
    "the network does not answer. Live files are not put into the sample county in its place. Connect to the "
    "network, or name a mirror with --mirror."
)


def run_build(
    method: str | None,
    release: str | None,
    fresh: bool,
    mirror: str | None,
    sample: bool,
    only: tuple[str, ...],
    live: tuple[str, ...] = (),
) -> None:
    """Build England, or the sample where it is asked for or nothing else can be had; print a summary."""
    project = open_project(SAMPLE if sample else ENGLAND, method, mirror, live=live)
    out = console()
    if not sample and not _obtainable(project):
        if live:
            raise CommonGroundError(NO_LIVE_ENGLAND)
        project = open_project(SAMPLE, method, live=live)
        out.print(NO_ENGLAND.format(folder=project.workspace.base))
    if project.workspace.edition == SAMPLE:
        out.print(SYNTHETIC)
    outcome = build_with_progress(project, release, only, fresh)
    _summary(outcome)
    for source in project.fetch_live().values():
        out.print(f"live: {source.id}, {source.served}", markup=False, highlight=False, soft_wrap=True)
    if only:
        return
    from pipelines.terminal.release_summary import print_release_summary

    print_release_summary(outcome.release, project.workspace.edition)
    out.print(f"{outcome.seconds:,.1f} seconds in all.")


def _obtainable(project: Project) -> bool:
    """Whether every pinned file of England is here or can be downloaded."""
    from pipelines.catalogue.changed import ask

    files = (file for source in project.pinned.values() for file in source.files)
    absent = next((file for file in files if project.store.where(file) not in ("cache", "mirror")), None)
    return project.mirror is not None or absent is None or ask(absent.url, timeout=5.0) is not None


def build_with_progress(
    project: Project, release: str | None = None, only: tuple[str, ...] = (), fresh: bool = False
) -> Outcome:
    """Build, showing on standard error what is under way. Arguments and errors as `build`."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    screen = errors()
    bar = Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
    task = bar.add_task("making tables", total=None)

    def planned(stale: list[str]) -> None:
        bar.start()
        bar.update(task, total=len(stale) or 1)
        if not screen.is_terminal and stale:
            screen.print(f"Making {len(stale):,} tables ...")

    def made(table: Made) -> None:
        bar.update(task, advance=1, description=f"{table.name} ({table.rows:,} rows)")

    def publishing(step: str) -> None:
        bar.update(task, description=f"publishing: {step}")

    with downloading() as progress:
        try:
            return build(project, release, only or None, fresh, progress, planned, made, publishing)
        finally:
            bar.stop()


def _summary(outcome: Outcome) -> None:
    if not outcome.made:
        console().print(f"All {outcome.current:,} tables are up to date.")
        return
    layers: dict[str, list[Made]] = defaultdict(list)
    for made in outcome.made:
        layers[made.name.split(".")[0]].append(made)
    rows = [
        (layer, len(tables), sum(m.rows for m in tables), f"{sum(m.seconds for m in tables):,.1f}")
        for layer, tables in layers.items()
    ]
    columns = [("layer", "left"), ("tables made", "right"), ("rows", "right"), ("seconds", "right")]
    console().print(table("Tables", columns, rows))
    if outcome.current:
        console().print(f"{outcome.current:,} tables were up to date.")
