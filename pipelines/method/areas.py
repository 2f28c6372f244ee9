"""The areas that an index is of: their table, and which of its columns play a part in the index.

They are England's neighbourhoods unless others are given. What is measured of them, and how, is the method's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Areas:
    """What the rows of an index are.

    `table` has one row an area, with its code in the column `key`; `one` is what an area is called, and
    `everywhere` the word for all of them together. `score` and `title` are what the total
    is called in its columns and by a reader.

    What areas may have, and need not: `classes`, the column that says which are alike; `surroundings`, the
    table of who lives around them; `boundaries`, that of their outlines; `ranked_within`, columns of larger
    areas in which scores are ranked too, by the word for them; `crossed`, the table of the indices that a
    score is crossed with; `tagged`, whether indicators have kinds in the vocabulary of social infrastructure.
    """

    table: str
    key: str
    one: str
    score: str
    title: str
    everywhere: str = "everywhere"
    classes: str | None = None
    surroundings: str | None = None
    boundaries: str | None = None
    ranked_within: Mapping[str, str] = field(default_factory=dict)
    crossed: str | None = None
    tagged: bool = False


NEIGHBOURHOODS = Areas(
    table="core.lsoa",
    key="lsoa21cd",
    one="neighbourhood (LSOA 2021)",
    score="social_infrastructure",
    title="Social infrastructure",
    everywhere="england",
    classes="ruc21",
    surroundings="core.surroundings",
    boundaries="core.lsoa_boundary",
    ranked_within={"district": "lad24cd", "region": "rgn24cd"},
    crossed="core.imd",
    tagged=True,
)
