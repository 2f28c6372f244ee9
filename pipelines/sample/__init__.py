"""A synthetic county, made from a seed: small files in the very formats of the real sources.

`make` writes a mirror folder that the whole pipeline runs on, with no network. Every area, place and postcode
in it is made up and says so. Nothing here is read by a build of England.
"""

from __future__ import annotations

from pathlib import Path

SEED = 20261122


def make(folder: Path, seed: int = SEED) -> None:
    """Write the county of a seed to `folder`, laid out as a mirror. The same seed gives the same bytes."""
    from pipelines.sample import (
        files_civic,
        files_connectedness,
        files_deprivation,
        files_geography,
        files_outcomes,
        files_places,
        files_population,
        files_statistics,
        mirror,
    )
    from pipelines.sample.county import build

    county = build(seed)
    groups = (
        files_geography,
        files_deprivation,
        files_population,
        files_places,
        files_civic,
        files_connectedness,
        files_outcomes,
        files_statistics,
    )
    folder.mkdir(parents=True, exist_ok=True)
    mirror.write(folder, (made for group in groups for made in group.files(county)), seed)
