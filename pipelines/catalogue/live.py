"""Live alternatives switched on: the publishers' current files in place of the pinned ones.

Which are chosen, their files had anew or from the cache of live files, and what is remembered of them. How
one file comes is `live_transfer`'s matter. Nothing falls back on the pinned files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from pipelines.catalogue.disk import writing
from pipelines.catalogue.integrity import digest_file
from pipelines.catalogue.progress import Progress, Silent
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import Live, Served, ServedFile, Source, SourceFile
from pipelines.errors import CommonGroundError, Fault, Faults

MOVED = "If the publisher has moved it, mend `live` in its source file; or build without --live {id}."
NO_HOST = "Look to the network, or build without --live {id}, from the pinned files."


def alternatives(sources: Iterable[Source]) -> dict[str, tuple[Source, Live]]:
    """The live alternatives that can be switched on, by id, each with its source."""
    return {live.id: (source, live) for source in sources for live in source.live if live.replaces}


def chosen(sources: Mapping[str, Source], ids: Iterable[str]) -> list[tuple[Source, Live]]:
    """The live alternatives of these ids, each once. Raises Faults, all at once, for what cannot be one."""
    there = alternatives(sources.values())
    declared = {live.id: live for source in sources.values() for live in source.live}
    found: dict[str, tuple[Source, Live]] = {}
    faults: list[Fault] = []
    for name in dict.fromkeys(ids):
        if name in there:
            source, _ = there[name]
            if source.id in found:
                said = f"is a live alternative of {source.id}, as {found[source.id][1].id} is"
                faults.append(Fault(said, name, "Name one of the two."))
            else:
                found[source.id] = there[name]
        elif name in declared:
            said = f"cannot stand in for the pinned files. {declared[name].note}"
            faults.append(Fault(said.strip(), name))
        else:
            said = "has no live alternative" if name in sources else "is no data set"
            faults.append(Fault(f"{said}. Those that there are: {', '.join(sorted(there))}.", name))
    if faults:
        raise Faults(faults)
    return list(found.values())


def obtain(
    source: Source, live: Live, cache: Path, settings: Settings, progress: Progress | None = None
) -> Source:
    """The source as this alternative serves it now; its files are then in the cache, by content.

    Every address is asked whether its file has changed. Where no connection can be made at all, the files
    that the cache of live files holds are taken, if it holds all, and `served.note` says so. Raises Faults
    naming every file that cannot be had; CommonGroundError for a memory that cannot be read.
    """
    from pipelines.catalogue.fetch import bring, told
    from pipelines.catalogue.live_transfer import LiveTransfer
    from pipelines.catalogue.transfer import Job, Unreachable

    memory = cache / "live" / f"{live.id}.json"
    known = {file.url: file for file in _remembered(memory) if _is_there(cache, file)}
    found: dict[str, ServedFile] = {}
    jobs = [
        Job(live.id, SourceFile(file.name, file.url, 0, ""), memory.with_suffix(f".{number}"))
        for number, file in enumerate(live.files)
    ]
    transfer = partial(LiveTransfer, cache=cache, known=known, found=found)
    failed = bring(jobs, cache / "parts", settings, progress or Silent(), transfer)
    if failed and all(isinstance(error, Unreachable) for error in failed.values()):
        held = [replace(known[f.url], name=f.name) for f in live.files if f.url in known]
        if len(held) == len(live.files):
            return source.with_live(
                Served(live, tuple(held), "from the cache, for no address can be reached")
            )
    if failed:
        faults = told(jobs, failed, MOVED.format(id=live.id), NO_HOST.format(id=live.id))
        raise Faults(faults, f"The live files of {live.id} cannot be had" if len(faults) > 1 else "")
    files = tuple(found[file.url] for file in live.files)
    _remember(memory, files)
    return source.with_live(Served(live, files))


def _is_there(cache: Path, file: ServedFile) -> bool:
    path = cache / file.sha256[:2] / file.sha256
    return path.is_file() and digest_file(path) == file.sha256


def _remembered(memory: Path) -> list[ServedFile]:
    try:
        return [ServedFile(**file) for file in json.loads(memory.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        raise CommonGroundError(f"{memory}: cannot be read ({error}). Delete it and build again.") from None


def _remember(memory: Path, files: tuple[ServedFile, ...]) -> None:
    with writing(memory):
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft = memory.with_suffix(".draft")
        draft.write_text(json.dumps([asdict(file) for file in files], indent=1) + "\n", encoding="utf-8")
        draft.replace(memory)
