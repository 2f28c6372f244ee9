"""Files of the group civic that are associations, groups, grants and news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample import points
from pipelines.sample.county import (
    DISTRICTS,
    OLD_DISTRICTS,
    REGION,
    County,
)
from pipelines.sample.files_deprivation import old_district
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    gzip_bytes,
    headers,
    rows_of,
)
from pipelines.sample.workbook import xlsx_bytes

_GROUP = "civic"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _organisations(county)
    yield from _parkrun(county)
    yield from _by_district(county)
    yield from _grants(county)


def _organisations(county: County) -> Iterator[Made]:
    words = "Working Men's Club|Social Club|Community Shop|Co-operative|Allotment Society|Community Energy"
    made = points.joined(
        points.strew(county, "cooperatives", 60, words, central=0.3, needy=0.2),
        points.abroad(county, "Co-op"),
    )
    club = "Membership associations, social clubs and trade unions"
    sectors = (club, club, "Retail", "Food service, Accommodation and Pubs", "Agriculture", "Other")
    count = len(made)
    lat, lon = made.lat.copy(), made.lon.copy()
    lat[[8, 21]] = lon[[8, 21]] = np.nan
    columns = {
        "Identifier": [f"R9{i:05d}" for i in range(count)],
        "Name": [f"{name} Limited" for name in made.names],
        "Street Address": [
            "1 Synthetic Street\nTop Floor" if i % 9 == 2 else "2 Synthetic Road" for i in range(count)
        ],
        "Postcode": points.postcodes(county, made),
        "Country ID": "GB",
        "Email": ["nobody@example.invalid" if i % 3 == 0 else "" for i in range(count)],
        "Geo Container Latitude": lat,
        "Geo Container Longitude": lon,
        "Sector": [sectors[i % 6] for i in range(count)],
        "Legal Form": "Society",
    }
    header = headers()["cooperatives"]
    made_bytes = csv_bytes(rows_of(header, columns, count), header)
    yield _GROUP, "cooperatives", "standard.Q2-2023.postcodes.csv", made_bytes

    made = points.strew(
        county, "sports clubs", 70, "Cricket Club|Tennis Club|Bowls Club|Football Club", central=0.1
    )
    codes = points.postcodes(county, made)
    rows = []
    for i, (name, code) in enumerate(zip(made.names, codes, strict=True)):
        rows.append([f"GB-CASC-{i:08x}", name, "SYNTHETIC", code, str(i % 7 != 6)])
        if i % 12 == 0:  # a second version of the address, no longer active, and one without a postcode
            rows.append([f"GB-CASC-{i:08x}a", name, "SYNTHETIC", "—" if i % 24 else "", "False"])
    header = ["id", "name", "address", "postcode", "active"]
    yield _GROUP, "sports_clubs", "cascs.csv", csv_bytes(rows, header)

    made = points.strew(county, "mutual aid", 55, "Mutual Aid", central=0.2, needy=-0.1)
    lines = ["name* link* location_name* lat* lng*"]
    link = "https://example.invalid/"
    for i, name in enumerate(made.names):
        lines.append(f"{name}* {link}{i}* {name.split()[0]}* {made.lat[i]}* {made.lon[i]}*")
    lines.append(f"{made.names[0]}* {link}again* {made.names[0].split()[0]}* {made.lat[0]}* {made.lon[0]}*")
    lines.append(f"Linked twice (synthetic)* {link}1* Elsewhere* {made.lat[2]}* {made.lon[2]}*")
    lines.append(f"Starred * name (synthetic)* {link}s* Place, Town* {made.lat[3]}* {made.lon[3]}*")
    lines.append(f"Not found (synthetic)* {link}n* Nowhere* 55.378051* -3.435973*")
    # The county's own name, which a dozen groups gave: no place that anybody can walk to.
    lines += [f"Group {k} (synthetic)* {link}c{k}* Sampleshire* 52.598* -1.999*" for k in range(12)]
    made_bytes = ("\n".join(lines) + "\n").encode()
    yield _GROUP, "mutual_aid_groups_2020", "uk-groups.csv", made_bytes


def _parkrun(county: County) -> Iterator[Made]:
    need = county.old(county.lsoa["need"].to_numpy())
    rng = county.rng("parkrun")
    runs = rng.poisson(np.exp(4.3 - 0.6 * need + rng.normal(size=len(need)) * 0.4))
    # A neighbourhood without a finish is not listed.
    rows = [[c, n] for c, n in zip(county.lsoa11["lsoa11cd"], runs.tolist(), strict=True) if n > 12]
    lines = "".join(f'"{code}",{count}\n' for code, count in rows)
    made = ('"code","run_count"\n' + lines).encode()
    yield _GROUP, "parkrun_finishes_2018", "runs_per_lsoa_010117_101218.csv", made


def _by_district(county: County) -> Iterator[Made]:
    people = np.bincount(old_district(county), county.lsoa11["residents"])
    density = (1.9, 2.6, 1.4, 2.2)
    rows = [
        [code, round(d * p / 1000), d] for (code, _), d, p in zip(OLD_DISTRICTS, density, people, strict=True)
    ]
    header = ["LAD19CD", "Number of charities", "Charity density (per 1,000 people)"]
    yield _GROUP, "charity_density_2020", "charity density.csv", csv_bytes(rows, header)

    header = headers()["sports_volunteering"]
    title: list[list[Any]] = [["Rates of volunteering (SYNTHETIC)"]] + [[]] * 12
    sheets = {}
    for sheet, level in (("Per_month", 5.0), ("Per_year", 16.0)):
        table: list[list[Any]] = [*title, header, ["", *["meaning of the column"] * 20]]
        for i, (code, name) in enumerate(OLD_DISTRICTS):
            cells = dict.fromkeys(header[5:21], level)
            cells |= {"Code": i + 1, "Yes": 40 + i, "No": 250 - i, "Unav": 160, "Total": 450}
            cells["Final_wt_pct_yes"] = level + i * 0.9
            cells["Final_wt_pct_yes_se"] = 1.9
            table.append([f"{code} {name}", *(cells.get(label, "") for label in header[1:])])
        table += [[]] * 200
        sheets[sheet] = table
    file = "ActiveLives_supplementary_tables.xlsx"
    yield _GROUP, "sports_volunteering", file, xlsx_bytes(sheets)

    north, city, east = (name for _, name, _ in DISTRICTS)
    outlets = (
        ("The Synthetic Courier", north, "Independent", "Print and Online"),
        ("Sampleshire Synthetic Times", f"{north}, {city}, {east}", "Legacy", "Print and Online"),
        ("Saltholme Synthetic Echo", city, "Legacy", "Print"),
        ("Moor Voices (synthetic)", f"{east}; {north}", "Independent", "Online"),
        ("Elsewhere Gazette (synthetic)", "Sampletref", "", "Online"),
    )
    columns = {
        "Publication": [o[0] for o in outlets],
        "coverage LAD": [o[1] for o in outlets],
        "Type of owner": [o[2] for o in outlets],
        "Media Type": [o[3] for o in outlets],
        "Registered / Company Address": "SYNTHETIC",
    }
    header = headers()["local_media"]
    made = csv_bytes(rows_of(header, columns, len(outlets)), header)
    yield _GROUP, "local_media", "local-media.csv", made


def _grants(county: County) -> Iterator[Made]:
    rng = county.rng("grants")
    funders = ("Synthetic Lottery Fund", "Sample Foundation (synthetic)", "Department for Transport")
    rows: list[list[Any]] = []
    for i, (ward, _, at) in enumerate(county.ward.itertuples(index=False)):
        for funder in funders[: 2 + (i % 15 == 0)]:
            for year in (2014, 2016, 2017):
                if rng.random() < 0.35:
                    continue
                amount = round(float(rng.gamma(1.2, 25_000)) * (40 if funder.startswith("Dep") else 1), 2)
                district = DISTRICTS[at][0] if at != 1 else OLD_DISTRICTS[1 + i % 2][0]
                rows.append(
                    [len(rows), funder, year, district, ward, REGION[1], amount, int(rng.integers(1, 9))]
                )
    header = ["", "Funding Org:Name", "Award Year", "Recipient District Geographic Code"]
    header += ["Recipient Ward Geographic Code", "Recipient Region", "Amount Awarded", "Identifier"]
    made = gzip_bytes(csv_bytes(rows, header))
    yield _GROUP, "grants_2013_2018", "grants_eng_LAD_ward_donor_year.csv.gz", made
