"""Fingerprints: a hash of all that a table depends on. Equal fingerprints, equal tables.

Code counts with all the modules of ours that it imports, read from the source text without importing it.
The warehouse itself does not count (it stores what others make), save for its format number.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from pipelines.paths import ROOT

FORMAT = 1
_STORES = ("pipelines.warehouse", "pipelines.errors", "pipelines.paths")
_LIBRARIES = ("duckdb", "numpy", "pandas", "pyarrow", "scipy", "shapely", "scikit-learn")


def digest(*parts: Any) -> str:
    """A short hash of plain data, whatever the order of the keys of its mappings."""
    text = json.dumps(parts, sort_keys=True, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a fingerprint")


@cache
def libraries() -> str:
    """The versions of the libraries that figures depend on."""
    return digest([(name, version(name)) for name in _LIBRARIES], FORMAT)


@cache
def code(module: str) -> str:
    """A hash of the source of a module of ours and of all modules of ours that it imports."""
    seen: set[str] = set()
    stack = [module]
    while stack:
        name = stack.pop()
        if name in seen or name.startswith(_STORES):
            continue
        seen.add(name)
        stack.extend(imports(name))
    return digest([(name, _source(name)) for name in sorted(seen)])


@cache
def _source(module: str) -> str:
    base = ROOT.joinpath(*module.split("."))
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def imports(module: str) -> tuple[str, ...]:
    """The modules of ours that a module imports, anywhere in its text."""
    found = set()
    for node in ast.walk(ast.parse(_source(module))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = ".".join(part for part in (_base(module, node.level), node.module) if part)
            found.add(source)
            found |= {f"{source}.{alias.name}" for alias in node.names}
    ours = {name for name in found if name.split(".")[0] == "pipelines"}
    return tuple(sorted(name for name in ours if _source(name)))


def _base(module: str, level: int) -> str:
    """The package that an import with `level` leading dots starts from; '' for an absolute import."""
    if not level:
        return ""
    package = ROOT.joinpath(*module.split(".")).is_dir()
    parts = module.split(".")
    return ".".join(parts[: len(parts) - level + (1 if package else 0)])
