"""Whether a publisher has changed a rolling source since it was last looked at.

The decision is a pure function of two looks; asking and remembering are small edges around it. Nothing is
downloaded, and no pin is changed: a person does that, in the source file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipelines.catalogue.disk import writing
from pipelines.catalogue.source import Source
from pipelines.errors import CommonGroundError

Verdict = Literal["changed", "unchanged", "first look", "unreachable", "cannot tell"]
_PINNED = re.compile(r"(https://raw\.githubusercontent\.com/[^/]+/[^/]+/)[0-9a-f]{40}(/.+)")


@dataclass(frozen=True)
class Look:
    """What an address says of its file: each None where it does not say. Size in bytes."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    size: int | None = None


def moving_address(url: str) -> str:
    """The address of a file's newest version, where a pinned address names a commit of GitHub."""
    return _PINNED.sub(r"\1HEAD\2", url)


def addresses(source: Source) -> dict[str, int | None]:
    """The addresses to ask, each with the bytes of the pinned file where it is one and the same file."""
    if source.live is not None:
        return {source.live.url: None}
    return {moving_address(file.url): file.bytes for file in source.files}


def decide(before: Look | None, now: Look | None, pinned: int | None = None) -> Verdict:
    """Compare two looks at an address: by ETag, else by date, else by size, the first that both have.

    At the first look the size is compared with that of the pinned file, where it is known.
    """
    if now is None:
        return "unreachable"
    if before is None:
        other_size = pinned is not None and now.size is not None and now.size != pinned
        return "changed" if other_size else "first look"
    pairs = [
        (_strong(before.etag), _strong(now.etag)),
        (before.last_modified, now.last_modified),
        (before.size, now.size),
    ]
    for then, since in pairs:
        if then is not None and since is not None:
            return "unchanged" if then == since else "changed"
    return "cannot tell"


def _strong(etag: str | None) -> str | None:
    # a weak mark still stands for one content, and a server may mark the same content either way
    return etag.removeprefix("W/") if etag is not None else None


def look_again(
    sources: Iterable[Source], before: Mapping[str, Look], ask: Callable[[str], Look | None]
) -> tuple[dict[str, dict[str, Verdict]], dict[str, Look]]:
    """Look at every address of the rolling sources.

    Returns verdicts by source and address, and what to remember, by address. Where an address cannot be
    reached, what was known of it is kept.
    """
    verdicts: dict[str, dict[str, Verdict]] = {}
    known = dict(before)
    for source in sources:
        if not source.rolling:
            continue
        verdicts[source.id] = {}
        for url, pinned in addresses(source).items():
            now = ask(url)
            verdicts[source.id][url] = decide(known.get(url), now, pinned)
            if now is not None:
                known[url] = now
    return verdicts, known


def ask(url: str, timeout: float = 20.0) -> Look | None:
    """What an address says of its file, without the file. None where it cannot be reached or refuses."""
    import requests

    headers = {"Accept-Encoding": "identity"}  # else the size is that of a compressed answer
    try:
        answer = requests.head(url, headers=headers, timeout=timeout, allow_redirects=True)
        if answer.status_code in (405, 501):
            with requests.get(url, headers=headers, timeout=timeout, stream=True) as answer:
                pass
    except requests.RequestException:
        return None
    if not answer.ok:
        return None
    said = answer.headers
    size = said.get("Content-Length", "")
    return Look(url, said.get("ETag"), said.get("Last-Modified"), int(size) if size.isdecimal() else None)


def changed_sources(
    sources: Iterable[Source], cache: Path, ask: Callable[[str], Look | None] = ask
) -> list[str]:
    """The ids of rolling sources that have changed since the last call, which is remembered in the cache.

    Raises CommonGroundError where the memory cannot be read or written.
    """
    memory = cache / "looks.json"
    verdicts, known = look_again(sources, _remembered(memory), ask)
    with writing(memory):
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft = memory.with_suffix(".draft")
        looks = {url: asdict(look) for url, look in sorted(known.items())}
        draft.write_text(json.dumps(looks, indent=1) + "\n", encoding="utf-8")
        draft.replace(memory)
    return [source_id for source_id, by_url in verdicts.items() if "changed" in by_url.values()]


def _remembered(memory: Path) -> dict[str, Look]:
    try:
        return {url: Look(**look) for url, look in json.loads(memory.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise CommonGroundError(f"{memory}: cannot be read ({error}). Delete it and look again.") from None
