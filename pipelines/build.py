"""A build: plan what is stale, have Dagster make it, publish the release.

The order of things and nothing else: what tables there are is in the stages, how one is made in the
warehouse, what a release holds in publish. Dagster is imported only when there is something to make.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.paths import METHODS, ROOT, SOURCES, SQL, Workspace, data_folder, mirror_folder
from pipelines.warehouse.plan import Graph, Node
from pipelines.warehouse.run import Made
from pipelines.warehouse.tables import Storage

if TYPE_CHECKING:
    from pipelines.catalogue.progress import Progress
    from pipelines.catalogue.source import Source
    from pipelines.catalogue.store import Store

ENGLAND, SAMPLE = "england", "sample"
MOST_WORKERS = 4  # each may take 1.3 GB
FEW_TABLES = 40  # to start a worker takes seconds, and fewer tables than these hang on one another anyhow
DEFAULT_METHOD = METHODS / "england.yaml"


@dataclass(frozen=True)
class Project:
    """One edition under one method: its sources, its store of files, its graph of tables."""

    workspace: Workspace
    method_path: Path = DEFAULT_METHOD
    mirror: Path | None = None
    network: bool = True
    live: tuple[str, ...] = ()
    served: dict[str, Source] = field(default_factory=dict)

    @cached_property
    def published(self) -> dict[str, Source]:
        """The sources as `sources/` declares them."""
        from pipelines.catalogue.loader import load_sources

        return load_sources(SOURCES)

    @cached_property
    def declared(self) -> dict[str, Source]:
        """The sources of this edition, with the files that are pinned."""
        if self.workspace.edition != SAMPLE:
            return self.published
        from pipelines.sample import use_sample

        return use_sample(self.published, self.sample_folder)

    @property
    def pinned(self) -> dict[str, Source]:
        """Those of the declared sources that no live alternative stands in for."""
        from pipelines.catalogue.live import chosen

        replaced = {source.id for source, _ in chosen(self.published, self.live)}
        return {name: source for name, source in self.declared.items() if name not in replaced}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources that a build reads: live ones as their publishers serve them, others as declared."""
        return self.declared | self.fetch_live()

    def fetch_live(self, progress: Progress | None = None) -> dict[str, Source]:
        """Have the files of the live alternatives, once; the sources that they stand in for, by id.

        Raises `Faults` for one that is unknown or cannot be had.
        """
        from pipelines.catalogue.live import chosen, obtain

        if not self.served:
            for source, live in chosen(self.published, self.live):
                cache, settings = self.workspace.cache, self.store.settings
                self.served[source.id] = obtain(source, live, cache, settings, progress)
        return self.served

    @property
    def sample_folder(self) -> Path:
        """Where the synthetic county's files lie."""
        return self.workspace.base / "files"

    @cached_property
    def store(self) -> Store:
        from pipelines.catalogue.store import Store

        if self.workspace.edition == SAMPLE:
            return Store(self.workspace.cache, self.sample_folder, network=False)
        return Store(self.workspace.cache, self.mirror, network=self.network)

    @cached_property
    def method(self) -> Any:
        from pipelines.method.loader import find, load
        from pipelines.stages.known import known

        return load(find(self.method_path), known(self.declared))

    @cached_property
    def storage(self) -> Storage:
        return Storage(os.environ.get("COMMONGROUND_WAREHOUSE") or str(self.workspace.warehouse))

    @cached_property
    def graph(self) -> Graph:
        from pipelines.stages.graph import build_graph

        return build_graph(self.sources, self.store, self.method, self.workspace.edition)

    @property
    def parts(self) -> dict[str, Any]:
        """What publishing needs, by name."""
        return {
            "workspace": self.workspace,
            "storage": self.storage,
            "graph": self.graph,
            "sources": self.sources,
            "method": self.method,
        }


def open_project(
    edition: str = ENGLAND,
    method: str | Path | None = None,
    mirror: str | Path | None = None,
    network: bool = True,
    live: Iterable[str] = (),
) -> Project:
    """The project of this checkout; `live` names the live alternatives that stand in for pinned files.

    Raises `CommonGroundError` where this is no checkout, for a mirror that is named and not there, and for a
    live alternative that is none.
    """
    lacking = [folder.name for folder in (SOURCES, SQL) if not folder.is_dir()]
    if lacking:
        raise CommonGroundError(
            f"There is no {' and no '.join(lacking)} in {ROOT}: it lies beside the package in a checkout of "
            "the repository and is not installed with it. Clone the repository and run `make run` there, "
            "or `pip install -e .`."
        )
    folder = mirror_folder(mirror)
    if edition == ENGLAND and folder is not None and not (folder / "FILES.csv").is_file():
        raise CommonGroundError(
            f"{folder} is not a mirror: it has no FILES.csv. Name a folder with the layout of a mirror, "
            "or leave --mirror out to download from the pinned addresses."
        )
    path = Path(method) if method else DEFAULT_METHOD
    project = Project(Workspace(edition, data_folder()), path, folder, network, tuple(live))
    if edition == SAMPLE:
        from pipelines.sample import ensure

        ensure(project.sample_folder)
    if project.live:
        from pipelines.catalogue.live import chosen

        chosen(project.published, project.live)
    return project


@dataclass
class Outcome:
    """What a build did: tables made, tables that were up to date, the release, seconds."""

    project: Project
    made: list[Made] = field(default_factory=list)
    current: int = 0
    release: Any = None
    seconds: float = 0.0


def build(
    project: Project,
    release: str | None = None,
    only: Iterable[str] | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    on_plan: Callable[[list[str]], None] | None = None,
    on_made: Callable[[Made], None] | None = None,
    on_publish: Callable[[str], None] | None = None,
) -> Outcome:
    """Make what is stale and publish it.

    `only` names tables (they and what they need are made, nothing is published). Raises
    `CommonGroundError`: the tables that were made stay, the last release is untouched.
    """
    start = time.perf_counter()
    outcome = Outcome(project)
    if only is None:
        from pipelines.publish.identity import Identity

        # a name that is refused is refused before anything is made
        Identity(project.method, bool(project.live)).named(release)
    with _alone(project.workspace):
        project.fetch_live(progress)
        graph = project.graph
        stale = graph.stale(project.storage, only, fresh)
        raws = [name.removeprefix("raw.") for name in stale if name.startswith("raw.")]
        project.store.fetch([project.sources[name] for name in raws], progress)
        outcome.current = len(graph.meant(only)) - len(stale)
        if on_plan:
            on_plan(stale)

        def record(made: Made) -> None:
            outcome.made.append(made)
            if on_made:
                on_made(made)

        if stale:
            materialise(project, stale, record)
        if only is None:
            from pipelines.publish.release import publish

            wanting = bool(stale) or not project.workspace.database.is_file()
            beside = partial(_database, project) if wanting else None
            # last: a build that fails anywhere leaves the release as it was
            outcome.release = publish(
                **project.parts, name=release, fresh=fresh, on_step=on_publish, beside=beside
            )
    outcome.seconds = time.perf_counter() - start
    return outcome


def _database(project: Project) -> None:
    """Write the one DuckDB file: tables of a row an area as data, a second's work, the others as views."""
    from pipelines.warehouse.database import write_database

    nodes = project.graph.nodes
    held = {n for n in nodes if n.startswith("publish.") and len(nodes[n].contract.key) == 1}
    write_database(project.workspace.database, project.storage, sorted(project.graph.meant()), held)


def materialise(project: Project, tables: list[str], on_made: Callable[[Made], None]) -> None:
    """Have Dagster make these tables, upstream first. Raises what a table's step raises.

    The run is in this process. Where there is much to make, workers make the tables that Dagster then takes.
    Dagster's own sign of an interrupt is passed on as the `KeyboardInterrupt` that it was.
    """
    import logging

    with _made(project, tables) as made:
        import dagster as dg  # while the workers are at it already

        from pipelines.assets import asset_key, table_assets

        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        assets = table_assets(project.graph, project.storage, on_made, made)
        with dg.DagsterInstance.ephemeral() as instance:
            try:
                dg.materialize(
                    assets,
                    selection=[asset_key(table) for table in tables],
                    instance=instance,
                    raise_on_error=True,
                    run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                )
            except dg.DagsterExecutionInterruptedError:
                raise KeyboardInterrupt from None


@contextmanager
def _made(project: Project, tables: list[str]) -> Iterator[Callable[[Node], Made] | None]:
    """How the tables are made: by workers, or (None) where they are asked for."""
    from pipelines.warehouse.workers import Workers

    count = workers(project.workspace.edition, len(tables))
    if count < 2 or not project.storage.local:
        yield None
        return
    # A fresh copy of the project: what this one has opened stays here.
    with Workers(project.graph, tables, partial(_opened, replace(project)), count) as crew:
        yield lambda node: crew.take(node.name)


def _opened(project: Project) -> tuple[Graph, Storage]:
    return project.graph, project.storage


def workers(edition: str, tables: int) -> int:
    """How many processes make so many tables: `COMMONGROUND_WORKERS`, or of England one a core, up to four.

    One, this one, for a few tables, and for the sample, whose tables are made sooner than workers are there.
    Raises `CommonGroundError` for a setting that is no number.
    """
    usual = min(os.cpu_count() or 1, MOST_WORKERS) if edition == ENGLAND else 1
    said = os.environ.get("COMMONGROUND_WORKERS") or str(usual)
    if not said.isdecimal() or int(said) < 1:
        raise CommonGroundError(
            f"COMMONGROUND_WORKERS is {said!r}. Set it to how many processes may make tables: 1 or more."
        )
    return int(said) if tables >= FEW_TABLES else 1


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """One build of an edition at a time. Raises `CommonGroundError` where another one is under way."""
    from filelock import FileLock, Timeout

    try:
        workspace.base.mkdir(parents=True, exist_ok=True)
        lock = FileLock(workspace.base / ".build.lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise CommonGroundError(
            f"Another build is writing to {workspace.base}. Wait until it has ended, "
            "or set COMMONGROUND_DATA to another folder."
        ) from None
    except OSError as error:
        raise CommonGroundError(
            f"Cannot write to {workspace.base}: {error.strerror or error}. "
            "Set COMMONGROUND_DATA to a folder that can be written."
        ) from None
    try:
        yield
    finally:
        lock.release()
