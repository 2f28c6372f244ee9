"""How an indicator is measured: the `measure` of an entry as a model, and what measures share.

What stands beside a measure in an entry, and above it in the file, is in `model`; how a measure is computed
is in the stages.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.method.vocabulary import RUC_CLASSES

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
TableName = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, lt=1)]
Ruc = Literal[RUC_CLASSES]  # type: ignore[valid-type]  # one list, not two


class Strict(BaseModel):
    """A mapping in which an unknown key is a fault, and which does not change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Bandwidth(Strict):
    """How far people go for something, in metres: one figure, or one for each rural-urban class."""

    metres: Positive | dict[Ruc, Positive]
    why: Text

    def of(self, ruc: str) -> float:
        return self.metres[ruc] if isinstance(self.metres, dict) else self.metres


class Column(Strict):
    """A column of a table that has a row for each area."""

    table: TableName
    column: Id


class Supply(Column):
    """A figure of each neighbourhood that stands at its centroid, instead of places: departures, jobs."""


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


class Figure(Column):
    """A column of a table of the areas; with a denominator, so much of it for every `per` of that."""

    type: Literal["figure"]
    denominator: Column | None = None
    per: Positive = 1

    @model_validator(mode="after")
    def _of_something(self) -> Figure:
        if self.denominator is None and self.per != 1:
            raise ValueError("per goes with a denominator")
        return self


class Lack(Strict):
    """A share of people, weighed by how little of something else there is where they live.

    `share` and `of` are other indicators of this method or tables; the share counts by the part of England
    that has more of `of`.
    """

    type: Literal["lack"]
    share: str
    of: str


Measure = Annotated[
    Reach | Catchment | Spread | Near | Nearest | Diversity | Table | Figure | Lack,
    Field(discriminator="type"),
]


def counted(measure: Measure) -> bool:
    """Whether a measure may have a count and what it is of, without which nothing is shrunk."""
    return isinstance(measure, Table) or (isinstance(measure, Figure) and measure.denominator is not None)
