"""The page of `commonground backtest`: published indices beside what this engine makes of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.build import ENGLAND, open_project
from pipelines.stages import backtest
from pipelines.terminal.beforehand import ask_before_fetching
from pipelines.terminal.building import build_with_progress
from pipelines.terminal.console import console, table

if TYPE_CHECKING:
    from pipelines.measure.backtest import Comparison

NOTE = """Tolerances of scores and ranks are what published domain ranks allow, which hide the order in ties.
Summaries of districts must come out in the printed digits. Where they miss, the publisher
most likely weighed by other residents than it published; that is not known. Every difference is shown."""


def print_backtest(mirror: str | None, fetch: bool) -> None:
    """Make the raw tables that are needed, recompute, print one row a published figure.

    Raises `CommonGroundError` where files would have to be fetched and `fetch` does not say so.
    """
    project = open_project(ENGLAND, mirror=mirror)
    ask_before_fetching(project, backtest.READS, fetch)
    build_with_progress(project, only=backtest.READS)
    rows = backtest.run(project.storage)
    columns = [("published figure", "left"), ("values", "right"), ("largest difference", "right")]
    columns += [("tolerance", "right"), ("equal in print", "right"), ("passed", "left")]
    out = console()
    out.print(table("The Indices of Deprivation, recomputed", columns, map(_row, rows)))
    passed = sum(row.passed for row in rows)
    out.print(f"{passed} of {len(rows)} figures within their tolerance.\n{NOTE}")


def _row(row: Comparison) -> tuple[str, int, str, str, str, bool]:
    # cut, not rounded: 99.99% is not all
    share = int(row.share_equal * 10_000) / 100
    return (
        row.case,
        row.compared,
        f"{row.largest_difference:.2g}",
        f"{row.tolerance:.2g}",
        f"{share:.2f}%",
        row.passed,
    )
