"""Largest remainder: proporz, apportionment, Balinski and Young 1975."""

from __future__ import annotations

from pipelines.measure.allocate import largest_remainder


def test_published_cases(case) -> None:
    cases = case("largest_remainder_cases.json")
    assert len(cases) == 11
    for one in cases:
        assert largest_remainder(one["weights"], one["total"]).tolist() == one["expected"], one["source"]
