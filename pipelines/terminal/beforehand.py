"""What a command that makes tables on demand makes sure of first: under which method, and from which files.

It shall not fetch without being told to, nor remake what was built under another method.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines.build import DEFAULT_METHOD, Project
from pipelines.catalogue.listing import size_text
from pipelines.errors import CommonGroundError, counted
from pipelines.method.loader import find, parse
from pipelines.paths import Workspace
from pipelines.publish.folder import LATEST

ON_DEMAND = ("quality.", "raw.")  # layers in which a method's choices are not yet seen, or not published


def method_built(workspace: Workspace) -> Path:
    """The file of the method that the latest release here was built with; England's where there is none.

    Raises `CommonGroundError` for a method that does not come with the project.
    """
    about = _about(workspace.published / LATEST / "provenance.json")
    if about is None:
        return DEFAULT_METHOD
    name, version = about["method"]["name"], about["method"]["version"]
    try:
        path = find(name)
        own = parse(path)
    except CommonGroundError:
        own = None
    if own is None or (own.name, own.version) != (name, version):
        raise CommonGroundError(
            f"The latest release here was built with the method {name} {version}, which does not come with "
            "the project: name its file with --method FILE."
        )
    return path


def _about(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


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
