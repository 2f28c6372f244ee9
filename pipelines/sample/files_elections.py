"""Files of the group civic that are elections, local and general."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample.county import (
    COUNTRY,
    COUNTY,
    DISTRICTS,
    REGION,
    County,
)
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    headers,
    rows_of,
)

_GROUP = "civic"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _local_elections(county)
    yield from _general_elections(county)


def _ward_figures(county: County) -> tuple[np.ndarray, np.ndarray]:
    """Electors and turnout (%) of each ward: fewer vote where need is greater."""
    at = county.lsoa["ward_at"].to_numpy()
    people = np.bincount(at, county.lsoa["residents"])
    need = np.bincount(at, county.lsoa["need"] * county.lsoa["residents"]) / people
    noise = county.rng("turnout").normal(size=len(people)) * 2
    return (people * 0.74).round().astype(int), np.clip(35 - 5 * need + noise, 12, 60).round(1)


def _local_elections(county: County) -> Iterator[Made]:
    """The city votes in 2023 (known by name), Eastmoor in 2022, Northmarsh by thirds in 2021 and 2024."""
    electors, turnout = _ward_figures(county)
    ward = county.ward
    of = {
        code: np.flatnonzero(ward["district_at"].to_numpy() == i) for i, (code, _, _) in enumerate(DISTRICTS)
    }
    north, city, east = (of[code].tolist() for code, _, _ in DISTRICTS)
    code, name = ward["wd24cd"].tolist(), ward["wd24nm"].tolist()
    votes = (electors * turnout / 100).round().astype(int).tolist()

    def tabbed(value: Any) -> str:
        return f" \t{value:,} " if isinstance(value, int) else f" \t{value} "

    rows: list[list[Any]] = []
    for i in [*north[:10], *city[:2]]:
        district = next(d for d in DISTRICTS if i in of[d[0]])
        kind = "SDT" if district[0].startswith("E07") else "UAA"
        base = [
            "",
            "",
            *district[:2],
            code[i],
            name[i],
            1,
            kind,
            tabbed(int(electors[i])),
            tabbed(turnout[i]),
        ]
        rows.append([*base, *(tabbed(votes[i] // k) for k in (3, 3, 5, 9)), " \t-   ", tabbed(votes[i]), ""])
    for k in range(6):  # county divisions beside the wards
        base = [*COUNTY, *DISTRICTS[0][:2], f"E589{k + 1:05d}", f"Division {k + 1} (synthetic)", 1, "SC"]
        rows.append([*base, tabbed(9000 + k), tabbed(33.5), *[" \t900 "] * 4, " \t-   ", tabbed(3015), ""])
    header = headers()["local_elections_2021"]
    before = '"Local election results by ward, 2021 (SYNTHETIC)"' + "," * (len(header) - 1) + "\r\n"
    made = csv_bytes(rows, header, before=before, newline="\r\n")
    yield _GROUP, "local_elections_2021", "local_elections_2021.csv", made

    rows = []
    for k, i in enumerate(east):
        base = ["Sampleshire", *COUNTY, *DISTRICTS[2][:2], code[i], name[i], 3, "SDA", f"{electors[i]:,}"]
        rows.append([*base, turnout[i], *(votes[i] // n for n in (3, 3, 5, 9)), 0, f"{votes[i] * 3:,}", ""])
        if k == 4:  # one code used for two wards
            again = ["Sampleshire", *COUNTY, *DISTRICTS[2][:2], code[i], "Another Ward (synthetic)", 1, "SDA"]
            rows.append([*again, "3,000", 31.0, *[200] * 4, 0, "930", ""])
    rows.append(["Grand total", *["NA"] * 10, "2,400", "3,200", "1,300", "900", "", "7,800", ""])
    wales = [
        "Welsh Unitaries",
        "",
        "",
        "W06900001",
        "Sampletref (synthetic)",
        "W05900001",
        "Tref (synthetic)",
    ]
    rows.append([*wales, 2, "UAA", "3,432", "NA", 0, 0, 0, 0, 0, "0", ""])
    header = headers()["local_elections_2022"]
    before = ',"Local election results by ward, 2022 (SYNTHETIC)"' + "," * (len(header) - 2) + "\r\n"
    made = csv_bytes(rows, header, before=before, newline="\r\n")
    yield _GROUP, "local_elections_2022", "local_elections_2022.csv", made

    rows = []
    for i in city[2:-1]:  # the last ward of the city was not contested, and is not listed in any year
        spelt = name[i].replace(" and ", " & ").replace("St. ", "St ").replace("-", " ").title()
        base = [
            "Sampleshire",
            "Saltholme, City of (Synthetic)",
            spelt,
            3,
            "UAA",
            int(electors[i]),
            turnout[i],
        ]
        rows.append([*base, *(votes[i] // n for n in (3, 9, 9, 3, 5)), votes[i] * 3])
    header = headers()["local_elections_2023"]
    made = csv_bytes(rows, header, newline="\r\n").removesuffix(b"\r\n")
    yield _GROUP, "local_elections_2023", "local_elections_2023.csv", made

    rows = []
    for i in north[5:]:
        later = round(float(turnout[i]) + 1.5, 1)
        base = [DISTRICTS[0][1], DISTRICTS[0][0], code[i], name[i], " \t1 ", "SD", "By thirds"]
        base += [tabbed(int(electors[i])), f"{round(electors[i] * later / 100):,}", f"{later}%"]
        rows.append([*base, *(votes[i] // n for n in (3, 3, 5, 9)), 0, 0, 0])
    header = headers()["local_elections_2024"]
    before = "Local election results by ward 2024 (SYNTHETIC)" + "," * (len(header) - 1) + "\r\n"
    made = csv_bytes(rows, header, before=before, newline="\r\n").removesuffix(b"\r\n")
    yield _GROUP, "local_elections_2024", "local_elections_2024.csv", made


def _general_elections(county: County) -> Iterator[Made]:
    at = county.lsoa["pcon_at"].to_numpy()
    people = np.bincount(at, county.lsoa["residents"])
    need = np.bincount(at, county.lsoa["need"] * county.lsoa["residents"]) / people
    electors = (people * 0.75).round().astype(int)
    names = county.pcon["pcon24nm"].tolist()
    for year, share, codes in (
        (2019, 0.67, [f"E149900{i + 1:02d}" for i in range(4)]),
        (2024, 0.60, county.pcon["pcon24cd"].tolist()),
    ):
        valid = (electors * (share - 0.05 * need)).round().astype(int)
        places = [(code, name, COUNTRY[1], REGION) for code, name in zip(codes, names, strict=True)]
        places.append(("W07900001", "Sampletref (synthetic)", "Wales", ("W92000004", "Wales")))
        numbers = [*zip(electors.tolist(), valid.tolist(), strict=True), (50_000, 30_000)]

        def shown(value: int, year: int = year) -> Any:
            return f"{value:,}" if year == 2024 else value

        columns = {
            "ONS ID": [p[0] for p in places],
            "ONS region ID": [p[3][0] for p in places],
            "Constituency name": [p[1] for p in places],
            "Region name": [p[3][1] for p in places],
            "Country name": [p[2] for p in places],
            "Constituency type": "County",
            "Electorate": [shown(n[0]) for n in numbers],
            "Valid votes": [shown(n[1]) for n in numbers],
            "Invalid votes": [150] * 5,
        }
        header = headers()[f"general_election_{year}"]
        commas = "," * (len(header) - 1) + "\n"
        title = f"House of Commons General Election {year} results by constituency (SYNTHETIC)"
        before = f"{title}{commas}[Note 1]{commas}" if year == 2024 else ""
        made = csv_bytes(rows_of(header, columns, 5), header, before=before)
        yield _GROUP, f"general_election_{year}", f"HoC-GE{year}-results-by-constituency.csv", made
