"""When two names are the name of one place: hand-made cases, and what must hold for all names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.names import alike, words

SHARE = 0.6
NAMES = st.text(alphabet="abc dé'-&ST", max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Red Lion", "Red Lion"),
        ("The White Hart Inn", "White Hart"),
        ("King's Head", "KINGS HEAD"),
        ("Dog & Partridge", "Dog and Partridge"),
        ("Café Nero", "Caffe Nero"),
        ("Saint Mary's Church", "St. Marys"),
        ("Greasbrough WMC", "Greasbrough Working Men's Club Ltd"),
    ],
)
def test_one_place_under_two_spellings(one: str, other: str) -> None:
    assert alike(one, other, SHARE, contained=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Crown", "The Rose and Crown"),  # one word of two
        ("King's Arms", "King's Head"),  # one word of three
        ("The Red Lion", "The Swan"),
        ("The Inn", "The Bar"),  # vague words only, and not the same
        ("The Inn", "The Swan Inn"),
    ],
)
def test_two_pubs_in_a_street_stay_two(one: str, other: str) -> None:
    assert not alike(one, other, SHARE, contained=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Village Hall", "Denver Village Hall"),
        ("Conservative Club", "Ossett Conservative Club Limited"),
        ("Methodist Church", "West Wickham Methodist Church"),
        ("Post Office", "Kemble Post Office & Stores"),
    ],
)
def test_a_name_that_says_less_is_the_same_hall_and_not_the_same_pub(one: str, other: str) -> None:
    assert alike(one, other, SHARE, contained=True)
    assert not alike(one, other, SHARE, contained=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Methodist Church", "Baptist Church"),
        ("Liberal Club", "Conservative Club"),
        ("Village Hall", "Public Library"),
    ],
)
def test_two_halls_next_to_one_another_stay_two(one: str, other: str) -> None:
    assert not alike(one, other, SHARE, contained=True)


def test_a_share_of_all_words_asks_for_the_same_words() -> None:
    club = "Harlow Town Sports Cricket"
    assert not alike(club, "Harlow Town Sports Football", 1.0, contained=False)
    assert alike("Luton Leagrave F.C.", "Luton Leagrave F C", 1.0, contained=False)


def test_words_are_plain() -> None:
    assert words("The Café of St. Anne's & Co. Ltd") == {"cafe", "st", "anne"}
    assert words("Cross") == {"cross"}  # the s of a double s is no plural


@given(NAMES, NAMES, st.booleans())
def test_likeness_has_no_direction(one: str, other: str, contained: bool) -> None:
    assert alike(one, other, SHARE, contained) == alike(other, one, SHARE, contained)


@given(NAMES, st.booleans())
def test_a_name_is_like_itself_unless_it_says_nothing(name: str, contained: bool) -> None:
    assert alike(name, name, SHARE, contained) or (contained and not words(name))
