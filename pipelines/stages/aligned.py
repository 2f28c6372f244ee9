"""Tables of the areas of an index, side by side: in one order of rows, with the code of the area first.

Only what the steps of a score share belongs here; what they make of the figures does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs


def spine_of(inputs: Inputs, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """The areas of the index in the order of their codes, which are the first column."""
    table, key = inputs.settings["areas"]
    return inputs.frame(table, [key, *columns])[[key, *columns]].sort_values(key, ignore_index=True)


def aligned(
    inputs: Inputs, table: str, spine: pd.DataFrame, columns: list[str] | None = None
) -> pd.DataFrame:
    """A table in the order of the spine, without its key. Raises KeyError where a row is missing."""
    key = str(spine.columns[0])
    frame = inputs.frame(table, None if columns is None else [key, *columns])
    if not frame[key].equals(spine[key]):
        frame = frame.set_index(key).loc[spine[key]].reset_index()
    return frame.drop(columns=key)


def numbered(codes: pd.Series) -> Any:
    """Codes as numbers in their order: many times as quick to group by as text.

    Raises `CommonGroundError` where one is missing: an area that is in no group has none to be compared with.
    """
    if missing := int(codes.isna().sum()):
        raise CommonGroundError(f"The column {codes.name}, to group by, is missing for {missing:,} areas.")
    return codes.astype("category").cat.codes.to_numpy()


def wide(spine: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    key = spine.columns[0]
    return pd.DataFrame({key: spine[key], **columns})


def figures_of(frame: pd.DataFrame) -> dict[str, Any]:
    """The columns of a table of the score but its key, as arrays."""
    return {str(name): frame[name].to_numpy(float) for name in frame.columns[1:]}


@contextmanager
def mendable(what: str) -> Iterator[None]:
    """Makes what a formula refuses something to mend: a scale, a mean or weights that do not fit."""
    try:
        yield
    except ValueError as error:
        do = "Change the method: its scales, its mean or its weights."
        raise CommonGroundError(f"{what}: {error}. {do}") from error
