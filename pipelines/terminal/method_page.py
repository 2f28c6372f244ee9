"""The command `commonground method page`: makes what the method page shows, and writes its tables anew."""

from __future__ import annotations

from pipelines.build import ENGLAND, open_project
from pipelines.errors import CommonGroundError
from pipelines.publish.method_page import PAGE, READS, fill, from_method, from_warehouse
from pipelines.terminal.building import build_with_progress
from pipelines.terminal.console import console


def write_method_page() -> None:
    """Write docs/method.md for England's own method. Raises `CommonGroundError` where there is no page."""
    if not PAGE.is_file():
        raise CommonGroundError(f"There is no {PAGE}. The page is part of a checkout of the repository.")
    project = open_project(ENGLAND)
    build_with_progress(project, only=READS)
    made = from_method(project.method) | from_warehouse(project.method, project.sources, project.storage)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(text, made), encoding="utf-8")
    console().print(f"{PAGE}: {len(made)} tables written.")
