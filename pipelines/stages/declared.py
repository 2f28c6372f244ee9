"""The steps that the modules of this package declare with `@step`: found by importing each of them.

Steps that follow from a method are made, not declared: see `method_steps`, `publish_steps`, `quality_steps`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from pipelines import stages
from pipelines.warehouse.step import STEPS, Step


def declared_steps() -> dict[str, Step]:
    """Every declared step, by table."""
    for module in iter_modules(stages.__path__):
        import_module(f"{stages.__name__}.{module.name}")
    return dict(STEPS)
