"""A live file from its address into the cache: asked for anew, and taken as it comes, for nothing pins it.

Attempts, stalls and what may pass are as for pinned files (`transfer`). What is done with the files is
`live`'s matter.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path

import requests

from pipelines.catalogue.disk import writing
from pipelines.catalogue.integrity import HEAD, digest_file, looks_like_html
from pipelines.catalogue.progress import Progress
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import ServedFile, SourceFile
from pipelines.catalogue.transfer import Job, Part, Refused, Transfer, status


class LiveTransfer(Transfer):
    """Brings live files one after another. `known` holds those that are in the cache, by address; `found`
    is given those that the addresses stand for now, known ones that have not changed among them.
    """

    def __init__(
        self,
        parts: Path,
        settings: Settings,
        progress: Progress,
        stop: threading.Event,
        *,
        cache: Path,
        known: Mapping[str, ServedFile],
        found: MutableMapping[str, ServedFile],
    ) -> None:
        super().__init__(parts, settings, progress, stop)
        self.cache, self.known, self.found = cache, known, found

    def _mark(self, job: Job) -> str:
        return hashlib.sha256(job.file.url.encode()).hexdigest()

    def _attempt(self, job: Job, part: Part) -> None:
        part.discard()  # without a pin nothing says that two parts are of one file
        file, before = job.file, self.known.get(job.file.url)
        with self._get(file.url, _unless_same(before)) as response:
            if response.status_code == 304 and before is not None:
                self.found[file.url] = replace(before, name=file.name)
                return
            if response.status_code != 200:
                raise Refused(status(response))
            with writing(part.path):
                self._save(response, replace(file, bytes=_announced(response)), part, 0)
        with writing(part.path):
            self._keep(file, part, response)

    def _keep(self, file: SourceFile, part: Part, response: requests.Response) -> None:
        with part.path.open("rb") as stream:
            head = stream.read(HEAD)
        if not head or looks_like_html(head):
            part.discard()
            raise Refused("what came is empty" if not head else "what came is a web page (HTML), not a file")
        size, sha256 = part.size, digest_file(part.path)
        target = self.cache / sha256[:2] / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        part.path.replace(target)
        said = response.headers
        self.found[file.url] = ServedFile(
            file.name, file.url, size, sha256, said.get("Last-Modified"), said.get("ETag")
        )

    def _ended(
        self, response: requests.Response, file: SourceFile, total: int, have: int, head: bytes
    ) -> None:
        said = response.headers
        if "Content-Length" not in said and "chunked" not in said.get("Transfer-Encoding", ""):
            raise Refused("the address does not say how long the file is, so that a part could pass for it")


def _unless_same(before: ServedFile | None) -> dict[str, str]:
    """The headers that ask for a file only where it is another one than before."""
    if before is None:
        return {}
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in asked.items() if value}


def _announced(response: requests.Response) -> int:
    """The bytes that are to come, the largest number where they are not announced or will be unpacked."""
    length = response.headers.get("Content-Length", "")
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    return int(length) if length.isdecimal() and not packed else sys.maxsize
