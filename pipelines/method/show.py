"""A method in words: its tree with the weights as they multiply through, its limits and rules.

Rows and text only; tables, printing and colour are the command line's.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.method.measures import Figure, Lack, Table
from pipelines.method.model import Indicator, Method
from pipelines.method.overlap import indices
from pipelines.method.vocabulary import WIDE


@dataclass(frozen=True)
class Row:
    """One line of the tree: depth (0 domain, 1 sub-domain, 2 indicator), name, weights in percent, notes."""

    depth: int
    name: str
    title: str
    weight: float
    share: float
    measure: str = ""
    notes: str = ""


def tree(method: Method) -> list[Row]:
    """The domains, sub-domains and indicators in the order of the file; shares of the total sum to 100."""
    shares = method.weights
    rows = []
    for d, domain in method.domains.items():
        within = {s: sum(shares[i] for i in sub.indicators) for s, sub in domain.subdomains.items()}
        rows.append(Row(0, d, domain.title, domain.weight, 100 * sum(within.values())))
        for s, sub in domain.subdomains.items():
            rows.append(Row(1, s, sub.title, sub.weight, 100 * within[s]))
            rows += [
                Row(
                    2,
                    i,
                    entry.label,
                    entry.weight,
                    100 * shares[i],
                    measured(method, entry),
                    notes(method, i),
                )
                for i, entry in sub.indicators.items()
            ]
    return rows


def measured(method: Method, entry: Indicator) -> str:
    """How an indicator is measured, in a few words."""
    measure = entry.measure
    if isinstance(measure, Table):
        return measure.table
    if isinstance(measure, Lack):
        return f"{measure.share} where there is little {measure.of}"
    if isinstance(measure, Figure):
        over = measure.denominator
        per = f" for every {measure.per:g} of " if measure.per != 1 else " over "
        return f"{measure.table}.{measure.column}" + (f"{per}{over.table}.{over.column}" if over else "")
    what = ", ".join(measure.kinds) if measure.kinds else f"{measure.supply.table}.{measure.supply.column}"  # type: ignore[union-attr]
    name = getattr(measure, "bandwidth", None)
    if name is None:
        within = getattr(measure, "within", None)
        return f"{measure.type} of {what}" + (f", {within:g} m" if within is not None else "")
    metres = method.bandwidth(name)
    least, most = (
        (min(metres.values()), max(metres.values())) if isinstance(metres, dict) else (metres, metres)
    )
    return f"{measure.type} of {what}, {name} {least:g}" + (f" to {most:g} m" if most > least else " m")


def notes(method: Method, name: str) -> str:
    """What a reader must know of an indicator: its year, its level, its overlap, its way of running."""
    entry = method.indicators[name]
    said = []
    if entry.direction == "more_is_worse":
        said.append("more is worse")
    if entry.level in WIDE:
        said.append(f"{entry.level} figure")
    if entry.as_of:
        said.append(f"as of {entry.as_of}")
    if adjust := entry.adjust:
        said.append(f"adjusted: {adjust}")
    if entry.allow_overlap:
        said.append(f"overlaps {' and '.join(overlapping(method, name))}")
    return "; ".join(said)


def overlapping(method: Method, name: str) -> list[str]:
    """The indices crossed with that hold an input of this indicator."""
    entry, every = method.indicators[name], indices()
    kinds = getattr(entry.measure, "kinds", ())
    return [i for i in method.crossed_with if i in every and every[i].overlaps(entry.sources, kinds)]


def heading(method: Method) -> str:
    """Which method it is."""
    return f"{method.title} (method {method.name}, version {method.version})"


def below(method: Method) -> list[str]:
    """What is said below the tree, in lines: steps, limits and rules."""
    wide = sum(w for i, w in method.weights.items() if method.indicators[i].level in WIDE)
    out = [
        *_steps(method),
        "",
        f"District and constituency figures: {wide:.1%}, at most {method.limits.district_weight_max:.1%}.",
    ]
    inside = {i: d for d, _, i, _ in method.places()}
    for name, group in method.limits.groups.items():
        whole = sum(w for i, w in method.weights.items() if inside[i] == group.domain)
        part = sum(method.weights[i] for i in group.indicators) / whole
        out.append(f"{name.capitalize()}: {part:.1%} of {group.domain}, at most {group.max:.1%}.")
    if method.designations:
        out += ["", "Rules:"]
    out += [f"  {name}: {rule.title}" for name, rule in method.designations.items()]
    return out


def _steps(method: Method) -> list[str]:
    """What becomes of the figures, in the order in which it does."""
    defaults, treated = method.defaults, method.outliers
    scales = ", ".join(scale for _, scale in defaults.normalise)
    mean = defaults.aggregate
    power = f" of power {mean.power:g}" if mean.method == "generalised" else ""
    kept = f", {defaults.components} components" if defaults.components else ""
    gaps = " or ".join(defaults.impute.within) if defaults.impute.rule == "mean" else "left"
    out = [f"High scores are of {method.scores}. Gaps: {gaps}."]
    if treated:
        points = " or ".join(map(str, sorted({rule.most_points for rule in treated.values()})))
        out.append(f"Outliers of {len(treated)} indicators: at most {points} brought in, else logarithms.")
    out.append(f"Scales, from the indicators up: {scales}. Means: {mean.method}{power}.")
    out.append(f"Weights of indicators: {defaults.weights}{kept}.")
    return out
