"""What a command that makes tables on demand makes sure of first: under which method, and from which files.

It shall not fetch without being told to, nor remake what was built under another method.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.build import DEFAULT_METHOD, Project
from pipelines.catalogue.listing import size_text
from pipelines.errors import CommonGroundError, counted
from pipelines.paths import Workspace
from pipelines.publish.folder import LATEST
from pipelines.publish.identity import METHOD

ON_DEMAND = ("quality.", "raw.")  # layers in which a method's choices are not yet seen, or not published


def method_built(workspace: Workspace) -> Path:
    """The file of the method that the latest release here was built with, as the release holds it.

    England's own where there is no release, or one of before releases held their method.
    """
    held = workspace.published / LATEST / METHOD
    return held.resolve() if held.is_file() else DEFAULT_METHOD


def keep_what_stands(project: Project, wanted: Iterable[str], otherwise: str = "") -> None:
    """Raise `CommonGroundError` where tables that stand would be remade, as those of another method are.

    `otherwise` is what may be done other than to build first.
    """
    stale = project.graph.stale(project.storage, wanted)
    standing = [
        table
        for table in stale
        if not table.startswith(ON_DEMAND) and project.storage.rows(table) is not None
    ]
    if standing:
        method = project.method
        raise CommonGroundError(
            f"{counted(len(standing), 'table')} here, such as {standing[-1]}, would be made anew: they are "
            f"of another method than {method.name} {method.version} as it is now, or of other software. "
            f"Build first (`commonground build`){otherwise}."
        )


def ask_before_fetching(project: Project, wanted: Iterable[str], fetch: bool) -> None:
    """Raise `CommonGroundError`, saying how much, where files are needed that are not here."""
    raws = [name for name in project.graph.stale(project.storage, wanted) if name.startswith("raw.")]
    files = {
        file.sha256: file.bytes
        for name in raws
        for file in project.sources[name.removeprefix("raw.")].files
        if project.store.where(file) == "network"
    }
    if files and not fetch:
        raise CommonGroundError(
            f"This needs {counted(len(files), 'file')}, {size_text(sum(files.values()))}, that are neither "
            "in the cache nor in a mirror: add --fetch to download them."
        )
