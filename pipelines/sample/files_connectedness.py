"""The files of the group connectedness: stops, departures, the internet, jobs, who moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample import points
from pipelines.sample.county import DISTRICTS, County
from pipelines.sample.formats import Made, csv_bytes, headers, rows_of
from pipelines.sample.rfiles import Frame, rda_bytes, rds_bytes

_GROUP = "connectedness"
_BLOCK = 150  # how many stops the two other sources have


def files(county: County) -> Iterator[Made]:
    """Every file of the group, but for the statistics by district."""
    yield from _stops(county)
    yield from _departures(county)
    yield from _bus_history(county)
    yield from _online(county)
    yield from _jobs(county)
    yield from _churn(county)


def _stops(county: County) -> Iterator[Made]:
    made = points.strew(county, "stops", 1500, "Road", central=0.3)
    sea = points.at_sea(county, 1, "Stop")
    made = points.joined(made, sea)
    east, north = made.easting.round().astype(int), made.northing.round().astype(int)
    owner = [code for code, _ in points.districts(county, made)]
    city, rest = DISTRICTS[1][0], ("010", "020")
    header = headers()["naptan"]
    in_city = np.flatnonzero([o == city for o in owner])
    london, manchester = in_city[:_BLOCK], in_city[_BLOCK : 2 * _BLOCK]
    elsewhere = np.setdiff1d(np.arange(len(made)), np.r_[london, manchester])
    for half, area in enumerate(rest):
        at = elsewhere[half::2]
        kinds = ["BCT"] * len(at)
        kinds[:6] = ["RSE", "TMU", "BCS", "BCQ", "BCE", "FTD"]
        columns = {
            "ATCOCode": [f"{area}0S{i:06d}" for i in at],
            "CommonName": [made.names[i] for i in at],
            "GridType": "UKOS",
            "Easting": east[at],
            "Northing": north[at],
            "Longitude": made.lon[at],
            "Latitude": made.lat[at],
            "StopType": kinds,
            "BusStopType": "MKD",
            "AdministrativeAreaCode": "999",
            "Modification": "revise",
            "Status": ["inactive" if i % 8 == 0 else "active" for i in at],
        }
        made_bytes = csv_bytes(rows_of(header, columns, len(at)), header)
        yield _GROUP, "naptan", f"{area}Stops.csv", made_bytes

    rows: list[list[Any]] = [
        [f"1800SY{i:05d}", east[i], north[i], made.lon[i], made.lat[i], "BCT" if i % 9 else "TXR", "MKD"]
        for i in manchester
    ]
    columns_of = ["AtcoCode", "Easting", "Northing", "Longitude", "Latitude", "StopType", "BusStopType"]
    yield _GROUP, "tfgm_stops", "TfGMStoppingPoints.csv", csv_bytes(rows, columns_of)

    rows = [
        [
            20_000 + k,
            90_000 + k,
            f"490S{i:06d}",
            made.names[i].upper(),
            east[i],
            north[i],
            90,
            "SY01",
            k % 40 == 7,
        ]
        for k, i in enumerate(london)
    ]
    rows[4][2] = rows[3][2]  # a national number that stands twice
    for row in rows:
        row[-1] = int(row[-1])
    columns_of = ["Stop_Code_LBSL", "Bus_Stop_Code", "Naptan_Atco", "Stop_Name", "Location_Easting"]
    columns_of += ["Location_Northing", "Heading", "Stop_Area", "Virtual_Bus_Stop"]
    yield _GROUP, "tfl_stops_2017", "bus-stops.csv", csv_bytes(rows, columns_of)


def _departures(county: County) -> Iterator[Made]:
    """A list of R: what was compared and, in the element bus_wide, departures by neighbourhood."""
    lsoa, rng = county.lsoa, county.rng("departures")
    level = np.exp(1.4 + 1.9 * (lsoa["centrality"].to_numpy() - 0.5) + rng.normal(size=len(lsoa)) * 0.5)
    # Without a stop inside there is no row.
    inside = np.flatnonzero(rng.random(len(lsoa)) > 0.04 + 0.08 * (lsoa["ruc_at"].to_numpy() > 2))
    zones = lsoa["lsoa21cd"].to_numpy()[inside].tolist() + ["W01900001", "S01900001"]
    gtfs = np.r_[level[inside], 2.0, 3.0].round(6)
    wide = {
        "zone_id": zones,
        "tnds": (gtfs * 1.05).round(6),
        "bods_txc": (gtfs * 0.4).round(6),
        "bods_gtfs": gtfs,
        "country": [zone[0] for zone in zones],
    }
    window = {"startdate": np.array([20367.0]), "enddate": np.array([20394.0])}
    stats = {"source": ["tnds", "bods_gtfs"], "agencies": np.array([3, 3])}
    value = {
        "year": np.array([2025]),
        "window": window,
        "snapshot": {"ref": ["SYNTHETIC"]},
        "stats": Frame(stats, ("data.frame",)),
        "bus_wide": Frame(wide),
    }
    yield _GROUP, "bus_departures_2025", "bus_source_comparison_2025.Rds", rds_bytes(value)


def _bus_history(county: County) -> Iterator[Made]:
    centre, rng = county.lsoa11["centrality"].to_numpy(), county.rng("bus routes")
    before = rng.poisson(2 + 9 * np.clip(centre, 0, 1))
    columns: dict[str, Any] = {"lsoa11": county.lsoa11["lsoa11cd"].tolist() + ["W01900001"]}
    missing = -(2**31)  # R's NA among integers
    for year, share in (("2008", 1.0), ("2019", 0.8), ("2022", 0.7), ("2023", 0.65)):
        routes = np.append((before * share).round().astype(int), 3)
        if year == "2008":
            routes[9] = missing
        columns[f"number_of_routes_{year}"] = routes
    made = rds_bytes(Frame(columns))
    yield _GROUP, "bus_routes_2008_2023", "routes_per_lsoa_2008_2023.rds", made

    header = headers()["bus_trends"]
    rows = []
    for i, (code, name, _) in enumerate(DISTRICTS):
        row: dict[str, Any] = {"LAD23CD": code, "LAD23NM": name}
        for column in header[2:]:
            then = 90.0 - 12 * i - 25 * ("Night" in column) - 15 * ("Sun" in column)
            now = then * (0.62 + 0.05 * i)
            value = now / then - 1 if column.endswith("pct") else now if column.endswith("2023") else then
            row[column] = round(value, 6)
        rows.append([row[column] for column in header])
    made = csv_bytes(rows, header, quoting=2)
    yield _GROUP, "bus_trends", "LA-summary-of-bustrip-trends-2007-2023.csv", made


def _online(county: County) -> Iterator[Made]:
    need, rng = county.old(county.lsoa["need"].to_numpy()), county.rng("digital")
    centre, count = county.lsoa11["centrality"].to_numpy(), len(county.lsoa11)

    def score(on_need: float, on_centre: float) -> np.ndarray:
        z = on_need * need - on_centre * (centre - 0.5) + rng.normal(size=count) * 0.6
        return np.clip(4.5 + 1.5 * z, 0, 10).round(9)

    broadband, demography, deprivation, health = (
        score(0.1, 1.5),
        score(0.2, 0.8),
        score(0.9, 0),
        score(0.0, 1.8),
    )
    deri = ((broadband + demography + deprivation) / 3).round(9)
    columns = {
        "lsoa11_code": county.lsoa11["lsoa11cd"].tolist(),
        "broadband_comp_national": broadband,
        "demography_comp_national": demography,
        "deprivation_comp_national": deprivation,
        "deri_score_national": deri,
        "health_access_comp_national": health,
        "depahri_score_national": ((deri * 3 + health) / 4).round(9),
    }
    made = rda_bytes("england_lsoa_depahri", Frame(columns))
    yield _GROUP, "digital_exclusion_2024", "england_lsoa_depahri.rda", made


def _jobs(county: County) -> Iterator[Made]:
    old, rng = county.lsoa11, county.rng("jobs")
    jobs = np.exp(5.2 + 2.0 * old["centrality"].to_numpy() + rng.normal(size=len(old)) * 0.8)
    rows: list[list[Any]] = []
    for code, name, value in zip(old["lsoa11cd"], old["lsoa11nm"], jobs, strict=True):
        step = 1000 if value > 10_000 else 500 if value > 1000 else 25
        employees = int(round(value / step) * step)
        rows.append([f"{code} : {name}", employees, "*", int(round(value * 1.04 / step) * step), "*"])
    rows.append(["W01900001 : Sampletref 001A", 300, "*", 300, "*"])
    before = "Business Register and Employment Survey : open access,,,,\nSYNTHETIC,,,,\n"
    before += (
        "Analysis   :,standard,,,\nDate       :,2021,,,\nIndustry   :,Total,,,\nmeasure    :,Count,,,\n,,,,\n"
    )
    before += "2011 super output area - lower layer,Employees,,Employment,2\n,,,,\n"
    after = ",,,,\n,,,,\n,,,,\n*,These figures exclude farms (SYNTHETIC).,,,\n,,,,\n,Rounded.,,,\n"
    made = csv_bytes(rows, before=before, after=after)
    yield _GROUP, "jobs_2021", "Business_reg_Emp_Surv(BRES)2021.csv", made


def _churn(county: County) -> Iterator[Made]:
    rng = county.rng("churn")
    share = np.clip(
        0.2 + 0.1 * county.lsoa11["centrality"] + rng.normal(size=len(county.lsoa11)) * 0.05, 0.02, 1
    )
    rows = [["95ZZ01S1", 0.879]]
    rows += [[c, round(v, 3)] for c, v in zip(county.lsoa11["lsoa11cd"], share.tolist(), strict=True)]
    made = csv_bytes([*rows, ["W01900001", 0.2]], ["area", "chn2018"])
    yield _GROUP, "household_churn_2023", "HH_churn_2023.csv", made
