"""The command `commonground`: reads what was typed, calls, prints.

Only click is imported at the top, so that `--help` is there at once. What a command does is elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

FETCH_HELP = "Download the files that are not here; without it the command says how much that is."
METHOD_HELP = "A method file: the index as you would build it. `commonground method show` prints ours."


def told(command: Callable[..., Any]) -> Callable[..., Any]:
    """End with one clear sentence and status 1, not with a traceback, for what the user can mend."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from pipelines.errors import CommonGroundError
        from pipelines.warehouse.interrupts import interrupts_told

        try:
            with interrupts_told():
                return command(*args, **kwargs)
        except CommonGroundError as error:
            click.echo(f"{click.style('Error:', fg='red', bold=True)} {error}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was finished is kept; the last release is as it was.", err=True)
            sys.exit(130)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="common-ground", prog_name="commonground")
def main() -> None:
    """Common Ground measures the social infrastructure of England's neighbourhoods.

    It builds, from open data, a score for each of the 33,755 neighbourhoods (LSOA 2021): the places
    where people meet, how connected they are, how they take part; and says which neighbourhoods are
    left behind: short of social infrastructure and deprived.

    \b
    Begin with:
      commonground build             build and publish England
      commonground profile E01012345 everything about one neighbourhood
      commonground top               the left-behind neighbourhoods
    """


@main.command()
@click.option("--method", type=click.Path(dir_okay=False), help=METHOD_HELP)
@click.option("--release", metavar="NAME", help="Name of the release.  [default: by method and version]")
@click.option("--fresh", is_flag=True, help="Make everything again, also what is up to date.")
@click.option("--mirror", type=click.Path(file_okay=False), help="A folder that holds the published files.")
@click.option("--sample", is_flag=True, help="Build the synthetic sample county, not England.")
@click.option(
    "--live",
    multiple=True,
    metavar="ID",
    help="Read this data set from its publisher's current files, not from the pinned ones.",
)
@click.option(
    "--only", multiple=True, metavar="TABLE", help="Make this table and what it needs; publish nothing."
)
@told
def build(
    method: str | None,
    release: str | None,
    fresh: bool,
    mirror: str | None,
    sample: bool,
    live: tuple[str, ...],
    only: tuple[str, ...],
) -> None:
    """Build the data set and publish it under data/published.

    Files come from the cache, then a mirror folder, then their pinned addresses. Only what changed is
    made again. Where there is neither a mirror nor a network, the synthetic sample county is built, and
    the command says so.
    """
    from pipelines.terminal.building import run_build

    run_build(method, release, fresh, mirror, sample, only, live)


@main.group(invoke_without_command=True)
@click.pass_context
@told
def sources(context: click.Context) -> None:
    """List the data sets that the index is built from, and where their files would come from."""
    if context.invoked_subcommand is None:
        from pipelines.terminal.sources import print_sources

        print_sources()


@sources.command("show")
@click.argument("source")
@told
def sources_show(source: str) -> None:
    """Everything about one data set: files, columns, terms, known faults."""
    from pipelines.terminal.sources import print_source

    print_source(source)


@sources.command("fetch")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--mirror", type=click.Path(file_okay=False), help="A folder that holds the published files.")
@told
def sources_fetch(ids: tuple[str, ...], mirror: str | None) -> None:
    """Download what is neither in the cache nor in a mirror; parts are resumed, every file is verified."""
    from pipelines.terminal.sources import fetch_sources

    fetch_sources(ids, mirror)


@sources.command("check")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--mirror", type=click.Path(file_okay=False), help="A folder that holds the published files.")
@told
def sources_check(ids: tuple[str, ...], mirror: str | None) -> None:
    """Verify size and SHA-256 of every file that is here."""
    from pipelines.terminal.sources import check_sources

    check_sources(ids, mirror)


@main.command()
@click.option("--mirror", type=click.Path(file_okay=False), help="A folder that holds the published files.")
@click.option("--fetch", is_flag=True, help=FETCH_HELP)
@told
def backtest(mirror: str | None, fetch: bool) -> None:
    """Recompute the Indices of Deprivation of 2019 and 2025 with this engine and compare."""
    from pipelines.terminal.backtest import print_backtest

    print_backtest(mirror, fetch)


@main.command()
@click.argument("place")
@click.option("--sample", is_flag=True, help="Look in the synthetic sample county.")
@told
def profile(place: str, sample: bool) -> None:
    """One neighbourhood: PLACE is an LSOA code, an MSOA name, a postcode, or a place in quotes."""
    from pipelines.terminal.profile import print_profile

    print_profile(place, sample)


@main.command()
@click.option("--region", metavar="NAME", help="Only this region, by name or code.")
@click.option("--district", metavar="NAME", help="Only this district, by name or code.")
@click.option("--rule", metavar="NAME", help="Which left-behind rule.  [default: the first of the method]")
@click.option(
    "--number", "-n", default=20, show_default=True, type=click.IntRange(min=1), help="How many rows."
)
@click.option("--csv", "file", metavar="FILE", help="Write the whole list with all margins to this file.")
@click.option("--sample", is_flag=True, help="Look in the synthetic sample county.")
@told
def top(
    region: str | None, district: str | None, rule: str | None, number: int, file: str | None, sample: bool
) -> None:
    """The left-behind neighbourhoods, wards or MSOAs, as the rule has it: neediest first."""
    from pipelines.terminal.top import print_top

    print_top(region, district, rule, number, file, sample)


@main.command()
@click.argument("code")
@click.argument("column")
@click.option("--sample", is_flag=True, help="Look in the synthetic sample county.")
@told
def trace(code: str, column: str, sample: bool) -> None:
    """How one published figure came to be, back to the files.

    CODE is of a neighbourhood (E01), MSOA (E02), ward (E05), district (E06 to E09), constituency (E14) or
    region (E12); COLUMN is a published column.
    """
    from pipelines.terminal.trace import print_trace

    print_trace(code, column, sample)


@main.command()
@click.option(
    "--method",
    type=click.Path(dir_okay=False),
    help="The method file to judge.  [default: that of the latest release]",
)
@click.option("--fetch", is_flag=True, help=FETCH_HELP)
@click.option("--sample", is_flag=True, help="Use the synthetic sample county.")
@told
def placebo(method: str | None, fetch: bool, sample: bool) -> None:
    """Indices that know nothing, and how far they agree with ours."""
    from pipelines.terminal.placebo import print_placebo

    print_placebo(method, fetch, sample)


@main.group()
def method() -> None:
    """Check and show method files."""


@method.command("check")
@click.argument("file", type=click.Path(dir_okay=False))
@told
def method_check(file: str) -> None:
    """Check a method file: every fault at once, with path and line."""
    from pipelines.terminal.method import check_method

    check_method(file)


@method.command("show")
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@told
def method_show(file: str | None) -> None:
    """The tree of domains and indicators, with weights as they multiply through."""
    from pipelines.terminal.method import show_method

    show_method(file)


@method.command("page")
@click.option("--fetch", is_flag=True, help=FETCH_HELP)
@told
def method_page(fetch: bool) -> None:
    """Write the tables of docs/method.md anew, after making the placebos and the diagnostics."""
    from pipelines.terminal.method_page import write_method_page

    write_method_page(fetch)


@main.command()
@told
def carry() -> None:
    """Write the compact release that the repository carries (data/release) from the latest one built here."""
    from pipelines.terminal.carrying import carry_release

    carry_release()


@main.command()
@click.option("--sample", is_flag=True, help="The synthetic sample county.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@told
def dev(sample: bool, options: tuple[str, ...]) -> None:
    """Open Dagster's page with the whole graph; OPTIONS after -- go to `dagster dev`."""
    from pipelines.terminal.dev import open_page

    open_page(sample, options)


@main.command()
@click.option("--layer", metavar="NAME", help="Only this layer, such as core, score or quality.")
@click.option("--sample", is_flag=True, help="The tables of the synthetic sample county.")
@told
def tables(layer: str | None, sample: bool) -> None:
    """The tables of the warehouse: what each holds, its rows, whether it is up to date."""
    from pipelines.terminal.tables import print_tables

    print_tables(layer, sample)
