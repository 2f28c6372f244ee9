"""Whether the files that are here are whole: every copy in the cache and in the mirror, by its bytes.

Only judging belongs here. Nothing is fetched, mended or taken away.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipelines.catalogue.integrity import HEAD, digest, what_is_wrong
from pipelines.catalogue.source import Source, SourceFile
from pipelines.catalogue.store import Store
from pipelines.errors import CommonGroundError, Fault


@dataclass(frozen=True)
class Checked:
    """What was found of one source: files that it has, whole copies by place, files that are nowhere here."""

    source_id: str
    files: int
    size: int
    in_cache: int
    in_mirror: int
    absent: int
    faults: tuple[Fault, ...]

    @property
    def verdict(self) -> str:
        """`right`, `not all here` (the rest can be fetched), or `wrong`."""
        if self.faults:
            return "wrong"
        return "not all here" if self.absent else "right"


def check_sources(
    sources: Iterable[Source], store: Store, told: Callable[[Checked], None] | None = None
) -> list[Checked]:
    """Read and verify every copy that is here; one result a source, in the order given.

    `told` is called with each result as soon as it is known. A file that is nowhere is a fault only where
    the store may not use the network.
    """
    results = []
    # unpacking and hashing let go of Python's lock, so that threads use all processors
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for source in sources:
            copies = list(pool.map(lambda file, source=source: _copies(source.id, file, store), source.files))
            absent = [file for file, found in zip(source.files, copies, strict=True) if not found]
            faults = [fault for found in copies for fault in found.values() if fault is not None]
            if not store.network:
                faults += [store.missing(source.id, file) for file in absent]
            result = Checked(
                source_id=source.id,
                files=len(source.files),
                size=source.size,
                in_cache=sum("cache" in found and found["cache"] is None for found in copies),
                in_mirror=sum("mirror" in found and found["mirror"] is None for found in copies),
                absent=len(absent),
                faults=tuple(faults),
            )
            results.append(result)
            if told is not None:
                told(result)
    return results


def _copies(source_id: str, file: SourceFile, store: Store) -> dict[str, Fault | None]:
    """The places that hold this file, each with what is wrong there."""
    found: dict[str, Fault | None] = {}
    if store.path(file).is_file():
        found["cache"] = _judged(source_id, file, store, "cache", store.path(file).read_bytes)
    mirror = store.mirror
    if mirror is not None and mirror.holds(file.sha256):
        row = mirror.by_sha256[file.sha256]
        found["mirror"] = _judged(source_id, file, store, "mirror", lambda: mirror.unpack(row))
    return found


def _judged(
    source_id: str, file: SourceFile, store: Store, where: str, read: Callable[[], bytes]
) -> Fault | None:
    try:
        content = read()
    except (OSError, CommonGroundError) as error:
        return Fault(str(error), f"{source_id}, {file.name}")
    wrong = what_is_wrong(file, len(content), digest(content), content[:HEAD])
    return store.broken(source_id, file, where, wrong) if wrong else None
