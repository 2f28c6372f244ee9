"""How far a download has come, on a screen or in a log.

What is downloaded and how is `fetch`'s matter.
"""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Protocol, TextIO


class Progress(Protocol):
    """What a download tells as it goes. Called from several threads."""

    def start(self, files: int, size: int) -> None:
        """So many files, of so many bytes in all (0 where that is not known), are to come."""

    def advance(self, size: int) -> None:
        """So many bytes have come; fewer than none where a part had to be thrown away."""

    def note(self, text: str) -> None:
        """Something a person may want to know, such as a new attempt."""

    def done(self, name: str) -> None:
        """A file is there, whole and right."""


class Silent:
    """Tells nothing."""

    def start(self, files: int, size: int) -> None: ...

    def advance(self, size: int) -> None: ...

    def note(self, text: str) -> None: ...

    def done(self, name: str) -> None: ...


class Lines:
    """Plain lines, for a log: one each time another tenth of the bytes has come, and one a note."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.lock = threading.Lock()
        self.files = self.size = self.come = self.finished = self.tenth = 0

    def start(self, files: int, size: int) -> None:
        with self.lock:
            self.files, self.size = files, size
            self.come = self.finished = self.tenth = 0
            self._say(f"{files:,} files to fetch" + (f", {size / 1e6:,.1f} MB" if size or not files else ""))

    def advance(self, size: int) -> None:
        with self.lock:
            self.come += size
            tenth = 10 * self.come // self.size if self.size else 0
            if tenth > self.tenth:
                self.tenth = tenth
                self._say(
                    f"{10 * tenth:3d}%  {self.come / 1e6:,.1f} MB, {self.finished:,} of {self.files:,} files"
                )

    def note(self, text: str) -> None:
        with self.lock:
            self._say(text)

    def done(self, name: str) -> None:
        with self.lock:
            self.finished += 1

    def _say(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class Bar:
    """A bar on a terminal. Use it in a `with` statement."""

    def __init__(self, stream: TextIO | None = None) -> None:
        from rich import progress
        from rich.console import Console

        self.bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
            console=Console(file=stream or sys.stderr),
        )
        self.lock = threading.Lock()
        self.files = self.finished = 0

    def __enter__(self) -> Bar:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def start(self, files: int, size: int) -> None:
        self.files, self.finished = files, 0
        self.task = self.bar.add_task(f"0 of {files:,} files", total=size or None)

    def advance(self, size: int) -> None:
        self.bar.advance(self.task, size)

    def note(self, text: str) -> None:
        self.bar.console.print(text, markup=False, highlight=False)

    def done(self, name: str) -> None:
        with self.lock:
            self.finished += 1
            self.bar.update(self.task, description=f"{self.finished:,} of {self.files:,} files")
