"""What the project has, for a method to be held against: kinds of places, tables, sources.

Gathered from `sources/`, `sql/` and the declared steps; nothing is built or fetched. The checks themselves
are in `method.checks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.method.known import Known
from pipelines.method.vocabulary import AREA_KINDS
from pipelines.paths import SQL
from pipelines.stages.declared import declared_steps

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source
    from pipelines.warehouse.models import Model
    from pipelines.warehouse.step import Step


def known(sources: Mapping[str, Source]) -> Known:
    """What a method may name. Raises `Faults` where the SQL models cannot be read."""
    from pipelines.warehouse.contract import shared_columns
    from pipelines.warehouse.models import load_models

    made: dict[str, Model | Step] = {**load_models(SQL), **declared_steps()}
    years = {name: year for name, source in sources.items() if (year := first_year(source.vintage))}
    return Known(
        kinds=frozenset(shared_columns(SQL / "columns.yaml")["kind"]["values"]),
        area_kinds=frozenset(AREA_KINDS),
        tables={name: frozenset(table.contract.names) for name, table in made.items()},
        roles={name: source.role for name, source in sources.items()},
        years=years,
        rests_on={name: _rests_on(table, made, sources) for name, table in made.items()},
    )


def first_year(vintage: str) -> int | None:
    """The first year that a vintage names, such as 2013 of "2013-2018"; none where it names none."""
    found = re.search(r"\b(19|20)\d\d\b", str(vintage))
    return int(found.group()) if found else None


def _rests_on(
    table: Model | Step, made: Mapping[str, Model | Step], sources: Mapping[str, Source]
) -> frozenset[str]:
    """The data sets that a table's figures come from, as its contract says.

    Where it does not say, the outcomes among all data sets that the table is made from: the others are its
    populations and lookups as well as its figures, and cannot be told apart.
    """
    said = frozenset(source for column in table.contract.columns for source in column.sources)
    if said:
        return said
    return frozenset(i for i in _raw(table.name, made) if i in sources and sources[i].role == "outcome")


def _raw(table: str, made: Mapping[str, Model | Step]) -> set[str]:
    """All data sets that a table is made from."""
    seen: set[str] = set()
    stack = [table]
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack.extend(made[name].reads if name in made else ())
    return {name.removeprefix("raw.") for name in seen if name.startswith("raw.")}
