"""The page of `commonground placebo`: what our index agrees with, beside indices that know nothing."""

from __future__ import annotations

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.errors import CommonGroundError
from pipelines.paths import Workspace, data_folder
from pipelines.publish.agreement import side_by_side
from pipelines.terminal.beforehand import ask_before_fetching, keep_what_stands, method_built
from pipelines.terminal.building import build_with_progress
from pipelines.terminal.console import SYNTHETIC, console, table

AGREEMENT = "quality.agreement"
LEAST_TELLING = ("placebo:\ndensity", "placebo:\ndeprivation")  # given up first on a narrow screen
NOTE = """Spearman's rank correlation; positive where more need goes with more of the other. Placebos: shape,
people within 1 km of the boundary over people inside; strewn, as many places of each kind at random where
people live, measured and weighed as the real ones; deprivation alone; density alone (sparser = more need).
What ours reaches and a placebo reaches too is geometry, not insight. Overlap: Jaccard's index with our list
of those in the worst tenth of both. Modelled: from the practices where residents are registered, or from the
kind of area, and so prone to agree with whatever follows the kind of area."""


def print_placebo(method: str | None, fetch: bool, sample: bool) -> None:
    """Make the placebos where they are out of date; print agreement, ours and theirs, side by side.

    The method is that of the latest release unless one is named. Raises `CommonGroundError` where files would
    have to be fetched and `fetch` does not say so, and where tables of another method would be made anew.
    """
    edition = SAMPLE if sample else ENGLAND
    project = open_project(edition, method or method_built(Workspace(edition, data_folder())))
    if AGREEMENT not in project.graph.nodes:
        raise CommonGroundError("This method measures no places, so that there is nothing to strew.")
    if method is None:
        keep_what_stands(project, (AGREEMENT,), ", or name their method with --method FILE")
    ask_before_fetching(project, (AGREEMENT,), fetch)
    build_with_progress(project, only=(AGREEMENT,))
    found = project.storage.read(AGREEMENT).to_pandas()
    out = console()
    out.print(f"{project.method.title} (method {project.method.name}, version {project.method.version})\n")
    if sample:
        out.print(SYNTHETIC)
    for title, what in (("Agreement", "value"), ("The same, given deprivation and density", "given")):
        headings, rows = side_by_side(found, project.method.domains, what, brief=True)
        columns = [("held against", "left"), *((h.replace(": ", ":\n"), "right") for h in headings)]
        written = ((label, *map(_figure, figures)) for label, *figures in rows)
        out.print(table(title, columns, written, drop=LEAST_TELLING))
        out.print()
    out.print(NOTE)


def _figure(value: object) -> str | None:
    return None if value is None else f"{value:.2f}"
