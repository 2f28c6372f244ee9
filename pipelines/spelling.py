"""Names as people type them: compared by their words, and what comes near to one that is not there.

Only the comparing of names belongs here; which names there are is for the caller to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

ALIKE = 0.75  # of 1: one letter wrong in a word of four is near, two are not
LESS_ALIKE = 0.12  # than the best: what is further off than this is not worth naming beside it
FEWEST_LETTERS = 3  # of a beginning that stands for a word
UNSAID = {"and"}  # "Jaywick and St Osyth" is "Jaywick & St Osyth"


def words(name: str) -> tuple[str, ...]:
    """The words of a name, without case, accents, apostrophes, punctuation, and what joins words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")
    return tuple(word for word in re.split(r"[\W_]+", plain) if word and word not in UNSAID)


def near(said: str, names: Iterable[str], number: int = 5) -> list[str]:
    """The names that come nearest to what was said, best first; none where none comes near.

    A name counts by its spelling as a whole or by that of the words in it, whichever is nearer: "Jaywik"
    is near "Jaywick & St Osyth".
    """
    typed, cache = words(said), dict[tuple[str, str], float]()
    found = []
    for name in set(names):
        inside = words(name)
        if typed and inside:
            whole = _alike("".join(typed), "".join(inside), cache)
            within = sum(max(_alike(t, w, cache) for w in inside) for t in typed) / len(typed)
            # the shorter of two names that hold the word is nearer to it
            found.append((-max(whole, within), len(inside), name))
    best = max((-unlike for unlike, *_ in found), default=0.0)
    return [name for unlike, _, name in sorted(found)[:number] if -unlike >= max(ALIKE, best - LESS_ALIKE)]


def did_you_mean(said: str, names: Iterable[str], otherwise: str = "") -> str:
    """A question that names what comes near, with a space before it; else `otherwise`, or nothing."""
    close = [f'"{name}"' if " " in name else name for name in near(said, names)]
    if close:
        return f" Did you mean {' or '.join(filter(None, [', '.join(close[:-1]), close[-1]]))}?"
    return f" {otherwise}" if otherwise else ""


def _alike(one: str, other: str, cache: dict[tuple[str, str], float]) -> float:
    """How much of two words is the same, 0 to 1; a beginning of a word counts nearly as the word."""
    if one == other:
        return 1.0
    if (one, other) not in cache:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        likely = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
        ratio = matcher.ratio() if likely else 0.0
        begins = other.startswith(one) and len(one) >= FEWEST_LETTERS
        cache[one, other] = max(ratio, 0.9) if begins else ratio
    return cache[one, other]
