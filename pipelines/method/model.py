"""What a method file may say, as a model: its keys, their types, their allowed values.

Only what holds of one entry by itself belongs here. What holds between entries, or between the file and
the rest of the project (weights, cycles, tables, overlap with deprivation), is in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.method.vocabulary import RUC_CLASSES, TAGS

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
TableName = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, lt=1)]
Tag = Literal[TAGS]  # type: ignore[valid-type]  # one list, not two
Ruc = Literal[RUC_CLASSES]  # type: ignore[valid-type]
Normalise = Literal["none", "rank", "zscore", "minmax", "rank_normal", "exponential"]
Adjust = Literal["none", "half", "full"]
Parent = Literal["msoa21cd", "lad24cd", "rgn24cd", "ruc21", "england"]


class Strict(BaseModel):
    """A mapping in which an unknown key is a fault, and which does not change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Bandwidth(Strict):
    """How far people go for something, in metres: one figure, or one for each rural-urban class."""

    metres: Positive | dict[Ruc, Positive]
    why: Text

    def of(self, ruc: str) -> float:
        return self.metres[ruc] if isinstance(self.metres, dict) else self.metres


class Supply(Strict):
    """A figure of each neighbourhood that stands at its centroid, instead of places: departures, jobs."""

    table: TableName
    column: Id


class Coverage(Strict):
    """A source that some councils hardly filled in: their neighbourhoods count as missing, not as empty.

    A district is covered where it has at least `least` of the median district's places of this source (of any
    kind) per resident, and of the kinds that are measured one at all and `least_of_kind` of their median; and
    so the council of 2011 within it.
    """

    source: Id
    least: Share
    least_of_kind: Annotated[float, Field(ge=0, lt=1)] = 0.0


class _OfPlaces(Strict):
    kinds: list[Id] = Field(default_factory=list)
    subkinds: list[str] = Field(default_factory=list)
    precision: Literal["site", "area"] | None = None
    supply: Supply | None = None
    coverage: Coverage | None = None

    @model_validator(mode="after")
    def _either(self) -> _OfPlaces:
        if bool(self.kinds) == (self.supply is not None):
            raise ValueError("give either kinds (of core.places) or supply (a neighbourhood figure)")
        return self


class _Decaying(_OfPlaces):
    bandwidth: Id
    decay: Literal["gaussian", "exponential", "step"] = "gaussian"
    cutoff: Positive = 3.0  # in bandwidths; a step ends at one


class Reach(_Decaying):
    """Places within reach, the near ones more: the sum of a decay of distance."""

    type: Literal["reach"]


class Catchment(_Decaying):
    """Places over the people who share them, per 10,000: a floating catchment, enhanced by its decay."""

    type: Literal["catchment"]
    variant: Literal["two_step", "three_step", "balanced"] = "two_step"
    per: Positive = 10_000


class Spread(_Decaying):
    """Places that say which area and not which street, each shared over the people around, per 10,000."""

    type: Literal["spread"]
    per: Positive = 10_000


class Near(_OfPlaces):
    """Places inside the boundary or within some metres of it, per so many residents."""

    type: Literal["near"]
    within: Annotated[float, Field(ge=0)] = 1_000
    per: Positive = 10_000


class Nearest(_OfPlaces):
    """Metres to the nearest place, from where people live."""

    type: Literal["nearest"]
    most: Positive = 50_000


class Diversity(_Decaying):
    """How many kinds are within reach, as the exponential of Shannon's entropy of their reach."""

    type: Literal["diversity"]

    @model_validator(mode="after")
    def _several(self) -> Diversity:
        if len(self.kinds) < 2:
            raise ValueError("diversity needs at least two kinds")
        return self


class Table(Strict):
    """A table `indicators.<id>` that a SQL model makes."""

    type: Literal["table"] = "table"
    table: TableName


class Lack(Strict):
    """A share of people, weighed by how little of something else there is where they live.

    `share` and `of` are other indicators of this method or tables; the share counts by the part of England
    that has more of `of`.
    """

    type: Literal["lack"]
    share: str
    of: str


Measure = Annotated[
    Reach | Catchment | Spread | Near | Nearest | Diversity | Table | Lack, Field(discriminator="type")
]


class Shrink(Strict):
    """How far a figure from small numbers is drawn towards the places around it."""

    method: Literal["none", "log_odds", "empirical_bayes_rate", "empirical_bayes_mean"] = "none"
    towards: Literal["lad24cd", "msoa21cd", "neighbours"] = "lad24cd"
    deviation: Positive | None = (
        None  # of one observation, for means: its square over the denominator is the noise
    )

    @model_validator(mode="after")
    def _noise(self) -> Shrink:
        if (self.method == "empirical_bayes_mean") != (self.deviation is not None):
            raise ValueError("empirical_bayes_mean and deviation go together")
        return self


class Impute(Strict):
    """What stands in for a missing figure: the mean of the first of these areas that has any."""

    rule: Literal["none", "mean"] = "mean"
    within: tuple[Parent, ...] = ("lad24cd", "rgn24cd", "england")


class Indicator(Strict):
    """One thing that is measured, with its place in the index."""

    label: Text
    why: Text
    tag: Tag
    weight: Positive
    direction: Literal["more_is_better", "more_is_worse"]
    measure: Measure
    unit: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    level: Literal["lsoa", "ward", "constituency", "district"] = "lsoa"
    as_of: str | None = None
    shrink: Shrink | None = None
    impute: Impute | None = None
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

    indicators: Normalise = "exponential"
    subdomains: Normalise = "exponential"
    domains: Normalise = "exponential"


class Defaults(Strict):
    normalise: Normalised = Normalised()
    aggregate: Aggregate = Aggregate()
    weights: Literal["expert", "equal", "factor_analysis", "principal_components"] = "expert"
    adjust: Adjust = "none"
    adjust_among: Literal["rural_urban_class", "people_nearby"] = "rural_urban_class"
    class_borders: Literal["sharp", "blended"] = "sharp"
    shrink: Shrink = Shrink()
    impute: Impute = Impute()
    why: Text


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
    """A whole method. Iterate `indicators()` for the leaves, in the order of the file."""

    name: Id
    title: Text
    description: Text
    version: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
    crossed_with: Annotated[list[Id], Field(min_length=1)]
    bandwidths: dict[Id, Bandwidth] = Field(default_factory=dict)
    defaults: Defaults
    limits: Limits = Limits()
    domains: Annotated[dict[Id, Domain], Field(min_length=1)]
    designations: Annotated[dict[Id, Designation], Field(min_length=1)]

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
