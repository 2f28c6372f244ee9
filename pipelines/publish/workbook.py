"""The workbook of a release, for spreadsheets: districts, who is designated, the codebook.

It repeats published tables and computes nothing. The neighbourhoods themselves are in the CSV file: as sheets
they would take longer than the whole build.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

WORKBOOK = "common-ground.xlsx"
PLACE = (
    "lsoa21cd", "lsoa21nm", "msoa21hclnm", "wd24nm", "lad24cd", "lad24nm", "rgn24nm", "ruc21", "population",
)  # fmt: skip
_CREATED = datetime(2000, 1, 1)  # one date in every file: the same figures are the same bytes
_READ_ME = (
    "Score: higher = more need. Rank: 1 = most need. Decile: 1 = the most needy tenth.",
    "An empty cell is a missing figure, never zero.",
    "districts: summaries of every district.",
    "designated: the neighbourhoods that any rule designates (1 = yes).",
    "codebook: every column of every table, with meaning, unit, direction, sources and terms.",
    "All neighbourhoods are in neighbourhoods.csv; licences and attribution in README.md.",
)


def write_workbook(
    path: Path,
    about: Mapping[str, Any],
    contents: Mapping[str, pa.Table],
    rules: Iterable[str],
    codebook: Sequence[Mapping[str, Any]],
) -> None:
    """Write the workbook; `contents`: the published tables by name; `rules`: the columns of designations."""
    import xlsxwriter

    neighbourhoods, districts = contents["publish.neighbourhoods"], contents["publish.districts"]
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"Common Ground, release {about['release']}", "created": _CREATED})
        bold = book.add_format({"bold": True})
        _read_me(book.add_worksheet("read me"), about, bold)
        _sheet(book.add_worksheet("districts"), districts.column_names, districts.to_pylist(), bold)
        columns, rows = designated(neighbourhoods, list(rules))
        _sheet(book.add_worksheet("designated"), columns, rows, bold)
        _sheet(book.add_worksheet("codebook"), list(codebook[0]), codebook, bold)


def designated(neighbourhoods: pa.Table, rules: Sequence[str]) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of the neighbourhoods that any rule designates: where, ranks of the index, flags."""
    names = neighbourhoods.column_names
    ranks = [n.removesuffix("_in_district") for n in names if n.endswith("_rank_in_district")]
    ranks += [n for n in names if n.startswith("imd") and n.endswith("_rank")]
    ranks += [n for n in names if n.startswith("double_disadvantage") and n.endswith("_rank")]
    columns = [n for n in (*PLACE, *dict.fromkeys(ranks), *rules, "data_completeness") if n in names]
    rows = neighbourhoods.select(columns).to_pylist()
    return columns, [row for row in rows if any(row[rule] for rule in rules)]


def _read_me(sheet: Any, about: Mapping[str, Any], bold: Any) -> None:
    method = about["method"]
    lines = [f"Common Ground, release {about['release']}"]
    lines += ["SYNTHETIC: every figure is invented, for trying the software."] if about["synthetic"] else []
    lines += [f"LIVE: rests on live files of {', '.join(about['live'])}."] if about.get("live") else []
    lines.append(f"{method['title']}: method {method['name']} {method['version']}")
    lines.append(f"SHA-256 of method.yaml: {method['sha256']}")
    for number, line in enumerate((*lines, *_READ_ME)):
        sheet.write_string(number, 0, line, bold if number == 0 else None)


def _sheet(sheet: Any, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], bold: Any) -> None:
    """A table with its header frozen and a filter; a missing figure stays an empty cell."""
    sheet.write_row(0, 0, columns, bold)
    for number, row in enumerate(rows, 1):
        for place, name in enumerate(columns):
            value = row[name]
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif value is not None and not math.isnan(value):
                sheet.write_number(number, place, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_column(0, len(columns) - 1, 16)
