"""A screen for text that mixes names of places with names of people: what does not pass is blank.

A screen is a column of ours to {keep: pattern, drop: pattern}: a text stays where `keep` is found in it and
`drop` is not; the others are blank in the table, as if they had never been published. It is coarse on
purpose: telling one kind of place from another is the cleaning's work.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc


def screen(table: pa.Table, patterns: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """The table with the columns that `patterns` names screened."""
    for name, of_column in patterns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), screened(table[name], of_column))
    return table


def screened(texts: pa.ChunkedArray, patterns: Mapping[str, str]) -> pa.ChunkedArray:
    """The texts in which `keep` is found and `drop` is not; missing in place of the others."""
    passes = pc.match_substring_regex(texts, patterns["keep"])
    if "drop" in patterns:
        passes = pc.and_not(passes, pc.match_substring_regex(texts, patterns["drop"]))
    return pc.if_else(passes, texts, pa.scalar(None, pa.string()))
