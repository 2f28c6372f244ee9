"""Tables of the method page that the method alone gives, as Markdown: they can be checked without a build.

Tables that need figures are in `quality_tables`; putting them into the page is in `method_page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipelines.method.model import Method
from pipelines.method.vocabulary import RUC_CLASSES

WANTED = Path(__file__).parents[1] / "method" / "wanted.yaml"


def markdown(headings: Sequence[str], rows: Iterable[Sequence[Any]], right: int = 0) -> str:
    """A table in Markdown; the columns from number `right` on are set to the right (0: none)."""
    ruled = ["---:" if right and at >= right else "---" for at in range(len(headings))]
    lines = [headings, ruled, *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def percent(share: float, digits: int = 1) -> str:
    """A share of 1 as a reader wants it."""
    return f"{100 * share:.{digits}f}%"


def structure(method: Method) -> str:
    """Domains, sub-domains and indicators with their weights multiplied through, and why each is in."""
    rows = []
    for d, s, i, entry in method.places():
        label = entry.label + (f" ({entry.level})" if entry.level != "lsoa" else "")
        reason = " ".join(filter(None, (entry.why, entry.weight_why)))
        path = f"{method.domains[d].title}: {method.domains[d].subdomains[s].title}"
        rows.append(
            (f"`{i}`", label, path, entry.tag, f"{entry.weight:g}", percent(method.weights[i], 2), reason)
        )
    headings = ["indicator", "what", "domain: sub-domain", "kind", "weight", "of total", "why"]
    return markdown(headings, rows)


def bandwidths(method: Method) -> str:
    """Metres of each bandwidth by rural-urban class, its reason, and what it is used for."""
    rows = []
    for name, entry in method.bandwidths.items():
        used = [
            f"`{i}`" for i, x in method.indicators.items() if getattr(x.measure, "bandwidth", None) == name
        ]
        metres = [f"{entry.of(ruc):,.0f}" for ruc in RUC_CLASSES]
        rows.append((f"`{name}`", *metres, entry.why, ", ".join(used) or "nothing"))
    return markdown(["bandwidth", *RUC_CLASSES, "why", "used for"], rows)


def overlaps(method: Method) -> str:
    """The entries that overlap with an index of deprivation by declaration, each with its reason."""
    rows = [
        (f"`{i}`", percent(method.weights[i], 2), entry.overlap_reason)
        for i, entry in method.indicators.items()
        if entry.allow_overlap
    ]
    return markdown(["indicator", "of total", "why it is allowed"], rows)


def designations(method: Method) -> str:
    """The named rules for who is left behind."""
    units = {"lsoa21cd": "neighbourhoods (LSOA 2021)", "msoa21cd": "MSOA 2021", "wd24cd": "wards of 2024"}
    rows = []
    for name, rule in method.designations.items():
        line = f"worst {rule.threshold:.0%}" if rule.threshold else f"first {rule.number:,}"  # type: ignore[union-attr]
        by = getattr(rule, "average", "")
        how = "of both" if rule.rule == "worst_of_both" else "by double disadvantage"
        rows.append(
            (
                f"`{name}`",
                rule.title,
                units[rule.areas],
                f"{line} {how}",
                by if rule.areas != "lsoa21cd" else "",
            )
        )
    return markdown(["rule", "title", "areas", "line", "mean of"], rows)


def wanted(method: Method) -> str:
    """The kinds that the field wants, what stands for each, or that none does."""
    from pipelines.marked_yaml import load_yaml

    rows = []
    for entry in load_yaml(WANTED.read_text(encoding="utf-8")):
        names = [name for name in entry.get("indicators", ()) if name in method.indicators]
        sources = sorted({source for name in names for source in method.indicators[name].sources})
        stands = ", ".join(f"`{name}`" for name in names) or "none and left out"
        rows.append((entry["wanted"], stands, ", ".join(sources), entry.get("note", "")))
    return markdown(["kind wanted", "stands for it", "source", "note"], rows)
