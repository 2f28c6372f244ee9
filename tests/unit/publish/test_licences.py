"""The page of licences lists every data set with the licence that its source declares."""

from __future__ import annotations

import re

from pipelines.catalogue.loader import load_sources
from pipelines.paths import SOURCES
from pipelines.publish.method_page import LICENCES, marked
from pipelines.publish.notice import licence_table


def test_the_page_is_in_step_with_the_sources():
    assert marked(LICENCES.read_text(encoding="utf-8"))["licences"] == licence_table(load_sources(SOURCES))


def test_every_kind_of_terms_is_explained():
    used = {source.licence_effect for source in load_sources(SOURCES).values()}
    explained = set(re.findall(r"^- \*\*([a-z-]+)\*\*:", LICENCES.read_text(encoding="utf-8"), re.MULTILINE))
    assert used == explained


def test_what_binds_most_stands_first():
    rows = licence_table(load_sources(SOURCES)).splitlines()[2:]
    effects = [row.split(" | ")[2] for row in rows]
    assert effects[0] == "unclear"
    assert effects[-1] in ("open", "attribution")
