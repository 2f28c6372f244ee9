"""The pages of `commonground method`: faults of a file, and its tree with weights multiplied through."""

from __future__ import annotations

from rich.markup import escape

from pipelines.build import DEFAULT_METHOD, ENGLAND, open_project
from pipelines.terminal.console import console, table


def check_method(file: str) -> None:
    """Say that a method file is sound. Raises `Faults`, all at once, each with its line."""
    project = open_project(ENGLAND, file)
    method = project.method
    console().print(
        f"{file} is sound: {len(method.domains):,} domains, {len(method.indicators):,} indicators, "
        f"{len(method.designations):,} rules."
    )


def show_method(file: str | None) -> None:
    """Print the tree of a method."""
    from pipelines.method.show import below, heading, tree

    method, out = open_project(ENGLAND, file or DEFAULT_METHOD).method, console()
    rows = [
        (f"{'  ' * row.depth}{escape(row.title)}", f"{row.weight:.4g}", f"{row.share:.2f}%",
         escape(row.measure), escape(row.notes))
        for row in tree(method)
    ]  # fmt: skip
    columns = [
        ("", "left"),
        ("weight", "right"),
        ("of all", "right"),
        ("measured by", "left"),
        ("notes", "left"),
    ]
    out.print(table(heading(method), columns, rows, drop=("measured by",)))
    out.print()
    for line in below(method):
        out.print(line, markup=False)
