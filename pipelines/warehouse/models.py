"""SQL models: one SELECT a file, its contract in a comment on top, its upstream read from the parse tree.

Running a model is in `run`; what a contract may say is in `contract`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.errors import Fault, Faults
from pipelines.warehouse.contract import Contract, parse_contract, shared_columns

LAYERS = ("raw", "core", "indicators", "score", "publish", "quality")
_OPEN, _CLOSE = "/* ---", "--- */"


@dataclass(frozen=True)
class Model:
    """A table that is one SELECT: its name, text, contract, and the tables that it names."""

    name: str
    sql: str
    contract: Contract
    reads: tuple[str, ...]
    path: Path


def load_models(folder: Path) -> dict[str, Model]:
    """Every `<layer>/<table>.sql` below `folder`, by table name. Raises `Faults`, all at once."""
    paths = sorted(folder.glob("*/*.sql"))
    return dict(_load_all(folder, tuple((path, path.stat().st_mtime_ns) for path in paths)))


@cache
def _load_all(folder: Path, files: tuple[tuple[Path, int], ...]) -> dict[str, Model]:
    """The models of these files, read once as long as none of them is written anew."""
    import duckdb

    models, faults = {}, []
    dictionary = shared_columns(folder / "columns.yaml")
    with duckdb.connect() as db:
        for path, _ in files:
            try:
                model = _load(path, dictionary, db)
                models[model.name] = model
            except Faults as error:
                faults += error.faults
    if faults:
        raise Faults(faults, "The SQL models cannot be read")
    return models


def _load(path: Path, dictionary: dict[str, Any], db: Any) -> Model:
    where = f"{path.parent.name}/{path.name}"
    text = path.read_text(encoding="utf-8")
    if path.parent.name not in LAYERS:
        raise Faults([Fault("lies in a folder that is no layer.", where, f"Layers: {', '.join(LAYERS)}.")])
    head, _, rest = text.partition(_CLOSE)
    if not head.lstrip().startswith(_OPEN) or not rest:
        raise Faults(
            [Fault("has no contract.", where, f"Begin it with a comment from `{_OPEN}` to `{_CLOSE}`.")]
        )
    contract = parse_contract(head.lstrip()[len(_OPEN) :], where, dictionary)
    name = f"{path.parent.name}.{path.stem}"
    return Model(name, rest.strip().rstrip(";"), contract, named_tables(rest, where, db), path)


def named_tables(sql: str, where: str, db: Any) -> tuple[str, ...]:
    """The tables that one SELECT names as `layer.table`, without those that it defines itself.

    Read from DuckDB's parse tree (nothing is bound, so the tables need not exist). Raises `Faults`
    where the text is not one SELECT or a table is named without its layer.
    """
    row = db.execute("SELECT json_serialize_sql(?)", [sql.strip().rstrip(";")]).fetchone()
    tree = json.loads(row[0])
    if tree.get("error"):
        raise Faults([Fault(f"is not one SELECT: {tree.get('error_message')}", where)])
    named: set[str] = set()
    loose: set[str] = set()
    defined: set[str] = set()
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if node.get("type") == "BASE_TABLE":
                schema = node.get("schema_name")
                (named if schema else loose).add(
                    f"{schema}.{node['table_name']}" if schema else node["table_name"]
                )
            if "cte_map" in node:
                defined |= {entry["key"] for entry in node["cte_map"].get("map", [])}
            stack.extend(node.values())
    faults = [Fault(f"names `{t}` without its layer.", where) for t in sorted(loose - defined)]
    faults += [
        Fault(f"names `{t}`, whose layer is unknown.", where)
        for t in sorted(named)
        if t.split(".")[0] not in LAYERS
    ]
    if faults:
        raise Faults(faults)
    return tuple(sorted(named))
