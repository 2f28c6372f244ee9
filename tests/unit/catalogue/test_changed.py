"""Whether a rolling source has changed: the decision, and what is remembered between two looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.catalogue.changed import Look, addresses, changed_sources, decide, look_again, moving_address
from pipelines.catalogue.source import Live
from pipelines.errors import CommonGroundError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
URL = "https://example.org/a"


@pytest.mark.parametrize(("before", "now", "pinned", "verdict"), [
    (None, None, None, "unreachable"),
    (Look(URL, "x"), None, None, "unreachable"),
    (None, Look(URL, "x"), None, "first look"),
    (None, Look(URL, size=7), 7, "first look"),
    (None, Look(URL, size=8), 7, "changed"),
    (Look(URL, "x"), Look(URL, "x"), None, "unchanged"),
    (Look(URL, 'W/"x"'), Look(URL, '"x"'), None, "unchanged"),
    (Look(URL, "x"), Look(URL, "y"), None, "changed"),
    (Look(URL, "x", "Mon", 1), Look(URL, "x", "Tue", 2), None, "unchanged"),
    (Look(URL, "x", "Mon"), Look(URL, None, "Tue"), None, "changed"),
    (Look(URL, None, "Mon", 1), Look(URL, None, "Mon", 2), None, "unchanged"),
    (Look(URL, size=1), Look(URL, size=2), None, "changed"),
    (Look(URL, size=1), Look(URL, size=1), 9, "unchanged"),
    (Look(URL, "x"), Look(URL, size=1), None, "cannot tell"),
])  # fmt: skip
def test_the_decision(before: Look | None, now: Look | None, pinned: int | None, verdict: str):
    assert decide(before, now, pinned) == verdict


def test_a_pinned_address_is_asked_for_its_newest_version():
    pinned = f"https://raw.githubusercontent.com/owner/name/{COMMIT}/data/a%20b.csv"
    assert moving_address(pinned) == "https://raw.githubusercontent.com/owner/name/HEAD/data/a%20b.csv"
    assert moving_address(URL) == URL


def test_a_live_alternative_is_asked_instead_of_the_files(pinned, source_of):
    source = source_of("s", pinned("a", b"AA"), pinned("b", b"B"))
    assert addresses(source) == {"https://example.org/a": 2, "https://example.org/b": 1}
    assert addresses(replace(source, live=Live("Now", "https://example.org/now"))) == {
        "https://example.org/now": None
    }


def test_only_rolling_sources_are_looked_at(pinned, source_of):
    asked = []

    def ask(url: str) -> Look:
        asked.append(url)
        return Look(url, "x")

    fixed, rolling = source_of("f", pinned("f", b"F")), source_of("r", pinned("r", b"R"), rolling=True)
    verdicts, known = look_again([fixed, rolling], {}, ask)
    assert asked == ["https://example.org/r"]
    assert verdicts == {"r": {"https://example.org/r": "first look"}}
    assert known == {"https://example.org/r": Look("https://example.org/r", "x")}


def test_what_was_known_outlives_a_day_without_an_answer(pinned, source_of):
    before = {"https://example.org/r": Look("https://example.org/r", "x")}
    verdicts, known = look_again([source_of("r", pinned("r", b"R"), rolling=True)], before, lambda url: None)
    assert verdicts["r"] == {"https://example.org/r": "unreachable"}
    assert known == before


def test_a_change_is_told_once(tmp_path: Path, pinned, source_of):
    source = source_of("r", pinned("r", b"R"), rolling=True)
    marks = iter(["x", "x", "y", "y"])

    def look() -> list[str]:
        return changed_sources([source], tmp_path / "cache", lambda url: Look(url, next(marks)))

    assert [look(), look(), look(), look()] == [[], [], ["r"], []]


def test_a_spoilt_memory(tmp_path: Path):
    (tmp_path / "looks.json").write_text("{")
    with pytest.raises(CommonGroundError, match=r"looks.json: cannot be read .* Delete it"):
        changed_sources([], tmp_path)
