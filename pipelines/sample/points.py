"""Places strewn over the county: where people live, denser or sparser towards the towns.

Only where a place lies, and what it is called, belong here; what a register says of it is in its file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.county import DISTRICTS, County
from pipelines.sample.names import FIRST, invented


@dataclass(frozen=True)
class Points:
    """Places: metres of the British National Grid, degrees, and the output area each lies in."""

    easting: np.ndarray
    northing: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    oa_at: np.ndarray
    names: list[str]

    def __len__(self) -> int:
        return len(self.names)


def strew(
    county: County, kind: str, count: int, words: str, *, central: float = 0.5, needy: float = 0.0
) -> Points:
    """`count` places called "X `words` (synthetic)". Chance goes with residents, times
    exp(central x centrality + needy x need): positive for what stands in town centres and in poor areas.
    """
    rng = county.rng(f"points {kind}")
    oa = county.oa
    weight = oa["residents"] * np.exp(central * oa["centrality"] * 2 + needy * oa["need"])
    at = rng.choice(len(oa), size=count, p=(weight / weight.sum()).to_numpy())
    shift = rng.normal(size=(count, 2)) * (oa["size"].to_numpy()[at] * 0.22)[:, None]
    home = oa[["easting", "northing"]].to_numpy()[at]
    where = home + shift
    lost = county.oa_at(where[:, 0], where[:, 1]) < 0
    where[lost] = home[lost]
    kinds = words.split("|")
    known = invented(rng, min(count, 1800))
    names = []
    for i in range(count):
        pattern = kinds[i % len(kinds)]
        name = (
            pattern.replace("*", known[i % len(known)]) if "*" in pattern else f"{known[i % 1800]} {pattern}"
        )
        names.append(f"{name} (synthetic)")
    return at_metres(county, where[:, 0], where[:, 1], names)


def at_metres(county: County, easting: np.ndarray, northing: np.ndarray, names: list[str]) -> Points:
    """Places at given coordinates, in metres of the British National Grid."""
    lon, lat = county.degrees(easting, northing)
    return Points(easting, northing, lon, lat, county.oa_at(easting, northing), names)


def pub_names(county: County, count: int) -> list[str]:
    """Names for pubs, drawn from few words as real ones are."""
    rng = county.rng("pub names")
    beasts = "Bear Boar Bull Crown Dragon Eagle Fleece Griffin Hound Lion Ram Ship Star Unicorn Wagon".split()
    a, b = rng.integers(len(FIRST), size=count), rng.integers(len(beasts), size=count)
    return [f"The {FIRST[i]} {beasts[j]} (synthetic)" for i, j in zip(a, b, strict=True)]


def joined(*parts: Points) -> Points:
    """Several sets of places as one, in order."""
    arrays = {
        field: np.concatenate([getattr(part, field) for part in parts])
        for field in ("easting", "northing", "lon", "lat", "oa_at")
    }
    return Points(**arrays, names=[name for part in parts for name in part.names])


def at_sea(county: County, count: int, word: str) -> Points:
    """Places kilometres off the coast: what a wrong coordinate looks like."""
    angle = np.linspace(0.3, 5, count)
    return at_metres(
        county,
        400_000 + 34_000 * np.cos(angle),
        300_000 + 24_000 * np.sin(angle),
        [f"Lost {word} {i + 1} (synthetic)" for i in range(count)],
    )


def off_shore(county: County, word: str) -> Points:
    """One place a few metres beyond the coast, as harbour walls are of generalised boundaries."""
    from shapely import coverage_union_all, get_coordinates

    corners = get_coordinates(coverage_union_all(county.lsoa["geometry"].to_numpy()))
    east, north = corners[corners[:, 0].argmax()]
    return at_metres(county, np.array([east + 25]), np.array([north]), [f"Harbour {word} (synthetic)"])


def abroad(county: County, word: str) -> Points:
    """One place in Wales, to be left out."""
    return at_metres(county, np.array([305_000.0]), np.array([270_000.0]), [f"{word} in Wales (synthetic)"])


def postcodes(county: County, places: Points) -> list[str]:
    """The nearest postcode of each place."""
    from scipy.spatial import cKDTree

    table = county.postcode
    tree = cKDTree(table[["easting", "northing"]].to_numpy())
    nearest = tree.query(np.column_stack([places.easting, places.northing]))[1]
    return table["postcode"].to_numpy()[nearest].tolist()


def lsoa_codes(county: County, places: Points) -> list[str | None]:
    """The neighbourhood of each place, None at sea."""
    code, lsoa_at = county.lsoa["lsoa21cd"].tolist(), county.oa["lsoa_at"].tolist()
    return [None if oa < 0 else code[lsoa_at[oa]] for oa in places.oa_at.tolist()]


def districts(county: County, places: Points) -> list[tuple[str, str]]:
    """District code and name of each place, that of Wales outside the county."""
    at = county.lsoa["district_at"].to_numpy()[county.oa["lsoa_at"].to_numpy()]
    outside = ("W06900001", "Sampletref (synthetic)")
    return [outside if oa < 0 else DISTRICTS[at[oa]][:2] for oa in places.oa_at.tolist()]


def library_points(county: County) -> Points:
    """The open static libraries: warm spaces are found in some of them again."""
    return strew(county, "libraries", 26, "Library", central=0.8)


def worship_points(county: County) -> Points:
    """Places of worship: halls, food banks and warm spaces share some of their buildings."""
    kinds = "St. *'s Church|Methodist Church|Baptist Church|Mosque|Gurdwara|Evangelical Church"
    return strew(county, "worship", 300, kinds, central=0.1)
