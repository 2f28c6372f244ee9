"""The pages of `commonground method`: faults of a file, and its tree with weights multiplied through."""

from __future__ import annotations

from pipelines.build import DEFAULT_METHOD, ENGLAND, open_project
from pipelines.terminal.console import console


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
    from pipelines.method.show import lines

    for line in lines(open_project(ENGLAND, file or DEFAULT_METHOD).method):
        console().print(line, markup=False)
