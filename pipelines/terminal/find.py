"""Which neighbourhood is meant: by code, postcode, or the name of an MSOA, district, ward or constituency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.errors import CommonGroundError
from pipelines.spelling import did_you_mean, words

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.tables import Storage

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}")
MSOA = ("msoa21cd", "msoa21hclnm")
NUMBERED = "msoa21nm"  # its official name, which its LSOAs bear with a letter more: Leeds 045
LARGER = {
    "district": ("lad24cd", "lad24nm"),
    "ward": ("wd24cd", "wd24nm"),
    "constituency": ("pcon24cd", "pcon24nm"),
}
CODES = ("lsoa21cd", MSOA[0], *(code for code, _ in LARGER.values()))
# What may be meant, likeliest first: the column, and whether its name must be all that was said. What is
# nearest to a neighbourhood goes before larger areas, but a whole district before a part of an MSOA's name.
MEANINGS = (
    (MSOA[1], True), ("lsoa21nm", True), (NUMBERED, True), ("lad24nm", True), (MSOA[1], False),
    ("lad24nm", False), ("wd24nm", True), ("wd24nm", False), ("pcon24nm", True), ("pcon24nm", False),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The neighbourhoods that were meant, by rank of social infrastructure, neediest first.

    `whole_msoa` where they are all those of one MSOA. `others` are larger areas that bear the name too: what
    they are, their name, their code.
    """

    rows: pd.DataFrame
    whole_msoa: bool
    others: tuple[tuple[str, str, str], ...] = ()

    @property
    def msoas(self) -> int:
        """How many MSOAs they lie in."""
        return int(self.rows[MSOA[0]].nunique())


def find(place: str, neighbourhoods: pd.DataFrame, storage: Storage) -> Found:
    """The neighbourhoods that `place` means.

    Tried in this order: a code, a postcode, then names as MEANINGS has them: the words of what was said must
    all be words of the name. Raises `CommonGroundError` where nothing is said or nothing fits, naming what
    comes near.
    """
    said = " ".join(place.split())
    if not words(said):
        raise CommonGroundError(
            "No place is named. Give an LSOA code, an MSOA name, a postcode or a place, in quotes."
        )
    rows = _by_code(said.upper(), neighbourhoods)
    others: tuple[tuple[str, str, str], ...] = ()
    if rows is None and POSTCODE.fullmatch(said.upper()):
        rows = _by_postcode(said.upper().replace(" ", ""), neighbourhoods, storage)
    if rows is None:
        rows = _by_name(said, neighbourhoods)
        others = () if rows is None else tuple(_others(said, neighbourhoods, rows))
    if rows is None or rows.empty:
        columns = (MSOA[1], *(name for _, name in LARGER.values()))
        names = {name for column in columns for name in neighbourhoods[column].dropna().unique()}
        hint = did_you_mean(said, names, "Give an LSOA code, an MSOA name or a postcode.")
        raise CommonGroundError(f"No neighbourhood fits {place!r}.{hint}")
    codes = rows[MSOA[0]].unique()
    whole = len(codes) == 1 and len(rows) == int((neighbourhoods[MSOA[0]] == codes[0]).sum())
    return Found(rows.sort_values("social_infrastructure_rank", kind="stable"), whole, others)


def _by_code(code: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    for column in CODES:
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


def _by_name(said: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    frame = frame.assign(**{NUMBERED: frame["lsoa21nm"].str[:-1]})
    for column, whole in MEANINGS:
        rows = frame[frame[column].isin(_bearing(said, frame[column], whole))]
        if len(rows):
            return rows.drop(columns=NUMBERED)
    return None


def _bearing(said: str, names: pd.Series, whole: bool) -> list[str]:
    """The names that are what was said, or that hold all its words."""
    typed = words(said)
    every = names.dropna().unique()
    if whole:
        return [name for name in every if words(name) == typed]
    return [name for name in every if set(typed) <= set(words(name))]


def _others(said: str, frame: pd.DataFrame, rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Larger areas that bear the name too, and hold other neighbourhoods than these."""
    for what, (code, name) in LARGER.items():
        bearing = frame[frame[name].isin(_bearing(said, frame[name], False))]
        for (area, called), own in bearing.groupby([code, name]):
            if not own.index.isin(rows.index).all():
                yield what, str(called), str(area)
