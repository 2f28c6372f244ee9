"""Are two names the name of one place? Words compared as sets, the vague ones set aside.

Only text is looked at here. How near two places must be, and what follows, is in `same_place`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LEFT_OUT = frozenset("the of and at in on a an for co ltd limited plc cic cio llp formerly known as".split())
# Words that say what a place is and not which one it is.
VAGUE = frozenset(
    """pub public house inn bar tavern hotel restaurant grill kitchen free ph
    club clubhouse social working workmen men institute association society
    hall village community centre hub room parish church chapel
    cafe coffee tea lounge shop store news newsagent convenience general supermarket market mini food
    post office library museum warm space welcome drop session group ground""".split()
)
SPELLED_OUT = {
    "saint": ("st",),
    "center": ("centre",),
    "caffe": ("cafe",),
    "wmc": ("working", "men", "club"),
    "rbl": ("royal", "british", "legion"),
    "urc": ("united", "reformed", "church"),
    "cc": ("cricket", "club"),
    "newsagency": ("newsagent",),
}


@cache
def words(name: str) -> frozenset[str]:
    """The words of a name without accents, case, punctuation, plural s, articles; abbreviations in full."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`]", "", plain)
    found: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        word = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        found.extend(SPELLED_OUT.get(word, (word,)))
    return frozenset(found) - LEFT_OUT


def alike(one: str, other: str, share: float, contained: bool) -> bool:
    """Whether two names are alike.

    Of the words that say which place it is, the common ones are at least `share` of all (Jaccard's index).
    With `contained`, it is enough that one name has no such word that the other lacks and they have some
    word in common: "Village Hall" is "Denver Village Hall". Without it, names of vague words alone must be
    the same words.
    """
    a, b = words(one), words(other)
    own_a, own_b = a - VAGUE, b - VAGUE
    if own_a and own_b:
        together = len(own_a & own_b) / len(own_a | own_b)
        return together >= share or (contained and (own_a <= own_b or own_b <= own_a))
    return bool(a & b) if contained else a == b


def alike_to_the_word(one: str, other: str) -> bool:
    """Whether two names are the same words, one of which at least says which place it is."""
    a = words(one)
    return a == words(other) and bool(a - VAGUE)
