"""The groups of files that the county has: one maker each. Only the list belongs here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.sample import (
    files_civic,
    files_connectedness,
    files_culture,
    files_deprivation,
    files_elections,
    files_geography,
    files_lookups,
    files_outcomes,
    files_places,
    files_population,
    files_services,
    files_statistics,
)
from pipelines.sample.county import County
from pipelines.sample.formats import Made

GROUPS: tuple[Callable[[County], Iterator[Made]], ...] = (
    files_civic.files,
    files_connectedness.files,
    files_culture.files,
    files_deprivation.files,
    files_elections.files,
    files_geography.files,
    files_lookups.files,
    files_outcomes.files,
    files_places.files,
    files_population.files,
    files_services.files,
    files_statistics.files,
)
