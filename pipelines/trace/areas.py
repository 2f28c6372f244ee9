"""Traces of the roll-ups: which neighbourhoods make a figure of a larger area, what each weighs and brings.

All of it follows from the published neighbourhoods, so that a release alone is enough. The formulas are those
of `measure.district` and `measure.designation`; a neighbourhood's own figures are traced by its own columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.stages.published_areas import NEED, SUMMARIES
from pipelines.trace.built import KEY, plain
from pipelines.trace.model import Block, ordered

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.method.model import Method
    from pipelines.publish.reading import Opened

SHOWN = 12
LINES = ("rank", "last rank within the line", "margin in ranks")
LOCATED = ("lsoa21nm", "population")
FORMULA = {
    "average_score": "The sum of residents x score, over the residents.",
    "average_rank": "The sum of residents x (N + 1 - rank), over the residents; N = {n:,}. Higher = needier.",
    "proportion_worst": "Neighbourhoods with a rank up to {line:,} (a tenth of {n:,}), over neighbourhoods.",
    "extent": "The sum of residents x what a neighbourhood counts, over the residents: 1 up to the 10th "
    "percentile of the rank, then 0.95 at the 11th down to 0.05 at the 30th in equal steps, 0 beyond.",
    "local_concentration": "The mean of N + 1 - rank over the neediest neighbourhoods that hold a tenth of "
    "the residents, the last of them in part; N = {n:,}. Higher = needier.",
}
FIGURE = {
    "average_score": "score",
    "average_rank": "N + 1 - rank",
    "proportion_worst": "in the worst tenth",
    "extent": "counts",
    "local_concentration": "N + 1 - rank",
}


def area(opened: Opened, method: Method, table: str, code: str, column: str) -> list[Block]:
    """How a figure of the area `code` of a roll-up came about from its neighbourhoods."""
    row = opened.areas(table).loc[code]
    members = opened.neighbourhoods[opened.neighbourhoods[opened.figures(table)[0]] == code]
    value = plain(row[column])
    for measure in SUMMARIES:
        index = column.removesuffix(f"_{measure}")
        if index != column:
            return [_summary(opened, members, index, measure, value)]
    if column in ("neighbourhoods", "population"):
        counted = members["population"] if column == "population" else members["population"] * 0 + 1
        return [_summed(opened, f"{column}: those of its neighbourhoods", members, counted, value)]
    rules = sorted(method.designations, key=len, reverse=True)
    rule = next((name for name in rules if column == name or column.startswith(f"{name}_")), None)
    if rule is None:
        return [
            Block(
                "Where it is taken from", note="The spine: the lookups that place its neighbourhoods in it."
            )
        ]
    if method.designations[rule].areas == KEY:
        return [_inside(opened, members, rule, column, value)]
    return designation(opened, method, table, code, rule)


def designation(opened: Opened, method: Method, table: str, code: str, rule: str) -> list[Block]:
    """A rule on areas of this kind: the ranks of both means with their lines and margins, then the means."""
    frame, terms = opened.areas(table), method.designations[rule]
    if terms.rule != "worst_of_both":
        raise ValueError(f"{rule} is no rule on larger areas")
    row = frame.loc[code]
    members = opened.neighbourhoods[opened.neighbourhoods[terms.areas] == code]
    sides = {"need": NEED, "deprivation": terms.index}
    measure = f"average_{terms.average}"
    rows = []
    for what, index in sides.items():
        rank, margin = (plain(row[f"{rule}_{what}_{of}"]) for of in ("rank", "margin"))
        mean = plain(row[f"{index}_{measure}"])
        rows.append((index, mean, rank, None if rank is None else int(rank + margin), margin))
    block = Block(
        f"The rule: {terms.title}",
        (("area", f"{code} {row.iloc[1]}"), (f"{table} ranked", len(frame)), ("designated", bool(row[rule]))),
        ("of", f"mean over residents ({FIGURE[measure]})", *LINES),
        tuple(rows),
        note="Means are ranked among the areas, 1 = most need. Designated where both margins are 0 or more; "
        "below 0: so many ranks outside.",
    )
    means = (
        _summary(opened, members, index, measure, plain(row[f"{index}_{measure}"]))
        for index in sides.values()
    )
    return [block, *means]


def _summary(opened: Opened, members: pd.DataFrame, index: str, measure: str, value: Any) -> Block:
    """A summary of an index, or the average score of a domain, as the mean that it is."""
    import numpy as np

    from pipelines.measure.district import figure_and_weight
    from pipelines.measure.ranks import worst_line

    n = int(opened.neighbourhoods[f"{index}_rank"].notna().sum())
    scores, ranks, people = (
        members[c].to_numpy(float) for c in (f"{index}_score", f"{index}_rank", "population")
    )
    figure, weight = figure_and_weight(measure, scores, ranks, people, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weight / np.nansum(weight)
    columns = {"weight, %": 100 * share}
    if measure == "average_score":
        columns = {f"{index}_score": scores} | columns
    else:
        columns = {f"{index}_rank": ranks, FIGURE[measure]: figure} | columns
    said = FORMULA[measure].format(n=n, line=worst_line(n))
    title = f"{index}: {measure.replace('_', ' ')}"
    return _listed(opened, title, members, columns, figure * share, value, said)


def _summed(opened: Opened, title: str, members: pd.DataFrame, brought: pd.Series, value: Any) -> Block:
    return _listed(opened, title, members, {}, brought.to_numpy(float), value, "The sum.")


def _inside(opened: Opened, members: pd.DataFrame, rule: str, column: str, value: Any) -> Block:
    """How much of an area a rule on neighbourhoods designates."""
    flags = members[rule].fillna(False).to_numpy(bool)
    people = members["population"].to_numpy(float)
    brought = {
        "neighbourhoods": lambda: flags * 1.0,
        "residents": lambda: flags * people,
        "share": lambda: flags * people / people.sum(),
    }[column.removeprefix(f"{rule}_")]()
    said = "Residents count where their neighbourhood is designated. Trace the flag of one by its own column."
    return _listed(opened, rule, members, {"designated": flags}, brought, value, said)


def _listed(
    opened: Opened,
    title: str,
    members: pd.DataFrame,
    columns: Mapping[str, Any],
    brought: Any,
    value: Any,
    said: str,
) -> Block:
    """Neighbourhoods by what they bring, the foremost shown."""
    rows = [
        (
            code,
            *(plain(members.at[code, c]) for c in LOCATED),
            *(plain(c[n]) for c in columns.values()),
            plain(brought[n]),
        )
        for n, code in enumerate(members.index)
    ]
    by = ordered(rows, len(LOCATED) + len(columns) + 1)
    rest = [row[-1] for row in by[SHOWN:] if row[-1] is not None]
    more = f" {len(rest):,} more neighbourhoods bring {sum(rest):.6g} together." if rest else ""
    return Block(
        title,
        (("neighbourhoods", len(members)), ("residents", int(members["population"].sum()))),
        ("neighbourhood", "name", "residents", *columns, "contribution"),
        by[:SHOWN],
        note=f"{said}{more}",
        whole=value,
        parts=tuple(row[-1] for row in by if row[-1] is not None),
        slack=opened.rounding(value),
    )
