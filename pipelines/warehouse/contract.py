"""A table's contract: what it is, its key, its columns with meaning and unit, how many rows it has.

A contract is written once, in YAML: on top of a SQL model, or beside the Python step that makes the table.
Schema, checks, Dagster's metadata and the codebook follow from it. Checking a table is in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.column_types import TYPES
from pipelines.errors import Fault, Faults
from pipelines.marked_yaml import load_yaml

SPINE = "spine"
ENGLAND, PINNED = "england", "pinned"
EDITIONS = (ENGLAND, "sample", PINNED)
MOST = 2**62  # of rows, where no most is stated
# What rows are counted of: a table, or the different values of one of its columns.
_COUNTED = re.compile(r"spine|[a-z]+(\.[a-z][a-z0-9_]*){1,2}")


@dataclass(frozen=True)
class ColumnFacts:
    """What a column holds. `minimum` and `maximum` are inclusive; a key column is never null.

    `sources` are the ids of the data sets that it comes from, where that is less than all that its table
    rests on.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    nullable: bool = True
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableCheck:
    """A query over `this` that returns the offending rows, and the sentence that it checks.

    `edition` is the edition that it holds of: None for all, 'pinned' for England from pinned files alone.
    """

    says: str
    sql: str
    edition: str | None = None


@dataclass(frozen=True)
class Contract:
    """The declared facts of a table.

    How many rows it has is said by edition (`rows`: least and most; see `TableCheck`), or by what it has a
    row for (`rows_of`): so many times the rows of the spine, of a table that it reads (`layer.table`) or of
    the different values in a column there (`layer.table.column`), summed.

    `attached` are columns that the table has not and its published file has, none of them ever missing.
    """

    description: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[ColumnFacts, ...]
    rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rows_of: Mapping[str, int] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    checks: tuple[TableCheck, ...] = ()
    empty: bool = False
    owner: str = "common-ground"
    extra: Mapping[str, Any] = field(default_factory=dict)
    attached: tuple[ColumnFacts, ...] = ()

    @property
    def published(self) -> tuple[ColumnFacts, ...]:
        """The columns of the published file, in its order."""
        return (*self.columns, *self.attached)

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]

    def column(self, name: str) -> ColumnFacts:
        """The facts of one column; KeyError where the table has none of that name."""
        return next((c for c in self.columns if c.name == name), None) or _missing(name)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, in a stable order: the contract's part of a table's fingerprint."""
        return asdict(self)


def _missing(name: str) -> ColumnFacts:
    raise KeyError(name)


_FACTS = {"type", "meaning", "unit", "nullable", "min", "max", "pattern", "values", "sources"}
_KEYS = {"description", "grain", "key", "rows", "sort", "columns", "checks", "empty", "owner", "extra"}


@cache
def shared_columns(path: Path) -> dict[str, dict[str, Any]]:
    """The dictionary of columns that several tables use (`sql/columns.yaml`); empty where there is none."""
    if not path.is_file():
        return {}
    return load_yaml(path.read_text(encoding="utf-8")) or {}


def parse_contract(text: str, where: str, dictionary: Mapping[str, Mapping[str, Any]]) -> Contract:
    """Read a contract from YAML. Raises `Faults`, all at once, each with `where`."""
    try:
        raw = load_yaml(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f" at line {mark.line + 1} of the contract" if mark else ""
        raise Faults([Fault(f"the contract is not YAML{at}.", where, "Mend its syntax.")]) from None
    if not isinstance(raw, dict):
        raise Faults([Fault("the contract is not a mapping.", where, "Begin it with `description:`.")])
    faults = [Fault(f"unknown key `{k}` in the contract.", where) for k in raw.keys() - _KEYS]
    faults += [
        Fault(f"the contract has no `{k}`.", where)
        for k in ("description", "grain", "key", "columns")
        if not raw.get(k)
    ]
    key = tuple(raw.get("key") or ())
    columns = []
    for name, own in (raw.get("columns") or {}).items():
        facts = {**dictionary.get(name, {}), **(own or {})}
        faults += [Fault(f"column `{name}`: unknown fact `{k}`.", where) for k in facts.keys() - _FACTS]
        if facts.get("type") not in TYPES:
            faults.append(
                Fault(f"column `{name}`: type {facts.get('type')!r} is none of {', '.join(TYPES)}.", where)
            )
        if not facts.get("meaning"):
            faults.append(Fault(f"column `{name}` has no meaning.", where, "Say what it holds."))
        columns.append(_facts(name, facts, key))
    known = {c.name for c in columns}
    sort = tuple(raw.get("sort") or key)
    faults += [Fault(f"`{k}` is in key or sort but not in columns.", where) for k in {*key, *sort} - known]
    rows, rows_of, unclear = _rows(raw.get("rows"), where)
    faults += unclear
    if faults:
        raise Faults(faults)
    return Contract(
        description=str(raw["description"]).strip(),
        grain=str(raw["grain"]).strip(),
        key=key,
        columns=tuple(columns),
        rows=rows,
        rows_of=rows_of,
        sort=sort,
        checks=tuple(TableCheck(c["says"], c["sql"], c.get("edition")) for c in raw.get("checks") or ()),
        empty=bool(raw.get("empty", False)),
        owner=str(raw.get("owner", "common-ground")),
        extra=raw.get("extra") or {},
    )


def _facts(name: str, facts: Mapping[str, Any], key: tuple[str, ...]) -> ColumnFacts:
    return ColumnFacts(
        name=name,
        type=str(facts.get("type")),
        meaning=str(facts.get("meaning", "")).strip(),
        unit=str(facts.get("unit") or ""),
        nullable=bool(facts.get("nullable", True)) and name not in key,
        minimum=facts.get("min"),
        maximum=facts.get("max"),
        pattern=facts.get("pattern"),
        values=tuple(str(v) for v in facts.get("values") or ()),
        sources=tuple(facts.get("sources") or ()),
    )


def _rows(raw: Any, where: str) -> tuple[dict[str, tuple[int, int]], dict[str, int], list[Fault]]:
    """Bounds by edition, times by what is counted, and what is neither."""
    if not isinstance(raw, dict):
        raw = {} if raw is None else {raw: 1} if isinstance(raw, str) else {"england": raw}
    bounds: dict[str, tuple[int, int]] = {}
    counted: dict[str, int] = {}
    faults = []
    for name, number in raw.items():
        if name in EDITIONS and isinstance(number, int):
            bounds[name] = (number, number)
        elif name in EDITIONS and isinstance(number, dict) and number and number.keys() <= {"min", "max"}:
            bounds[name] = (int(number.get("min", 0)), int(number.get("max", MOST)))
        elif _COUNTED.fullmatch(str(name)) and isinstance(number, int):
            counted[name] = number
        else:
            said = (
                f"`rows` {name}: {number!r} is neither a number (or min and max) of {' or '.join(EDITIONS)}"
            )
            faults.append(Fault(f"{said}, nor so many times the spine, a table or a table's column.", where))
    return bounds, counted, faults
