"""What a release says of a figure by itself: its codebook, and the published columns that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.trace.areas import designation
from pipelines.trace.built import KEY, plain
from pipelines.trace.model import Block
from pipelines.trace.recomputed import Recomputed
from pipelines.trace.scores import SCORE, TOTAL

if TYPE_CHECKING:
    from pipelines.method.model import Method
    from pipelines.publish.reading import Opened

TABLE = "neighbourhoods"
AREAS = ("msoas", "wards", "districts", "constituencies", "regions")
ENDINGS = ("_rank_in_district", "_rank_in_region", "_need_margin", "_deprivation_margin", "_combined_margin",
           "_rank", "_status", "_score", "_decile")  # fmt: skip


def released(opened: Opened, lsoa: str, column: str, method: Method) -> list[Block]:
    """The facts of the codebook, the columns of the same indicator, score or rule, and how they follow.

    `method` is the one that the release was made by (see `of_method`).
    """
    book = opened.codebook[TABLE]
    row: dict[str, Any] = {str(c): plain(v) for c, v in opened.neighbourhoods.loc[lsoa].items()}
    told = ("kind", "domain", "weight", "level", "overlap", "rows", "missing", "minimum", "maximum")
    facts = [(name, book[column][name]) for name in told if book[column][name] != ""]
    stem = stem_of(column, list(book))
    family = [c for c in opened.figures(TABLE) if stem_of(c, list(book)) == stem]
    blocks = [Block("In the codebook", tuple(facts)), _columns("Published beside it", family, row, book)]
    if column == "density":
        quotient = row["population"] / row["area_km2"]
        over = Block("Residents over area", whole=row[column], parts=(quotient,), slack=0.05)
        return [*blocks, over]
    if stem.startswith("imd"):
        return [*blocks, _decile(opened, lsoa, f"{stem}_rank")]
    return [*blocks, *_scored(opened, lsoa, column, stem, method)] if of_method(opened, method) else blocks


def of_method(opened: Opened, method: Method) -> bool:
    """Whether the method is the one that the release was made by: its name, version and weights."""
    by = opened.about["method"]
    measured = {c: f for c, f in opened.codebook[TABLE].items() if f["weight"] and f["type"] == "float"}
    weights = {column: float(facts["weight"]) for column, facts in measured.items()}
    same = {name: round(weight, 6) for name, weight in method.weights.items()}
    return (by["name"], by["version"], weights) == (method.name, method.version, same)


def _scored(opened: Opened, lsoa: str, column: str, stem: str, method: Method) -> list[Block]:
    """Ranks, transforms and contributions of a column of the score; margins of a column of a rule."""
    made = Recomputed(opened, method)
    if column.startswith("double_disadvantage"):
        return [_double(opened, lsoa, column), made.parts(lsoa, TOTAL)]
    if column == "data_completeness":
        return [made.completeness(lsoa)]
    name = TOTAL if stem == SCORE else stem
    if name in method.indicators:
        return made.indicator(lsoa, name) if made.knows(name) else []
    if name in (
        TOTAL,
        *method.domains,
        *(s for domain in method.domains.values() for s in domain.subdomains),
    ):
        return [made.rank(lsoa, name), *([made.parts(lsoa, name)] if made.knows(name) else [])]
    rule = next((name for name in method.designations if stem == name), None)
    return _rule(opened, lsoa, rule, method) if rule else []


def _rule(opened: Opened, lsoa: str, rule: str, method: Method) -> list[Block]:
    """A rule as it falls on the neighbourhood, or on the area that it lies in."""
    terms, row = method.designations[rule], opened.neighbourhoods.loc[lsoa]
    if terms.areas != KEY:
        table = next(name for name in AREAS if opened.figures(name)[0] == terms.areas)
        return designation(opened, method, table, str(row[terms.areas]), rule)
    ranks = {"need": f"{SCORE}_rank", "deprivation": f"{terms.index}_rank"}
    if terms.rule == "double_disadvantage":
        suffix = "" if terms.index == method.crossed_with[0] else f"_{terms.index}"
        ranks = {"combined": f"double_disadvantage_rank{suffix}"}
    rows = []
    for what, column in ranks.items():
        rank, margin = plain(row[column]), plain(row.get(f"{rule}_{what}_margin"))
        rows.append((column, rank, None if None in (rank, margin) else int(rank + margin), margin))
    facts = (("area", lsoa), ("designated", bool(row[rule])))
    headings = ("of", "rank", "last rank within the line", "margin in ranks")
    note = "Designated where every margin is 0 or more. Below 0: so many ranks outside."
    return [Block(f"The rule: {terms.title}", facts, headings, tuple(rows), note)]


def _decile(opened: Opened, lsoa: str, rank: str) -> Block:
    """Where a rank of deprivation puts the neighbourhood."""
    ranks = opened.neighbourhoods[rank]
    place, n = plain(ranks[lsoa]), int(ranks.notna().sum())
    facts: list[tuple[str, Any]] = [("rank, 1 = most deprived", place), ("neighbourhoods ranked", n)]
    facts += [
        ("decile (10 x rank / number, rounded up)", None if place is None else -(-10 * int(place) // n))
    ]
    return Block("Rank and decile", tuple(facts))


def stem_of(column: str, columns: list[str]) -> str:
    """A column without the ending that says which figure of its family it is."""
    for ending in ENDINGS:
        stem = column.removesuffix(ending)
        if stem != column and any(c != column and c.startswith(stem) for c in columns):
            return stem
    return column


def _columns(
    title: str, columns: list[str], row: Mapping[str, Any], book: dict[str, dict[str, str]]
) -> Block:
    rows = tuple((c, plain(row[c]), book[c]["unit"], book[c]["meaning"]) for c in columns)
    return Block(title, headings=("column", "value", "unit", "meaning"), rows=rows)


def _double(opened: Opened, lsoa: str, column: str) -> Block:
    """Double disadvantage from the two published ranks."""
    from pipelines.measure.normalise import exponential

    frame = opened.neighbourhoods
    indices = [c.removesuffix("_rank") for c in frame.columns if c.startswith("imd") and c.endswith("_rank")]
    index = next((i for i in indices if column.endswith(f"_{i}")), indices[0])
    at, rows = frame.index.get_loc(lsoa), []
    for rank in ("social_infrastructure_rank", f"{index}_rank"):
        ranks = frame[rank].to_numpy(float)
        rows.append((rank, plain(ranks[at]), float(exponential(-ranks)[at])))
    return Block(
        "Both ranks through the exponential transform",
        headings=("rank", "value", "transformed, 0 to 100"),
        rows=tuple(rows),
        whole=plain(frame.at[lsoa, column.replace("_rank", "_score", 1)]),
        parts=tuple(row[2] for row in rows),
    )
