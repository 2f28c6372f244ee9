"""A fingerprint changes with what a table depends on, and with nothing else."""

from __future__ import annotations

import pytest

from pipelines.warehouse import fingerprint


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package `pipelines` of three modules, one of which imports another by a dot."""
    folder = tmp_path / "pipelines" / "sub"
    folder.mkdir(parents=True)
    (tmp_path / "pipelines" / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("")
    (folder / "a.py").write_text("from .b import f\n")
    (folder / "b.py").write_text("def f(): return 1\n")
    (folder / "c.py").write_text("import json\nfrom pipelines.sub import a\n")
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)
    _forget()
    yield folder
    _forget()


def _forget():
    for cached in (fingerprint.code, fingerprint.imports, fingerprint._source):
        cached.cache_clear()


def test_finds_imports_absolute_and_relative(package):
    assert fingerprint.imports("pipelines.sub.a") == ("pipelines.sub.b",)
    assert "pipelines.sub.a" in fingerprint.imports("pipelines.sub.c")


def test_code_counts_with_all_that_it_imports(package):
    before = fingerprint.code("pipelines.sub.c")
    _forget()
    assert fingerprint.code("pipelines.sub.c") == before
    (package / "b.py").write_text("def f(): return 2\n")
    _forget()
    assert fingerprint.code("pipelines.sub.c") != before


def test_a_digest_does_not_hang_on_the_order_of_keys():
    assert fingerprint.digest({"a": 1, "b": 2}) == fingerprint.digest({"b": 2, "a": 1})
    assert fingerprint.digest({"a": 1}) != fingerprint.digest({"a": 2})
