"""The files of the group deprivation: the indices of 2015, 2019 and 2025."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample import indicators
from pipelines.sample.county import DISTRICTS, OLD_DISTRICTS, County
from pipelines.sample.deprivation import DOMAINS, PARTS, Index, index, ranks_of, summary
from pipelines.sample.formats import Made, headers, parquet_bytes, rows_of
from pipelines.sample.rfiles import Frame, rda_bytes
from pipelines.sample.workbook import xlsx_bytes

_GROUP = "deprivation"
_NAMES_2019 = dict(zip(DOMAINS, (*DOMAINS[:5], "Housing_and_Access", "Environment"), strict=True))
_NAMES_2025 = dict(zip(DOMAINS, (*DOMAINS[:5], "Housing_and_Services", "Environment"), strict=True))
_PARTS_2025 = {
    "young": "children_and_young_people",
    "skills": "adult_skills",
    "geographical": "geographical_barriers",
    "wider": "wider_barriers",
    "indoors": "indoors",
    "outdoors": "outdoors",
}
_FLOAT = np.float64
Columns = dict[str, Any]


def old_district(county: County) -> np.ndarray:
    """Position in OLD_DISTRICTS of each neighbourhood of 2011: the city was two districts in 2019."""
    at, msoa = county.lsoa11["district_at"].to_numpy(), county.lsoa11["msoa_at"].to_numpy()
    return np.where(at == 0, 0, np.where(at == 2, 3, np.where(msoa % 20 < 10, 1, 2)))


def files(county: County) -> Iterator[Made]:
    """Every file of the group."""
    new, old = county.lsoa, county.lsoa11
    need, centrality = new["need"].to_numpy(), new["centrality"].to_numpy()
    old_need, old_centre = county.old(need), old["centrality"].to_numpy()
    rng = county.rng("imd")
    imd_2025 = index(rng, need, centrality, 2025)
    earlier = old_need + rng.normal(size=len(old)) * 0.2
    imd_2019 = index(rng, earlier, old_centre, 2019)
    imd_2015 = index(rng, earlier + rng.normal(size=len(old)) * 0.15, old_centre, 2019)
    yield from _of_2025(county, imd_2025)
    yield from _of_2019(county, imd_2019, imd_2015)


def _columns(of: Index, names: dict[str, str], kind: str) -> dict[str, np.ndarray]:
    ordered = {"IMD": "IMD", **names}
    if kind == "decile":
        return {f"{out}_decile": of.deciles(name).astype(_FLOAT) for name, out in ordered.items()}
    table = of.ranks if kind == "rank" else of.scores
    return {f"{out}_{kind}": table[name].astype(_FLOAT) for name, out in ordered.items()}


def _of_2025(county: County, imd: Index) -> Iterator[Made]:
    code = county.lsoa["lsoa21cd"].tolist()
    columns: Columns = {"lsoa21_code": code}
    for kind in ("decile", "rank", "score"):
        columns |= _columns(imd, _NAMES_2025, kind)
    name = "imd2025_england_lsoa21"
    yield _GROUP, "imd_2025", f"{name}.rda", rda_bytes(name, Frame(columns))

    parts: Columns = {"lsoa21_code": code}
    for part in sum(PARTS.values(), ()):
        parts[f"{_PARTS_2025[part]}_score"] = imd.scores[part]
        parts[f"{_PARTS_2025[part]}_rank"] = imd.ranks[part].astype(_FLOAT)
        parts[f"{_PARTS_2025[part]}_decile"] = imd.deciles(part).astype(_FLOAT)
    name = "imd2025_england_lsoa21_subdomains"
    yield _GROUP, "imd_2025_subdomains", f"{name}.rda", rda_bytes(name, Frame(parts))

    rng = county.rng("imd_2025_indicators")
    need, centrality = county.lsoa["need"].to_numpy(), county.lsoa["centrality"].to_numpy()
    total = county.lsoa["pop2022"].to_numpy()
    children, older = (total * 0.18).round().astype(int), (total * 0.25).round().astype(int)
    working = (total * 0.615).round().astype(int)
    columns = {"lsoa21_code": code} | _numerators(imd, total)
    columns |= indicators.values(rng, 2025, need, centrality)
    columns["employment_domain_numerator"][7] = np.nan
    columns["entry_to_higher_education_indicator"][[11, 140]] = np.nan
    name = "imd2025_england_lsoa21_indicators"
    yield _GROUP, "imd_2025_indicators", f"{name}.rda", rda_bytes(name, Frame(columns))

    areas = [code, county.lsoa["lsoa21nm"].tolist(), county.lad24, county.lad24nm]
    header = headers()["imd_2025_denominators"]
    counts = (total, children, total - children - older, older, working)
    rows = rows_of(header, dict(zip(header, [*areas, *counts], strict=True)), len(code))
    sheets: Columns = {"Notes": [["SYNTHETIC"]], "ID 2025 Population Denominators": [header, *rows]}
    yield _GROUP, "imd_2025_denominators", "File_6_IoD2025_Population_Denominators.xlsx", xlsx_bytes(sheets)

    header = headers()["imd_2025_transformed"]
    scores = [np.round(imd.transformed[name], 3) for name in DOMAINS]
    rows = rows_of(header, dict(zip(header, [*areas, *scores], strict=True)), len(code))
    sheets = {"Notes": [["SYNTHETIC"]], "IoD25 Transformed Domain Scores": [header, *rows]}
    yield _GROUP, "imd_2025_transformed", "File_9_IoD2025_Transformed_Domain_Scores.xlsx", xlsx_bytes(sheets)


def _numerators(imd: Index, people: np.ndarray) -> dict[str, np.ndarray]:
    return {
        name: indicators.suppressed(imd.scores[domain] * people * share)
        for name, (domain, share) in indicators.NUMERATORS.items()
    }


def _of_2019(county: County, imd: Index, imd_2015: Index) -> Iterator[Made]:
    old = county.lsoa11
    code = old["lsoa11cd"].tolist()
    columns: Columns = (
        {"lsoa11_code": code} | _columns(imd, _NAMES_2019, "decile") | _columns(imd, _NAMES_2019, "rank")
    )
    name = "imd2019_england_lsoa11"
    yield _GROUP, "imd_2019", f"{name}.rda", rda_bytes(name, Frame(columns))

    people = old["residents"].to_numpy()
    children, older = (people * 0.19).round().astype(int), (people * 0.23).round().astype(int)
    made = {
        "IMD": imd.scores["IMD"],
        **{n: imd.scores[n] for n in DOMAINS[:5]},
        "Barriers (H&S)": imd.scores["Barriers"],
        "Environment": imd.scores["Living"],
        "IDACI": np.round(imd.scores["Income"] * 1.25, 3),
        "IDAOPI": np.round(imd.scores["Income"] * 1.1, 3),
        "YouthSubDomain": imd.scores["young"],
        "AdultSkills": imd.scores["skills"],
        "Barriers (Geo)": imd.scores["geographical"],
        "Barriers (Wider)": imd.scores["wider"],
        "IndoorsSubDomain": imd.scores["indoors"],
        "OutdoorSubDomain": imd.scores["outdoors"],
        "Population (Total)": people,
        "Population (0-15)": children,
        "Population (16-59)": people - children - older,
        "Population (60+)": older,
        "Population (Working)": (people * 0.6).round().astype(int),
    }
    columns = {"LSOA11CD": code} | {name: made[name] for name in headers()["imd_2019_scores"]}
    yield _GROUP, "imd_2019_scores", "imd-statistics.parquet", parquet_bytes(columns, "LSOA11CD")

    rng = county.rng("imd_2019_indicators")
    columns = {"lsoa11_code": code} | _numerators(imd, people)
    need = county.old(county.lsoa["need"].to_numpy())
    columns |= indicators.values(rng, 2019, need, old["centrality"].to_numpy())
    columns["entry_to_higher_education_indicator"][3] = np.nan
    name = "imd2019_england_lsoa11_indicators"
    yield _GROUP, "imd_2019_indicators", f"{name}.rda", rda_bytes(name, Frame(columns))

    file = "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
    sheets: Columns = {"Notes": [["SYNTHETIC"]], "IMD": _districts(county, imd, people)}
    yield _GROUP, "imd_2019_districts", file, xlsx_bytes(sheets)

    names = {code: name for code, name, _ in DISTRICTS}
    lad13 = [OLD_DISTRICTS[i][0] for i in old_district(county)]
    columns = {
        "lsoa11_code": code,
        "lsoa11_name": old["lsoa11nm"].tolist(),
        "lad13_code": lad13,
        "lad13_name": [dict(OLD_DISTRICTS).get(c, names.get(c)) for c in lad13],
    }
    for kind, table in (("score", imd_2015.scores), ("rank", imd_2015.ranks)):
        columns[f"IMD_{kind}"] = table["IMD"].astype(_FLOAT)
    columns["IMD_decile"] = imd_2015.deciles("IMD").astype(_FLOAT)
    yield (
        _GROUP,
        "imd_2015",
        "imd2015_england_lsoa11.rda",
        rda_bytes("imd2015_england_lsoa11", Frame(columns)),
    )


def _districts(county: County, imd: Index, people: np.ndarray) -> list[list[object]]:
    """File 10: five summaries a district of 2019, each with its rank (1 = most deprived)."""
    at = old_district(county)
    rank, score = imd.ranks["IMD"], imd.scores["IMD"]
    found = [summary(rank, score, people, np.flatnonzero(at == i)) for i in range(len(OLD_DISTRICTS))]
    rows: list[list[object]] = [list(headers()["imd_2019_districts"])]
    ranked = [ranks_of(np.array(measure)) for measure in zip(*found, strict=True)]
    for i, (code, name) in enumerate(OLD_DISTRICTS):
        row: list[object] = [code, name]
        for value, rank in zip(found[i], ranked, strict=True):
            row += [value, int(rank[i])]
        rows.append(row)
    return rows
