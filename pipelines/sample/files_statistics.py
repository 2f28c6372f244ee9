"""Statistics by district, county, region and nation in the long form of Explore Local Statistics.

What each set measures, over which periods, belongs here; the figures follow a district's need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.sample.county import COUNTRY, COUNTY, DISTRICTS, REGION, County
from pipelines.sample.formats import Made, csv_bytes

_NOTE = "This data has been aggregated and may show differences to other published figures"


@dataclass(frozen=True)
class Statistic:
    """One indicator of a set: its level, how a district's need moves it, its periods and their form."""

    name: str
    level: float
    on_need: float
    unit: str
    measure: str
    periods: tuple[str, ...]
    interval: float | None = None


def _years(first: int, last: int, day: str = "04-01", length: str = "P1Y") -> tuple[str, ...]:
    return tuple(f"{year}-{day}/{length}" for year in range(first, last + 1))


_SHARE = ("%", "Percentage")
_SCORE = "Score out of 10"
_RATE = "Rate per 100,000 population"
_LIFE = ("yrs", "Years", _years(2011, 2022, "01-01", "P3Y"), 0.4)
# data set: group, file, whether a byte-order mark begins it, indicators
SETS: dict[str, tuple[str, str, bool, tuple[Statistic, ...]]] = {
    "adult_obesity_prevalence": (
        "outcomes",
        "adult-obesity-prevalence.csv",
        True,
        (Statistic("Adult obesity prevalence", 26, 3, *_SHARE, _years(2015, 2024, "11-16"), 1.5),),
    ),
    "average_travel_time": (
        "connectedness",
        "average-travel-time.csv",
        False,
        tuple(
            Statistic(name, level, -1, "mins", "Minutes", _years(2014, 2017, "01-01"))
            for name, level in (
                ("Drive to work", 8.5),
                ("Cycle to work", 11.3),
                ("Public transport or walk to work", 13.5),
            )
        ),
    ),
    "children_in_relative_poverty": (
        "outcomes",
        "children-in-relative-poverty.csv",
        True,
        (
            Statistic("Children in relative poverty after housing costs", 24, 6, *_SHARE, _years(2023, 2024)),
            Statistic(
                "Children in relative poverty before housing costs", 18, 5, *_SHARE, _years(2021, 2024)
            ),
        ),
    ),
    "claimant_count": (
        "outcomes",
        "claimant-count.csv",
        True,
        (Statistic("Claimant Count", 3.4, 1, *_SHARE, _years(2001, 2025, "01-01")),),
    ),
    "engagement_with_culture_and_heritage": (
        "civic",
        "engagement-with-culture-and-heritage.csv",
        False,
        tuple(
            Statistic(name, level, -3, *_SHARE, _years(2023, 2023), 5)
            for name, level in (
                ("Engaged with the arts", 90),
                ("Visited a heritage site", 66),
                ("Visited a museum or gallery", 42),
                ("Visited a public library", 24),
            )
        ),
    ),
    "gigabit_capable_broadband": (
        "connectedness",
        "gigabit-capable-broadband.csv",
        True,
        (Statistic("Gigabit capable broadband", 85, 3, *_SHARE, ("2026-01-01",)),),
    ),
    "healthy_life_expectancy": (
        "outcomes",
        "healthy-life-expectancy.csv",
        False,
        (
            Statistic("Male healthy life expectancy", 61, -2, *_LIFE),
            Statistic("Female healthy life expectancy", 62, -2, *_LIFE),
        ),
    ),
    "library_walk": (
        "places",
        "library-walk.csv",
        True,
        (
            Statistic(
                "Residents within a 30 minute walk of their nearest library",
                74,
                5,
                *_SHARE,
                ("2024-05-15",),
            ),
        ),
    ),
    "museums": (
        "places",
        "museums.csv",
        True,
        (
            Statistic(
                "museums",
                5.1,
                1,
                "Count per 100,000 people",
                "Counts of museums per 100,000 people",
                ("2021-09-30",),
            ),
        ),
    ),
    "network_coverage_4g": (
        "connectedness",
        "network-coverage-4g.csv",
        True,
        (Statistic("4G coverage", 98, 1, *_SHARE, ("2026-01-01",)),),
    ),
    "persistent_absences_for_all_pupils": (
        "outcomes",
        "persistent-absences-for-all-pupils.csv",
        True,
        (Statistic("Persistent absences for all pupils", 18, 4, *_SHARE, _years(2006, 2024, "08-01")),),
    ),
    "personal_wellbeing_estimates": (
        "outcomes",
        "personal-wellbeing-estimates.csv",
        False,
        tuple(
            Statistic(
                name,
                level,
                slope,
                _SCORE,
                f"Mean (Where 0 is 'not at all {word}' and 10 is 'completely {word}')",
                _years(2011, 2022),
                0.2,
            )
            for name, word, level, slope in (
                ("Anxiety", "anxious", 3.1, 0.2),
                ("Happiness", "happy", 7.4, -0.2),
                ("Satisfaction", "satisfied", 7.5, -0.2),
                ("Worthwhile", "worthwhile", 7.8, -0.2),
            )
        ),
    ),
    "premises_below_30": (
        "connectedness",
        "premises-below-30.csv",
        True,
        (Statistic("Premises below 30Mbps", 2.2, -0.8, *_SHARE, ("2026-01-01",)),),
    ),
    "preventable_cardiovascular_mortality_england": (
        "outcomes",
        "preventable-cardiovascular-mortality-england.csv",
        False,
        (
            Statistic(
                "Preventable cardiovascular mortality (England)",
                33,
                6,
                _RATE,
                _RATE,
                _years(2001, 2022, "01-01", "P3Y"),
                4,
            ),
        ),
    ),
    "railway_station_walk": (
        "connectedness",
        "railway-station-walk.csv",
        True,
        (
            Statistic(
                "Residents within a 30 minute walk of their nearest railway station",
                53,
                4,
                *_SHARE,
                ("2024-06-15",),
            ),
        ),
    ),
    "sports_facilities": (
        "places",
        "sports-facilities.csv",
        True,
        (
            Statistic(
                "Sports facilities",
                18,
                -1,
                "Count per 10,000 people",
                "Counts of sports facilities per 10,000 people",
                ("2023-10-05",),
            ),
        ),
    ),
}


def files(county: County) -> Iterator[Made]:
    """Every set, one file each."""
    need = np.bincount(county.lsoa["district_at"], county.lsoa["need"]) / 100
    unitary = [d[0].startswith("E06") for d in DISTRICTS]
    areas: list[tuple[str, str, str, float]] = [(*COUNTRY, "Nation", 0.0), (*REGION, "Region", 0.0)]
    areas.append((*COUNTY, "County or Unitary Authority", float(need[[0, 2]].mean())))
    for (code, name, _), own, alone in zip(DISTRICTS, need.tolist(), unitary, strict=True):
        # each district once: a unitary authority as what it is
        kind = "County or Unitary Authority" if alone else "Local Authority District"
        areas.append((code, name, kind, own))
    # A district that is no more: its code is obsolete, and some sets still hold it.
    areas.append(("E07900011", "Old Saltholme (synthetic)", "Local Authority District", 0.3))
    for dataset, (group, file, bom, statistics) in SETS.items():
        yield group, f"els_{dataset}", file, _long(county, dataset, areas, statistics, bom)


def _long(
    county: County,
    dataset: str,
    areas: list[tuple[str, str, str, float]],
    statistics: tuple[Statistic, ...],
    bom: bool,
) -> bytes:
    wellbeing = dataset.startswith("personal")
    rows: list[list[Any]] = []
    for statistic in statistics:
        rng = county.rng(f"els {statistic.name}")
        once = len(statistic.periods) == 1
        for code, name, kind, need in areas:
            for k, period in enumerate(statistic.periods):
                drift = 0.01 * statistic.level * (k - len(statistic.periods) / 2) * rng.random()
                value = max(0.0, statistic.level + statistic.on_need * need + drift + rng.normal() * 0.02)
                value = round(min(value, 100.0) if statistic.unit == "%" else value, 2)
                ends: list[Any] = ["", ""]
                if statistic.interval is not None:
                    ends = [
                        round(max(0.0, value - statistic.interval), 2),
                        round(value + statistic.interval, 2),
                    ]
                status: str = ""
                shown: Any = value
                if wellbeing and kind.startswith("Local") and k == 3:
                    shown, ends, status = "", ["", ""], "x"
                middle = [statistic.measure, shown] if wellbeing else [shown, statistic.measure]
                note = _NOTE if once and kind == "Nation" else ""
                rows.append(
                    [code, name, kind, statistic.name, period, *middle, statistic.unit, *ends, status, note]
                )
    middle = ["measure", "observation"] if wellbeing else ["observation", "measure"]
    header = ["areacd", "areanm", "geography", "indicator", "period", *middle]
    return csv_bytes(rows, [*header, "unit", "lci_95", "uci_95", "status", "notes"], bom=bom)
