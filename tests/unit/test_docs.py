"""The README names every command and setting; nothing that is committed says where or by whom it was made.

That the pages of the method and of the licences are complete is held in `publish/`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipelines.cli import main
from pipelines.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTING = re.compile(r"COMMONGROUND_[A-Z]+")

PATH = "a path of a machine"

# In two pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    PATH: r"(?<![\w.$}])/" + r"(?:work|home|root|Users)/",
    "the address of a package registry": r"pypi\."
    + r"org|python"
    + r"hosted\.org|^\s*--(?:extra-)?index-"
    + r"url",
    "work that is not done": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b",
    "how the project is worked on": (
        r"(?i)\b(?:issue|ticket|pull request) ?#?" + r"\d+\b|\b[PM]R ?#" + r"\d+\b|co-authored-" + r"by"
    ),
}


def commands(command: click.Command, name: str) -> Iterator[str]:
    """Every command that does something, by its whole name."""
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield name
    if isinstance(command, click.Group):
        for part, sub in command.commands.items():
            yield from commands(sub, f"{name} {part}")


def committed() -> list[Path]:
    """The files of the checkout that git keeps, or would keep if they were added."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("what is committed can be told in a git checkout only")
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    said = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for path in (ROOT / name for name in said.split("\0") if name) if path.is_file()]


def faults(content: bytes) -> list[str]:
    """What a file holds that it should not; in a table's bytes no words are looked for, only paths."""
    try:
        text, sought = content.decode("utf-8"), FORBIDDEN
    except UnicodeDecodeError:
        text, sought = content.decode("latin-1"), {PATH: FORBIDDEN[PATH]}
    return [
        f"{number}: {what}"
        for what, pattern in sought.items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize("name", commands(main, "commonground"))
def test_the_readme_names_every_command(name):
    assert re.search(rf"{name}\b", README)


def test_the_readme_names_every_setting_and_no_other():
    places = [*(ROOT / "pipelines").rglob("*.py"), ROOT / "dagster.yaml", ROOT / "Makefile"]
    used = {name for path in places for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    assert set(SETTING.findall(README)) == used


def test_the_readme_leads_to_files_that_are_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_file_says_where_or_by_whom_it_was_made():
    found = [
        f"{path.relative_to(ROOT)}, line {fault}"
        for path in committed()
        for fault in faults(path.read_bytes())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("cat /ho" + "me/someone/file", PATH),
        ("--index-" + "url https://example.org", "the address of a package registry"),
        ("x = 1  # TO" + "DO", "work that is not done"),
        ("as asked in issue " + "#12", "how the project is worked on"),
    ],
)
def test_each_of_them_is_found(text, what):
    assert faults(f"fine\n{text}\n".encode()) == [f"2: {what}"]


def test_addresses_and_relative_places_are_fine():
    fine = "https://example.org/home/index.html\n../shared/work/a\nPR1 2AB\n--no-emit-index-" + "url\n"
    assert faults(fine.encode()) == []


def test_a_table_is_searched_for_paths_alone():
    assert faults(b"\xff see issue " + b"12") == []
    assert faults(b"\xff\x00 /ho" + b"me/someone") == [f"1: {PATH}"]
