"""What the README tells people to type works, in a clone where nothing has been built."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from county_build import County

from pipelines.paths import METHODS, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    re.split(r"\s{2,}", line.strip())[0]
    for _, text in BLOCKS
    for line in text.splitlines()
    if line.startswith("commonground ")
]
NOT_HERE = {
    "commonground sources fetch": "downloads",
    "commonground build --live food_businesses_2015 --live naptan": "downloads, and builds England",
    "commonground backtest": "needs the published Indices",
    "commonground placebo": "needs the files of England",
    "commonground build --method my.yaml": "builds England",
}


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture
def clone(tmp_path: Path) -> County:
    """A data folder in which nothing has been built."""
    return County(tmp_path / "data")


def test_there_is_something_to_run():
    assert len(COMMANDS) > 8 and set(NOT_HERE) < set(COMMANDS)
    assert blocks("python") and blocks("sql")


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in NOT_HERE])
def test_a_command_answers_in_a_clone(clone, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.yaml").write_bytes((METHODS / "template.yaml").read_bytes())
    done = clone.invoke(*shlex.split(command)[1:])
    assert done.exit_code == 0, done.output
    assert len(done.stdout) > 40


@pytest.mark.parametrize("text", blocks("python"))
def test_the_python_runs_in_a_clone_and_on_a_release(built, monkeypatch, text):
    monkeypatch.chdir(ROOT)
    exec(compile(text, "README.md", "exec"), {})
    release = built.published / "latest"
    exec(compile(text.replace("data/release", str(release)), "README.md", "exec"), {})


@pytest.mark.parametrize("text", blocks("sql"))
def test_the_sql_runs_in_a_clone_and_on_a_release(built, monkeypatch, text):
    monkeypatch.chdir(ROOT)
    assert len(duckdb.sql(text).fetchall()) == 9  # the regions of England
    assert duckdb.sql(text.replace("data/release", str(built.published / "latest"))).fetchall()


def test_what_it_reads_is_in_the_clone():
    named = set(re.findall(r"data/release/[\w.]+", README))
    assert named and all((ROOT / name).is_file() for name in named)
