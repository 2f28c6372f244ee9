"""The command line: help that is there at once, pages that say what they should, faults in a sentence."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from county_build import County

from pipelines.cli import main
from pipelines.paths import METHODS, ROOT


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, command in group.commands.items():
        inner = (*path, name)
        found += commands(command, inner) if isinstance(command, click.Group) else [inner]
    return found


COMMANDS = commands(main)


def outside(program: str) -> set[str]:
    """The packages of others that are loaded after a program has run in a process of its own."""
    show = (
        "import sys; before = set(sys.modules)\n" + program + "\n"
        "print(sorted({m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", show], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


def test_the_command_line_imports_click_and_nothing_else_of_others() -> None:
    assert outside("import pipelines.cli") <= {"pipelines", "click", "colorama"}


def test_the_look_at_imports_would_see_a_heavy_one() -> None:
    assert "pyarrow" in outside("import pipelines.cli, pyarrow")


def test_help_needs_no_more_than_click() -> None:
    program = "from pipelines.cli import main\nmain(['build', '--help'], standalone_mode=False)"
    assert outside(program) <= {"pipelines", "click", "colorama"}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_and_its_options(built: County, path: tuple[str, ...]) -> None:
    done = built.invoke(*path, "--help")
    assert done.exit_code == 0
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help and words(command.help.split("\n\n")[0]) in words(done.stdout)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help and option.opts[0] in done.stdout, option.name


def test_every_page_that_a_command_calls_for_is_there() -> None:
    tree = ast.parse((ROOT / "pipelines" / "cli.py").read_text(encoding="utf-8"))
    asked = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipelines.terminal")
        for alias in node.names
    ]
    assert len(asked) > 8
    for module, name in asked:
        assert callable(getattr(importlib.import_module(module), name)), f"{module}.{name}"


def test_the_version_is_told(built: County) -> None:
    assert "commonground" in built.invoke("--version").stdout


def neighbourhoods(county: County) -> pd.DataFrame:
    return pd.read_csv(county.published / "latest" / "neighbourhoods.csv")


def words(text: str) -> str:
    """The text without the lines and the wrapping of its tables."""
    return " ".join("".join(c if c.isprintable() and c not in "│┃" else " " for c in text).split())


def test_a_profile_shows_the_published_standing_of_a_neighbourhood(built: County) -> None:
    frame = neighbourhoods(built)
    row = frame.iloc[7]
    done = built.invoke("profile", row.lsoa21cd, "--sample")
    assert done.exit_code == 0, done.output
    said = words(done.stdout)
    assert f"{row.lsoa21nm} {row.lsoa21cd} {row.msoa21hclnm}" in said
    assert f"{row.population:,} residents" in said
    for part in ("Where it stands", "Places to meet", "Connectedness", "Active and engaged community",
                 "Left behind?", "The nearest of each kind", "Data completeness", "SYNTHETIC"):  # fmt: skip
        assert part in said, part
    assert f"{int(row.social_infrastructure_rank):,} of 300" in said
    book = pd.read_csv(built.published / "latest" / "codebook.csv")
    labels = book[(book.table == "neighbourhoods") & book.kind.notna()].meaning
    for label in labels[labels.str.endswith(", as measured")].str.removesuffix(", as measured"):
        assert label.split(" (")[0].split()[0] in said, label


def test_a_profile_shows_the_margins_of_every_rule_and_whose_they_are(built: County) -> None:
    row = neighbourhoods(built).iloc[7]
    lines = built.invoke("profile", row.lsoa21cd, "--sample").stdout.splitlines()
    latest = built.published / "latest"
    msoa = pd.read_parquet(latest / "msoas.parquet").set_index("msoa21cd").loc[row.msoa21cd]
    ward = pd.read_parquet(latest / "wards.parquet").set_index("wd24cd").loc[row.wd24cd]
    expected = [
        ("(neighbourhood, IMD 2025)", "this neighbourhood", row, "left_behind_2025"),
        ("(neighbourhood, IMD 2019)", "this neighbourhood", row, "left_behind_2019"),
        ("(ward, IMD 2019)", f"ward {row.wd24nm}", ward, "left_behind_ward_2019"),
        ("(ward, IMD 2025)", f"ward {row.wd24nm}", ward, "left_behind_ward_2025"),
        ("(MSOA, IMD 2025)", f"MSOA {row.msoa21hclnm}", msoa, "left_behind_msoa_2025"),
        ("(MSOA, IMD 2019)", f"MSOA {row.msoa21hclnm}", msoa, "left_behind_msoa_2019"),
        ("greatest double disadvantage", "this neighbourhood", row, "most_disadvantaged_2025"),
    ]
    for title, whose, figures, rule in expected:
        (line,) = [line for line in lines if title in line and whose in line]
        margins = [figures[c] for c in figures.index if c.startswith(rule) and c.endswith("_margin")]
        assert len(margins) == (1 if rule.startswith("most") else 2)
        for margin in margins:
            assert f"{abs(margin):,} {'within' if margin >= 0 else 'outside'}" in line
    assert "12 outside = 12 ranks short of it" in words("\n".join(lines))


def test_a_profile_says_which_larger_area_a_figure_is_of(built: County) -> None:
    lines = built.invoke("profile", "E01900001", "--sample").stdout.splitlines()
    for label, area in (
        ("Turnout at the latest local", "ward"),
        ("Turnout at the general", "constituency"),
        ("Gigabit broadband", "district"),
    ):
        assert any(label in line and f"of its {area}" in line for line in lines), label


def test_a_neighbourhood_is_found_by_postcode_msoa_name_and_district(built: County) -> None:
    frame = neighbourhoods(built)
    postcode = (
        pd.read_parquet(built.warehouse / "core" / "postcode.parquet").dropna(subset="lsoa21cd").iloc[40]
    )
    assert postcode.lsoa21cd in words(built.invoke("profile", postcode.postcode, "--sample").stdout)
    msoa = frame[frame.msoa21cd == frame.msoa21cd.iloc[100]].sort_values("social_infrastructure_rank")
    said = words(built.invoke("profile", msoa.msoa21hclnm.iloc[0], "--sample").stdout)
    assert f"has {len(msoa)} neighbourhoods. This page is of the one of most need" in said
    assert "Where it stands" in said
    places = [said.index(code) for code in msoa.lsoa21cd]
    assert places[1:] == sorted(places[1:]) and min(places[1:]) > said.index("The other neighbourhoods")
    assert places[0] < said.index("Where it stands")


def test_a_name_of_several_msoas_lists_them_and_prints_no_page(built: County) -> None:
    frame = neighbourhoods(built)
    district = frame[frame.lad24nm == frame.lad24nm.iloc[0]].sort_values("social_infrastructure_rank")
    said = words(built.invoke("profile", district.lad24nm.iloc[0], "--sample").stdout)
    assert f"{district.msoa21cd.nunique()} MSOAs fit" in said and "Where it stands" not in said
    first = district.drop_duplicates("msoa21cd").iloc[0]
    ranks = [f"{first[c]:,}" for c in ("social_infrastructure_rank", "places_rank", "connectedness_rank")]
    row = said[said.index(first.msoa21cd) :]
    assert [first.lsoa21cd, *ranks] == [w.rstrip("*") for w in row.split(first.lad24nm, 1)[1].split()[1:5]]
    assert f"commonground profile {first.msoa21cd}" in said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Nowhere at all", "No neighbourhood fits 'Nowhere at all'"),
        ("E01999999", "No neighbourhood fits 'E01999999'"),
        ("QX9 9ZZ", "There is no postcode QX99ZZ"),
        ("", "No place is named"),
        (" & ", "No place is named"),
    ],
)
def test_a_place_that_is_not_there_is_told(built: County, place: str, said: str) -> None:
    done = built.invoke("profile", place, "--sample")
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_top_lists_the_left_behind_neediest_first(built: County) -> None:
    frame = neighbourhoods(built)
    designated = frame[frame.left_behind_2025 == 1].sort_values("double_disadvantage_rank")
    said = words(built.invoke("top", "--sample", "-n", "3").stdout)
    residents = designated.population.sum()
    assert f"{len(designated):,} neighbourhoods with {residents:,} residents" in said and "3 shown" in said
    row = said[said.index(designated.lsoa21cd.iloc[0]) :].split()
    for domain in ("places", "connectedness", "engagement"):
        rank = designated[f"{domain}_rank"].iloc[0]
        # the worst tenth of 300 neighbourhoods are the first 30
        assert (f"{rank}*" if rank <= 30 else str(rank)) in row, domain
    places = [said.index(code) for code in designated.lsoa21cd.head(3)]
    assert places == sorted(places)
    assert designated.lsoa21cd.iloc[3] not in said


def test_top_keeps_to_a_district_and_tells_of_an_unknown_one(built: County) -> None:
    frame = neighbourhoods(built)
    designated = frame[frame.left_behind_2025 == 1]
    district = designated.lad24nm.iloc[0]
    inside = designated[designated.lad24nm == district]
    said = words(built.invoke("top", "--sample", "--district", district, "-n", "50").stdout)
    assert f"{len(inside):,} neighbourhoods with" in said
    for arguments, message in (
        (("--district", "Atlantis"), "There is no district Atlantis"),
        (("--district", district[:2] + district[3:]), f'Did you mean "{district}"'),
        (("--region", "Atlantis"), "There is no region Atlantis"),
        (("--rule", "atlantis"), "There is no rule atlantis"),
        (("--rule", "left_behind_wards"), "Did you mean left_behind_ward_2019"),
    ):
        done = built.invoke("top", "--sample", *arguments)
        assert done.exit_code == 1 and message in done.stderr, done.stderr


@pytest.mark.parametrize(("rule", "table", "code"), [
    ("left_behind_ward_2025", "wards", "wd24cd"), ("left_behind_msoa_2025", "msoas", "msoa21cd"),
])  # fmt: skip
def test_a_rule_on_larger_areas_lists_these_and_writes_them(
    built: County, tmp_path: Path, rule: str, table: str, code: str
) -> None:
    published = pd.read_parquet(built.published / "latest" / f"{table}.parquet").set_index(code)
    designated = published[published[rule]]
    assert 0 < len(designated) < len(published)
    file = tmp_path / "list.csv"
    said = words(built.invoke("top", "--sample", "--rule", rule, "-n", "1", "--csv", str(file)).stdout)
    written = pd.read_csv(file).set_index(code)
    assert sorted(written.index) == sorted(designated.index)
    ranks = designated[[f"{rule}_need_rank", f"{rule}_deprivation_rank"]].sum(axis=1)
    assert list(ranks[written.index]) == sorted(ranks)
    for column in (f"{rule}_need_margin", f"{rule}_deprivation_margin", f"{rule}_need_rank", "population"):
        assert list(written[column]) == list(designated.loc[written.index, column]), column
    assert {"lad24nm", "rgn24nm", "release"} < set(written.columns)
    noun = {"wards": "ward", "msoas": "MSOA"}[table]
    assert f"{len(designated)} {noun}{'' if len(designated) == 1 else 's'} with" in said
    assert written.index[0] in said and not any(other in said for other in written.index[1:])


def test_the_file_of_neighbourhoods_has_all_margins_and_says_which_domain_is_in_its_worst_tenth(
    built: County, tmp_path: Path
) -> None:
    frame = neighbourhoods(built).set_index("lsoa21cd")
    file = tmp_path / "list.csv"
    assert built.invoke("top", "--sample", "--csv", str(file)).exit_code == 0
    written = pd.read_csv(file).set_index("lsoa21cd")
    assert set(written.index) == set(frame.index[frame.left_behind_2025 == 1])
    assert {c for c in frame.columns if c.endswith("_margin")} <= set(written.columns)
    for domain in ("places", "connectedness", "engagement"):
        assert list(written[f"{domain}_worst_tenth"]) == [
            r <= 30 for r in frame.loc[written.index, f"{domain}_rank"]
        ]
    refused = built.invoke("top", "--sample", "--csv", str(tmp_path / "none" / "list.csv"))
    assert refused.exit_code == 1 and "Cannot write" in refused.stderr


def test_tables_says_what_is_up_to_date_what_is_old_and_what_is_not_built(county: County) -> None:
    county.forget("raw.pubs")
    county.alter("libraries", lambda content: content.replace(b"Static", b"static", 1))
    said = words(county.invoke("tables", "--sample").stdout)
    assert "core.lsoa 300 up to date" in said
    assert "raw.pubs – not built" in said
    assert "raw.libraries" in said and "out of date" in said
    only = words(county.invoke("tables", "--sample", "--layer", "score").stdout)
    assert "score." in only and "core.lsoa" not in only
    assert "There is no layer silver" in county.invoke("tables", "--layer", "silver").stderr
    assert "Did you mean score?" in county.invoke("tables", "--layer", "scor").stderr
    assert "Did you mean core.lsoa" in county.invoke("build", "--sample", "--only", "core.lsao").stderr


def test_sources_lists_every_data_set_and_where_its_files_would_come_from(built: County) -> None:
    said = words(built.invoke("sources").stdout)
    declared = sorted(path.stem for path in (ROOT / "sources").glob("*.yaml"))
    for name in declared:
        assert name in said
    assert f"{len(declared):,} data sets" in said and "network" in said
    shown = words(built.invoke("sources", "show", "pubs").stdout)
    assert "ODbL-1.0" in shown and "c710f7cecf99" in shown and "Name of the pub" in shown
    assert "A pub is the key of a JSON object" in shown and "['name'" not in shown
    patterns = words(built.invoke("sources", "show", "food_businesses_2015").stdout)
    assert "(?i)" not in patterns and "patterns in the source file" in patterns
    done = built.invoke("sources", "show", "inns")
    assert done.exit_code == 1 and "There is no data set inns" in done.stderr
    assert "Did you mean pubs?" in built.invoke("sources", "show", "pub").stderr


def test_sources_check_reads_a_mirror_and_names_a_wrong_file(county: County) -> None:
    """The county's folder as a mirror: of the pinned files it has none; with one of them cut, it is told."""
    done = county.invoke("sources", "check", "pubs", "--mirror", str(county.mirror))
    assert done.exit_code == 0 and "not all here" in done.stdout
    pinned = "c710f7cecf9936705ba06f611a18c17430bcf7811138ffda6f377bbf7966dc51"
    county.relist("pubs", sha256=pinned, bytes="2416373")
    done = county.invoke("sources", "check", "pubs", "--mirror", str(county.mirror))
    assert done.exit_code == 1
    assert "pubs, slug_lock.json" in done.stderr and "cut short" in done.stderr


def test_a_method_is_shown_and_checked(built: County, tmp_path: Path) -> None:
    said = built.invoke("method", "show").stdout
    assert "Places to meet" in said and "33.33%" in said and "Pubs" in said
    done = built.invoke("method", "check", str(METHODS / "england.yaml"))
    assert done.exit_code == 0 and "is sound" in words(done.stdout)
    wrong = tmp_path / "england.yaml"
    text = (METHODS / "england.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("            weight: 14", "            weigth: 14", 1), encoding="utf-8")
    done = built.invoke("method", "check", str(wrong))
    assert done.exit_code == 1 and "weigth" in done.stderr and "line" in done.stderr
    assert built.invoke("method", "check", str(tmp_path / "none.yaml")).exit_code == 1


def test_without_a_release_the_pages_say_how_to_make_one(tmp_path: Path) -> None:
    empty = County(tmp_path / "data")
    for command in (("top",), ("profile", "E01900001")):
        done = empty.invoke(*command, "--sample")
        assert done.exit_code == 1
        assert "There is no release to read yet. Make one with `commonground build --sample`" in done.stderr


def test_provenance_leads_every_published_column_to_files(built: County) -> None:
    about = json.loads((built.published / "latest" / "provenance.json").read_text(encoding="utf-8"))
    for table, columns in about["columns"].items():
        for column, facts in columns.items():
            assert facts["sources"], (table, column)
            for source in facts["sources"]:
                assert all(
                    len(file["sha256"]) == 64 and file["address"]
                    for file in about["sources"][source]["files"]
                )
