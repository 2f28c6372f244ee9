"""Whether a publisher has changed its live files since they were last looked at.

Only live alternatives that change in place and can be switched on are looked at: pinned files never change.
The decision is a pure function of two looks; asking and remembering are small edges around it. Nothing is
downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipelines.catalogue.disk import writing
from pipelines.catalogue.source import Live, Source
from pipelines.errors import CommonGroundError

Verdict = Literal["changed", "unchanged", "first look", "unreachable", "cannot tell"]


@dataclass(frozen=True)
class Look:
    """What an address says of its file: each None where it does not say. Size in bytes."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    size: int | None = None


def watched(sources: Iterable[Source]) -> list[Live]:
    """The live alternatives that can change and can be switched on, the first of each source."""
    can = [[live for live in source.live if live.rolling and live.replaces] for source in sources]
    return [lives[0] for lives in can if lives]


def decide(before: Look | None, now: Look | None) -> Verdict:
    """Compare two looks at an address: by ETag, else by date, else by size, the first that both have."""
    if now is None:
        return "unreachable"
    if before is None:
        return "first look"
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
    lives: Iterable[Live], before: Mapping[str, Look], ask: Callable[[str], Look | None]
) -> tuple[dict[str, dict[str, Verdict]], dict[str, Look]]:
    """Look at every address of these live alternatives.

    Returns verdicts by alternative and address, and what to remember, by address. Where an address cannot be
    reached, what was known of it is kept.
    """
    verdicts: dict[str, dict[str, Verdict]] = {}
    known = dict(before)
    for live in lives:
        verdicts[live.id] = {}
        for file in live.files:
            now = ask(file.url)
            verdicts[live.id][file.url] = decide(known.get(file.url), now)
            if now is not None:
                known[file.url] = now
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


def changed_live(lives: Iterable[Live], cache: Path, ask: Callable[[str], Look | None] = ask) -> list[str]:
    """The ids of live alternatives that have changed since the last call, which is remembered in the cache.

    Raises CommonGroundError where the memory cannot be read or written.
    """
    memory = cache / "looks.json"
    verdicts, known = look_again(lives, _remembered(memory), ask)
    with writing(memory):
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft = memory.with_suffix(".draft")
        looks = {url: asdict(look) for url, look in sorted(known.items())}
        draft.write_text(json.dumps(looks, indent=1) + "\n", encoding="utf-8")
        draft.replace(memory)
    return [live_id for live_id, by_url in verdicts.items() if "changed" in by_url.values()]


def _remembered(memory: Path) -> dict[str, Look]:
    try:
        return {url: Look(**look) for url, look in json.loads(memory.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise CommonGroundError(f"{memory}: cannot be read ({error}). Delete it and look again.") from None
