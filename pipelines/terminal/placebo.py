"""The page of `commonground placebo`: what our index agrees with, beside indices that know nothing."""

from __future__ import annotations

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.errors import CommonGroundError
from pipelines.publish.agreement import side_by_side
from pipelines.terminal.building import build_with_progress
from pipelines.terminal.console import SYNTHETIC, console, table

AGREEMENT = "quality.agreement"
NOTE = """Spearman's rank correlation; positive where more need goes with more of the other. Placebos: shape,
people within 1 km of the boundary over people inside; strewn, as many places of each kind at random where
people live, measured and weighed as the real ones; deprivation alone; density alone (sparser = more need).
What ours reaches and a placebo reaches too is geometry, not insight. Overlap: Jaccard's index with our list
of those in the worst tenth of both. Modelled: from the practices where residents are registered, or from the
kind of area, and so prone to agree with whatever follows the kind of area."""


def print_placebo(sample: bool) -> None:
    """Make the placebos where they are out of date; print agreement, ours and theirs, side by side."""
    project = open_project(SAMPLE if sample else ENGLAND)
    if AGREEMENT not in project.graph.nodes:
        raise CommonGroundError("This method measures no places, so that there is nothing to strew.")
    build_with_progress(project, only=(AGREEMENT,))
    found = project.storage.read(AGREEMENT).to_pandas()
    out = console()
    if sample:
        out.print(SYNTHETIC)
    for title, what in (("Agreement", "value"), ("The same, given deprivation and density", "given")):
        headings, rows = side_by_side(found, project.method.domains, what, brief=True)
        columns = [("held against", "left"), *((h.replace(": ", ":\n"), "right") for h in headings)]
        out.print(table(title, columns, ((label, *map(_figure, figures)) for label, *figures in rows)))
    out.print(NOTE)


def _figure(value: object) -> str | None:
    return None if value is None else f"{value:.2f}"
