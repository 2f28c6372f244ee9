"""Names compared by their words, and what comes near."""

from __future__ import annotations

import pytest

from pipelines.spelling import did_you_mean, near, words

PLACES = ("Jaywick & St Osyth", "Warwick", "Tendring", "Kingston upon Hull, City of", "Hollingdean", "Leeds")


@pytest.mark.parametrize(("said", "inside"), [
    ("Jaywick and St Osyth", words("Jaywick & St Osyth")), ("St. Mary's", ("st", "marys")),
    ("left_behind_2025", ("left", "behind", "2025")), ("Saint-Étienne", ("saint", "etienne")), (" & ", ()),
])  # fmt: skip
def test_names_are_the_same_where_their_words_are(said: str, inside: tuple[str, ...]):
    assert words(said) == inside


@pytest.mark.parametrize(("said", "names"), [
    ("Jaywik", ["Jaywick & St Osyth"]), ("Tendrin", ["Tendring"]), ("hull", ["Kingston upon Hull, City of"]),
    ("leads", ["Leeds"]), ("Atlantis", []), ("", []),
])  # fmt: skip
def test_what_was_said_is_compared_with_the_words_inside_names(said: str, names: list[str]):
    assert near(said, PLACES) == names


def test_the_shorter_of_two_names_that_hold_the_word_comes_first():
    assert near("pub", ["pubs_rank", "pubs", "parks"]) == ["pubs", "pubs_rank"]


def test_a_question_can_be_pasted():
    assert did_you_mean("Hull", PLACES) == ' Did you mean "Kingston upon Hull, City of"?'
    assert did_you_mean("PUBS", ["pubs", "pubs_rank", "pubs_status"]).endswith(
        "pubs, pubs_rank or pubs_status?"
    )
    assert did_you_mean("zzz", PLACES, "Give a code.") == " Give a code."
    assert did_you_mean("zzz", PLACES) == ""
