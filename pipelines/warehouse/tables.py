"""Parquet files of the warehouse: written whole or not at all, with the schema that their contract says.

A table carries its fingerprint (of the code, the settings and the inputs that made it) in its own footer.
Deciding what is stale is in `plan`; checking what is in a table is in `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.column_types import arrow_type
from pipelines.errors import CommonGroundError, Fault, Faults
from pipelines.warehouse.contract import Contract

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FINGERPRINT = b"commonground.fingerprint"


@dataclass(frozen=True)
class Storage:
    """The folder of the tables: a path, or an address that fsspec knows (`s3://...`, `memory://...`)."""

    root: str

    @cached_property
    def _fs(self) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        return url_to_fs(self.root)

    @property
    def local(self) -> bool:
        return "://" not in self.root

    def path(self, table: str) -> str:
        """Where the table `layer.name` lies."""
        layer, name = table.split(".", 1)
        base = self.root if self.local else self._fs[1]
        return f"{base}/{layer}/{name}.parquet"

    def fingerprint(self, table: str) -> str | None:
        """The fingerprint that a stored table carries; None where it is not there or cannot be read."""
        metadata = self._footer(table)
        stored = (metadata.metadata or {}).get(FINGERPRINT) if metadata else None
        return stored.decode() if stored else None

    def rows(self, table: str) -> int | None:
        """How many rows a stored table has; None where there is none."""
        metadata = self._footer(table)
        return metadata.num_rows if metadata else None

    def _footer(self, table: str) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            if self.local:
                return pq.read_metadata(self.path(table))
            with self._fs[0].open(self.path(table), "rb") as file:
                return pq.read_metadata(file)
        except (OSError, pa.ArrowException):
            return None

    def read(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """A stored table. Raises `CommonGroundError` where it has not been built."""
        import pyarrow.parquet as pq

        try:
            if self.local:
                return pq.read_table(self.path(table), columns=columns, partitioning=None)
            with self._fs[0].open(self.path(table), "rb") as file:
                return pq.read_table(file, columns=columns)
        except FileNotFoundError:
            raise CommonGroundError(
                f"The table {table} has not been built. Run `commonground build`."
            ) from None

    def write(self, table: str, content: pa.Table, fingerprint: str) -> None:
        """Store a table beside its name, then rename: whole or not at all, whatever breaks in.

        Raises `CommonGroundError` where the place cannot be written to or is full.
        """
        import pyarrow.parquet as pq

        metadata = {**(content.schema.metadata or {}), FINGERPRINT: fingerprint.encode()}
        content = content.replace_schema_metadata(metadata)
        fs, path = self._fs[0], self.path(table)
        part = f"{path}.part"
        try:
            fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            try:
                with fs.open(part, "wb") as file:
                    pq.write_table(content, file, compression="zstd", row_group_size=1_000_000)
                fs.mv(part, path)
            finally:
                if fs.exists(part):  # an interrupt, too, leaves nothing half written
                    fs.rm(part)
        except OSError as error:
            raise CommonGroundError(
                f"Cannot write {path}: {error.strerror or error}. Make room or name another folder."
            ) from error


def conform(content: pa.Table | pd.DataFrame, contract: Contract, table: str) -> pa.Table:
    """The content in the columns, types and order of its contract.

    Raises `Faults`: columns missing or undeclared, values that do not fit the declared type.
    """
    import pyarrow as pa

    if not isinstance(content, pa.Table):
        content = pa.Table.from_pandas(content, preserve_index=False)
    have, want = set(content.column_names), set(contract.names)
    faults = [
        Fault(f"column `{c}` is declared and not made.", table) for c in contract.names if c not in have
    ]
    faults += [
        Fault(f"column `{c}` is made and not declared.", table) for c in content.column_names if c not in want
    ]
    if faults:
        raise Faults(faults)
    arrays, fields = [], []
    for facts in contract.columns:
        column, kind = content.column(facts.name), arrow_type(facts.type)
        try:
            arrays.append(_cast(column, kind))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
            faults.append(Fault(f"column `{facts.name}` does not hold {facts.type}: {error}", table))
        described = {b"meaning": facts.meaning.encode(), b"unit": facts.unit.encode()}
        fields.append(pa.field(facts.name, kind, metadata=described))
    if faults:
        raise Faults(faults)
    result = pa.Table.from_arrays(
        arrays, schema=pa.schema(fields, metadata={b"description": contract.description.encode()})
    )
    return result.sort_by([(name, "ascending") for name in contract.sort]) if contract.sort else result


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)  # pandas writes missing as NaN
        if pa.types.is_integer(kind):
            return pc.cast(column, kind, safe=True)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column.cast(kind)
