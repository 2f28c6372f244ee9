"""The page of `commonground trace`: one published figure, step by step, back to the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.markup import escape

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.publish.reading import open_release
from pipelines.terminal.console import SYNTHETIC, console, size, table
from pipelines.trace.built import PUBLISHED, Built
from pipelines.trace.tracing import trace

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.trace.model import Block, Origin


def print_trace(code: str, column: str, sample: bool) -> None:
    """Print how one published figure came to be. Errors as `trace`."""
    project = open_project(SAMPLE if sample else ENGLAND)
    opened = open_release(project.workspace)
    stands = project.storage.rows(PUBLISHED) is not None
    built = Built(project.storage, project.graph, project.method) if stands else None
    found = trace(opened, code.strip().upper(), column.strip(), project.method, built)
    out = console()
    unit = f" {found.unit}" if found.unit else ""
    out.print(f"[bold]{found.column}[/bold] of {escape(found.name)} ({found.code}): "
              f"[bold]{escape(figure(found.value))}{escape(unit)}[/bold]")  # fmt: skip
    told = found.direction and found.direction not in found.meaning
    out.print(escape(found.meaning) + (f" ({found.direction})" if told else "") + ".\n")
    for block in found.blocks:
        _print(out, block)
    out.print(f"[bold]Data sets behind it[/bold]   Terms of this column: {escape(found.terms)}.")
    for origin in found.origins:
        _origin(out, origin)
    for said in found.wanting:
        out.print(f"[yellow]{escape(said)}[/yellow]")
    out.print(f"\n{opened.title}")
    if opened.about["synthetic"]:
        out.print(SYNTHETIC)


def _print(out: Console, block: Block) -> None:
    out.print(f"[bold]{escape(block.title)}[/bold]")
    for name, value in block.facts:
        out.print(f"  {escape(name)}: {escape(figure(value))}")
    if block.rows:
        kinds = ["left" if isinstance(value, str) else "right" for value in block.rows[0]]
        shown = ((escape(figure(value)) for value in row) for row in block.rows)
        out.print(table("", zip(block.headings, kinds, strict=True), shown))
    if block.whole is not None:
        kept = "" if block.adds_up else "  [red](they do not add up)[/red]"
        out.print(f"  {len(block.parts):,} contributions sum to {figure(sum(block.parts))}; the figure is "
                  f"{figure(block.whole)}{kept}")  # fmt: skip
    if block.note:
        out.print(f"  [dim]{escape(block.note.strip())}[/dim]")
    out.print()


def _origin(out: Console, origin: Origin) -> None:
    out.print(f"  [bold]{escape(origin.title)}[/bold] ({origin.id}), {escape(origin.publisher)}, "
              f"{escape(origin.vintage)}. {escape(origin.licence)}. {origin.landing_page}")  # fmt: skip
    for file in origin.files:
        out.print(f"    {escape(file.name)}, {size(file.bytes)} ({file.bytes:,} bytes), sha256 {file.sha256}")
        out.print(f"    {file.address}", soft_wrap=True)
    if origin.number > len(origin.files):
        rest = origin.number - len(origin.files)
        out.print(f"    and {rest:,} more files: commonground sources show {origin.id}")
    for fault in origin.faults:
        out.print(f"    [dim]Known: {escape(fault)}[/dim]")


def figure(value: Any) -> str:
    """A value to six significant digits, thousands separated; missing as a dash."""
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:,.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
