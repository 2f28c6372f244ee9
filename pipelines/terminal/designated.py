"""What a rule designates, read from a release under names that all rules share. Nothing is printed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.errors import counted

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.publish.reading import Opened

NEIGHBOURHOODS = "neighbourhoods"
NOUNS = {"msoas": "MSOA", "constituencies": "constituency"}
MARKED = "Designated under the rule: "
WITHIN = " (the area that it lies in)"
NEED = "social_infrastructure"
MARGINS = ("need_margin", "deprivation_margin", "combined_margin")
DISTRICT, REGION = ("lad24cd", "lad24nm"), ("rgn24cd", "rgn24nm")


@dataclass(frozen=True)
class Rule:
    """A rule of the method of a release: its column, its title, and the published table that it ranks."""

    name: str
    title: str
    table: str

    @property
    def noun(self) -> str:
        """What one of the areas that it ranks is called."""
        return NOUNS.get(self.table, self.table.removesuffix("s"))

    def areas(self, number: int) -> str:
        """So many of the areas that it ranks: `1 ward`, `142 wards`."""
        return counted(number, self.noun)


def ruled(opened: Opened) -> dict[str, Rule]:
    """The rules of a release by name, in the order of its method."""
    book = opened.codebook
    found = {}
    for name, facts in book[NEIGHBOURHOODS].items():
        if facts["meaning"].startswith(MARKED):
            table = next(
                (t for t, own in book.items() if t != NEIGHBOURHOODS and name in own), NEIGHBOURHOODS
            )
            title = facts["meaning"].removeprefix(MARKED).removesuffix(WITHIN)
            found[name] = Rule(name, title, table)
    return found


def ranked(opened: Opened, rule: Rule) -> pd.DataFrame:
    """Every area that a rule ranks, neediest first, by code: its published columns, and beside them

    `code`, `named`, `designated`, `need_rank`, `deprivation_rank`, and the MARGINS to its lines, missing
    where it has none. Neighbourhoods stand in the order of their double disadvantage,
    larger areas in that of both ranks added.
    """
    if rule.table == NEIGHBOURHOODS:
        frame, order = _neighbourhoods(opened, rule)
    else:
        frame = opened.areas(rule.table)
        frame = frame.assign(
            **{what: frame[f"{rule.name}_{what}"] for what in ("need_rank", "deprivation_rank")}
        )
        order = frame["need_rank"] + frame["deprivation_rank"]
    margins = {what: frame.get(f"{rule.name}_{what}", float("nan")) for what in MARGINS}
    frame = frame.assign(
        code=frame.index,
        named=frame["msoa21hclnm" if rule.table == NEIGHBOURHOODS else frame.columns[1]],
        designated=frame[rule.name].fillna(False).astype(bool),
        **margins,
    )
    return frame.loc[order.sort_values(kind="stable").index]


def _neighbourhoods(opened: Opened, rule: Rule) -> tuple[pd.DataFrame, pd.Series]:
    frame = opened.neighbourhoods
    index = crossed_with(frame, rule)
    own = f"double_disadvantage_rank_{index}"
    order = frame[own if own in frame else "double_disadvantage_rank"]
    return frame.assign(need_rank=frame[f"{NEED}_rank"], deprivation_rank=frame[f"{index}_rank"]), order


def crossed_with(frame: pd.DataFrame, rule: Rule) -> str:
    """The index of deprivation that a rule on neighbourhoods crosses with: the one that its margins count.

    A margin is the line less the rank, so that both sum to one number. Without margins, the first index.
    """
    margin = frame.get(f"{rule.name}_deprivation_margin")
    if margin is not None:
        for index in indices(frame):
            if (margin + frame[f"{index}_rank"]).dropna().nunique() == 1:
                return index
    return indices(frame)[0]


def indices(frame: pd.DataFrame) -> list[str]:
    """The indices of deprivation of a release, that of the total's double disadvantage first."""
    return [c.removesuffix("_rank") for c in frame.columns if c.startswith("imd") and c.endswith("_rank")]


def nearest(frame: pd.DataFrame) -> pd.Series:
    """Of areas that are not designated, the one that is fewest ranks outside the lines, both taken together.

    Where the rule has no lines, the neediest: the first row.
    """
    need, deprivation = (frame[what].astype(float) for what in ("need_margin", "deprivation_margin"))
    outside = (-need).clip(lower=0) + (-deprivation).clip(lower=0)
    return frame.iloc[0 if outside.isna().all() else int(outside.argmin())]


def domains(frame: pd.DataFrame) -> list[str]:
    """The domains of the method of a release: what is ranked within districts, less the total."""
    ending = "_rank_in_district"
    return [c.removesuffix(ending) for c in frame.columns if c.endswith(ending) and c != f"{NEED}{ending}"]


def title_of(opened: Opened, part: str) -> str:
    """The title that the method gives a domain or a sub-domain."""
    facts = opened.codebook[NEIGHBOURHOODS].get(f"{part}_score")
    return facts["meaning"].split(":")[0] if facts else part.replace("_", " ").capitalize()


def worst_tenths(frame: pd.DataFrame) -> dict[str, int]:
    """The last rank in the worst tenth of England, by domain. `frame` holds all neighbourhoods."""
    from pipelines.measure.ranks import worst_line

    return {domain: worst_line(int(frame[f"{domain}_rank"].notna().sum()), 0.1) for domain in domains(frame)}
