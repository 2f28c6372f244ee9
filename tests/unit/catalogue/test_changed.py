"""Whether live files have changed: the decision, and what is remembered between two looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.catalogue.changed import Look, changed_live, decide, look_again, watched
from pipelines.catalogue.source import Live, LiveFile, Rows
from pipelines.errors import CommonGroundError

URL = "https://example.org/a"


LIVE = Live(
    "r", "Now", "https://example.org", (LiveFile("a", URL),), "csv", {}, {}, Rows(1), rolling=True
)  # fmt: skip


@pytest.mark.parametrize(("before", "now", "verdict"), [
    (None, None, "unreachable"),
    (Look(URL, "x"), None, "unreachable"),
    (None, Look(URL, "x"), "first look"),
    (Look(URL, "x"), Look(URL, "x"), "unchanged"),
    (Look(URL, 'W/"x"'), Look(URL, '"x"'), "unchanged"),
    (Look(URL, "x"), Look(URL, "y"), "changed"),
    (Look(URL, "x", "Mon", 1), Look(URL, "x", "Tue", 2), "unchanged"),
    (Look(URL, "x", "Mon"), Look(URL, None, "Tue"), "changed"),
    (Look(URL, None, "Mon", 1), Look(URL, None, "Mon", 2), "unchanged"),
    (Look(URL, size=1), Look(URL, size=2), "changed"),
    (Look(URL, "x"), Look(URL, size=1), "cannot tell"),
])  # fmt: skip
def test_the_decision(before: Look | None, now: Look | None, verdict: str):
    assert decide(before, now) == verdict


def test_only_what_changes_in_place_and_can_be_switched_on_is_looked_at(pinned, source_of):
    """Not the pinned files, though their publisher updates them; of a source the first that can."""
    source = replace(source_of("s", pinned("a", b"AA")), rolling=True)
    edition, register = replace(LIVE, id="e", rolling=False), replace(LIVE, id="n", replaces=False)
    assert watched([source, replace(source, live=(edition,)), replace(source, live=(register,))]) == []
    assert watched([replace(source, live=(edition, LIVE, replace(LIVE, id="x")))]) == [LIVE]


def test_every_address_is_asked():
    asked = []

    def ask(url: str) -> Look:
        asked.append(url)
        return Look(url, "x")

    two = replace(LIVE, files=(LiveFile("a", URL), LiveFile("b", f"{URL}b")))
    verdicts, known = look_again([two], {}, ask)
    assert asked == [URL, f"{URL}b"]
    assert verdicts == {"r": {URL: "first look", f"{URL}b": "first look"}}
    assert known == {url: Look(url, "x") for url in asked}


def test_what_was_known_outlives_a_day_without_an_answer():
    before = {URL: Look(URL, "x")}
    verdicts, known = look_again([LIVE], before, lambda url: None)
    assert verdicts["r"] == {URL: "unreachable"}
    assert known == before


def test_a_change_is_told_once(tmp_path: Path):
    marks = iter(["x", "x", "y", "y"])

    def look() -> list[str]:
        return changed_live([LIVE], tmp_path / "cache", lambda url: Look(url, next(marks)))

    assert [look(), look(), look(), look()] == [[], [], ["r"], []]


def test_a_spoilt_memory(tmp_path: Path):
    (tmp_path / "looks.json").write_text("{")
    with pytest.raises(CommonGroundError, match=r"looks.json: cannot be read .* Delete it"):
        changed_live([], tmp_path)
