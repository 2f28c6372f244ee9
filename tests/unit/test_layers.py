"""The order of the modules, read from their import statements: arrows run one way, and modules stay small."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from pipelines.paths import ROOT

# From what knows nothing to what knows all: a part may import itself and what stands on a line above its own.
ORDER = (
    ("pipelines", "column_types", "errors", "paths", "spelling", "measure"),
    ("marked_yaml",),
    ("catalogue", "method", "warehouse"),
    ("readers", "sample"),
    ("stages",),
    ("publish",),
    ("trace",),
    ("assets",),
    ("build",),
    ("definitions", "records"),
    ("terminal",),
    ("cli",),
    ("__main__",),
)
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}
MOST_LINES = 400


@dataclass(frozen=True)
class Import:
    """One name that a module imports: the module that it comes from, and whether on loading."""

    module: str
    at_once: bool


@cache
def files() -> dict[str, Path]:
    """All modules of the package, by dotted name."""
    return {dotted(path.relative_to(ROOT)): path for path in sorted((ROOT / "pipelines").rglob("*.py"))}


def dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part(module: str) -> str:
    """`pipelines.measure.ranks` is of the part `measure`."""
    names = module.split(".")
    return names[min(1, len(names) - 1)]


def imports(text: str, module: str, known: set[str], is_package: bool = False) -> list[Import]:
    """What a text imports, also inside functions and for types alone; `known` are the modules of ours."""
    inside = module.split(".") if is_package else module.split(".")[:-1]
    found = []
    for node, at_once in _statements(ast.parse(text), True):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, at_once) for alias in node.names]
            continue
        above = inside[: len(inside) + 1 - node.level] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        names = [f"{source}.{alias.name}" for alias in node.names]
        found += [Import(name if name in known else source, at_once) for name in names]
    return found


def _statements(node: ast.AST, at_once: bool):
    """Import statements below a node, and whether they run when the module is loaded."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_once
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _statements(child, False)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            for inner in child.body:
                yield from _statements(ast.Module([inner], []), False)
            for inner in child.orelse:
                yield from _statements(ast.Module([inner], []), at_once)
        else:
            yield from _statements(child, at_once)


@cache
def package() -> dict[str, list[Import]]:
    return {
        name: imports(path.read_text(encoding="utf-8"), name, set(files()), path.name == "__init__.py")
        for name, path in files().items()
    }


def upward(graph: dict[str, list[Import]]) -> list[str]:
    """Imports that run against the order."""
    return [
        f"{name} imports {found.module}"
        for name, all_found in graph.items()
        for found in all_found
        if part(found.module) != part(name) and ours(found) and LEVEL[part(found.module)] >= LEVEL[part(name)]
    ]


def ours(found: Import) -> bool:
    return found.module.split(".")[0] == "pipelines"


def foreign(found: Import) -> str:
    """The library that an import needs, '' where it is Python's own or ours."""
    top = found.module.split(".")[0]
    return "" if ours(found) or top in sys.stdlib_module_names else top


def test_every_part_of_the_package_has_its_place_in_the_order():
    assert {part(name) for name in files()} == set(LEVEL)


def test_no_module_imports_upwards():
    assert upward(package()) == []


def test_an_import_upwards_is_found():
    text = "def f():\n    from pipelines.stages import score\n"
    graph = {"pipelines.warehouse.run": imports(text, "pipelines.warehouse.run", {"pipelines.stages.score"})}
    assert upward(graph) == ["pipelines.warehouse.run imports pipelines.stages.score"]


def test_relative_imports_and_imports_for_types_are_read():
    text = "from .arrays import x\nif TYPE_CHECKING:\n    from ..stages import y\n"
    assert imports(text, "pipelines.measure.ranks", set()) == [
        Import("pipelines.measure.arrays", True),
        Import("pipelines.stages", False),
    ]
    assert imports("from . import a", "pipelines.sample", {"pipelines.sample.a"}, True) == [
        Import("pipelines.sample.a", True)
    ]


def test_no_circle_of_imports():
    graph = {name: {f.module for f in found if ours(f)} - {name} for name, found in package().items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_measure_is_pure_functions_of_arrays():
    known = {"numpy", "scipy", "sklearn"}
    found = {
        f"{name} imports {f.module}"
        for name, all_found in package().items()
        if part(name) == "measure"
        for f in all_found
        if (foreign(f) and foreign(f) not in known) or (ours(f) and part(f.module) != "measure")
    }
    assert found == set()


def test_dagster_stays_at_the_edge():
    users = {name: found for name, found in package().items() if any(foreign(f) == "dagster" for f in found)}
    assert set(users) == {f"pipelines.{name}" for name in ("assets", "build", "definitions", "records")}
    for name in ("pipelines.build", "pipelines.records"):
        assert not [f for f in users[name] if foreign(f) == "dagster" and f.at_once], name


def test_the_command_loads_click_and_nothing_else():
    found = package()["pipelines.cli"]
    assert {foreign(f) for f in found} - {""} == {"click"}
    assert [f.module for f in found if f.at_once and ours(f)] == []


# What costs a quarter of a second or more to load, in modules that are loaded for every command.
HEAVY = {
    "dagster",
    "duckdb",
    "geopandas",
    "matplotlib",
    "pandas",
    "pyarrow",
    "rdata",
    "requests",
    "scipy",
    "shapely",
}


def test_what_every_build_loads_first_loads_nothing_heavy():
    graph, stack, seen = package(), ["pipelines.build", "pipelines.stages.graph"], set()
    stack += [name for name in graph if part(name) == "stages"]
    while stack:
        name = stack.pop()
        if name in seen or name not in graph or part(name) == "measure":
            continue
        seen.add(name)
        stack += [f.module for f in graph[name] if f.at_once and ours(f)]
    found = {
        f"{name} imports {f.module}"
        for name in seen
        for f in graph[name]
        if f.at_once and foreign(f) in HEAVY
    }
    assert found == set()


@pytest.mark.parametrize("name", files())
def test_a_module_is_small_and_says_what_belongs_in_it(name):
    text = files()[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    said = ast.get_docstring(ast.parse(text)) or ""
    assert len(said) > 20, "no docstring"
