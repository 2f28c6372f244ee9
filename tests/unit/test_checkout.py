"""The package beside no checkout: sources/ and sql/ are not part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import build
from pipelines.errors import CommonGroundError


def test_a_checkout_is_fine(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("COMMONGROUND_MIRROR", "")
    monkeypatch.setenv("COMMONGROUND_DATA", str(tmp_path))
    assert build.open_project().workspace.data == tmp_path


def test_a_package_without_its_checkout_says_so(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(build, "SQL", tmp_path / "sql")
    with pytest.raises(CommonGroundError, match=r"^There is no sql in .*Clone the repository"):
        build.open_project()
    monkeypatch.setattr(build, "SOURCES", tmp_path / "sources")
    with pytest.raises(CommonGroundError, match="There is no sources and no sql in"):
        build.open_project()
