"""What the measure's modules share about arrays: floats with missing values, groups, sums by group.

No formula of the index belongs here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def floats(values: ArrayLike, name: str = "values") -> Floats:
    """A float array in which NaN alone means missing.

    Raises ValueError where a value is infinite: it comes from a division that nobody looked at.
    """
    # Rows side by side in memory: sums over them then run in one order, whatever table they come from.
    array = np.array(values, dtype=np.float64, order="C")
    if np.isinf(array).any():
        raise ValueError(f"{name} holds an infinite value; missing is NaN")
    return array


def aligned(*arrays: NDArray) -> None:
    """Raise ValueError unless all arrays have as many rows."""
    lengths = {len(a) for a in arrays}
    if len(lengths) > 1:
        raise ValueError(f"arrays of different length: {sorted(lengths)}")


@dataclass(frozen=True)
class Groups:
    """Rows in groups: `names` in order, and for each row the position of its group in `names`."""

    names: NDArray
    position: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.names)

    def sums(self, values: Floats) -> Floats:
        """Sum of `values` (n,) in each group, NaN counted as nothing. In row order, so it repeats exactly."""
        return np.bincount(self.position, np.nan_to_num(values, nan=0.0), len(self)).astype(np.float64)

    def counts(self, rows: NDArray) -> Ints:
        """How many of `rows` (n,) are true in each group."""
        return np.bincount(self.position, weights=rows.astype(np.float64), minlength=len(self)).astype(
            np.int64
        )

    def spread(self, of_group: NDArray) -> NDArray:
        """The group's value for each of its rows."""
        return of_group[self.position]


def groups(codes: ArrayLike) -> Groups:
    """Rows grouped by code, groups in the order of their codes.

    Raises ValueError where a code is missing: a row that belongs nowhere has no group to be compared with.
    """
    array = np.asarray(codes)
    if array.dtype == object:
        if ((array == None) | (array != array)).any():  # noqa: E711  element by element
            raise ValueError("a group code is missing")
        array = array.astype(str)
    elif array.dtype.kind == "f" and np.isnan(array).any():
        raise ValueError("a group code is missing")
    names, position = np.unique(array, return_inverse=True)
    return Groups(names, position)
