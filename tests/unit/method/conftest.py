"""A small sound method, as text, and what is known beside it. Tests break it one line at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.method.known import Known

SOUND = """\
name: small
title: A small method
description: Two domains, for tests.
version: "1.0"
crossed_with: [imd2025, imd2019]
bandwidths:
  walk: {metres: 800, why: ten minutes on foot}
  wide: {metres: {UN1: 4000, UF1: 4000, RLN1: 5000, RSN1: 6000, RLF1: 5000, RSF1: 6000}, why: offices}
defaults:
  why: the usual
limits:
  district_weight_max: 0.3
  groups:
    transport: {indicators: [rail], domain: links, max: 0.6, why: one thing several times}
domains:
  meeting:
    title: Places to meet
    weight: 50
    why: half
    subdomains:
      bumping:
        title: Bumping places
        weight: 100
        why: all there is
        indicators:
          pubs:
            label: Pubs
            why: people meet there
            tag: bumping place
            weight: 60
            direction: more_is_better
            measure: {type: catchment, kinds: [pub], bandwidth: walk}
            unit: pubs per 10,000 people
            sources: [pubs]
          clubs:
            label: Sports clubs
            why: people play there
            tag: gathering place
            weight: 40
            direction: more_is_better
            measure: {type: reach, kinds: [sports_club], bandwidth: wide}
            unit: clubs
            sources: [sports_clubs]
  links:
    title: Links
    weight: 50
    why: half
    subdomains:
      about:
        title: Getting about
        weight: 100
        why: all there is
        indicators:
          rail:
            label: Railway stations
            why: trains
            tag: opportunity and services
            weight: 50
            direction: more_is_better
            measure: {type: nearest, kinds: [rail_station]}
            unit: m
            sources: [rail_stations]
            allow_overlap: true
            overlap_reason: A station is a meeting place as well as a means of travel.
          turnout:
            label: Turnout
            why: people take part
            tag: collective efficacy
            weight: 50
            direction: more_is_better
            measure: {table: indicators.turnout}
            shrink: {method: log_odds, towards: lad24cd}
            unit: share
            level: district
            sources: [local_elections_2024]
designations:
  left_behind: {rule: worst_of_both, title: Left behind, areas: lsoa21cd, index: imd2025}
"""

KNOWN = Known(
    kinds=frozenset({"pub", "sports_club", "rail_station", "school_primary", "school_secondary"}),
    area_kinds=frozenset({"sports_club"}),
    tables={
        "core.lsoa": frozenset({"lsoa21cd", "msoa21cd", "lad24cd", "rgn24cd", "ruc21", "population"}),
        "indicators.turnout": frozenset({"lsoa21cd", "value"}),
        "indicators.lonely": frozenset({"lsoa21cd", "value"}),
        "core.bus": frozenset({"lsoa21cd", "departures"}),
        "core.wards": frozenset({"wd24cd", "departures"}),
    },
    roles={
        "pubs": "input",
        "sports_clubs": "input",
        "rail_stations": "input",
        "schools": "input",
        "local_elections_2024": "input",
        "food_businesses_2015": "input",
        "bus_departures_2025": "input",
        "loneliness_2021": "outcome",
        "imd_2025": "lookup",
    },
    years={"food_businesses_2015": 2015, "pubs": 2026},
    rests_on={
        "indicators.lonely": frozenset({"loneliness_2021"}),
        "core.bus": frozenset({"bus_departures_2025"}),
    },
)


@pytest.fixture
def known() -> Known:
    return KNOWN


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the sound method with some pieces of its text replaced; each must be there."""

    def make(*changes: tuple[str, str]) -> Path:
        text = SOUND
        for old, new in changes:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        path = tmp_path / "small.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def line_of() -> Callable[[Path, str], int]:
    """The line on which a piece of text first stands."""

    def find(path: Path, piece: str) -> int:
        return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if piece in line)

    return find
