"""Tracing one published figure: which kind of column it is, and so which blocks tell how it came to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.stages.people_nearby import TABLE as PEERS
from pipelines.stages.surroundings import TABLE as SURROUNDINGS
from pipelines.trace import scores
from pipelines.trace.areas import area
from pipelines.trace.asked import known_column, table_of
from pipelines.trace.built import PUBLISHED, Built, plain
from pipelines.trace.deprivation import deprivation
from pipelines.trace.indicator import indicator
from pipelines.trace.model import Block, File, Origin, Trace, ordered
from pipelines.trace.outline import COLUMNS as OUTLINE
from pipelines.trace.outline import outline
from pipelines.trace.released import TABLE, of_method, released
from pipelines.trace.rows import made_by, source_rows

if TYPE_CHECKING:
    from pipelines.method.model import Method
    from pipelines.publish.reading import Opened

FILES_SHOWN = 3


def trace(opened: Opened, code: str, column: str, method: Method, built: Built | None = None) -> Trace:
    """How the figure `column` of the neighbourhood or larger area `code` in a release came to be.

    `built` is the warehouse of the edition where there is one; without it the release alone is read, by the
    method that it was made with, and the trace says what a build would show. Raises `CommonGroundError` for a
    code or a column that the release does not have, naming what comes near or which file has it.
    """
    table = table_of(opened, code)
    known_column(opened, table, code, column)
    row = (opened.neighbourhoods if table == TABLE else opened.areas(table)).loc[code]
    if column in OUTLINE:
        value, blocks = outline(opened, code, column, built)
        wanting: list[str] = []
    else:
        value = plain(row[column])
        if table == TABLE:
            blocks, wanting = _blocks(opened, code, column, value, method, built)
        elif of_method(opened, method):
            blocks, wanting = area(opened, method, table, code, column), []
        else:
            blocks, wanting = [], [_other(opened, method)]
    if "compact" in opened.about and isinstance(value, float):
        digits = opened.about["compact"]["digits"]
        wanting += [
            f"This release keeps {digits} digits of what is neither a rank nor a count: sums hold so far."
        ]
    facts = opened.codebook[table][column]
    district = str(row.get("lad24cd", code))
    ids = opened.about["columns"][table][column]["sources"]
    origins = [_origin(opened.about["sources"][i], i, district) for i in ids]
    name = str(row["lsoa21nm"] if table == TABLE else row.iloc[1])
    return Trace(
        code, name, column, value, facts["meaning"], facts["unit"], facts["direction"], facts["terms"],
        tuple(blocks), tuple(origins), tuple(wanting),
    )  # fmt: skip


def _other(opened: Opened, method: Method) -> str:
    by = opened.about["method"]
    return (
        f"This release was made by another method ({by['name']} {by['version']}) than the one here "
        f"({method.name} {method.version}): weights, transforms and rules are not shown."
    )


def _blocks(
    opened: Opened, lsoa: str, column: str, value: Any, method: Method, built: Built | None
) -> tuple[list[Block], list[str]]:
    alone = released(opened, lsoa, column, method)
    if built is None or built.storage.rows(PUBLISHED) is None or column not in built.origin:
        other = [] if of_method(opened, method) else [_other(opened, method)]
        return alone, [_needs_a_build(column, method), *other]
    wanting = _differences(built, lsoa, column, value)
    table, source_column, rule = built.origin[column]
    blocks = [Block("Where it is taken from", tuple(made_by(built, table).items()))]
    try:
        blocks += BY_TABLE[table](built, lsoa, column, rule or source_column)
        measured = _measured_in(built, table, source_column)
        if not measured.startswith("score."):  # a score rests on all rows of its parts: trace those
            blocks += source_rows(built, lsoa, measured, _ids(opened, column))
    except CommonGroundError as error:
        return [*blocks, *alone], [*wanting, str(error)]
    return blocks, wanting


def _needs_a_build(column: str, method: Method) -> str:
    """What the tables of a build would show besides."""
    if next((name for name in method.indicators if column in (name, f"{name}_rank", f"{name}_status")), None):
        said = "Places and their distances, what shrinkage and gaps changed, and the rows of the sources"
    elif column.startswith("imd"):
        said = "The domains or the areas of 2011 behind the score, and the rows of the sources"
    else:
        said = "The rows of the sources and the tables in between"
    return f"{said} need the tables of a build: run `commonground build`."


def _ids(opened: Opened, column: str) -> list[str]:
    return opened.about["columns"][TABLE][column]["sources"]


def _measured_in(built: Built, table: str, column: str) -> str:
    """The table whose makers say which columns of the sources are used: of an indicator, its own."""
    return built.setting("score.value", "tables").get(column, table)


def _differences(built: Built, lsoa: str, column: str, value: Any) -> list[str]:
    """Sentences for a warehouse that is not the one that the release was made from."""
    said = []
    frame = built.frame(PUBLISHED)
    here = plain(frame.at[lsoa, column]) if lsoa in frame.index and column in frame else None
    if here != value:
        said.append(f"The tables here now give {here}, not the published {value}: they are of another build.")
    stale = built.graph.stale(built.storage, [_measured_in(built, *built.origin[column][:2])])
    if stale:
        said.append(
            f"Out of date here, of the tables behind it: {', '.join(stale[:3])}"
            f"{f' and {len(stale) - 3:,} more' if len(stale) > 3 else ''}. Run `commonground build`."
        )
    return said


def _spine(built: Built, lsoa: str, column: str, source: str) -> list[Block]:
    if column != "density":
        return []
    people, area, whole = (built.value("core.lsoa", c, lsoa) for c in ("population", "area_km2", "density"))
    facts = (("population", people), ("area_km2", area))
    return [Block("Residents over area", facts, whole=whole, parts=(people / area,), slack=0.05)]


def _total(built: Built, lsoa: str, column: str, source: str) -> list[Block]:
    if column == "data_completeness":
        return [scores.completeness(built, lsoa)]
    if column.startswith("double_disadvantage"):
        first, *others = built.method.crossed_with
        index = next((i for i in others if column.endswith(f"_{i}")), first)
        return [scores.double_disadvantage(built, lsoa, index), scores.parts(built, lsoa, scores.TOTAL)]
    name = column.rsplit("_rank_in_", 1)[0]
    return _score(built, lsoa, name if name in built.method.domains else scores.TOTAL)


def _score(built: Built, lsoa: str, name: str) -> list[Block]:
    return [scores.rank(built, lsoa, name), scores.parts(built, lsoa, name)]


def _branch(built: Built, lsoa: str, column: str, source: str) -> list[Block]:
    return _score(built, lsoa, source.rsplit("_", 1)[0])


def _people_nearby(built: Built, lsoa: str, column: str, source: str) -> list[Block]:
    """The people around each of its output areas, which count by their residents."""
    homes = built.inputs(PEERS).frame(SURROUNDINGS)
    homes = homes[homes["lsoa21cd"] == lsoa]
    brought = homes["people_nearby"] * homes["residents"] / homes["residents"].sum()
    columns = (homes["oa21cd"], homes["residents"], homes["people_nearby"], brought)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    return [
        Block(
            "The mean over its residents of the people around their output area",
            headings=("output area", "residents", "people around", "contribution"),
            rows=ordered(rows, 3),
            note=built.graph.nodes[SURROUNDINGS].contract.description,
            whole=built.value(PEERS, source, lsoa),
            parts=tuple(brought.tolist()),
        )
    ]


BY_TABLE: Mapping[str, Callable[[Built, str, str, str], list[Block]]] = {
    "core.lsoa": _spine,
    PEERS: _people_nearby,
    "core.imd": lambda built, lsoa, column, source: deprivation(built, lsoa, source),
    "score.domains": _branch,
    "score.subdomains": _branch,
    "score.total": _total,
    "score.designations": lambda built, lsoa, column, rule: scores.designation(built, lsoa, rule),
    "score.value": lambda built, lsoa, column, source: indicator(built, lsoa, source),
    "score.ranks": lambda built, lsoa, column, source: indicator(built, lsoa, source),
    "score.status": lambda built, lsoa, column, source: indicator(built, lsoa, source),
}


def _origin(facts: Mapping[str, Any], source: str, district: str) -> Origin:
    """A data set, its files first that carry the name of the district."""
    listed = sorted(facts["files"], key=lambda file: district not in file["name"])
    files = tuple(File(f["name"], f["address"], f["bytes"], f["sha256"]) for f in listed[:FILES_SHOWN])
    return Origin(
        source, facts["title"], facts["publisher"], facts["vintage"], facts["licence"], facts["landing_page"],
        files, len(listed), tuple(facts["known_faults"]),
    )  # fmt: skip
