"""Merging: which records are one place, and that neither order nor repetition changes it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.same_place import Rule, first_of_place, overlaps

PUB, HALL = Rule(), Rule(contained=True)
RULES = {"pub": PUB, "hall": HALL, "church": Rule(contained=True, same_point=1.0)}


def firsts(*records: tuple) -> list[int]:
    """The record that stands for each of (easting, name) or (easting, name, kind, source)."""
    full = [(*record, *("pub", "osm")[len(record) - 2 :]) for record in records]
    points = np.array([[float(record[0]), 0.0] for record in full]).reshape(-1, 2)
    _, names, kinds, sources = zip(*full, strict=True) if full else ((), (), (), ())
    return first_of_place(points, kinds, names, sources, RULES).tolist()


def test_near_and_alike_is_one_place_and_the_first_stands_for_it() -> None:
    assert firsts((0, "The Bell"), (30, "Bell Inn")) == [0, 0]


def test_two_pubs_in_a_street_with_other_names_stay_two() -> None:
    assert firsts((0, "The Bell"), (10, "The Swan")) == [0, 1]


@pytest.mark.parametrize(("apart", "merged"), [(50.0, True), (50.001, False)])
def test_fifty_metres_is_still_near(apart: float, merged: bool) -> None:
    assert (firsts((0, "The Bell"), (apart, "The Bell")) == [0, 0]) is merged


@pytest.mark.parametrize(("apart", "merged"), [(15.0, True), (15.001, False)])
def test_unnamed_records_of_one_source_are_one_place_within_fifteen_metres(
    apart: float, merged: bool
) -> None:
    assert (firsts((0, None), (apart, None)) == [0, 0]) is merged


def test_unnamed_records_of_two_sources_say_nothing_of_one_another() -> None:
    assert firsts((0, None, "pub", "osm"), (5, None, "pub", "other")) == [0, 1]


def test_a_named_record_and_an_unnamed_one_stay_two() -> None:
    assert firsts((0, "The Bell"), (5, None)) == [0, 1]


def test_another_kind_is_another_place() -> None:
    assert firsts((0, "St Mary's", "hall", "a"), (0, "St Mary's", "church", "b")) == [0, 1]


def test_a_kind_without_a_rule_lists_each_thing_once() -> None:
    assert firsts((0, "Infants", "school", "a"), (0, "Infants", "school", "a")) == [0, 1]


def test_a_chain_of_pairs_is_one_place() -> None:
    assert firsts((0, "The Bell"), (40, "The Bell"), (80, "The Bell")) == [0, 0, 0]


def test_a_building_of_two_faiths_is_one_place_whatever_its_names() -> None:
    assert firsts((0, "Holy Rosary", "church", "a"), (0.5, "Ma'rifah Academy", "church", "a")) == [0, 0]


def test_nothing_is_merged_out_of_nothing() -> None:
    assert firsts() == []
    assert firsts((0, "The Bell")) == [0]


RECORDS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.integers(0, 60),
        st.sampled_from(["Bell", "The Bell Inn", "Swan", "Village Hall", "Bell Village Hall", None]),
        st.sampled_from(["pub", "hall", "church"]),
        st.sampled_from(["one", "two"]),
    ),
    max_size=14,
)


def merged(records: list[tuple]) -> list[int]:
    if not records:
        return []
    x, y, names, kinds, sources = zip(*records, strict=True)
    return first_of_place(np.column_stack([x, y]).astype(float), kinds, names, sources, RULES).tolist()


@given(RECORDS, st.randoms(use_true_random=False))
def test_order_does_not_change_who_belongs_together(records: list[tuple], random) -> None:
    order = list(range(len(records)))
    random.shuffle(order)
    before, after = merged(records), merged([records[i] for i in order])
    together = {(i, j) for i in range(len(records)) for j in range(len(records)) if before[i] == before[j]}
    place = {record: after[position] for position, record in enumerate(order)}
    assert together == {(i, j) for i in place for j in place if place[i] == place[j]}


@given(RECORDS)
def test_merging_what_is_merged_changes_nothing(records: list[tuple]) -> None:
    kept = sorted(set(merged(records)))
    assert merged([records[i] for i in kept]) == list(range(len(kept)))


@given(RECORDS)
def test_a_record_that_stands_for_others_stands_for_itself_and_came_first(records: list[tuple]) -> None:
    first = merged(records)
    assert all(first[f] == f <= i for i, f in enumerate(first))


def test_overlaps_count_places_with_another_kind_so_near() -> None:
    points = np.array([[0.0, 0.0], [50.0, 0.0], [500.0, 0.0]])
    assert overlaps(points, ["hall", "church", "church"], 50.0) == {
        ("church", "hall"): 1,
        ("hall", "church"): 1,
    }
    assert overlaps(points, ["hall", "church", "church"], 49.9)["hall", "church"] == 0
