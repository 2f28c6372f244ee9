"""The notebooks run from top to bottom, and are kept without their outputs."""

from __future__ import annotations

import nbformat
import pytest
from county_build import County
from nbclient import NotebookClient

from pipelines.paths import ROOT

FOLDER = ROOT / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))


def run(name: str, county: County, monkeypatch: pytest.MonkeyPatch, edition: str | None = None) -> str:
    """What a notebook prints and shows, run where Jupyter runs it; `edition` takes the place of its own."""
    for setting, value in county.environment(PYTHONPATH=str(ROOT)).items():
        monkeypatch.setenv(setting, value)
    monkeypatch.delenv("MPLBACKEND", raising=False)  # plots go into the notebook
    book = nbformat.read(FOLDER / name, as_version=4)
    if edition:
        cell = next(c for c in book.cells if "EDITION = " in c.source)
        cell.source = cell.source.replace('EDITION = "england"', f'EDITION = "{edition}"')
        assert f'EDITION = "{edition}"' in cell.source
    NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs), "no plot"
    return "\n".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in outputs)


def test_a_release_is_read_in_a_clone(tmp_path, monkeypatch):
    said = run("read_a_release.ipynb", County(tmp_path / "data"), monkeypatch)
    assert "carried in the repository" in said and "33,755 neighbourhoods" in said


def test_a_release_is_read_with_its_outlines(built, monkeypatch):
    said = run("read_a_release.ipynb", built, monkeypatch, "sample")
    assert "SYNTHETIC, built here" in said and "300 neighbourhoods" in said


def test_a_weight_is_changed_and_the_lists_compared(county, monkeypatch):
    said = run("change_a_weight.ipynb", county, monkeypatch)
    assert "against release 1.0" in said
    assert {path.name for path in county.published.iterdir()} == {"1.0", "fewer_pubs-1.0", "latest"}


@pytest.mark.parametrize("name", NAMES)
def test_no_output_is_kept(name):
    cells = [c for c in nbformat.read(FOLDER / name, as_version=4).cells if c.cell_type == "code"]
    assert cells
    assert all(not c.outputs and c.execution_count is None for c in cells)
