"""YAML that remembers its lines: data, and where in the file each part of it stands.

What a file should hold is no business of this module.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import CommonGroundError, Fault, Faults

# libyaml's parser is ten times as fast; a build of PyYAML without it has the same answers
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class Marked:
    """A YAML document: its data, the nodes that it was made from, and the keys that stand twice in it."""

    name: str
    data: Any
    root: yaml.Node | None = field(repr=False)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Sequence[Hashable] = ()) -> int:
        """The line, from 1, of the part at this path of keys and positions, or of its nearest parent.

        For an entry of a mapping it is the line of its key.
        """
        if self.root is None:
            return 1
        node, mark = self.root, self.root.start_mark
        for step in path:
            if isinstance(node, yaml.MappingNode):
                # from the end: construction puts what `<<` brings in before a mapping's own keys
                entry = next(((k, v) for k, v in reversed(node.value) if k.value == str(step)), None)
                if entry is None:
                    break
                mark, node = entry[0].start_mark, entry[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return int(mark.line) + 1

    def where(self, path: Sequence[Hashable] = ()) -> str:
        """`pubs.yaml, line 12`."""
        return f"{self.name}, line {self.line(path)}"

    def fault(self, path: Key, what: str, do: str = "") -> Fault:
        """A fault at a path, which is told after the line: `pubs.yaml, line 12, files.0.name`."""
        named = ".".join(str(step) for step in path)
        return Fault(what, self.where(path) + (f", {named}" if named else ""), do)


def load_yaml(text: str) -> Any:
    """YAML as plain data, without lines. Raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_Loader)


def read_marked(path: Path) -> Marked:
    """A YAML file with its lines; keys that stand twice are among its `faults`.

    Raises `CommonGroundError` where it cannot be read, `Faults` where it is no YAML.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CommonGroundError(f"{path}: this file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise Faults([Fault(f"not UTF-8 at byte {error.start:,}", path.name, "Save it as UTF-8.")]) from None
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        faults = [
            Fault(
                f"the key {key.value!r} stands twice, first on line {first}.",
                f"{path.name}, line {key.start_mark.line + 1}",
                "Keep one of them.",
            )
            for key, first in _repeated_keys(root)
        ]
        return Marked(path.name, None if root is None else loader.construct_document(root), root, faults)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise Faults([Fault(f"this is not YAML: {said}.", where)]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Faults([Fault(f"this is not YAML: {' '.join(str(error).split())}", path.name)]) from None
    finally:
        loader.dispose()


def _repeated_keys(root: yaml.Node | None) -> list[tuple[yaml.ScalarNode, int]]:
    """Keys that their mapping holds already, with the line of the first, in the order of the text.

    YAML forbids them, PyYAML takes the last in silence. What aliases stand for is looked into once.
    """
    stack, known, found = [root], set(), []
    while stack:
        node = stack.pop()
        if id(node) in known or not isinstance(node, yaml.CollectionNode):
            continue
        known.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            stack += node.value
            continue
        first: dict[str, int] = {}
        for key, value in node.value:
            stack.append(value)
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in first:
                found.append((key, first[key.value]))
            first.setdefault(key.value, key.start_mark.line + 1)
    return sorted(found, key=lambda pair: pair[0].start_mark.index)
