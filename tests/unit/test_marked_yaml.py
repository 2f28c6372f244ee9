"""Lines of a YAML file: of keys, positions, parents, and of what aliases and `<<` stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import CommonGroundError, Faults
from pipelines.marked_yaml import Marked, read_marked

TEXT = """\
shared: &shared
  colour: red
  size: 1
list:
  - one
  - two: 2
    three: 3
own:
  <<: *shared
  colour: blue
2021: a year
"""


@pytest.fixture
def read(tmp_path: Path):
    def make(text: str) -> Marked:
        path = tmp_path / "file.yaml"
        path.write_text(text, encoding="utf-8")
        return read_marked(path)

    return make


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("shared", "size"), 3),
        (("list", 0), 5),
        (("list", 1, "three"), 7),
        (("list", 9), 4),  # not there: the nearest parent
        (("own", "colour"), 10),  # its own, not what << brings in
        (("own", "size"), 3),
        ((2021,), 11),
        (("nothing", "at", "all"), 1),
    ],
)
def test_the_line_of_a_path(read, path, line):
    assert read(TEXT).line(path) == line


def test_data_and_the_place_of_a_fault(read):
    marked = read(TEXT)
    assert marked.data["own"] == {"colour": "blue", "size": 1}
    assert marked.faults == []
    assert str(marked.fault(("list", 1), "odd.", "Mend it.")) == "file.yaml, line 6, list.1: odd. Mend it."


def test_keys_that_stand_twice_are_told_in_the_order_of_the_text(read):
    marked = read("a: {b: 1, b: 2}\nc:\n  - d: 1\n    d: 2\na: 3\n")
    said = [str(fault) for fault in marked.faults]
    assert said == [
        "file.yaml, line 1: the key 'b' stands twice, first on line 1. Keep one of them.",
        "file.yaml, line 4: the key 'd' stands twice, first on line 3. Keep one of them.",
        "file.yaml, line 5: the key 'a' stands twice, first on line 1. Keep one of them.",
    ]


def test_a_mapping_under_two_names_is_told_once(read):
    assert len(read("a: &a {x: 1, x: 2}\nb: *a\n").faults) == 1


def test_a_list_that_holds_itself_comes_to_an_end(read):
    assert read("a: &a [1, *a]\n").faults == []


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\n? [a, b]\n: 2\n", "a: [b\n", "a: 2024-13-45\n"])
def test_what_is_not_yaml_or_no_date_is_told(read, text):
    with pytest.raises(Faults, match=r"file\.yaml.*this is not YAML"):
        read(text)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommonGroundError, match="cannot be read: No such file"):
        read_marked(tmp_path / "none.yaml")
