"""YAML that remembers on which line each value stands, so that a fault can be told with its place.

Only reading belongs here; what the values mean does not.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import CommonGroundError, Fault

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class Document:
    """The values of a YAML file and the line of each, by its path of keys."""

    name: str
    data: Any
    lines: dict[Key, int] = field(repr=False)
    faults: list[Fault] = field(default_factory=list)

    def where(self, path: Key) -> str:
        """File, line and path of a key; of its nearest parent where the key itself is not there."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        named = ".".join(str(part) for part in path)
        return f"{self.name}, line {line}" + (f", {named}" if named else "")

    def fault(self, path: Key, what: str, do: str = "") -> Fault:
        return Fault(what, self.where(path), do)


def read(path: Path) -> Document:
    """Read one YAML file. Raises `CommonGroundError` where it is not there or is not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommonGroundError(f"{path}: this file cannot be read: {error}") from None
    return parse(text, path.name)


def parse(text: str, name: str) -> Document:
    """Parse YAML text. A key that stands twice in one mapping is a fault of the document."""
    loader = yaml.SafeLoader(text)
    lines: dict[Key, int] = {}
    faults: list[Fault] = []
    try:
        node = loader.get_single_node()
        if node is not None:
            _note(node, (), name, lines, faults)  # before construction, which folds merge keys in
        return Document(name, None if node is None else loader.construct_document(node), lines, faults)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CommonGroundError(f"{name}, line {line}: this is not YAML: {error.problem}.") from None
    finally:
        loader.dispose()


def _note(node: yaml.Node, path: Key, name: str, lines: dict[Key, int], faults: list[Fault]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                said = f"the key {key.value!r} stands twice, first on line {seen[key.value]}."
                faults.append(Fault(said, f"{name}, line {line}", "Keep one of them."))
            seen.setdefault(key.value, line)
            here = (*path, key.value)
            lines.setdefault(here, line)
            _note(value, here, name, lines, faults)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            _note(value, (*path, place), name, lines, faults)
