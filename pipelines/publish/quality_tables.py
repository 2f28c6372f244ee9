"""Tables of the method page that need a build, as Markdown: figures of the layers score and quality.

No figure is computed here. Each function takes tables of the warehouse, as data frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.method.model import Method
from pipelines.method.show import measured, notes
from pipelines.publish.agreement import OURS, side_by_side
from pipelines.publish.method_tables import markdown, percent

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.catalogue.source import Source

AGAINST = ("density", "rurality", "deprivation")


def indicators(
    method: Method, sources: Mapping[str, Source], makeup: pd.DataFrame, judged: pd.DataFrame
) -> str:
    """Each indicator: source and vintage, measure, weight, coverage, and what it goes with before and after.

    `makeup` is quality.indicators, `judged` quality.parts.
    """
    of, goes = makeup.set_index("indicator"), judged[judged["level"] == "indicator"].set_index("name")
    rows = []
    for name, entry in method.indicators.items():
        own: Any = of.loc[name]
        given = [sources[source] for source in entry.sources]
        vintages = dict.fromkeys(str(source.vintage) for source in given)
        shown = {"observed": own["observed"], "of a larger area": own["district"], "imputed": own["imputed"]}
        row = [f"`{name}`", ", ".join(entry.sources), entry.as_of or ", ".join(vintages)]
        row += [", ".join(dict.fromkeys(source.geography for source in given))]
        row += [measured(method, entry), notes(method, name), percent(method.weights[name], 2)]
        row += [", ".join(f"{percent(share, 0)} {how}" for how, share in shown.items() if share > 0)]
        row += [percent(own["zeros"]), percent(own["between_districts"], 0)]
        rows.append([*row, *_before_and_after(goes.loc[name])])
    headings = [
        "indicator",
        "source",
        "vintage",
        "geography",
        "measure",
        "notes",
        "of total",
        "figures",
        "zero",
    ]
    return markdown([*headings, "between districts", *AGAINST], rows)


def _before_and_after(row: Any) -> list[str]:
    return [f"{row[f'{what}_before']:.2f} / {row[f'{what}_after']:.2f}" for what in AGAINST]


def parts(method: Method, judged: pd.DataFrame) -> str:
    """Total, domains and sub-domains: what their need goes with, before and after adjustment."""
    by = judged[judged["level"] != "indicator"].set_index("name")
    rows = []
    for name in _parts(method):
        row = by.loc[name]
        limited = row["within_limit"] if row["level"] == "domain" else None
        held = "" if limited is None else ("yes" if limited else "no")
        rows.append((f"`{name}`", row["level"], *_before_and_after(row), held))
    return markdown(["part", "level", *AGAINST, "within the limit"], rows)


def _parts(method: Method) -> list[str]:
    subdomains = (sub for domain in method.domains.values() for sub in domain.subdomains)
    return [OURS, *method.domains, *subdomains]


def matrix(method: Method, pairs: pd.DataFrame) -> str:
    """The correlations between total, domains and sub-domains; `pairs` is quality.correlation."""
    names = _parts(method)
    wide = pairs.pivot(index="one", columns="other", values="spearman").loc[names, names]
    return markdown(["", *names], [(f"`{n}`", *map(float, wide.loc[n])) for n in names], right=1)


def weights(found: pd.DataFrame, components: pd.DataFrame) -> str:
    """Each sub-domain's eigenvalues and alpha; each indicator's loading and other weights."""
    rows: list[tuple[object, ...]] = []
    for sub, own in found.groupby("subdomain", sort=False):
        values = components.loc[components["subdomain"] == sub, "eigenvalue"]
        said = f"**{sub}**: alpha {own['alpha'].iloc[0]:.2f}; eigenvalues "
        said += ", ".join(f"{value:.2f}" for value in values)
        said += "".join(f". {note}" for note in own["note"].dropna().unique())
        rows.append((said, *[""] * 6))
        for _, row in own.iterrows():
            points = (_whole(row[what]) for what in ("weight", "component_weight", "factor_weight"))
            figures = (float(row[what]) for what in ("loading", "alpha_without", "agreement_without"))
            rows.append((f"`{row['indicator']}`", *points, *figures))
    headings = ["indicator", "weight", "by components", "by one factor", "loading"]
    return markdown([*headings, "alpha without", "agreement without"], rows, right=1)


def _whole(value: float | None) -> str:
    return "–" if value is None or value != value else f"{value:.0f}"


def agreement(method: Method, found: pd.DataFrame, what: str) -> str:
    """Ours and the placebos side by side; `found` is quality.agreement, `what` its column value or given."""
    headings, rows = side_by_side(found, method.domains, what)
    return markdown(["held against", *headings], rows, right=1)


def coverage(found: pd.DataFrame) -> str:
    """Every point source by kind: how evenly it covers the districts (core.source_coverage)."""
    rates = ("p5_per_100k", "median_per_100k", "p95_per_100k")
    goes = ("rank_correlation_density", "rank_correlation_rural", "rank_correlation_deprivation")
    rows = []
    for _, row in found.iterrows():
        counts = (int(row["places"]), int(row["districts_without"]), f"{row['expected_without']:.1f}")
        spread = (int(row["thin_districts"]), *(f"{row[rate]:.1f}" for rate in rates))
        rows.append((row["source"], row["kind"], *counts, *spread, *(row[what] for what in goes)))
    headings = ["source", "kind", "places", "districts without", "by chance", "thin", "5th", "median", "95th"]
    return markdown([*headings, *AGAINST], rows, right=2)


def edges(found: pd.DataFrame) -> str:
    """Islands and borders: median rank, and that of their classes, a part a column (quality.edges)."""
    names = list(dict.fromkeys(found["part"]))
    rows = []
    for area, own in found.groupby("area", sort=False):
        one, by = own.iloc[0], own.set_index("part")
        counts = (_count(one[what]) for what in ("neighbourhoods", "residents", "places_beyond"))
        median, expected = by["median_rank"].to_dict(), by["expected_rank"].to_dict()
        ranks = (f"{median[part]:,.0f} / {expected[part]:,.0f}" for part in names)
        rows.append((area, *counts, *ranks))
    return markdown(["where", "neighbourhoods", "residents", "places beyond", *names], rows, right=1)


def _count(value: float) -> int | None:
    return None if value != value else int(value)
