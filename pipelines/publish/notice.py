"""The page that lies in a release: what is in it, how to read it, which way figures run, the licences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.publish.lineage import EFFECTS, strictest

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source

_SYNTHETIC = """
> **SYNTHETIC.** Every figure in this folder is invented, for trying the software. No place in it exists.
"""

_LIVE = """
> **LIVE.** This release cannot be built again from pinned files alone: it rests on what publishers served for
{listed}
> `provenance.json` has their addresses, checksums and dates; the codebook says which columns rest on them.
"""

_PAGE = """# Common Ground, release {release}
{warning}
Social infrastructure and deprivation by neighbourhood (LSOA 2021).
Method: {title} (`{name}`, version {version}).
It stands whole in `method.yaml`, SHA-256 `{sha256}`;
`commonground build --method method.yaml` builds it again.

```python
import pandas as pd
df = pd.read_parquet("neighbourhoods.parquet")
```

- **Score**: higher = more need. **Rank**: 1 = most need. **Decile**: 1 = the most needy tenth.
  Two summaries of the roll-ups count ranks from the other end, as the Indices of Deprivation publish them:
  `average_rank` and `local_concentration`, higher = more need.
- **Left behind**: social infrastructure and deprivation are both among the worst tenth of neighbourhoods.
- A missing value is missing: it is never zero.
- `common-ground.xlsx` is a workbook: districts, who is designated, the codebook.
- `codebook.csv` explains every column: meaning, unit, range, sources, licence.
- `provenance.json` leads every column back to the files, with address and SHA-256.
- `SHA256SUMS`: `sha256sum --check SHA256SUMS`.
- Codes are those of LSOA 2021, wards and districts of 2024, constituencies of July 2024.
  Coordinates: EPSG:4326.

| file | rows | columns |
|---|--:|--:|
{files}

## Licences

The software is MIT. The data carry the licences of what they are made from; a column's terms, the strictest
of its inputs, stand in the codebook. Over all inputs: **{terms}**.

{licences}
"""


def notice(
    about: Mapping[str, Any],
    sizes: Mapping[str, tuple[int, int]],
    sources: Mapping[str, Source],
    warning: str = "",
) -> str:
    """The README of a release, as Markdown; `sizes` are rows and columns by table, `warning` a sentence that
    stands on top."""
    rows = [f"| {n.split('.', 1)[1]} | {rows:,} | {columns:,} |" for n, (rows, columns) in sizes.items()]
    return _PAGE.format(
        release=about["release"],
        warning=(_SYNTHETIC if about["synthetic"] else "")
        + (f"\n> **{warning}**\n" if warning else "")
        + _live(about, sources),
        **{key: about["method"][key] for key in ("name", "title", "version", "sha256")},
        files="\n".join(rows),
        terms=strictest(sources, sources),
        licences=licence_table(sources),
    )


def _live(about: Mapping[str, Any], sources: Mapping[str, Source]) -> str:
    listed = [f"> - {i} ({sources[i].title}): {sources[i].served};" for i in about.get("live", ())]
    return _LIVE.format(listed="\n".join(listed)) if listed else ""


def licence_table(sources: Mapping[str, Source]) -> str:
    """The licence of every data set, what it asks, and how to name its makers, as a Markdown table.

    What binds most stands first.
    """
    ordered = sorted(sources.values(), key=lambda s: (-EFFECTS.index(s.licence_effect), s.id))
    rows = [f"| {s.title} | {s.licence} | {s.licence_effect} | {s.attribution} |" for s in ordered]
    return "\n".join(["| data set | licence | asks for | attribution |", "|---|---|---|---|", *rows])
