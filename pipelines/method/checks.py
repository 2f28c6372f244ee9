"""What must hold between the entries of a method, and between a method and the rest of the project.

Each check takes the method, its document (for lines) and what is known, and returns faults; none raises.
Those of the tree are here, those of measures and of steps in modules of their own. What holds of one entry by
itself is in `model`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.errors import Fault
from pipelines.marked_yaml import Key, Marked
from pipelines.method import checks_of_measures, checks_of_steps
from pipelines.method.known import Check, Known
from pipelines.method.model import Method
from pipelines.method.vocabulary import WIDE

TOLERANCE = 1e-6
HUNDRED, ROUNDING = 100.0, 0.05  # so that three equal parts may be written 33.33


def weight_sums(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """The weights of the parts of one whole sum to 100."""
    wholes: list[tuple[Key, Mapping]] = [(("domains",), method.domains)]
    for d, domain in method.domains.items():
        here: Key = ("domains", d, "subdomains")
        wholes.append((here, domain.subdomains))
        wholes += [((*here, s, "indicators"), sub.indicators) for s, sub in domain.subdomains.items()]
    for path, parts in wholes:
        total = sum(part.weight for part in parts.values())
        if abs(total - HUNDRED) > ROUNDING:
            said = f"the weights of {', '.join(parts)} sum to {total:g}, not to 100."
            yield document.fault(path, said, "Change one of them.")


def unique_names(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Domains, sub-domains and indicators become columns, so no two have one name."""
    seen: dict[str, Key] = {}
    for d, domain in method.domains.items():
        names: list[tuple[Key, str]] = [(("domains", d), d)]
        for s, sub in domain.subdomains.items():
            names.append((("domains", d, "subdomains", s), s))
            names += [(("domains", d, "subdomains", s, "indicators", i), i) for i in sub.indicators]
        for path, name in names:
            if name in seen:
                first = document.line(seen[name])
                yield document.fault(path, f"the name {name!r} is used twice, first on line {first}.")
            seen.setdefault(name, path)


def district_weight(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """District figures cannot tell neighbours apart, so their weight in the total is limited."""
    of_districts = [i for i, entry in method.indicators.items() if entry.level in WIDE]
    total, most = sum(method.weights[i] for i in of_districts), method.limits.district_weight_max
    if total > most + TOLERANCE:
        said = (
            f"district figures ({', '.join(of_districts)}) weigh {total:.1%} of the total, over {most:.1%}."
        )
        yield document.fault(("limits", "district_weight_max"), said, "Lower their weights.")


def groups(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Indicators that are one thing several times keep to the weight that they may have together."""
    inside = {i: d for d, _, i, _ in method.places()}
    for name, group in method.limits.groups.items():
        path: Key = ("limits", "groups", name)
        if group.domain not in method.domains:
            yield document.fault((*path, "domain"), f"there is no domain {group.domain!r}.")
            continue
        for indicator in group.indicators:
            if inside.get(indicator) != group.domain:
                said = f"{indicator!r} is no indicator of the domain {group.domain!r}."
                yield document.fault((*path, "indicators"), said)
        whole = sum(w for i, w in method.weights.items() if inside[i] == group.domain)
        part = sum(method.weights.get(i, 0.0) for i in group.indicators if inside.get(i) == group.domain)
        if part / whole > group.max + TOLERANCE:
            said = f"{name} weighs {part / whole:.1%} of {group.domain}, over {group.max:.1%}."
            yield document.fault((*path, "max"), said, "Lower the weights of its indicators.")


CHECKS: tuple[Check, ...] = (
    weight_sums,
    unique_names,
    *checks_of_measures.CHECKS,
    district_weight,
    groups,
    *checks_of_steps.CHECKS,
)
