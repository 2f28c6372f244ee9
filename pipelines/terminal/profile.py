"""The page of one neighbourhood: where it stands, domain by domain, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.publish.reading import Opened, open_release
from pipelines.terminal.console import SYNTHETIC, console, table, text
from pipelines.terminal.find import find
from pipelines.terminal.release_summary import rules

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.tables import Storage

STATUS = {"observed": "", "district": "of a larger area", "imputed": "imputed", "missing": "no data"}


def print_profile(place: str, sample: bool) -> None:
    """Print the page of the neighbourhood that `place` means; of the neediest where it means several."""
    project = open_project(SAMPLE if sample else ENGLAND)
    opened = open_release(project.workspace)
    frame = opened.neighbourhoods
    found = find(place, frame, project.storage)
    out = console()
    if len(found) > 1:
        out.print(_list(place, found))
        out.print(
            f"The page below is of the neediest of these {len(found):,}. Another: commonground profile CODE\n"
        )
    row = found.iloc[0]
    out.print(f"[bold]{row.lsoa21nm}[/bold]  {row.lsoa21cd}   {row.msoa21hclnm}, {row.wd24nm} ward, "
              f"{row.lad24nm}, {row.rgn24nm}")  # fmt: skip
    out.print(f"{row.population:,} residents (mid-2024), {row.density:,.0f} a square kilometre, "
              f"rural-urban class {row.ruc21}, constituency {row.pcon24nm}\n")  # fmt: skip
    out.print(_standing(row, frame, opened))
    out.print(_designations(row, opened))
    for part in _indicators(row, frame, opened):
        out.print(part)
    out.print(_nearest(row, project.storage))
    out.print(_missing(row, opened))
    out.print(f"\n{opened.title}; rank 1 = most need. Why a figure: commonground trace {row.lsoa21cd} COLUMN")
    if opened.about["synthetic"]:
        out.print(SYNTHETIC)


def _list(place: str, found: pd.DataFrame) -> Table:
    columns = [("LSOA", "left"), ("name", "left"), ("MSOA name", "left"), ("district", "left")]
    columns += [("social infrastructure rank", "right"), ("double disadvantage rank", "right")]
    shown = [
        "lsoa21cd",
        "lsoa21nm",
        "msoa21hclnm",
        "lad24nm",
        "social_infrastructure_rank",
        "double_disadvantage_rank",
    ]
    rows = [tuple(r) for r in found[shown].head(15).itertuples(index=False)]
    if len(found) > 15:
        rows.append(("...", f"and {len(found) - 15:,} more", "", "", "", ""))
    return table(f"{len(found):,} neighbourhoods fit {place!r}", columns, rows)


def _standing(row: pd.Series, frame: pd.DataFrame, opened: Opened) -> Table:
    """Ranks in England, in the region and in the district, of the total, the domains and deprivation."""
    book = opened.codebook["neighbourhoods"]
    region, district = frame[frame.rgn24cd == row.rgn24cd], frame[frame.lad24cd == row.lad24cd]
    named = {"social_infrastructure": "Social infrastructure"}
    named |= {c.removesuffix("_score"): book[c]["meaning"].split(":")[0]
              for c in book if c.endswith("_score") and book[c]["domain"]}  # fmt: skip
    named |= {c.removesuffix("_rank"): c.removesuffix("_rank").upper().replace("IMD", "Deprivation, IMD ")
              for c in book if c.startswith("imd") and c.endswith("_rank")}  # fmt: skip
    named |= {"double_disadvantage": "Double disadvantage"}
    rows = []
    for name, title in named.items():
        rank = f"{name}_rank"
        score = row.get(f"{name}_score")
        rows.append((title, score, _place(row[rank], frame[rank]), _decile(row[rank], frame[rank]),
                     _place(row[rank], region[rank]), _place(row[rank], district[rank])))  # fmt: skip
    columns = [("", "left"), ("score", "right"), ("rank in England", "right"), ("decile", "right")]
    columns += [(f"in {row.rgn24nm}", "right"), (f"in {row.lad24nm}", "right")]
    return table("Where it stands (rank 1 and decile 1 = most need)", columns, rows)


def _place(rank: float, among: pd.Series) -> str:
    """Its competition rank among these rows, and how many they are."""
    return "–" if rank != rank else f"{int((among < rank).sum()) + 1:,} of {among.notna().sum():,}"


def _decile(rank: float, among: pd.Series) -> int | None:
    from pipelines.measure.ranks import deciles

    return (
        None
        if rank != rank
        else int(deciles(among.to_numpy(float))[among.index.get_loc(among[among == rank].index[0])])
    )


def _designations(row: pd.Series, opened: Opened) -> Table:
    rows = []
    for rule, title in rules(opened).items():
        margins = [row.get(f"{rule}_{what}_margin") for what in ("need", "deprivation")]
        said = [_margin(m) for m in margins]
        rows.append((title, "[bold]yes[/bold]" if row[rule] is True or row[rule] == 1 else "no", *said))
    columns = [
        ("rule", "left"),
        ("designated", "left"),
        ("social infrastructure", "left"),
        ("deprivation", "left"),
    ]
    return table("Left behind?", columns, rows)


def _margin(margin: float | None) -> str:
    if margin is None or margin != margin:
        return ""
    return f"{int(margin):,} ranks inside the line" if margin >= 0 else f"{int(-margin):,} ranks outside"


def _indicators(row: pd.Series, frame: pd.DataFrame, opened: Opened) -> list[Table]:
    book = opened.codebook["neighbourhoods"]
    parts: dict[str, list[tuple]] = {}
    for name, facts in book.items():
        if not facts["kind"] or name.endswith(("_rank", "_status")):
            continue
        label = facts["meaning"].removesuffix(", as measured")
        parts.setdefault(facts["domain"], []).append(
            (label, text(row[name]), text(float(frame[name].median())), facts["unit"],
             _place(row[f"{name}_rank"], frame[f"{name}_rank"]), STATUS[row[f"{name}_status"]])
        )  # fmt: skip
    columns = [("", "left"), ("here", "right"), ("England's median", "right"), ("unit", "left")]
    columns += [("rank (1 = most need)", "right"), ("note", "left")]
    return [table(part.replace("_", " ").capitalize(), columns, rows) for part, rows in parts.items()]


def _nearest(row: pd.Series, storage: Storage) -> Table | str:
    """The nearest place of each kind that has a known site, from the centre of where people live."""
    if storage.rows("core.places") is None:
        return "The nearest places are shown where England has been built (`commonground build`)."
    import numpy as np

    places = storage.read(
        "core.places", ["kind", "name", "easting", "northing", "source", "precision"]
    ).to_pandas()
    places = places[places["precision"] == "site"]
    away = np.hypot(places.easting - row.easting, places.northing - row.northing)
    nearest = places.assign(away=away).sort_values(["away", "kind"]).groupby("kind").head(1)
    rows = [(p.kind.replace("_", " "), p.name_ or "(no name kept)", f"{p.away:,.0f} m", p.source)
            for p in nearest.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
    columns = [("kind", "left"), ("nearest", "left"), ("distance", "right"), ("source", "left")]
    return table("The nearest of each kind, as the crow flies", columns, rows)


def _missing(row: pd.Series, opened: Opened) -> str:
    book = opened.codebook["neighbourhoods"]
    names = [n for n, facts in book.items() if facts["kind"] and not n.endswith(("_rank", "_status"))]
    by_status = {s: [n for n in names if row[f"{n}_status"] == s] for s in ("missing", "imputed", "district")}
    parts = [f"{what}: {', '.join(found)}" for what, found in (
        ("no data", by_status["missing"]), ("imputed", by_status["imputed"]),
        ("only known for a larger area", by_status["district"])) if found]  # fmt: skip
    share = (
        f"{100 * row.data_completeness:.0f}% of the weight rests on figures observed for this neighbourhood"
    )
    return f"Data completeness: {share}. {'; '.join(parts).capitalize()}{'.' if parts else ''}"
