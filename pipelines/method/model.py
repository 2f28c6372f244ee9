"""What a method file may say, as a model: its keys, their types, their allowed values.

Only what holds of one entry by itself belongs here; how an indicator is measured is in `measures`. What holds
between entries, or between the file and the rest of the project (weights, cycles, tables, overlap with
deprivation), is in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from pipelines.method.measures import Bandwidth, Id, Measure, Positive, Share, Strict, Text
from pipelines.method.vocabulary import SCALES, TAGS

Tag = Literal[TAGS]  # type: ignore[valid-type]  # one list, not two
Scale = Literal[SCALES]  # type: ignore[valid-type]
Adjust = Literal["none", "half", "full"]


class Shrink(Strict):
    """How far a figure from small numbers is drawn towards those around it.

    `towards`: the areas that touch it (`neighbours`), those that share a column of the areas' table, or all.
    """

    method: Literal["none", "log_odds", "empirical_bayes_rate", "empirical_bayes_mean"] = "none"
    towards: Id = "lad24cd"
    deviation: Positive | None = (
        None  # of one observation, for means: its square over the denominator is the noise
    )

    @model_validator(mode="after")
    def _noise(self) -> Shrink:
        if (self.method == "empirical_bayes_mean") != (self.deviation is not None):
            raise ValueError("empirical_bayes_mean and deviation go together")
        return self


class Impute(Strict):
    """What stands in for a missing figure: the mean of the first of these groups that has any.

    A group is of the areas that share a column of their table, or of all.
    """

    rule: Literal["none", "mean"] = "mean"
    within: tuple[Id, ...] = ("lad24cd", "rgn24cd", "england")


class Outliers(Strict):
    """What becomes of outliers: extremes are brought in one by one, and logarithms taken where that fails.

    An indicator has outliers while its skewness and its kurtosis are both above their bounds.
    """

    rule: Literal["none", "winsorise"] = "none"
    most_points: Annotated[int, Field(ge=1)] = 5
    most_skew: Positive = 2.0
    most_kurtosis: Positive = 3.5


class Indicator(Strict):
    """One thing that is measured, with its place in the index."""

    label: Text
    why: Text
    tag: Tag | None = None
    weight: Positive
    direction: Literal["more_is_better", "more_is_worse"]
    measure: Measure
    unit: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    level: Literal["lsoa", "ward", "constituency", "district"] = "lsoa"
    as_of: str | None = None
    shrink: Shrink | None = None
    impute: Impute | None = None
    outliers: Outliers | None = None
    adjust: Adjust | None = None
    allow_overlap: bool = False
    overlap_reason: Annotated[str, Field(min_length=20)] | None = None
    weight_why: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_table(cls, data: Any) -> Any:
        """`measure: {table: ...}` says its type by its key."""
        measure = data.get("measure") if isinstance(data, dict) else None
        if isinstance(measure, dict) and "type" not in measure and "table" in measure:
            data = {**data, "measure": {"type": "table", **measure}}
        return data

    @model_validator(mode="after")
    def _reasoned(self) -> Indicator:
        if self.allow_overlap != (self.overlap_reason is not None):
            raise ValueError("allow_overlap: true and overlap_reason go together")
        return self


class Subdomain(Strict):
    title: Text
    weight: Positive
    why: Text
    indicators: Annotated[dict[Id, Indicator], Field(min_length=1)]


class Domain(Strict):
    title: Text
    weight: Positive
    why: Text
    subdomains: Annotated[dict[Id, Subdomain], Field(min_length=1)]


class Aggregate(Strict):
    """How parts are put together. `power` is of the generalised mean: 1 arithmetic, 0 geometric."""

    method: Literal["arithmetic", "geometric", "generalised"] = "arithmetic"
    power: float = 1.0


class Normalised(Strict):
    """What becomes of each level's figures before they are weighed into the next."""

    indicators: Scale = "exponential"
    subdomains: Scale = "exponential"
    domains: Scale = "exponential"


class Defaults(Strict):
    normalise: Normalised = Normalised()
    aggregate: Aggregate = Aggregate()
    weights: Literal["expert", "equal", "factor_analysis", "principal_components"] = "expert"
    components: Annotated[int, Field(ge=1)] | None = None  # None: those with an eigenvalue above 1
    adjust: Adjust = "none"
    adjust_among: Literal["rural_urban_class", "people_nearby"] = "rural_urban_class"
    class_borders: Literal["sharp", "blended"] = "sharp"
    shrink: Shrink = Shrink()
    impute: Impute = Impute()
    outliers: Outliers = Outliers()
    why: Text

    @model_validator(mode="after")
    def _of_components(self) -> Defaults:
        if self.components is not None and self.weights != "principal_components":
            raise ValueError("components goes with weights: principal_components")
        return self


class Group(Strict):
    """Indicators that measure one thing several times, and the most of a domain that they may weigh."""

    indicators: Annotated[list[Id], Field(min_length=1)]
    domain: Id
    max: Share
    why: Text


class Limits(Strict):
    district_weight_max: Annotated[float, Field(ge=0, le=1)] = 0.15
    area_precision_bandwidth_min: Positive = 2_000
    as_of_before: int = 2020
    density_correlation_max: Annotated[float, Field(gt=0, le=1)] = 0.35
    groups: dict[Id, Group] = Field(default_factory=dict)


class WorstOfBoth(Strict):
    """A place is designated where need and deprivation are both among the worst `threshold` of places."""

    rule: Literal["worst_of_both"]
    title: Text
    areas: Literal["lsoa21cd", "msoa21cd", "wd24cd"]
    index: Id
    threshold: Share = 0.1
    average: Literal["score", "rank"] = "score"


class TopN(Strict):
    """The `number` neighbourhoods of the greatest double disadvantage, or the worst `threshold` of them."""

    rule: Literal["double_disadvantage"]
    title: Text
    index: Id
    areas: Literal["lsoa21cd"] = "lsoa21cd"
    number: Annotated[int, Field(gt=0)] | None = None
    threshold: Share | None = None

    @model_validator(mode="after")
    def _either(self) -> TopN:
        if (self.number is None) == (self.threshold is None):
            raise ValueError("give either number or threshold")
        return self


Designation = Annotated[WorstOfBoth | TopN, Field(discriminator="rule")]


class Method(Strict):
    """A whole method. `places()` gives the indicators with where they belong, in the order of the file."""

    name: Id
    title: Text
    description: Text
    version: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
    scores: Literal["need", "merit"] = "need"  # what a high score is of
    crossed_with: list[Id] = Field(default_factory=list)
    bandwidths: dict[Id, Bandwidth] = Field(default_factory=dict)
    defaults: Defaults
    limits: Limits = Limits()
    domains: Annotated[dict[Id, Domain], Field(min_length=1)]
    designations: dict[Id, Designation] = Field(default_factory=dict)

    def places(self) -> Iterator[tuple[str, str, str, Indicator]]:
        """Domain id, sub-domain id, indicator id and entry, in the order of the file."""
        for d, domain in self.domains.items():
            for s, sub in domain.subdomains.items():
                for i, indicator in sub.indicators.items():
                    yield d, s, i, indicator

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {i: entry for _, _, i, entry in self.places()}

    @cached_property
    def raising(self) -> frozenset[str]:
        """The indicators of which more makes the score higher."""
        way = {"need": "more_is_worse", "merit": "more_is_better"}[self.scores]
        return frozenset(i for i, entry in self.indicators.items() if entry.direction == way)

    @cached_property
    def outliers(self) -> dict[str, Outliers]:
        """The rule for outliers of each indicator that has one."""
        rules = {i: entry.outliers or self.defaults.outliers for i, entry in self.indicators.items()}
        return {i: rule for i, rule in rules.items() if rule.rule != "none"}

    @cached_property
    def weights(self) -> dict[str, float]:
        """The share of each indicator in the total, its weight multiplied through; the shares sum to one."""
        total = sum(d.weight for d in self.domains.values())
        shares = {}
        for d, s, i, entry in self.places():
            domain = self.domains[d]
            sub = domain.subdomains[s]
            shares[i] = (
                (domain.weight / total)
                * (sub.weight / sum(x.weight for x in domain.subdomains.values()))
                * (entry.weight / sum(x.weight for x in sub.indicators.values()))
            )
        return shares

    def bandwidth(self, name: str) -> float | dict[str, float]:
        """Metres of a named bandwidth: one figure, or one by rural-urban class."""
        metres = self.bandwidths[name].metres
        return dict(metres) if isinstance(metres, dict) else metres
