"""The method page: its tables are those of the method in use, and every marker has its table."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from pipelines.build import DEFAULT_METHOD
from pipelines.errors import Faults
from pipelines.marked_yaml import load_yaml
from pipelines.method.loader import find, parse
from pipelines.method.vocabulary import RUC_CLASSES
from pipelines.publish import quality_tables
from pipelines.publish.agreement import side_by_side
from pipelines.publish.method_page import PAGE, fill, from_method, marked
from pipelines.publish.method_tables import WANTED, markdown, percent

NAN = float("nan")


@pytest.fixture(scope="module")
def method():
    return parse(find(DEFAULT_METHOD))


@pytest.fixture(scope="module")
def page() -> dict[str, str]:
    return marked(PAGE.read_text(encoding="utf-8"))


def test_the_page_has_the_tables_of_the_method_in_use(method, page):
    made = from_method(method)
    old = [name for name, table in made.items() if page[name] != table]
    assert not old, "run `commonground method page`"


def test_the_table_of_indicators_has_every_indicator_with_its_weight(method, page):
    rows = {
        row[1].strip(" `"): row for line in page["indicators"].splitlines()[2:] for row in [line.split("|")]
    }
    assert list(rows) == list(method.indicators)
    for name, row in rows.items():
        assert percent(method.weights[name], 2) in [cell.strip() for cell in row]


def test_every_weight_is_on_the_page_and_they_sum_to_all(method):
    lines = from_method(method)["structure"].splitlines()[2:]
    shares = [float(re.findall(r"\| (\d+\.\d\d)% \|", line)[0]) for line in lines]
    assert len(shares) == len(method.indicators)
    assert sum(shares) == pytest.approx(100, abs=0.005 * len(shares))


def test_every_bandwidth_is_given_for_every_class(method):
    lines = from_method(method)["bandwidths"].splitlines()
    assert lines[0].count("|") == len(RUC_CLASSES) + 4
    assert len(lines) == len(method.bandwidths) + 2


def test_what_is_wanted_names_indicators_that_there_are_and_leaves_none_out(method):
    entries = load_yaml(WANTED.read_text(encoding="utf-8"))
    named = {name for entry in entries for name in entry.get("indicators", ())}
    assert not named - set(method.indicators)
    assert not set(method.indicators) - named - {"place_diversity"}  # of kinds that stand there themselves
    for entry in entries:
        assert set(entry) <= {"wanted", "indicators", "note"}
        assert entry.get("indicators") or entry.get("note"), f"{entry['wanted']}: why is there none?"


TEXT = "a\n<!-- made: one -->\nold\n<!-- end: one -->\nb\n"


def test_a_table_is_put_between_its_markers_and_nowhere_else():
    filled = fill(TEXT, {"one": "| new |"})
    assert filled == "a\n<!-- made: one -->\n\n| new |\n\n<!-- end: one -->\nb\n"
    assert fill(filled, {"one": "| new |"}) == filled
    assert marked(filled) == {"one": "| new |"}


@pytest.mark.parametrize(
    ("text", "made", "says"),
    [
        (TEXT, {}, "there is no table `one`"),
        (TEXT, {"one": "x", "two": "y"}, "`two` has no marker"),
        (TEXT.replace("end: one", "end: on"), {"one": "x"}, "`one` has no end"),
    ],
)
def test_a_marker_or_a_table_that_is_alone_is_a_fault(text, made, says):
    with pytest.raises(Faults, match=says):
        fill(text, made)


def test_a_table_in_markdown():
    made = markdown(["a", "b"], [("x|y", 1234), ("z", NAN), ("w", 0.126), ("v", True)], right=1)
    assert made.splitlines() == [
        "| a | b |", "| --- | ---: |", "| x\\|y | 1,234 |", "| z | – |", "| w | 0.13 |", "| v | yes |"
    ]  # fmt: skip


def agreed() -> pd.DataFrame:
    rows = [
        ("social_infrastructure", "total", "imd2025", "spearman", 0.204, NAN),
        ("places", "domain", "imd2025", "spearman", -0.19, NAN),
        ("bumping", "subdomain", "imd2025", "spearman", 0.5, NAN),
        ("placebo_shape", "placebo", "imd2025", "spearman", -0.25, NAN),
        ("placebo_strewn", "placebo", "imd2025", "spearman", -0.27, NAN),
        ("placebo_strewn_places", "placebo", "imd2025", "spearman", -0.3, NAN),
        ("placebo_deprivation", "placebo", "imd2025", "spearman", 1.0, NAN),
        ("placebo_density", "placebo", "imd2025", "spearman", -0.34, NAN),
        ("social_infrastructure", "total", "dementia", "spearman", 0.1, 0.14),
        ("placebo_shape", "placebo", "dementia", "spearman", 0.49, 0.29),
    ]
    return pd.DataFrame(rows, columns=["index", "level", "against", "measure", "value", "given"])


def test_ours_and_the_placebos_stand_side_by_side():
    headings, rows = side_by_side(agreed(), ["places"])
    assert headings == [
        "ours", "places", "placebo: shape", "placebo: strewn", "placebo: strewn, places",
        "placebo: deprivation", "placebo: density",
    ]  # fmt: skip
    assert rows[0] == ("Deprivation (IMD2025)", 0.2, -0.19, -0.25, -0.27, -0.3, 1.0, -0.34)
    assert rows[1][0].startswith("Dementia") and rows[1][1:] == (0.1, None, 0.49, *[None] * 4)


def test_what_is_known_of_nothing_is_left_out():
    headings, rows = side_by_side(agreed(), ["places"], "given", brief=True)
    assert headings == ["ours", "placebo: shape"]
    assert [row[1:] for row in rows] == [(0.14, 0.29)]


def test_parts_say_before_and_after_and_hold_domains_to_the_limit(method):
    domains = list(method.domains)
    subs = [sub for domain in method.domains.values() for sub in domain.subdomains]
    names = [*subs, *domains, "social_infrastructure"]
    levels = ["subdomain"] * len(subs) + ["domain"] * len(domains) + ["total"]
    judged = pd.DataFrame({"level": levels, "name": names})
    for what in quality_tables.AGAINST:
        judged[f"{what}_before"], judged[f"{what}_after"] = 0.5, -0.4
    judged["within_limit"] = pd.array([None] * len(subs) + [False] * len(domains) + [None], dtype="boolean")
    lines = quality_tables.parts(method, judged).splitlines()[2:]
    said = "0.50 / -0.40 | 0.50 / -0.40 | 0.50 / -0.40"
    assert lines[0] == f"| `social_infrastructure` | total | {said} |  |"
    assert lines[1] == f"| `{domains[0]}` | domain | {said} | no |"
    assert len(lines) == len(names)


def test_weights_name_what_does_not_fit():
    found = pd.DataFrame(
        {
            "subdomain": ["s", "s"], "indicator": ["a", "b"], "weight": [60.0, 40.0], "alpha": [0.5, 0.5],
            "loading": [0.9, -0.1], "component_weight": [70.0, 30.0], "factor_weight": [NAN, NAN],
            "note": ["No common factor fits: b."] * 2,
            "alpha_without": [0.1, 0.2], "agreement_without": [0.8, 0.9],
        }
    )  # fmt: skip
    components = pd.DataFrame({"subdomain": ["s", "s"], "component": [1, 2], "eigenvalue": [1.5, 0.5]})
    lines = quality_tables.weights(found, components).splitlines()
    assert lines[2].startswith("| **s**: alpha 0.50; eigenvalues 1.50, 0.50. No common factor fits: b. |")
    assert lines[3] == "| `a` | 60 | 70 | – | 0.90 | 0.10 | 0.80 |"


def test_edges_without_a_border_have_no_places_beyond():
    found = pd.DataFrame(
        {
            "area": ["Isle", "Isle"], "part": ["places", "total"],
            "neighbourhoods": [2, 2], "residents": [3000, 3000],
            "places_beyond": [NAN, NAN], "median_rank": [10.0, 20.0], "expected_rank": [15.4, 1000.0],
        }
    )  # fmt: skip
    assert quality_tables.edges(found).splitlines()[2] == "| Isle | 2 | 3,000 | – | 10 / 15 | 20 / 1,000 |"
