"""The method page: text by hand, tables by machine between markers.

A table begins after `<!-- made: NAME -->` and ends before `<!-- end: NAME -->`. What is in the tables is in
`method_tables` and `quality_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.errors import Fault, Faults
from pipelines.paths import ROOT
from pipelines.publish import method_tables, quality_tables

if TYPE_CHECKING:
    from pipelines.method.model import Method
    from pipelines.warehouse.tables import Storage

PAGE = ROOT / "docs" / "method.md"
LICENCES = ROOT / "docs" / "licences.md"
# The tables of the warehouse that the page needs.
READS = (
    "core.source_coverage", "quality.agreement", "quality.components", "quality.correlation",
    "quality.edges", "quality.indicators", "quality.parts", "quality.weights",
)  # fmt: skip
MARKED = re.compile(r"(<!-- made: (\S+) -->\n)(.*?)(<!-- end: \2 -->)", re.DOTALL)


def from_method(method: Method) -> dict[str, str]:
    """The tables that the method alone gives."""
    made = ("structure", "bandwidths", "overlaps", "designations", "wanted")
    return {name: getattr(method_tables, name)(method) for name in made}


def from_warehouse(method: Method, sources: Mapping[str, Any], storage: Storage) -> dict[str, str]:
    """The tables that need a build. Raises `CommonGroundError` where one of READS has not been made."""
    found = {name.split(".")[1]: storage.read(name).to_pandas() for name in READS}
    judged = found["parts"]
    return {
        "indicators": quality_tables.indicators(method, sources, found["indicators"], judged),
        "parts": quality_tables.parts(method, judged),
        "matrix": quality_tables.matrix(method, found["correlation"]),
        "weights": quality_tables.weights(found["weights"], found["components"]),
        "agreement": quality_tables.agreement(method, found["agreement"], "value"),
        "given": quality_tables.agreement(method, found["agreement"], "given"),
        "coverage": quality_tables.coverage(found["source_coverage"]),
        "edges": quality_tables.edges(found["edges"]),
    }


def marked(text: str) -> dict[str, str]:
    """The tables that stand in a page now, by name."""
    return {name: body.strip() for _, name, body, _ in MARKED.findall(text)}


def fill(text: str, made: Mapping[str, str]) -> str:
    """The page with every marked table made anew. Raises `Faults` for a marker without table or end."""
    begun = re.findall(r"<!-- made: (\S+) -->", text)
    whole = [name for _, name, _, _ in MARKED.findall(text)]
    faults = [Fault(f"the marker of `{n}` has no end.", PAGE.name) for n in begun if n not in whole]
    faults += [Fault(f"there is no table `{n}`.", PAGE.name) for n in whole if n not in made]
    faults += [Fault(f"the table `{n}` has no marker.", PAGE.name) for n in made if n not in begun]
    if faults:
        raise Faults(faults, "The method page cannot be written")
    return MARKED.sub(lambda found: f"{found[1]}\n{made[found[2]]}\n\n{found[4]}", text)
