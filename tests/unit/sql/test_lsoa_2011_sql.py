"""From the neighbourhoods of 2011 to those of 2021: nothing lost, nothing made up, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def pair(old: str, new: str, change: str, old_name: str = "Here 001A", new_name: str = "Here 001A") -> dict:
    return {"lsoa11cd": old, "lsoa21cd": new, "change": change, "lsoa11nm": old_name, "lsoa21nm": new_name}


def crossed(select, pairs: list[dict], people11: dict[str, int], people21: dict[str, int]) -> dict:
    made = select(
        "core.lsoa_2011",
        {
            "core.lsoa": [{"lsoa21cd": code} for code in sorted({p["lsoa21cd"] for p in pairs} - WELSH)],
            "raw.lsoa11_to_lsoa21": pairs,
            "raw.imd_2019_scores": [{"lsoa11cd": c, "population_2015": n} for c, n in people11.items()],
            "raw.census_ts001": [{"area21cd": c, "residents": n} for c, n in people21.items()],
        },
    )
    return {(row["lsoa11cd"], row["lsoa21cd"]): row for row in made}


WELSH = {"W01000001"}
A, B, C, D = (f"E0100000{n}" for n in "1234")
V, W, X, Y = (f"E0103000{n}" for n in "1234")
MOVED = [  # a border between two districts that moved: A became V and a part of W, B the rest of W
    pair(A, V, "X", "East 002D", "East 019C"),
    pair(A, W, "X", "East 002D", "West 013A"),
    pair(B, W, "X", "West 004B", "West 013A"),
]


def test_unchanged_split_and_merged(select) -> None:
    pairs = [
        pair(A, A, "U"),
        pair(B, V, "S"),
        pair(B, W, "S"),
        pair(C, X, "M"),
        pair(D, X, "M"),
        pair("W01000001", "W01000001", "U"),
    ]
    people11 = {A: 1500, B: 4000, C: 900, D: 600}
    rows = crossed(select, pairs, people11, {A: 1600, V: 1000, W: 3000, X: 1800})
    shares = {key: (row["count_share"], row["rate_weight"], row["complex"]) for key, row in rows.items()}
    assert shares == {
        (A, A): (1.0, 1.0, False),
        (B, V): (0.25, 1.0, False),  # 1,000 of 4,000 residents
        (B, W): (0.75, 1.0, False),
        (C, X): (1.0, 0.6, False),  # 900 of 1,500 residents
        (D, X): (1.0, 0.4, False),
    }


def test_a_border_between_districts_that_moved(select) -> None:
    """1,000 and 1,000 in 2011; 900 and 1,100 in 2021: a hundred have come to the other district."""
    pairs = MOVED
    rows = crossed(select, pairs, {A: 1000, B: 1000}, {V: 900, W: 1100})
    assert {key: row["shared_people"] for key, row in rows.items()} == {
        (A, V): 900,
        (A, W): 100,
        (B, W): 1000,
    }
    assert rows[A, W]["count_share"] == pytest.approx(0.1)
    assert rows[A, W]["rate_weight"] == pytest.approx(100 / 1100)
    assert all(row["complex"] for row in rows.values())


def test_growth_is_not_taken_for_a_move(select) -> None:
    """Both areas grew by a tenth and no one crossed, in a cluster where either could reach either."""
    pairs = [*MOVED, pair(B, V, "X", "West 004B", "East 019C")]
    rows = crossed(select, pairs, {A: 1000, B: 2000}, {V: 1100, W: 2200})
    assert rows[A, V]["count_share"] == pytest.approx(1)
    assert rows[A, W]["count_share"] == pytest.approx(0)
    assert rows[B, W]["rate_weight"] == pytest.approx(1)


def test_clusters_do_not_touch_each_other(select) -> None:
    pairs = [
        *MOVED,
        pair(C, X, "X", "North 001A", "North 001B"),
        pair(D, X, "X", "South 001A", "North 001B"),
        pair(D, Y, "X", "South 001A", "South 001B"),
    ]
    people11 = {A: 1000, B: 1000, C: 50, D: 60}
    rows = crossed(select, pairs, people11, {V: 900, W: 1100, X: 500, Y: 600})
    assert rows[A, W]["shared_people"] == pytest.approx(100)
    assert rows[D, X]["shared_people"] == pytest.approx(0)


PEOPLE = st.integers(min_value=1, max_value=5000)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=st.tuples(PEOPLE, PEOPLE, PEOPLE, PEOPLE), new=st.tuples(PEOPLE, PEOPLE, PEOPLE, PEOPLE))
def test_totals_are_conserved_whatever_the_populations(select, old, new) -> None:
    pairs = [
        pair(A, V, "X", "East 002D", "East 019C"),
        pair(A, W, "X", "East 002D", "West 013A"),
        pair(B, V, "X", "West 004B", "East 019C"),
        pair(B, W, "X", "West 004B", "West 013A"),
        pair(C, X, "S", "North 001A", "North 001B"),
        pair(C, Y, "S", "North 001A", "North 001C"),
    ]
    people11 = dict(zip((A, B, C), old[:3], strict=True))
    rows = crossed(select, pairs, people11, dict(zip((V, W, X, Y), new, strict=True)))
    counts = {A: 17.0, B: 400.0, C: 3.0}
    assert sum(counts[o] * row["count_share"] for (o, _), row in rows.items()) == pytest.approx(420)
    for code in (V, W, X, Y):
        assert sum(row["rate_weight"] for (_, n), row in rows.items() if n == code) == pytest.approx(1)


def test_a_lookup_that_drops_the_complex_pairs_fails(select) -> None:
    """Whoever reads U, S and M alone loses neighbourhoods: the contract says which."""
    with pytest.raises(AssertionError, match=r"lsoa11cd is null"):
        select(
            "core.lsoa_2011",
            {
                "core.lsoa": [{"lsoa21cd": A}, {"lsoa21cd": V}],
                "raw.lsoa11_to_lsoa21": [pair(A, A, "U")],
                "raw.imd_2019_scores": [{"lsoa11cd": A, "population_2015": 1}],
                "raw.census_ts001": [{"area21cd": A, "residents": 1}],
            },
        )


def test_shares_that_lose_people_fail(select) -> None:
    """An area of 2011 without a population has no weights: the check on conservation says so."""
    with pytest.raises(AssertionError, match="is null"):
        crossed(select, [pair(A, A, "M"), pair(B, A, "M")], {A: 5}, {A: 5})
