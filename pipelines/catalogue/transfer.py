"""One file from its address to its place: attempts, resuming, and the check before it is moved there.

How many come at once, and how failures are told together, is `fetch`'s matter.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import requests
import urllib3

from pipelines.catalogue.answers import PASSING, fits, never_connected, plainly, retry_after
from pipelines.catalogue.disk import writing
from pipelines.catalogue.integrity import HEAD, digest_file, looks_like_html, what_is_wrong
from pipelines.catalogue.progress import Progress
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import SourceFile

AGENT = "commonground (open data pipeline)"


def status(response: requests.Response) -> str:
    """What an address answers, in words."""
    return f"the address answers {response.status_code} {response.reason}"


class Stopped(Exception):
    """The run was interrupted. What has come stays, to be resumed."""


class Refused(Exception):
    """The file cannot be had, and asking again will not help."""


class Unreachable(Refused):
    """No connection was made at all: the next file of the same host will fare no better."""


class Broken(Exception):
    """This attempt failed, another may not."""

    def __init__(self, text: str, retry_after: float | None = None, connected: bool = True) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        self.connected = connected


@dataclass(frozen=True)
class Job:
    """A file of a source, and the place that it must come to."""

    source_id: str
    file: SourceFile
    target: Path

    @property
    def name(self) -> str:
        return f"{self.source_id}, {self.file.name}"

    @property
    def host(self) -> str:
        return urllib3.util.parse_url(self.file.url).host or self.file.url


@dataclass
class Part:
    """What has come of a file so far, and the mark (ETag) of the version that it is of."""

    path: Path
    progress: Progress

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def mark(self) -> Path:
        return self.path.with_suffix(".etag")

    def etag(self) -> str | None:
        return self.mark.read_text(encoding="ascii") if self.mark.exists() else None

    def discard(self) -> None:
        self.progress.advance(-self.size)
        self.path.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)


class Transfer:
    """Brings files one after another over one session. A worker has one of its own."""

    def __init__(self, parts: Path, settings: Settings, progress: Progress, stop: threading.Event) -> None:
        self.parts = parts
        self.settings = settings
        self.progress = progress
        self.stop = stop
        self.session = requests.Session()
        self.session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity"})

    def bring(self, job: Job, hopeless: Callable[[], bool] = lambda: False) -> None:
        """Download a file, in as many attempts as the settings allow, and move it into its place.

        `hopeless` is asked between attempts whether the host has been given up meanwhile. Raises Refused
        (Unreachable where no connection was made), Stopped, or CommonGroundError for a disk that refuses.
        """
        part = Part(self.parts / f"{self._mark(job)}.part", self.progress)
        self.progress.advance(part.size)
        failures = 0
        while True:
            try:
                self._attempt(job, part)
            except Broken as error:
                failures += 1
                final = failures >= self.settings.attempts or hopeless()
                wait = error.retry_after if error.retry_after is not None else self.settings.pause(failures)
                if final and not error.connected:
                    raise Unreachable(str(error)) from None
                if final:
                    raise Refused(f"{error} ({failures} attempts)") from None
                if wait > self.settings.longest_retry_after:
                    raise Refused(f"{error}, and asks to be left alone for {wait:,.0f} s") from None
                self.progress.note(f"{job.name}: {error}. Attempt {failures + 1} follows in {wait:.1f} s")
                if self.stop.wait(wait):
                    raise Stopped from None
            else:
                self.progress.done(job.name)
                return

    def _mark(self, job: Job) -> str:
        """What the part of a file is called by while it comes."""
        return job.file.sha256

    def _attempt(self, job: Job, part: Part) -> None:
        file = job.file
        before = part.size
        if before < file.bytes:
            before = self._receive(file, part, before)
        with writing(part.path):
            with part.path.open("rb") as stream:
                head = stream.read(HEAD)
            wrong = what_is_wrong(file, part.size, digest_file(part.path), head)
            if wrong is None:
                job.target.parent.mkdir(parents=True, exist_ok=True)
                part.path.replace(job.target)
                part.mark.unlink(missing_ok=True)
                return
        part.discard()
        if before:
            raise Broken(f"what was there from an earlier attempt and the rest do not fit together, {wrong}")
        raise Refused(f"what came is not what was pinned: {wrong}")

    def _receive(self, file: SourceFile, part: Part, have: int) -> int:
        """Add to the part what the address sends; returns the bytes that were kept from before."""
        headers = {}
        if have:
            headers["Range"] = f"bytes={have}-"
            if etag := part.etag():
                headers["If-Range"] = etag
        with self._get(file.url, headers) as response:
            if response.status_code == 416 or (
                response.status_code == 206 and not fits(response, have, file)
            ):
                part.discard()
                raise Broken("the address will not send the rest, so it starts again")
            if response.status_code == 200:
                part.discard()
                have = 0
            elif response.status_code != 206:
                raise Refused(status(response))
            with writing(part.path):
                etag = response.headers.get("ETag", "")
                if have == 0 and etag.startswith('"') and etag.isascii():
                    part.mark.write_text(etag, encoding="ascii")
                self._save(response, file, part, have)
        return have

    def _get(self, url: str, headers: dict[str, str]) -> requests.Response:
        """What an address answers, its body still to come. Raises where asking again may help."""
        timeouts = (self.settings.connect_timeout, self.settings.read_timeout)
        try:
            response = self.session.get(url, headers=headers, stream=True, timeout=timeouts)
        except requests.RequestException as error:
            raise Broken(plainly(error, self.settings), connected=not never_connected(error)) from None
        if response.status_code in PASSING:
            with response:
                wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
                raise Broken(status(response), wait)
        return response

    def _save(self, response: requests.Response, file: SourceFile, part: Part, have: int) -> None:
        total, since, come = have, time.monotonic(), 0
        head = b""
        with part.path.open("ab") as stream:
            while total <= file.bytes:
                if self.stop.is_set():
                    raise Stopped
                try:
                    # read1 hands over what is there, so that a trickle is seen and nothing is lost by a break
                    chunk = response.raw.read1(self.settings.chunk, decode_content=True)
                except (urllib3.exceptions.HTTPError, OSError) as error:
                    raise Broken(
                        f"{plainly(error, self.settings)}, after {total:,} of {file.bytes:,} bytes"
                    ) from None
                if not chunk:
                    break
                stream.write(chunk)
                head = (head + chunk)[:HEAD] if len(head) < HEAD else head
                total += len(chunk)
                come += len(chunk)
                self.progress.advance(len(chunk))
                if time.monotonic() - since > self.settings.stall_seconds:
                    if come < self.settings.stall_bytes and total < file.bytes:
                        said = f"too slow, {come:,} bytes in {self.settings.stall_seconds:g} s"
                        raise Broken(f"{said}, after {total:,} of {file.bytes:,} bytes")
                    since, come = time.monotonic(), 0
        self._ended(response, file, total, have, head)

    def _ended(
        self, response: requests.Response, file: SourceFile, total: int, have: int, head: bytes
    ) -> None:
        """Raise where the connection ended before the file did, and nothing else tells."""
        unannounced = "Content-Length" not in response.headers
        if total < file.bytes and unannounced and not (have == 0 and looks_like_html(head)):
            raise Broken(f"the connection ended after {total:,} of {file.bytes:,} bytes")
