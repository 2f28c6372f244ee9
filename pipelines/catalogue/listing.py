"""What there is to say about sources, as rows of text, for whoever prints them.

Nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.catalogue.source import Column, Live, Source
from pipelines.catalogue.store import Store
from pipelines.catalogue.wording import in_words

HEADER = ("id", "title", "vintage", "geography", "licence", "files", "size", "from")
FILES = "Files"


@dataclass(frozen=True)
class Section:
    """A titled table: its header may be empty where the first column names the second."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def size_text(size: int) -> str:
    """A size in bytes as a person reads it: `812 B`, `2.4 MB`."""
    if size < 1000:
        return f"{size} B"
    for power, unit in ((3, "GB"), (2, "MB"), (1, "kB")):
        if size >= 1000**power:
            return f"{size / 1000**power:,.1f} {unit}"
    raise AssertionError


def from_where(source: Source, store: Store) -> str:
    """Where the files of a source would come from: `mirror`, or `cache 3, network 2` where they differ."""
    counts = Counter(store.where(file) for file in source.files)
    if len(counts) == 1:
        return str(next(iter(counts)))
    return ", ".join(
        f"{place} {counts[place]:,}" for place in ("cache", "mirror", "network", "missing") if counts[place]
    )


def source_rows(sources: Iterable[Source], store: Store) -> list[tuple[str, ...]]:
    """One row a source, under HEADER."""
    return [
        (
            source.id,
            source.title,
            source.vintage,
            source.geography,
            source.licence,
            f"{len(source.files):,}",
            size_text(source.size),
            from_where(source, store),
        )
        for source in sources
    ]


def source_sections(source: Source, store: Store) -> list[Section]:
    """Everything about one source: about, terms, files, columns, known faults, live alternatives."""
    about = {
        "title": source.title,
        "publisher": source.publisher,
        "page": source.landing_page,
        "vintage": source.vintage + (" (updated in place by its publisher)" if source.rolling else ""),
        "geography": source.geography
        + (f" of {source.geography_vintage}" if source.geography_vintage else ""),
        "group": source.group,
        "role": source.role,
        "table": source.table,
        "rows": str(source.rows) if source.rows else "not stated",
        "key": ", ".join(source.key) or "none",
        "reader": source.reader,
        **dict(in_words(source.options)),
    }
    terms = {
        "licence": source.licence,
        "effect on what is derived": source.licence_effect,
        "attribution": source.attribution,
        "personal data": source.personal_data,
    }
    files = tuple(
        (file.name, size_text(file.bytes), store.where(file), file.sha256, file.url) for file in source.files
    )
    sections = [
        Section("About", (), tuple(about.items())),
        Section("Terms", (), tuple(terms.items())),
        Section(FILES, ("name", "size", "from", "sha256", "address"), files),
        _columns("Columns", source.columns),
    ]
    faults = source.faults or ("None is known.",)
    sections.append(Section("Known faults", (), tuple((fault,) for fault in faults)))
    for live in source.live:
        sections.append(Section(f"Live alternative {live.id} (off by default)", (), _live(live)))
        sections.append(_columns(f"Columns of {live.id}", live.columns))
    return sections


def _live(live: Live) -> tuple[tuple[str, str], ...]:
    first, more = live.files[0], len(live.files) - 1
    switch = (
        f"commonground build --live {live.id}" if live.replaces else "cannot stand in for the pinned files"
    )
    facts = {
        "title": live.title,
        "publisher": live.publisher,
        "page": live.page,
        "switched on by": switch,
        "files": f"{len(live.files):,}",
        "address": first.url + (f" and {more:,} more" if more else ""),
        "rows": str(live.rows),
        "changes": "in place, by its publisher" if live.rolling else "a file of one edition",
        "note": live.note,
        "reader": live.reader,
        **dict(in_words(live.options)),
    }
    return tuple((name, fact) for name, fact in facts.items() if fact)


def _columns(title: str, columns: Mapping[str, Column]) -> Section:
    rows = tuple(
        (column.name, column.type, column.unit or "", column.meaning, column.source_name)
        for column in columns.values()
    )
    return Section(title, ("column", "type", "unit", "meaning", "name in the file"), rows)
