"""Progress of downloads as it shows: a bar on a terminal, a line for every tenth in a log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.catalogue.progress import Bar, Lines, Progress
from pipelines.terminal.console import errors


class _BarWhileDownloading(Bar):
    """A bar that shows only from the first byte to the last file, so that others may follow it."""

    def start(self, files: int, size: int) -> None:
        if files:
            self.bar.start()
        super().start(files, size)

    def done(self, name: str) -> None:
        super().done(name)
        if self.finished == self.files:
            self.bar.stop()


@contextmanager
def downloading() -> Iterator[Progress]:
    """What a download is told to report to."""
    if not errors().is_terminal:
        yield Lines()
        return
    bar = _BarWhileDownloading()
    try:
        yield bar
    finally:
        bar.bar.stop()
