"""The synthetic county: who lives where, in which areas, and how need is spread.

The facts that several files must agree on belong here, once: codes, names, parents, residents, need.
What a single data set says on top is made where its file is. `need` is latent deprivation (mean 0, spread 1);
`centrality` says how well a place is served: 1 in a town centre, 0 in the country, less on a far estate.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.sample import geometry
from pipelines.sample.names import ICBS, area_names, postcodes_of, ward_names

if TYPE_CHECKING:
    import pandas as pd

OUTPUT_AREAS, MSOAS_EACH, LSOAS_EACH, WARDS_EACH = 1530, 20, 5, 15
COUNTRY = ("E92000001", "England")
REGION = ("E12900001", "Samplefolk (synthetic)")
COUNTY = ("E10900001", "Sampleshire (synthetic)")
COMBINED = ("E47900001", "Samplefolk Combined Authority (synthetic)")
DISTRICTS = (
    ("E07900001", "Northmarsh (synthetic)", "NMA"),
    ("E06900001", "Saltholme, City of (synthetic)", "SAL"),
    ("E07900002", "Eastmoor and Vale (synthetic)", "EAV"),
)
# The city was made in 2021 of two districts, which is what files of 2019 know.
OLD_DISTRICTS = (
    ("E07900001", "Northmarsh (synthetic)"),
    ("E07900011", "Old Saltholme (synthetic)"),
    ("E07900012", "Holme Valley (synthetic)"),
    ("E07900002", "Eastmoor and Vale (synthetic)"),
)
RUC = (
    ("UN1", "Urban: Nearer to a major town or city", "Urban"),
    ("UF1", "Urban: Further from a major town or city", "Urban"),
    ("RLN1", "Larger rural: Nearer to a major town or city", "Rural"),
    ("RLF1", "Larger rural: Further from a major town or city", "Rural"),
    ("RSN1", "Smaller rural: Nearer to a major town or city", "Rural"),
    ("RSF1", "Smaller rural: Further from a major town or city", "Rural"),
)


@dataclass(frozen=True)
class County:
    """Tables with one row an area. Columns that end in `_at` are positions in the table of the parent.

    `oa`, `lsoa`, `msoa`, `ward`, `pcon`, `icb`, `lsoa11` are data frames; `change` pairs lsoa11cd with
    lsoa21cd and chgind; `postcode` has a row a postcode. Lengths are metres of the British National Grid.
    """

    seed: int
    land: geometry.Land
    oa: pd.DataFrame
    lsoa: pd.DataFrame
    msoa: pd.DataFrame
    ward: pd.DataFrame
    pcon: pd.DataFrame
    icb: pd.DataFrame
    lsoa11: pd.DataFrame
    change: pd.DataFrame
    postcode: pd.DataFrame

    def rng(self, name: str) -> np.random.Generator:
        """A stream of random numbers of its own for each name, so that no file depends on another."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    @cached_property
    def _cells(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(self.land.seeds)

    @cached_property
    def _to_degrees(self) -> Any:
        from pyproj import Transformer

        return Transformer.from_crs(27700, 4326, always_xy=True)

    def oa_at(self, easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
        """The output area that each point lies in (its cell is that of the nearest seed), -1 at sea."""
        points = np.column_stack([easting, northing]) - geometry.CENTRE
        nearest = self._cells.query(points)[1]
        return np.where(nearest < self.land.count, nearest, -1)

    def degrees(self, easting: Any, northing: Any, digits: int = 6) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude (WGS84), rounded."""
        lon, lat = self._to_degrees.transform(np.asarray(easting, float), np.asarray(northing, float))
        return np.round(lon, digits), np.round(lat, digits)

    @property
    def lad24(self) -> np.ndarray:
        """District code of each neighbourhood."""
        return np.array([code for code, _, _ in DISTRICTS])[self.lsoa["district_at"]]

    @property
    def lad24nm(self) -> np.ndarray:
        """District name of each neighbourhood."""
        return np.array([name for _, name, _ in DISTRICTS])[self.lsoa["district_at"]]

    def of_oa(self, values: np.ndarray) -> np.ndarray:
        """Sums over neighbourhoods of counts by output area (any number of columns)."""
        total = np.zeros((len(self.lsoa), *np.shape(values)[1:]), dtype=np.asarray(values).dtype)
        np.add.at(total, self.oa["lsoa_at"].to_numpy(), values)
        return total

    def old(self, values: np.ndarray) -> np.ndarray:
        """A rate of neighbourhoods of 2021 as those of 2011 would have had it (the mean of their parts)."""
        new_at = {code: i for i, code in enumerate(self.lsoa["lsoa21cd"])}
        old_at = {code: i for i, code in enumerate(self.lsoa11["lsoa11cd"])}
        total, parts = np.zeros(len(old_at)), np.zeros(len(old_at))
        for before, after in zip(self.change["lsoa11cd"], self.change["lsoa21cd"], strict=True):
            total[old_at[before]] += values[new_at[after]]
            parts[old_at[before]] += 1
        return total / parts


def build(seed: int) -> County:
    """The county of a seed."""
    import pandas as pd
    import shapely
    from scipy.spatial import cKDTree

    rng = np.random.default_rng([seed, 0])
    land = geometry.lay(rng, OUTPUT_AREAS)
    seeds = land.seeds[: land.count]
    district = geometry.split(seeds, len(DISTRICTS))
    msoa_of = geometry.split_within(seeds, district, MSOAS_EACH)
    lsoa_of = geometry.split_within(seeds, msoa_of, LSOAS_EACH)
    count = int(lsoa_of.max()) + 1
    polygons = np.array(land.cells)
    shapes = [shapely.coverage_union_all(polygons[lsoa_of == i]) for i in range(count)]

    nearest_town = np.hypot(*(seeds[:, None, :] - geometry.TOWNS).transpose(2, 0, 1))
    centrality = np.exp(-((nearest_town / (2 * geometry.TOWN_SPREAD)) ** 2)).max(axis=1)
    estate_away = np.hypot(*(seeds[:, None, :] - geometry.ESTATES).transpose(2, 0, 1)).min(axis=1)
    on_estate = np.exp(-((estate_away / (2.5 * geometry.ESTATE_SPREAD)) ** 2))
    centrality = centrality - 0.9 * on_estate
    need_at_town = (np.exp(-((nearest_town / 2_200) ** 2)) * [1.9, 1.2, 2.4]).sum(axis=1)
    rough = (
        need_at_town
        + 2.2 * on_estate
        + rng.normal(size=count)[lsoa_of] * 0.55
        + rng.normal(size=len(seeds)) * 0.25
    )
    need = (rough - rough.mean()) / rough.std()
    residents = np.clip(rng.normal(315, 55, size=len(seeds)), 110, 640).round().astype(int)
    households = (residents / rng.normal(2.33, 0.12, size=len(seeds)).clip(1.7, 3.1)).round().astype(int)

    centre = np.array([[(seeds[lsoa_of == i] * residents[lsoa_of == i, None]).sum(0)] for i in range(count)])
    lived = np.bincount(lsoa_of, residents)
    centre = centre[:, 0] / lived[:, None]
    first = np.array([np.flatnonzero(lsoa_of == i)[0] for i in range(count)])
    district_at = district[first]
    msoa_at = msoa_of[first]
    ward_at = geometry.split_within(centre, district_at, WARDS_EACH)
    area = shapely.area(shapes) / 1e6
    order = np.argsort(np.argsort(lived / area))
    ruc_at = np.searchsorted([0.05, 0.11, 0.17, 0.24, 0.42], order / count)
    names = area_names(msoa_at, [name for _, name, _ in DISTRICTS], MSOAS_EACH, LSOAS_EACH)
    lsoa = pd.DataFrame(
        {
            "lsoa21cd": [f"E019{i + 1:05d}" for i in range(count)],
            "lsoa21nm": names["lsoa"],
            "msoa_at": msoa_at,
            "ward_at": ward_at,
            "district_at": district_at,
            "pcon_at": geometry.split(centre, 4),
            "icb_at": (district_at == 2).astype(int),
            "ruc_at": np.array([5, 4, 3, 2, 1, 0])[ruc_at],
            "need": np.bincount(lsoa_of, need * residents) / lived,
            "centrality": np.bincount(lsoa_of, centrality * residents) / lived,
            "residents": lived.astype(int),
            "households": np.bincount(lsoa_of, households).astype(int),
            "pop2022": (lived * rng.normal(1.008, 0.012, count)).round().astype(int),
            "pop2024": (lived * rng.normal(1.031, 0.02, count)).round().astype(int),
            "easting": centre[:, 0] + geometry.CENTRE[0],
            "northing": centre[:, 1] + geometry.CENTRE[1],
            "area_km2": area,
            "geometry": shapes,
        }
    )
    # People live towards the town's side of a cell, and never outside it.
    towards = geometry.TOWNS[nearest_town.argmin(axis=1)] - seeds
    reach = np.sqrt(shapely.area(polygons)) * 0.08
    lived_at = seeds + towards * np.minimum(1, reach / np.maximum(1, np.hypot(*towards.T)))[:, None]
    own = cKDTree(land.seeds).query(lived_at)[1] == np.arange(len(seeds))
    lived_at = np.where(own[:, None], lived_at, seeds)
    oa = pd.DataFrame(
        {
            "oa21cd": [f"E009{i + 1:05d}" for i in range(len(seeds))],
            "lsoa_at": lsoa_of,
            "easting": lived_at[:, 0] + geometry.CENTRE[0],
            "northing": lived_at[:, 1] + geometry.CENTRE[1],
            "size": np.sqrt(shapely.area(polygons)),
            "residents": residents,
            "households": households,
            "need": need,
            "centrality": centrality,
        }
    )
    wards = ward_names(rng, len(DISTRICTS) * WARDS_EACH)
    ward = pd.DataFrame(
        {
            "wd24cd": [f"E059{i + 1:05d}" for i in range(len(wards))],
            "wd24nm": wards,
            "district_at": np.repeat(range(len(DISTRICTS)), WARDS_EACH),
        }
    )
    msoa = pd.DataFrame(
        {
            "msoa21cd": [f"E029{i + 1:05d}" for i in range(len(names["msoa"]))],
            "msoa21nm": names["msoa"],
            "msoa21hclnm": names["library"],
            "district_at": np.repeat(range(len(DISTRICTS)), MSOAS_EACH),
        }
    )
    pcon = pd.DataFrame(
        {
            "pcon24cd": [f"E149{i + 1:05d}" for i in range(4)],
            "pcon24nm": [f"{side} (synthetic)" for side in ("Northmarsh", "Saltholme West", "Saltholme East")]
            + ["Eastmoor (synthetic)"],
        }
    )
    lsoa11, change = _change(lsoa)
    postcode = postcodes_of(rng, oa)
    return County(seed, land, oa, lsoa, msoa, ward, pcon, pd.DataFrame(ICBS), lsoa11, change, postcode)


def _change(lsoa: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Neighbourhoods of 2011 and the pairs of the exact-fit lookup: split, merged, complex, unchanged.

    Each block of five neighbourhoods is an MSOA, so positions 10k and 10k + 1 are neighbours.
    """
    import pandas as pd

    splits, merges, tangles = (10, 60, 200), (25, 110), (140, 260)
    pairs: list[tuple[str, str, str]] = []
    fresh = iter(range(1, 100))
    taken: set[int] = set()
    code = lsoa["lsoa21cd"].tolist()
    for i in splits:
        before = f"E0199{next(fresh):04d}"
        pairs += [(before, code[i], "S"), (before, code[i + 1], "S")]
        taken |= {i, i + 1}
    for i in merges:
        pairs += [(f"E0199{next(fresh):04d}", code[i], "M"), (f"E0199{next(fresh):04d}", code[i], "M")]
        taken.add(i)
    for i in tangles:
        a, b = f"E0199{next(fresh):04d}", f"E0199{next(fresh):04d}"
        pairs += [(a, code[i], "X"), (a, code[i + 1], "X"), (b, code[i + 1], "X")]
        taken |= {i, i + 1}
    pairs += [(c, c, "U") for i, c in enumerate(code) if i not in taken]
    at = {c: i for i, c in enumerate(code)}
    pairs.sort(key=lambda pair: (at[pair[1]], pair[0]))
    change = pd.DataFrame(pairs, columns=["lsoa11cd", "lsoa21cd", "chgind"])
    rows = []
    for key, parts in change.groupby("lsoa11cd", sort=False):
        before = str(key)
        places = [at[c] for c in parts["lsoa21cd"]]
        kind = parts["chgind"].iloc[0]
        people = lsoa["residents"].iloc[places].sum() / (2 if kind in "MX" else 1)
        first = lsoa.iloc[places[0]]
        name = first["lsoa21nm"] if kind == "U" else first["lsoa21nm"][:-1] + "VWXYZ"[int(before[-1]) % 5]
        rows.append((before, name, first["msoa_at"], first["district_at"], people, first["centrality"]))
    columns = ["lsoa11cd", "lsoa11nm", "msoa_at", "district_at", "residents", "centrality"]
    lsoa11 = pd.DataFrame(rows, columns=columns)
    lsoa11["residents"] = (lsoa11["residents"] * 0.95).round().astype(int)
    return lsoa11, change


def upper_tier(district: int) -> tuple[str, str]:
    """The upper tier of a district: itself where it is a unitary, else the county."""
    code, name, _ = DISTRICTS[district]
    return (code, name) if code.startswith("E06") else COUNTY


def old_msoa(county: County, at: int) -> str:
    """The MSOA code of 2011: the same, but for the last, which was drawn anew."""
    return "E02990001" if at == len(county.msoa) - 1 else county.msoa["msoa21cd"].iloc[at]


def combined_authority(district: int) -> tuple[str, str]:
    """The combined authority of a district; Eastmoor is in none, as most of England was."""
    return COMBINED if district < 2 else ("", "")
