"""The command `commonground method page`: makes what the pages in docs/ show, and writes their tables."""

from __future__ import annotations

from pipelines.build import ENGLAND, open_project
from pipelines.errors import CommonGroundError
from pipelines.publish.method_page import LICENCES, PAGE, READS, fill, from_method, from_warehouse
from pipelines.publish.notice import licence_table
from pipelines.terminal.beforehand import ask_before_fetching, keep_what_stands
from pipelines.terminal.building import build_with_progress
from pipelines.terminal.console import console


def write_method_page(fetch: bool) -> None:
    """Write docs/method.md for England's own method, and the table of docs/licences.md.

    Raises `CommonGroundError` where a page is not there, where tables of another method would be made anew,
    and where files would have to be fetched and `fetch` does not say so.
    """
    for page in (PAGE, LICENCES):
        if not page.is_file():
            raise CommonGroundError(f"There is no {page}. The page is part of a checkout of the repository.")
    project = open_project(ENGLAND)
    keep_what_stands(project, READS)
    ask_before_fetching(project, READS, fetch)
    build_with_progress(project, only=READS)
    made = from_method(project.method) | from_warehouse(project.method, project.sources, project.storage)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(text, made), encoding="utf-8")
    terms = {"licences": licence_table(project.sources)}
    LICENCES.write_text(fill(LICENCES.read_text(encoding="utf-8"), terms), encoding="utf-8")
    console().print(f"{PAGE}: {len(made)} tables written. {LICENCES}: 1 table written.")
