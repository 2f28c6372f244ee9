"""The page of one neighbourhood: where it stands, domain by domain, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.method.vocabulary import RUC_NAMES
from pipelines.publish.reading import Opened, open_release
from pipelines.terminal.choices import print_choices
from pipelines.terminal.console import SYNTHETIC, console, table, text
from pipelines.terminal.designated import NEIGHBOURHOODS, ruled, title_of
from pipelines.terminal.find import find

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.terminal.grid import Grid
    from pipelines.warehouse.tables import Storage

LINES = {"need": "social infrastructure", "deprivation": "deprivation", "combined": "double disadvantage"}
MARGINS = (
    "Margins in ranks, among all neighbourhoods, MSOAs or wards: 12 within = 12 ranks to spare, 0 within = "
    "on the line, 12 outside = 12 ranks short of it."
)


def print_profile(place: str, sample: bool) -> None:
    """Print the page of the neighbourhood that `place` means; of an MSOA, of its neediest, with the others.

    Where several MSOAs fit, or a part of one, they are listed and no page is printed.
    """
    project = open_project(SAMPLE if sample else ENGLAND)
    opened = open_release(project.workspace)
    found = find(place, opened.neighbourhoods, project.storage)
    out = console()
    one, row = len(found.rows) == 1, found.rows.iloc[0]
    if one or found.whole_msoa:
        if not one:
            out.print(
                f"{row.msoa21hclnm} ({row.msoa21cd}) has {len(found.rows):,} neighbourhoods. "
                "This page is of the one of most need; the others are listed below it.\n"
            )
        _print_page(row, opened, project.storage)
    if not one:
        print_choices(place, found, opened)
    out.print(f"\n{opened.title}.")
    if opened.about["synthetic"]:
        out.print(SYNTHETIC)


def _print_page(row: pd.Series, opened: Opened, storage: Storage) -> None:
    out, frame = console(), opened.neighbourhoods
    out.print(f"[bold]{row.lsoa21nm}[/bold]  {row.lsoa21cd}   {row.msoa21hclnm}, {row.wd24nm} ward, "
              f"{row.lad24nm}, {row.rgn24nm}")  # fmt: skip
    out.print(f"{row.population:,} residents (mid-2024), {row.density:,.0f} a square kilometre, "
              f"constituency {row.pcon24nm}")  # fmt: skip
    out.print(f"Rural-urban class {row.ruc21}: {RUC_NAMES.get(row.ruc21, 'unknown')}\n")
    for part in (
        _standing(row, frame, opened),
        _designations(row, opened),
        *_indicators(row, frame, opened),
        _nearest(row, storage),
    ):
        out.print(part)
        out.print()
    out.print(_missing(row, opened))
    out.print(f"Why a figure: commonground trace {row.lsoa21cd} COLUMN\n")


def _standing(row: pd.Series, frame: pd.DataFrame, opened: Opened) -> Grid:
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


def _designations(row: pd.Series, opened: Opened) -> Grid:
    """Every rule with its margins: of the neighbourhood, or of the MSOA or ward that the rule is on."""
    rows = []
    for name, rule in ruled(opened).items():
        area, figures = "this neighbourhood", row
        if rule.table != NEIGHBOURHOODS:
            areas = opened.areas(rule.table)
            figures = areas.loc[row[areas.columns[0]]]
            area = f"{rule.noun} {figures.iloc[1]}"
        margins = (_margin(figures.get(f"{name}_{what}_margin")) for what in LINES)
        said = "[bold]yes[/bold]" if bool(row[name]) else "no"
        rows.append((rule.title, area, said, *margins))
    columns = [("rule", "left"), ("of", "left"), ("designated", "left")]
    columns += [(called, "right") for called in LINES.values()]
    return table("Left behind?", columns, rows, caption=MARGINS)


def _margin(margin: float | None) -> str:
    if margin is None or margin != margin:
        return ""
    return f"{int(margin):,} within" if margin >= 0 else f"{int(-margin):,} outside"


def _indicators(row: pd.Series, frame: pd.DataFrame, opened: Opened) -> list[Grid]:
    book = opened.codebook["neighbourhoods"]
    parts: dict[str, list[tuple]] = {}
    for name, facts in book.items():
        if not facts["kind"] or name.endswith(("_rank", "_status")):
            continue
        label = facts["meaning"].removesuffix(", as measured")
        parts.setdefault(facts["domain"], []).append(
            (label, text(row[name]), text(float(frame[name].median())), facts["unit"],
             _place(row[f"{name}_rank"], frame[f"{name}_rank"]), _note(row[f"{name}_status"], facts["level"]))
        )  # fmt: skip
    columns = [("", "left"), ("here", "right"), ("England's median", "right"), ("unit", "left")]
    columns += [("rank, 1 = most need", "right"), ("note", "left")]
    return [
        table(": ".join(title_of(opened, name) for name in part.split(": ")), columns, rows, drop=("unit",))
        for part, rows in parts.items()
    ]


def _note(status: str, level: str) -> str:
    """What a reader must know of a figure: a gap, or the larger area that it is of."""
    if status in ("imputed", "missing"):
        return {"imputed": "imputed", "missing": "no data"}[status]
    return "" if level == "lsoa" else f"of its {level}"


def _nearest(row: pd.Series, storage: Storage) -> Grid | str:
    """The nearest place of each kind that has a known site, from the centre of where people live."""
    if storage.rows("core.places") is None:
        return "The nearest places are shown where England has been built (`commonground build`)."
    import numpy as np

    places = storage.read(
        "core.places", ["kind", "name", "easting", "northing", "source", "precision"]
    ).to_pandas()
    places = places[places["precision"] == "site"]
    away = np.hypot(places.easting - row.easting, places.northing - row.northing)
    places = places.assign(called=places["name"].fillna(""), away=away)
    nearest = places.sort_values(["away", "kind"]).groupby("kind").head(1)
    rows = [(p.kind.replace("_", " "), escape(p.called or "(no name kept)"), f"{p.away:,.0f} m", p.source)
            for p in nearest.itertuples()]  # fmt: skip
    columns = [("kind", "left"), ("nearest", "left"), ("distance", "right"), ("source", "left")]
    return table("The nearest of each kind, as the crow flies", columns, rows)


def _missing(row: pd.Series, opened: Opened) -> str:
    """How much of the weight rests on figures of this neighbourhood, and which figures do not."""
    book = opened.codebook["neighbourhoods"]
    names = [n for n, facts in book.items() if facts["kind"] and not n.endswith(("_rank", "_status"))]
    by_note: dict[str, list[str]] = {}
    for name in names:
        label = book[name]["meaning"].removesuffix(", as measured")
        by_note.setdefault(_note(row[f"{name}_status"], book[name]["level"]), []).append(label)
    share = (
        f"{100 * row.data_completeness:.0f}% of the weight rests on observed figures, neither imputed nor "
        "carried from a district or constituency (those of the ward count as observed)"
    )
    notes = [f"{note.capitalize()}: {'; '.join(found)}." for note, found in sorted(by_note.items()) if note]
    return "\n".join([f"Data completeness: {share}.", *notes])
