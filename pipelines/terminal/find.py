"""Which neighbourhood is meant: by code, postcode, MSOA name, or the name of a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.errors import CommonGroundError

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.tables import Storage

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}")
NAMES = ("msoa21hclnm", "lsoa21nm", "wd24nm", "pcon24nm", "lad24nm")


def find(place: str, neighbourhoods: pd.DataFrame, storage: Storage) -> pd.DataFrame:
    """The neighbourhoods that `place` means, neediest first.

    Tried in this order: a code (LSOA, MSOA, ward, district), a postcode, a whole name, a part of a name.
    Raises `CommonGroundError` where nothing fits, naming what comes near.
    """
    said = " ".join(place.split())
    found = _by_code(said.upper(), neighbourhoods)
    if found is None and POSTCODE.fullmatch(said.upper()):
        found = _by_postcode(said.upper().replace(" ", ""), neighbourhoods, storage)
    if found is None:
        found = _by_name(said.casefold(), neighbourhoods)
    if found is None or found.empty:
        raise CommonGroundError(f"No neighbourhood fits {place!r}.{_near(said, neighbourhoods)}")
    return found.sort_values("social_infrastructure_rank", kind="stable")


def _by_code(code: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    for column in ("lsoa21cd", "msoa21cd", "wd24cd", "lad24cd"):
        rows = frame[frame[column] == code]
        if len(rows):
            return rows
    return None


def _by_postcode(postcode: str, frame: pd.DataFrame, storage: Storage) -> pd.DataFrame:
    import pyarrow.compute as pc

    if storage.rows("core.postcode") is None:
        raise CommonGroundError(
            "Postcodes are looked up in the table core.postcode, which has not been built here. "
            "Run `commonground build --only core.postcode`, or name the place by its LSOA code or MSOA name."
        )
    table = storage.read("core.postcode", ["postcode", "lsoa21cd"])
    rows = table.filter(pc.field("postcode") == postcode).to_pylist()
    if not rows:
        raise CommonGroundError(f"There is no postcode {postcode} in England's Code-Point Open.")
    code = rows[0]["lsoa21cd"]
    if code is None:
        raise CommonGroundError(f"The postcode {postcode} has no coordinates in Code-Point Open.")
    return frame[frame["lsoa21cd"] == code]


def _by_name(name: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    for column in NAMES:
        rows = frame[frame[column].str.casefold() == name]
        if len(rows):
            return rows
    for column in NAMES:
        rows = frame[frame[column].str.casefold().str.contains(name, regex=False, na=False)]
        if len(rows):
            return rows
    return None


def _near(name: str, frame: pd.DataFrame) -> str:
    from difflib import get_close_matches

    names = sorted({n for column in NAMES for n in frame[column].dropna().unique()})
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    return f" Did you mean {', '.join(near)}?" if near else " Give an LSOA code, an MSOA name or a postcode."
