"""The files of the group population: the census of 2021 and the estimates after it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Literal

import numpy as np

from pipelines.sample.county import COUNTRY, DISTRICTS, REGION, County
from pipelines.sample.formats import Made, csv_bytes, headers, parquet_bytes, zip_bytes
from pipelines.sample.names import WALES

_GROUP = "population"
# Categories of each table: a share of the total and how its log goes with need.
_SHARES: dict[str, tuple[Sequence[float], Sequence[float]]] = {
    "ts017": (
        (0.30, 0.34, 0.16, 0.13, 0.05, 0.015, 0.003, 0.002),
        (0.15, -0.1, 0, -0.05, 0.05, 0.1, 0.15, 0.2),
    ),
    "ts019": ((0.885, 0.008, 0.098, 0.009), (0, 0, 0.18, 0.3)),
    "ts061": (
        (0.31, 0.005, 0.02, 0.045, 0.007, 0.006, 0.44, 0.04, 0.022, 0.08, 0.025),
        (-0.3, 0, -0.1, 0.4, 0.5, 0, -0.05, 0.2, 0, 0.2, 0),
    ),
    "ts037": ((0.48, 0.34, 0.13, 0.04, 0.012), (-0.12, 0.0, 0.2, 0.35, 0.4)),
    "ts045": ((0.23, 0.41, 0.26, 0.10), (0.6, 0.0, -0.4, -0.5)),
    "ts054": (
        (0.325, 0.288, 0.01, 0.083, 0.088, 0.182, 0.022, 0.001),
        (-0.3, -0.3, 0, 0.75, 0.75, 0.25, 0.1, 0),
    ),
    "ages": ((0.055, 0.06, 0.06, 0.057, 0.06, 0.065, 0.07, 0.067, 0.063) + (0.0635,) * 5 + (0.05,) * 4, ()),
    "ts066": ((0.57, 0.03, 0.055, 0.22, 0.125), (-0.1, 0.45, 0.1, -0.12, 0.4)),
}


def counts(rng: np.random.Generator, table: str, total: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Totals shared out over the categories of a table by chance: one row an area, one column a category."""
    share, given = _SHARES[table]
    slope = np.array(given) if given else np.linspace(0.12, -0.12, len(share))
    weight = np.asarray(share) * np.exp(slope[None, :] * need[:, None])
    return rng.multinomial(total, weight / weight.sum(axis=1, keepdims=True))


def files(county: County) -> Iterator[Made]:
    """Every file of the group."""
    oa = county.oa
    need, people, homes = (oa[name].to_numpy() for name in ("need", "residents", "households"))
    shared = partial(_shared, county)
    yield from _parquet(county, "ts017", np.c_[homes, np.zeros_like(homes), shared("ts017", homes, need)])
    yield from _parquet(county, "ts019", np.c_[people, shared("ts019", people, need)])
    yield from _parquet(county, "ts029", _languages(county, (people * 0.965).round().astype(int)))
    workers = (people * (0.5 - 0.03 * need)).round().astype(int)
    yield from _parquet(county, "ts061", np.c_[workers, shared("ts061", workers, need)])
    yield _labels()

    communal = np.where(np.arange(len(oa)) % 37 == 0, (people * 0.06).round(), 0).astype(int)
    yield _zip(county, "ts001", "census2021-ts001.zip", np.c_[people, people - communal, communal], "1", True)
    made = np.c_[people, shared("ts037", people, need)]
    yield _zip(county, "ts037", "census2021-ts037.zip", made, "1")
    made = np.c_[homes, shared("ts045", homes, need)]
    yield _zip(county, "ts045", "census2021-ts045.zip", made, "2")
    outright, loan, part, council, other, private, rest, free = shared("ts054", homes, need).T
    tenure = np.c_[homes, outright + loan, outright, loan, part, part, council + other, council, other]
    tenure = np.c_[tenure, private + rest, private, rest, free]
    yield _zip(county, "ts054", "census2021-ts054.zip", tenure, "2")
    yield from _by_lsoa(county)


def _shared(county: County, table: str, total: np.ndarray, need: np.ndarray) -> np.ndarray:
    return counts(county.rng(table), table, total, need)


def _languages(county: County, speakers: np.ndarray) -> np.ndarray:
    """TS029: all, English, not English (and of these how well English is spoken)."""
    rng = county.rng("ts029")
    chance = np.clip(0.07 * np.exp(0.7 * county.oa["centrality"] + 0.3 * county.oa["need"]), 0, 0.6)
    not_english = rng.binomial(speakers, np.asarray(chance))
    how_well = rng.multinomial(not_english, [0.45, 0.35, 0.16, 0.04])
    return np.c_[speakers, speakers - not_english, not_english, how_well]


def _parquet(county: County, table: str, values: np.ndarray) -> Iterator[Made]:
    columns: dict[str, object] = {"OA": county.oa["oa21cd"].tolist() + ["W00900001"]}
    for k in range(values.shape[1]):
        columns[f"{table}{k + 1:04d}"] = np.append(values[:, k], values[0, k]).astype(np.float64)
    yield _GROUP, f"census_{table}", f"{table}.parquet", parquet_bytes(columns)


def _labels() -> Made:
    titles = {
        "ts017": "Household size",
        "ts019": "Migrant indicator",
        "ts029": "Proficiency in English",
        "ts061": "Method of travel to workplace",
    }
    rows = [
        [title, name, "Value", f"{table}{k + 1:04d}", table, f"{title}: {name}"]
        for table, title in titles.items()
        for k, name in enumerate(headers()[f"census_{table}"])
    ]
    header = ["Table_Name", "Variable_Name", "Type", "new_names", "Table_ID", "old_names"]
    return _GROUP, "census_labels", "Table_Metadata.csv", csv_bytes(rows, header)


def _zip(county: County, table: str, file: str, values: np.ndarray, issue: str, quoted: bool = False) -> Made:
    """A bulk download: one CSV a geography, of the same counts added up."""
    lsoa = county.of_oa(values)
    msoa = np.zeros((len(county.msoa), values.shape[1]), dtype=int)
    np.add.at(msoa, county.lsoa["msoa_at"].to_numpy(), lsoa)
    district = np.zeros((len(DISTRICTS), values.shape[1]), dtype=int)
    np.add.at(district, county.lsoa["district_at"].to_numpy(), lsoa)
    whole = values.sum(axis=0, keepdims=True)
    wales = np.zeros((1, values.shape[1]), dtype=int)
    areas: dict[str, tuple[Any, Any, np.ndarray]] = {
        "oa": (county.oa["oa21cd"], county.oa["oa21cd"], values),
        "lsoa": (
            [*county.lsoa["lsoa21nm"], "Sampletref (synthetic) 001A"],
            [*county.lsoa["lsoa21cd"], WALES[0]],
            np.vstack([lsoa, wales]),
        ),
        "msoa": (county.msoa["msoa21nm"], county.msoa["msoa21cd"], msoa),
        "ltla": ([d[1] for d in DISTRICTS], [d[0] for d in DISTRICTS], district),
        "rgn": ([REGION[1]], [REGION[0]], whole),
        "ctry": ([COUNTRY[1]], [COUNTRY[0]], whole),
    }
    header = headers()[f"census_{table}"]
    members = {}
    for level, (names, codes, numbers) in areas.items():
        year = "2021" if quoted else 2021
        rows = [
            [year, name, code, *row] for name, code, row in zip(names, codes, numbers.tolist(), strict=True)
        ]
        quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if quoted else csv.QUOTE_MINIMAL
        members[f"census2021-{table}-{level}.csv"] = csv_bytes(rows, header, quoting=quoting)
    members[f"metadata/{table}-2021-{issue}.txt"] = b"Title: SYNTHETIC\n"
    return _GROUP, f"census_{table}", file, zip_bytes(members)


def _by_lsoa(county: County) -> Iterator[Made]:
    lsoa = county.lsoa
    code, name = lsoa["lsoa21cd"].tolist(), lsoa["lsoa21nm"].tolist()
    need = lsoa["need"].to_numpy()
    people = lsoa["residents"].to_numpy()
    ages = counts(county.rng("ts007a"), "ages", people, need)
    rows: list[list[object]] = [
        [n, c, t, *row] for n, c, t, row in zip(name, code, people.tolist(), ages.tolist(), strict=True)
    ]
    rows.append(["Sampletref (synthetic) 001A", WALES[0], sum(range(18)), *range(18)])
    header = headers()["census_ts007a"]
    quoted = ",".join(f'"{cell}"' for cell in header)
    before = (
        '\n"TS007A - Age by five-year age bands"\n"SYNTHETIC"\n"Date       :","2021"\n\n' + quoted + "\n\n"
    )
    file = "TS007A_age_by_five_year_age_bands_lsoa11.csv"
    made = csv_bytes(rows, before=before, after="\n\n\n", quoting=csv.QUOTE_NONNUMERIC)
    yield _GROUP, "census_ts007a", file, made

    adults = (people * 0.81).round().astype(int)
    activity = counts(county.rng("ts066"), "ts066", adults, need).tolist()
    rows = [[c, *row] for c, row in zip(code, activity, strict=True)] + [[WALES[0], 500, 20, 40, 200, 90]]
    header = ["code", "Employed", "Unemployed", "Students (inactive)", "Retired", "Other inactive"]
    file = "TS066-2021-1-filtered-2025-12-18T16_13_05Z_collapsed.csv"
    yield _GROUP, "census_ts066", file, csv_bytes(rows, header)

    rows = [[c, n] for c, n in zip(code, lsoa["pop2022"].tolist(), strict=True)] + [[WALES[0], 1500]]
    made = csv_bytes(rows, ["lsoacd", "population"], bom=True)
    yield _GROUP, "population_mid_2022", "lsoa_population.csv", made

    rows = []
    for at, c, n, total in zip(lsoa["district_at"], code, name, lsoa["pop2024"].tolist(), strict=True):
        women = round(total * 0.508)
        rows.append([*DISTRICTS[at][:2], c, n, f"{total:,}", women, total - women, total])
    rows.append(["W06900001", "Sampletref (synthetic)", WALES[0], "Sampletref 001A", "1,510", 760, 750, 1510])
    header = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name"]
    header += ["Total", "Fsumm", "Msumm", "TotalMF"]
    yield _GROUP, "population_mid_2024", "output.csv", csv_bytes(rows, header)
