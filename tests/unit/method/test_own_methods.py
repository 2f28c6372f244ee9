"""The methods that come with the project: sound, complete in their reasons, and true to their own limits."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import BaseModel

from pipelines.catalogue.loader import load_sources
from pipelines.errors import CommonGroundError
from pipelines.method import measures, model, overlap, show
from pipelines.method.loader import LISTS, check, find, load, parse
from pipelines.method.vocabulary import AREA_KINDS
from pipelines.paths import METHODS, SOURCES, SQL
from pipelines.stages.known import first_year, known
from pipelines.stages.method_steps import steps_for

OWN = ["england", "england-classic", "template"]


@pytest.fixture(scope="module")
def catalogue():
    return load_sources(SOURCES)


@pytest.fixture(scope="module")
def what_there_is(catalogue):
    return known(catalogue)


@pytest.mark.parametrize("name", OWN)
def test_is_sound(name, what_there_is):
    assert [str(f) for f in check(find(name), what_there_is)] == []


@pytest.mark.parametrize("name", OWN)
def test_makes_each_table_once(name, what_there_is):
    names = [step.name for step in steps_for(load(find(name), what_there_is))]
    assert len(names) == len(set(names))
    assert not {n for n in names if n in what_there_is.tables}, "a step makes a table that a SQL model makes"


def test_methods_share_no_indicator_of_different_measure():
    """A table has one name: two methods that measure differently must not give it the same."""
    made = {}
    for name in OWN:
        for step in steps_for(parse(find(name))):
            if step.name.startswith("indicators."):
                assert made.setdefault(step.name, step.settings) == step.settings


def test_england_has_three_domains_of_two_and_twenty_five_indicators():
    england = parse(find("england"))
    assert [len(d.subdomains) for d in england.domains.values()] == [2, 2, 2]
    assert len(england.indicators) >= 25
    assert {e.tag for e in england.indicators.values()} == set(model.TAGS)


def test_england_weighs_domains_alike():
    england = parse(find("england"))
    for d in england.domains:
        share = sum(england.weights[i] for domain, _, i, _ in england.places() if domain == d)
        assert share == pytest.approx(1 / 3)


def test_every_indicator_of_england_has_its_reason():
    """Said for a reader: no entry without a reason, none longer than a paragraph."""
    for name, entry in parse(find("england")).indicators.items():
        assert 10 <= len(entry.why) <= 300, name


def test_template_names_every_key():
    """A key that is not in the template is a key that nobody finds."""
    text = (METHODS / "template.yaml").read_text()
    words = set(re.findall(r"[a-z_]+", text))
    own = [m for of in (model, measures) for m in vars(of).values() if isinstance(m, type)]
    models = [m for m in own if issubclass(m, BaseModel)]
    missing = {key for m in models if not m.__name__.startswith("_") for key in m.model_fields} - words
    assert not missing


@pytest.mark.parametrize("index", ["imd2025", "imd2019"])
def test_inputs_are_the_published_indicators(index, catalogue):
    """Every column of File 8 is listed, by the name that the data set gives it, and nothing else is."""
    source = catalogue[f"imd_{index[-4:]}_indicators"]
    columns = {c.source_name for c in source.columns.values() if "code" not in c.source_name.lower()}
    listed = {i.name for i in overlap.indices()[index].inputs if i.listed}
    assert columns <= listed
    assert len(listed) == 28


def test_inputs_name_sources_and_kinds_that_there_are(catalogue, what_there_is):
    for index in overlap.indices().values():
        assert set(index.datasets) <= set(catalogue)
        for one in index.inputs:
            for entry in (*one.rests_on, *one.touches):
                source, _, kind = entry.partition("/")
                assert source in catalogue, entry
                assert not kind or kind in what_there_is.kinds, entry


def test_kinds_of_area_precision_are_those_that_are_cleaned_so():
    said = set()
    for path in sorted((SQL / "core").glob("places_*.sql")):
        text = path.read_text()
        if "'area' AS precision" in text:
            said |= set(re.findall(r"'(\w+)' AS kind|ELSE '(\w+)'\s+END AS kind", text)[0]) - {""}
    assert said == set(AREA_KINDS)


@pytest.mark.parametrize(
    "vintage, year", [("2013-2018 (last partial)", 2013), ("Q2 2023", 2023), ("latest", None)]
)
def test_year_of_a_vintage(vintage, year):
    assert first_year(vintage) == year


def test_a_method_is_found_by_name_or_by_path(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine\n")
    assert find(mine) == mine
    assert find("england") == METHODS / "england.yaml"
    for wrong in ("nowhere", "imd_inputs", tmp_path / "england.yaml"):
        with pytest.raises(CommonGroundError, match="There is no method file"):
            find(wrong)


def test_the_tree_is_shown_with_weights_multiplied_through():
    england = parse(find("england"))
    rows = show.tree(england)
    pubs = next(r for r in rows if r.name == "pubs")
    assert (pubs.depth, pubs.weight) == (2, 14)
    assert pubs.share == pytest.approx(100 / 3 * 0.5 * 0.14)
    assert sum(r.share for r in rows if r.depth == 2) == pytest.approx(100)
    bumping = next(r for r in rows if r.name == "bumping")
    assert bumping.share == pytest.approx(100 / 6)


def test_the_page_says_what_a_reader_must_know():
    england = parse(find("england"))
    told = [
        show.heading(england),
        *(f"{r.measure}; {r.notes}" for r in show.tree(england)),
        *show.below(england),
    ]
    text = "\n".join(told)
    said = ("catchment of pub, walk 800 to 1200 m", "as of 2015", "district figure", "overlaps imd2025")
    for words in (*said, "more is worse", "left_behind_2025", "Transport:"):
        assert words in text


def test_the_page_says_what_becomes_of_the_figures():
    text = "\n".join(show.below(parse(find("england"))))
    for words in (
        "High scores are of need.",
        "Gaps: lad24cd or rgn24cd or england.",
        "exponential, exponential",
    ):
        assert words in text
    assert "Outliers" not in text
    template = parse(find("template"))
    plain = {"adjust": "none", "outliers": model.Outliers(rule="winsorise", most_points=6)}
    plain |= {"weights": "principal_components", "components": 2}
    changed = template.model_copy(update={"defaults": template.defaults.model_copy(update=plain)})
    text = "\n".join(show.below(changed))
    assert f"Outliers of {len(template.indicators)} indicators: at most 6 brought in" in text
    assert "principal_components, 2 components" in text


def test_a_figure_is_shown_with_what_it_is_over():
    over = {"table": "core.lsoa", "column": "population"}
    parts = {"type": "figure", "table": "core.bus", "column": "departures"}
    template = parse(find("template"))
    for more, said in (
        ({}, "core.bus.departures"),
        ({"denominator": over}, "core.bus.departures over core.lsoa.population"),
        ({"denominator": over, "per": 1000}, "core.bus.departures for every 1000 of core.lsoa.population"),
    ):
        measure = measures.Figure.model_validate({**parts, **more})
        entry = template.indicators["voters"].model_copy(update={"measure": measure})
        assert show.measured(template, entry) == said


def test_files_of_the_package_are_methods_or_known(tmp_path):
    assert {p.stem for p in METHODS.glob("*.yaml")} - set(LISTS) == set(OWN)
    assert yaml.safe_load((METHODS / "imd_inputs.yaml").read_text()).keys() == {"imd2025", "imd2019"}


def test_what_a_table_rests_on_is_what_its_contract_says(what_there_is):
    assert what_there_is.rests_on["indicators.no_car"] == {"census_ts045"}


def test_an_outcome_shows_through_a_table_that_names_no_source(catalogue, what_there_is):
    outcomes = {name for name, source in catalogue.items() if source.role == "outcome"}
    assert what_there_is.rests_on["core.outcomes"] & outcomes
    assert not what_there_is.rests_on["core.jobs"] & outcomes
