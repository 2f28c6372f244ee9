"""Files of the group geography that say what belongs to what: lookups, classes, names and codes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample.county import (
    COMBINED,
    COUNTRY,
    COUNTY,
    DISTRICTS,
    OLD_DISTRICTS,
    REGION,
    RUC,
    County,
    combined_authority,
    old_msoa,
    upper_tier,
)
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    headers,
    rows_of,
)
from pipelines.sample.names import WALES
from pipelines.sample.rfiles import Frame, rda_bytes

_GROUP = "geography"
_UK = {
    "CTRYCD": COUNTRY[0],
    "CTRYNM": COUNTRY[1],
    "EWCD": "K04000001",
    "EWNM": "England and Wales",
    "GBCD": "K03000001",
    "GBNM": "Great Britain",
    "UKCD": "K02000001",
    "UKNM": "United Kingdom",
}


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _lookups(county)
    yield from _classes(county)
    yield from _names(county)
    yield from _wards(county)
    yield from _authorities()


def _lookups(county: County) -> Iterator[Made]:
    lsoa, wales = county.lsoa, "Sampletref (synthetic)"
    names = dict(zip(lsoa["lsoa21cd"], lsoa["lsoa21nm"], strict=True))
    old = county.lsoa11.set_index("lsoa11cd")["lsoa11nm"]
    district = dict(zip(lsoa["lsoa21cd"], lsoa["district_at"], strict=True))
    rows: list[list[Any]] = []
    for before, after, kind in county.change.itertuples(index=False):
        code, name, _ = DISTRICTS[district[after]]
        rows.append([before, old[before], after, names[after], kind, code, name, ""])
    rows += [
        [code, f"{wales} 001{'ABC'[i]}", code, f"{wales} 001{'ABC'[i]}", "U", "W06900001", wales, "Tref"]
        for i, code in enumerate(WALES)
    ]
    header = "LSOA11CD LSOA11NM LSOA21CD LSOA21NM CHGIND LAD22CD LAD22NM LAD22NMW ObjectId".split()
    yield _made("lsoa11_to_lsoa21", "lsoa11_to_lsoa21_exact.csv", header, rows)

    header = "LSOA21CD LSOA21NM LSOA21NMW WD24CD WD24NM WD24NMW LAD24CD LAD24NM LAD24NMW ObjectId".split()
    rows = _areas(county, county.ward, "wd24", "ward_at", ("W05900001", wales))
    yield _made("lsoa21_to_ward24", "lsoa21_to_ward24.csv", header, rows)

    file = "LSOA_(2021)_to_Westminster_Parliamentary_Constituency_(July_2024)_Best_Fit_Lookup_in_EW.csv"
    header = (
        "LSOA21CD LSOA21NM LSOA21NMW PCON24CD PCON24NM PCON24NMW LAD21CD LAD21NM LAD21NMW ObjectId".split()
    )
    rows = _areas(county, county.pcon, "pcon24", "pcon_at", ("W07900001", wales))
    yield _made("lsoa21_to_pcon24", file, header, rows)

    pairs = [
        [a, lsoa["lsoa21cd"].iloc[b]] for a, b in zip(county.oa["oa21cd"], county.oa["lsoa_at"], strict=True)
    ]
    pairs += [["W00900001", WALES[0]]]
    yield _GROUP, "oa21_to_lsoa21", "EW.csv", csv_bytes(pairs, ["OA", "geography_code"])

    icb = county.icb.iloc[lsoa["icb_at"].tolist()]
    columns = {
        "lsoa21_name": lsoa["lsoa21nm"].tolist(),
        "lsoa21_code": lsoa["lsoa21cd"].tolist(),
        "sicbl24_name": [f"{name} - 01X" for name in icb["icb24nm"]],
        "sicbl24_code": [f"E38{code[3:]}" for code in icb["icb24cd"]],
        "sicbl24_code_nhs": ["01X"] * len(lsoa),
        "icb24_name": icb["icb24nm"].tolist(),
        "icb24_code": icb["icb24cd"].tolist(),
        "icb24_code_nhs": icb["nhs"].tolist(),
    }
    made = rda_bytes("lookup_lsoa21_icb24", Frame(columns))
    yield _GROUP, "lsoa21_to_icb24", "lookup_lsoa21_icb24.rda", made


def _areas(county: County, areas: Any, stem: str, at: str, beyond: tuple[str, str]) -> list[list[Any]]:
    """A neighbourhood a row with its area and district, each with a blank for Welsh; then those `beyond`."""
    lsoa, (code, name) = county.lsoa, beyond
    within = areas[[f"{stem}cd", f"{stem}nm"]].iloc[lsoa[at].tolist()].itertuples(index=False)
    rows: list[list[Any]] = [
        [own, called, "", *area, "", *DISTRICTS[district][:2], ""]
        for own, called, area, district in zip(
            lsoa["lsoa21cd"], lsoa["lsoa21nm"], within, lsoa["district_at"], strict=True
        )
    ]
    return rows + [[w, f"{name} 001", "", code, name, "Tref", "W06900001", name, "Tref"] for w in WALES]


def _made(dataset: str, file: str, header: list[str], rows: list[list[Any]]) -> Made:
    """A lookup of the Open Geography Portal: a byte-order mark, and ObjectId numbering the rows."""
    numbered = [[*row, i + 1] for i, row in enumerate(rows)]
    return _GROUP, dataset, file, csv_bytes(numbered, header, bom=True)


def _classes(county: County) -> Iterator[Made]:
    ruc = [RUC[i] for i in county.lsoa["ruc_at"]] + [RUC[5]] * len(WALES)
    columns = {
        "lsoa21_code": county.lsoa["lsoa21cd"].tolist() + list(WALES),
        "ruc21_code": [r[0] for r in ruc],
        "classification": [r[1] for r in ruc],
        "ruc": [r[2] for r in ruc],
    }
    yield _GROUP, "ruc21_lsoa21", "ruc21_lsoa21.rda", rda_bytes("ruc21_lsoa21", Frame(columns))

    rng = county.rng("oac")
    steps = np.argsort(np.argsort(county.lsoa["need"].to_numpy())) * 8 // len(county.lsoa) + 1
    rows = []
    for code, group, a, b in zip(
        county.lsoa["lsoa21cd"], steps, rng.integers(2, size=300), rng.integers(1, 4, size=300), strict=True
    ):
        rows.append([code, f"{group}{'ab'[a]}{b}", f"{group}{'ab'[a]}", group])
    rows += [[code, "1a1", "1a", 1] for code in WALES] + [["S01900001", "2b1", "2b", 2]]
    header = ["geography_code", "Subgroup", "Group", "Supergroup"]
    yield _GROUP, "oac21_lsoa21", "LSOA_DZ_SDZ_Lookup.csv", csv_bytes(rows, header)

    columns = {
        "lad19cd": [code for code, _ in OLD_DISTRICTS],
        "lad19nm": [name for _, name in OLD_DISTRICTS],
        "type": ["nshape", "flat", "nshape", "flat"],
        "income": [0.151, 0.204, 0.117, 0.139],
        "ruc11cd": [4, 5, 2, 1],
        "ruc11nm": ["Urban with City and Town", "Urban with Minor Conurbation"]
        + ["Urban with Significant Rural", "Mainly Rural (rural including hub towns >=80%) "],
        "coastal": ["coastal", "non-coastal", "non-coastal", "coastal"],
        "oac11cd": [1, 2, 1, 3],
        "oac11n": ["Town and Country Living", "Business and Education Centres"]
        + ["Town and Country Living", "Countryside Living"],
        "gdhi": [18911, 17204, 19120, 20111],
    }
    header = headers()["lad19_coastal"]
    rows = rows_of(header, columns, len(OLD_DISTRICTS))
    made = csv_bytes(rows, header, quoting=csv.QUOTE_NONNUMERIC)
    yield _GROUP, "lad19_coastal", "imd-lad19.csv", made


def _names(county: County) -> Iterator[Made]:
    header, msoa = headers()["msoa21_names"], county.msoa
    rows = []
    for i, (code, name, library, at) in enumerate(msoa.itertuples(index=False)):
        now = {"MSOACD": code, "MSOANM": name, "MSOAHCLNM": library, **_parents(at), **_UK}
        before = {"MSOA11NM": name, "MSOA11HCLNM": library}
        if i == len(msoa) - 1:
            # The last MSOA has a new code in 2021: a row for each census.
            rows.append(now | {"MSOA21CD": code})
            rows.append(now | before | {"MSOACD": old_msoa(county, i), "MSOA11CD": old_msoa(county, i)})
        else:
            rows.append(now | before | {"MSOA11CD": code, "MSOA21CD": code})
    rows.append({"MSOACD": "95ZZ01S1", "MSOANM": "Sample 1 (synthetic)", "MSOAHCLNM": "Sample 1 (synthetic)"})
    table = [[row.get(name, "") for name in header] for row in rows]
    yield _GROUP, "msoa21_names", "msoa_la.csv", csv_bytes(table, header)


def _parents(district: int) -> dict[str, str]:
    code, name, _ = DISTRICTS[district]
    upper = upper_tier(district)
    combined = combined_authority(district)
    return {
        "LADCD_ACTIVE": code,
        "LADNM_ACTIVE": name,
        "UTLACD": upper[0],
        "UTLANM": upper[1],
        "CAUTHCD": combined[0],
        "CAUTHNM": combined[1],
        "RGNCD": REGION[0],
        "RGNNM": REGION[1],
        "LAD20CD": code,
        "LAD20NM": name,
    }


def _wards(county: County) -> Iterator[Made]:
    header = headers()["ward_codes"]
    wards = [tuple(row) + (2024,) for row in county.ward.itertuples(index=False)]
    # A ward of former boundaries with the same name, and one so small that no neighbourhood fits it best.
    wards += [
        ("E05990001", county.ward["wd24nm"].iloc[0], 0, 2016),
        ("E05990002", "Empty (synthetic)", 1, 2024),
    ]
    rows = []
    for code, name, at, year in wards:
        district = {"LADCD": DISTRICTS[at][0], "LADNM": DISTRICTS[at][1], "SOURCEFILE": year}
        row = {"WDCD": code, "WDNM": name, **district, **_parents(at), **_UK}
        rows.append([row.get(column, "") for column in header])
    yield _GROUP, "ward_codes", "ward_all_codes.csv", csv_bytes(rows, header)


def _authorities() -> Iterator[Made]:
    rows = [[*d[:2], *REGION, i + 1] for i, d in enumerate(DISTRICTS)]
    file = "Local_Authority_District_to_Region_(December_2024)_Lookup_in_EN.csv"
    made = csv_bytes(rows, ["LAD24CD", "LAD24NM", "RGN24CD", "RGN24NM", "ObjectId"], bom=True)
    yield _GROUP, "lad24_to_region", file, made

    now = {"nation": COUNTRY[1], "region": REGION[1], "current-authority": True}
    unitary = ("UA", "Unitary authority")
    lower = ("NMD", "Non-metropolitan district")
    records = []
    for at, (code, name, short) in enumerate(DISTRICTS):
        joined = "SFCA" if combined_authority(at)[0] else ""
        kind = unitary if code.startswith("E06") else lower
        records.append((short, name, code, kind, "" if kind is unitary else "SPS", joined, True, ""))
    for (code, name), short in zip(OLD_DISTRICTS[1:3], ("OSA", "HOV"), strict=True):
        records.append((short, name, code, lower, "SPS", "", False, "SAL"))
    records.append(("SPS", COUNTY[1], COUNTY[0], ("CTY", "County"), "", "", True, ""))
    records.append(("SFCA", COMBINED[1], COMBINED[0], ("COMB", "Combined authority"), "", "", True, ""))
    header = headers()["local_authorities"]
    rows = []
    for short, name, code, kind, county_code, combined, current, after in records:
        row = now | {
            "local-authority-code": short,
            "official-name": name if kind[0] == "COMB" else f"{name} Council",
            "nice-name": name,
            "gss-code": code,
            "local-authority-type": kind[0],
            "local-authority-type-name": kind[1],
            "county-la": county_code,
            "combined-authority": combined,
            "alt-names": f"{name},{name.lower()}",
            "current-authority": current,
            "end-date": "" if current else "2021-04-01",
            "replaced-by": after,
            "lower-or-unitary": kind in (unitary, lower),
        }
        rows.append([row.get(column, "") for column in header])
    yield _GROUP, "local_authorities", "uk_local_authorities_current.csv", csv_bytes(rows, header)
