"""The glossary has every word that the method, the tables and the releases use."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from pipelines.method.loader import find, parse
from pipelines.method.model import Designation, Measure
from pipelines.method.vocabulary import TAGS
from pipelines.paths import ROOT
from pipelines.stages.method_contracts import STATUSES
from pipelines.warehouse.models import LAYERS

TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = set(re.findall(r"\*\*([^*]+)\*\*", TEXT))
NAMES = set(re.findall(r"`([^`]+)`", TEXT))


def kinds(union, key: str) -> list[str]:
    """What the types of a union are called in a method file."""
    return [get_args(one.model_fields[key].annotation)[0] for one in get_args(get_args(union)[0])]


def test_the_kinds_are_read_from_the_model():
    assert {"reach", "catchment"} < set(kinds(Measure, "type"))
    assert set(kinds(Designation, "rule")) == {"worst_of_both", "double_disadvantage"}


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag_is_a_term(tag):
    assert tag in TERMS


@pytest.mark.parametrize(
    "name",
    [
        *parse(find("england")).designations,
        *kinds(Measure, "type"),
        *kinds(Designation, "rule"),
        *STATUSES,
        *LAYERS,
    ],
)
def test_every_name_of_rules_measures_statuses_and_layers_is_in_it(name):
    assert name in NAMES


def test_no_term_stands_twice():
    found = re.findall(r"\*\*([^*]+)\*\*", TEXT)
    assert len(found) == len(TERMS)


def test_the_readme_and_the_method_lead_to_it():
    assert "docs/glossary.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(glossary.md)" in (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
