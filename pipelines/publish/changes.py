"""What a build changed: who is designated now and was not before, told in one line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.publish.folder import LATEST

KEY = "lsoa21cd"


@dataclass(frozen=True)
class Before:
    """A release that stood before a build: its name, and who was designated (None where nobody can tell)."""

    name: str
    designated: frozenset[str] | None


def before(published: Path, rule: str) -> Before | None:
    """The release that `latest` leads to; None where there is none."""
    latest = published / LATEST
    return Before(latest.resolve().name, designated(latest, rule)) if latest.exists() else None


def designated(release: Path, rule: str) -> frozenset[str] | None:
    """Codes of the neighbourhoods that a rule designates in a release; None where they cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = release / "neighbourhoods.parquet"
    try:
        content = pq.read_table(path, columns=[KEY, rule])
        flags = content.column(rule).to_pylist()
    except (OSError, KeyError, pa.ArrowException):
        return None
    return frozenset(code for code, flag in zip(content.column(KEY).to_pylist(), flags, strict=True) if flag)


def told(was: Before | None, name: str, now: frozenset[str] | None, title: str) -> str:
    """`1,203 designated under Left behind, +14 -9 against release 1.0`; empty where nothing stood before."""
    if was is None or now is None:
        return ""
    against = f"the release {was.name} that it replaces" if was.name == name else f"release {was.name}"
    said = f"{len(now):,} designated under {title}"
    if was.designated is None:
        return f"{said}; {against} does not say who was"
    return f"{said}, +{len(now - was.designated):,} -{len(was.designated - now):,} against {against}"
