"""Writing the compact release into the repository, as it shows."""

from __future__ import annotations

from pipelines.build import open_project
from pipelines.publish.carried import carry
from pipelines.publish.reading import CARRIED, open_release
from pipelines.terminal.console import console, size


def carry_release() -> None:
    """Write data/release from the latest release that was built here."""
    opened = open_release(open_project().workspace)
    written = carry(opened.folder, CARRIED)
    console().print(f"{CARRIED}: {opened.title}, {size(written)}.")
