"""Dagster's page for this checkout: its records are brought up to date, then `dagster dev` takes over."""

from __future__ import annotations

import os
import sys

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.paths import ROOT
from pipelines.records import catch_up
from pipelines.terminal.console import errors


def open_page(sample: bool, options: tuple[str, ...]) -> None:
    """Start `dagster dev` in place of this process. Ctrl-C ends it."""
    edition = SAMPLE if sample else ENGLAND
    project = open_project(edition)
    errors().print("Bringing Dagster's records up to date with the warehouse ...")
    recorded = catch_up(project)
    errors().print(f"{recorded:,} tables recorded.")
    environment = os.environ | {
        "DAGSTER_HOME": str(ROOT),
        "COMMONGROUND_DAGSTER": str(project.workspace.data / "dagster"),
        "COMMONGROUND_EDITION": edition,
    }
    command = [sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", *options]
    os.chdir(ROOT)
    os.execve(sys.executable, command, environment)
