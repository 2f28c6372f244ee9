"""What the published ranks alone give again: transforms, weights, and what each part brings to a score.

A transform needs no more than ranks, so a release without the tables of its build shows how its scores came
about, down to the rank of each indicator. What is rounded in a release adds up as far as its digits go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.stages.method_steps import DEGREE, POWER
from pipelines.trace.built import plain
from pipelines.trace.model import Block, ordered
from pipelines.trace.scores import SCORE, TOTAL, title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipelines.method.model import Method
    from pipelines.publish.reading import Opened

# Transforms that ask for the order alone; the others are made from the published scores.
BY_RANK = ("rank", "rank_normal", "exponential")


@dataclass(frozen=True)
class Recomputed:
    """The scale that each part of the index is weighed on, made again from a release by its method."""

    opened: Opened
    method: Method
    _made: dict[str, NDArray] = field(default_factory=dict, compare=False, repr=False)

    def below(self, name: str) -> dict[str, float]:
        """The parts of the total, of a domain or of a sub-domain, with their weights."""
        from pipelines.measure.index import weigh

        if name == TOTAL:
            return {d: domain.weight for d, domain in self.method.domains.items()}
        if name in self.method.domains:
            return {s: sub.weight for s, sub in self.method.domains[name].subdomains.items()}
        points = {i: entry.weight for _, s, i, entry in self.method.places() if s == name}
        how = self.method.defaults.weights
        learnt = () if how in ("expert", "equal") else points
        return weigh({i: self.transformed(i) for i in learnt}, points, how)

    @cached_property
    def shares(self) -> dict[str, float]:
        """The share of each indicator in the total, weights multiplied through."""
        shares = {TOTAL: 1.0}
        for whole in (
            TOTAL,
            *self.method.domains,
            *(s for d in self.method.domains.values() for s in d.subdomains),
        ):
            weights = self.below(whole)
            shares |= {part: shares[whole] * w / sum(weights.values()) for part, w in weights.items()}
        return {name: shares[name] for name in self.method.indicators}

    def knows(self, name: str) -> bool:
        """Whether the release says enough: of indicators as they are scored it has the ranks alone.

        Those that are compared among peers need the peers as well.
        """
        if name in (TOTAL, *self.method.domains):
            return True
        below = [i for _, s, i, _ in self.method.places() if name in (s, i)]
        peers = self._peers_in in self.opened.neighbourhoods or not any(map(self.degree, below))
        return peers and self.method.defaults.normalise.indicators in BY_RANK

    def transformed(self, name: str) -> NDArray:
        """A domain, a sub-domain or an indicator on the scale that is weighed, (n,), higher = more need."""
        if name not in self._made:
            self._made[name] = self._transform(name)
        return self._made[name]

    def kind(self, name: str) -> str:
        """The name of the transform of a domain, a sub-domain or an indicator."""
        kinds = self.method.defaults.normalise
        if name in self.method.indicators:
            return kinds.indicators
        return kinds.domains if name in self.method.domains else kinds.subdomains

    @property
    def _peers_in(self) -> str:
        """The published column that says whom a neighbourhood is compared with."""
        among = self.method.defaults.adjust_among
        return {"rural_urban_class": "ruc21", "people_nearby": "people_nearby"}[among]

    @cached_property
    def _peers(self) -> Any:
        from pipelines.measure.adjust import alike_in

        column = self.opened.neighbourhoods[self._peers_in]
        return column.to_numpy() if self._peers_in == "ruc21" else alike_in(column.to_numpy(float))

    def _among(self, lsoa: str) -> str:
        own = plain(self.opened.neighbourhoods.at[lsoa, self._peers_in])
        if self._peers_in == "ruc21":
            return f"its class {own}"
        return f"those with about as many people around ({own:,.0f})"

    def degree(self, name: str) -> float:
        """How far an indicator is compared among peers, 0 to 1."""
        return DEGREE[self.method.indicators[name].adjust or self.method.defaults.adjust]

    def _transform(self, name: str) -> NDArray:
        from pipelines.measure.index import need, transform

        frame, kind = self.opened.neighbourhoods, self.kind(name)
        if name in self.method.indicators:
            # The figure that the score uses is published by its rank: of two, the lower is the needier.
            ranks = frame[f"{name}_rank"].to_numpy(float)
            degree = self.degree(name)
            return transform(need(ranks, False, self._peers if degree else (), degree), kind)
        if kind in BY_RANK:
            return transform(-frame[f"{name}_rank"].to_numpy(float), kind)
        return transform(frame[f"{name}_score"].to_numpy(float), kind)

    def parts(self, lsoa: str, name: str) -> Block:
        """What each part brings to the score of a domain, a sub-domain or the total."""
        import numpy as np

        from pipelines.measure.aggregate import contributions

        frame, weights = self.opened.neighbourhoods, self.below(name)
        at = frame.index.get_loc(lsoa)
        values = np.array([self.transformed(part)[at] for part in weights])
        rule = self.method.defaults.aggregate
        power = POWER.get(rule.method, rule.power)
        brought = contributions(values, np.array(list(weights.values())), power=power)
        ranks = {part: plain(frame.at[lsoa, f"{part}_rank"]) for part in weights}
        whole = sum(weights.values())
        rows = [
            (title(self.method, p), p, ranks[p], 100 * w / whole, plain(values[n]), plain(brought[n]))
            for n, (p, w) in enumerate(weights.items())
        ]
        score = plain(frame.at[lsoa, f"{SCORE if name == TOTAL else name}_score"])
        return Block(
            f"{title(self.method, name)}: what the score is made of, from the published ranks",
            headings=("part", "name", "rank", "weight, %", "transformed", "contribution"),
            rows=ordered(rows, 5),
            note="Transformed: need on the scale that is weighed; higher = more need. A part that is missing "
            "leaves its weight to the others.",
            whole=score,
            parts=tuple(float(b) for b in brought if b == b),
            slack=self.opened.rounding(score),
        )

    def rank(self, lsoa: str, name: str) -> Block:
        """The rank of a domain, a sub-domain or the total, among how many, and what it becomes above."""
        frame, column = self.opened.neighbourhoods, SCORE if name == TOTAL else name
        place, n = plain(frame.at[lsoa, f"{column}_rank"]), int(frame[f"{column}_rank"].notna().sum())
        facts: list[tuple[str, Any]] = [("rank, 1 = most need", place), ("neighbourhoods ranked", n)]
        if place is not None:
            facts += [("decile (10 x rank / number, rounded up)", -(-10 * int(place) // n))]
        if name != TOTAL:
            own = self.transformed(name)[frame.index.get_loc(lsoa)]
            facts += [(f"transformed ({self.kind(name)}), for the level above", plain(own))]
        return Block(f"{title(self.method, name)}: rank and transform", tuple(facts))

    def indicator(self, lsoa: str, name: str) -> list[Block]:
        """The rank of an indicator's figure, its transform and weight; then its sub-domain, part by part."""
        frame, sub = self.opened.neighbourhoods, next(s for _, s, i, _ in self.method.places() if i == name)
        weights, degree = self.below(sub), self.degree(name)
        ranks = frame[f"{name}_rank"]
        facts = [
            ("rank of the figure, 1 = most need", plain(ranks[lsoa])),
            ("neighbourhoods ranked", int(ranks.notna().sum())),
            (f"compared among {self._among(lsoa)} by", f"{100 * degree:.0f}%"),
            (f"transformed ({self.kind(name)})", plain(self.transformed(name)[frame.index.get_loc(lsoa)])),
            (f"weight within {title(self.method, sub)}, %", 100 * weights[name] / sum(weights.values())),
            ("weight in the total, %", 100 * self.shares[name]),
        ]
        return [Block("Rank, adjustment, transform, weight", tuple(facts)), self.parts(lsoa, sub)]

    def completeness(self, lsoa: str) -> Block:
        """The weight that rests on observed figures."""
        frame, shares = self.opened.neighbourhoods, self.shares
        how: dict[str, Any] = {name: frame.at[lsoa, f"{name}_status"] for name in shares}
        rows = [
            (title(self.method, n), n, how[n], 100 * share)
            for n, share in shares.items()
            if how[n] != "observed"
        ]
        whole = plain(frame.at[lsoa, "data_completeness"])
        return Block(
            "Data completeness: indicators that are imputed, missing, or of a district or constituency",
            headings=("indicator", "column", "how it came about", "weight in the total, %"),
            rows=ordered(rows, 3),
            whole=whole,
            parts=tuple(share for n, share in shares.items() if how[n] == "observed"),
            slack=self.opened.rounding(whole),
        )
