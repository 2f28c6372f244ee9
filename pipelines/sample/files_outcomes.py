"""The files of the group outcomes: evidence that is set beside the scores and never feeds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample.county import DISTRICTS, REGION, County, old_msoa
from pipelines.sample.formats import Made, csv_bytes, headers, parquet_bytes
from pipelines.sample.workbook import xlsx_bytes

_GROUP = "outcomes"
_PRACTICES = 40


def files(county: County) -> Iterator[Made]:
    """Every file of the group, but for the statistics by district."""
    yield from _prescribing(county)
    yield from _practices(county)
    yield _child_poverty(county)
    yield _fuel_poverty(county)
    yield from _deaths_prices_loneliness(county)


def _prescribing(county: County) -> Iterator[Made]:
    need, people = county.old(county.lsoa["need"].to_numpy()), county.lsoa11["residents"].to_numpy()
    header = "lsoa11 All_Patients adqs items nic all_ages adqs_r items_r nic_r".split()
    for quarter in (1, 2):
        rate = 403 * np.exp(0.15 * need + county.rng(f"items {quarter}").normal(size=len(need)) * 0.12)
        items = rate * people / 1000
        rows: list[list[Any]] = [["95ZZ01S1", 2, 16.1, 0.55, 1.1, "", "", "", ""]]
        for i, code in enumerate(county.lsoa11["lsoa11cd"]):
            row = [code, people[i], items[i] * 30, items[i], items[i] * 2, people[i], rate[i] * 30, rate[i]]
            rows.append([*row, rate[i] * 2])
        file = f"p_1_07_2025_Q{quarter}_LSOA.csv"
        yield _GROUP, f"antidepressants_2025_q{quarter}", file, csv_bytes(rows, header)


def _practices(county: County) -> Iterator[Made]:
    old, rng = county.lsoa11, county.rng("practices")
    code = [f"Q9{i:04d}" for i in range(_PRACTICES)]
    patients: list[tuple[str, str, str, int]] = []
    weight = np.zeros(_PRACTICES)
    need_of = np.zeros(_PRACTICES)
    need = county.old(county.lsoa["need"].to_numpy())
    for i, (area, people) in enumerate(zip(old["lsoa11cd"], old["residents"], strict=True)):
        near = (i * _PRACTICES // len(old) + rng.permutation(5)[:3]) % _PRACTICES
        shares = rng.multinomial(int(people * 1.06), [0.6, 0.3, 0.1])
        for practice, count in zip(near.tolist(), shares.tolist(), strict=True):
            if count:
                patients.append((code[practice], f"PRACTICE {practice} (SYNTHETIC)", area, count))
                weight[practice] += count
                need_of[practice] += count * need[i]
    columns = zip(*sorted(patients), strict=True)
    names = ["OrganisationCode", "OranisationName", "LSOA11CD", "Patient"]
    made = parquet_bytes(dict(zip(names, map(list, columns), strict=True)))
    yield _GROUP, "gp_registrations", "gp-registrations.parquet", made

    average = need_of / np.maximum(weight, 1)
    table: dict[str, Any] = {"OrganisationCode": code}
    for k, column in enumerate(headers()["qof_prevalence"]):
        base = 0.012 + 0.011 * (k % 9)
        table[column] = base * np.exp(0.15 * average + rng.normal(size=_PRACTICES) * 0.1)
    yield _GROUP, "qof_prevalence", "qof.parquet", parquet_bytes(table, "OrganisationCode")


def _child_poverty(county: County) -> Made:
    at = county.lsoa["ward_at"].to_numpy()
    children = np.bincount(at, county.lsoa["residents"] * 0.185)
    need = np.bincount(at, county.lsoa["need"]) / np.bincount(at)
    share = 1 / (1 + np.exp(1.1 - 0.6 * need))
    rows: list[list[str]] = [
        ["", "", "United Kingdom [note 4]", "K02000001", "3,296,672", "3,269,339", "26.3%", "26.0%"]
    ]
    for i, (code, name, district) in enumerate(county.ward.itertuples(index=False)):
        count = children[i] * share[i]
        cells = [f"{count * 0.98:,.0f}", f"{count:,.0f}", f"{share[i] * 0.98:.1%}", f"{share[i]:.1%}"]
        if i == 44:  # too few to be told
            cells = ["[low]", "7", "[x]", "[x]"]
        rows.append([DISTRICTS[district][1], DISTRICTS[district][0], name, code, *cells])
    title = "Table 4: Number and Percentage of Children in low income families (SYNTHETIC)"
    before = f'"{title}",,,,,,,\r\n' + "Note,,,,,,,\r\n" * 8
    header = ["Local Authority [note 2]", "Area Code", "Ward [note 2]", "Area Code"]
    header += [f"Number of children \nFYE {year}" for year in (2024, 2025)]
    header += [f"Percentage of children \nFYE {year}\n(%)\n[note 3]" for year in (2024, 2025)]
    made = csv_bytes(rows, header, before=before, after=",,,,,,,\r\n" * 200, bom=True, newline="\r\n")
    return _GROUP, "child_poverty_2025", "4_AHC_Relative_Ward.csv", made


def _fuel_poverty(county: County) -> Made:
    lsoa = county.lsoa
    share = np.clip(0.13 + 0.045 * lsoa["need"].to_numpy(), 0.02, 0.6)
    rows: list[list[Any]] = [["Table 3: Fuel Poverty by LSOA (SYNTHETIC), 2022"], []]
    rows.append(["LSOA Code", "LSOA Name", "LA Code", "LA Name", "Region", "Number of households"])
    rows[2] += ["Number of households in fuel poverty", "Proportion of households fuel poor (%)"]
    for i, (code, name, at, homes) in enumerate(
        lsoa[["lsoa21cd", "lsoa21nm", "district_at", "households"]].itertuples(index=False)
    ):
        poor = round(homes * share[i])
        rows.append([code, name, *DISTRICTS[at][:2], REGION[1], homes, poor, 100 * poor / homes])
    rows += [[], ["SYNTHETIC: no figure here is of a real place."], ["Back to contents"]]
    sheets = {"Title": [[], ["SYNTHETIC"]], "Notes": [["SYNTHETIC"]], "Table 3": rows}
    return _GROUP, "fuel_poverty_2022", "2022_Sub-Regional-Data-LILEE.xlsx", xlsx_bytes(sheets)


def _deaths_prices_loneliness(county: County) -> Iterator[Made]:
    lsoa, old = county.lsoa, county.lsoa11
    need = np.bincount(lsoa["msoa_at"], lsoa["need"]) / 5
    deaths = county.rng("covid").poisson(16 * np.exp(0.2 * need)).tolist()
    months = [f"{month}{year}" for year, months in _MONTHS for month in months]
    rows: list[list[Any]] = []
    for i, total in enumerate(deaths):
        split = county.rng(f"covid {i}").multinomial(total, np.full(len(months), 1 / len(months))).tolist()
        rows.append([old_msoa(county, i), *split, total])
    rows.append(["W02900001", *[1] * len(months), len(months)])
    file = "msoa_covid_deaths_data_up_to_april_2021.csv"
    made = csv_bytes(rows, ["MSOA11CD", *months, "Up_to_April21"])
    yield _GROUP, "covid_deaths_2021", file, made

    rng = county.rng("prices")
    price = np.exp(12.2 - 0.22 * county.old(lsoa["need"].to_numpy()) + rng.normal(size=len(old)) * 0.15)
    rows = []
    for i, (code, value) in enumerate(zip(old["lsoa11cd"], price, strict=True)):
        few = i % 27 == 13  # too few sales
        rows.append([code, round(value * 0.96), "" if few else round(value)])
    rows.append(["W01900001", 95_747, 92_692])
    header = ["lsoacode", "hpmd202003", "hpmd202103"]
    yield _GROUP, "house_prices_2021", "hpssa202103.csv", csv_bytes(rows, header)

    steps = np.round(lsoa["need"].to_numpy() * 4) / 4  # a model by type of area: few different values
    share = 22 + 3.1 * steps
    tenth = np.ceil(10 * (np.argsort(np.argsort(share)) + 1) / len(share)).astype(int)
    rows = [[c, s, t] for c, s, t in zip(lsoa["lsoa21cd"], share, tenth, strict=True)]
    header = ["lsoa21_code", "perc", "deciles"]
    yield _GROUP, "loneliness_2021", "england_cls_loneliness_lsoa.csv", csv_bytes(rows, header)


_MONTHS = (
    (
        "20",
        ("March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    ),
    ("21", ("January", "February", "March", "April")),
)
