"""Made-up names and codes: every area says that it is synthetic, postcodes are in areas that do not exist.

Only words and codes belong here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FIRST = (
    "Alder Amber Apple Arden Ash Barley Beacon Beech Bell Birch Bramble Bridge Brook Cedar Chapel Cherry "
    "Clay Clover Copper Corn Crane Dale Deer Dove Elder Elm Fern Field Flint Fox Gold Grange Green Hart "
    "Haw Hazel Heath Heron Hill Holly Iron Ivy Kestrel Lark Laurel Lime Linden Maple Marsh Mead Mill Moor "
    "Moss Oak Old Orchard Otter Park Pear Pine Plum Poplar Quarry Raven Reed River Robin Rowan Rush Rye "
    "Sand Sedge Silver Sparrow Spring Stone Sun Swan Swift Thorn Vine Wain Wheat Willow Wren Yew "
).split()
SECOND = (
    "bank bourne bridge brook burn by combe cote croft dale den field ford gate ham hill holt hurst".split()
)
SECOND += "ley low mere moor ness port ridge shaw side stead stoke thorpe ton wade wick wood worth".split()

ICBS = [
    {
        "icb24cd": "E54900001",
        "icb24nm": "NHS West Sampleshire Integrated Care Board (synthetic)",
        "nhs": "QS1",
    },
    {
        "icb24cd": "E54900002",
        "icb24nm": "NHS East Sampleshire Integrated Care Board (synthetic)",
        "nhs": "QS2",
    },
]
# The files of England and Wales or of Great Britain hold areas outside England, which readers leave out.
WALES = ("W01900001", "W01900002", "W01900003")
# Areas that the Post Office has never used.
POSTCODE_AREAS = ("QX", "QZ")
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


def invented(rng: np.random.Generator, count: int) -> list[str]:
    """Different made-up place names."""
    order = rng.permutation(len(FIRST) * len(SECOND))[:count]
    return [FIRST[i % len(FIRST)] + SECOND[i // len(FIRST)] for i in order.tolist()]


def ward_names(rng: np.random.Generator, count: int) -> list[str]:
    """Ward names with the marks that make matching by name hard: '&', hyphens, 'St.', apostrophes."""
    plain = invented(rng, count * 2)
    names = []
    for i in range(count):
        a, b = plain[i], plain[count + i]
        forms = (a, f"{a} & {b}", f"{a}-{b}", f"St. {a}'s", a, a, f"{a} and {b}", a)
        names.append(f"{forms[i % len(forms)]} (synthetic)")
    return names


def area_names(msoa_at: np.ndarray, districts: Sequence[str], msoas: int, lsoas: int) -> dict[str, list[str]]:
    """Names of MSOAs ("Northmarsh (synthetic) 001") and of LSOAs (the same and a letter)."""
    msoa = [f"{name} {k + 1:03d}" for name in districts for k in range(msoas)]
    letters = "ABCDEFGHIJ"
    lsoa = [f"{msoa[m]}{letters[i % lsoas]}" for i, m in enumerate(msoa_at)]
    rng = np.random.default_rng(len(msoa))
    library = [f"{name} (synthetic)" for name in invented(rng, len(msoa))]
    return {"msoa": msoa, "lsoa": lsoa, "library": library}


def postcodes_of(rng: np.random.Generator, oa: pd.DataFrame) -> pd.DataFrame:
    """Four postcodes an output area, in two areas: postcode, oa_at, easting, northing (whole metres)."""
    import pandas as pd

    each = 4
    at = np.repeat(np.arange(len(oa)), each)
    spread = oa["size"].to_numpy()[at] * 0.12
    where = oa[["easting", "northing"]].to_numpy()[at] + rng.normal(size=(len(at), 2)) * spread[:, None]
    half = len(oa) // 2
    codes = []
    for i, o in enumerate(at.tolist()):
        area, k = (POSTCODE_AREAS[0], i) if o < half else (POSTCODE_AREAS[1], i - half * each)
        district, rest = divmod(k, 400 * 2)
        sector, unit = divmod(rest, 400)
        codes.append(f"{area}{district + 1} {sector + 1}{_INWARD[unit // 20]}{_INWARD[unit % 20]}")
    return pd.DataFrame(
        {
            "postcode": codes,
            "oa_at": at,
            "easting": where[:, 0].round().astype(int),
            "northing": where[:, 1].round().astype(int),
        }
    )


def squeezed(postcode: str) -> str:
    """A postcode in the seven places that Code-Point Open gives it ("QX1 1AA", "QX101AA")."""
    return postcode if len(postcode) == 7 else postcode.replace(" ", "").ljust(7)
