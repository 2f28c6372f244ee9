"""YAML that remembers its lines: data, and where in the file each part of it stands.

What a file should hold is no business of this module.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import Fault, Faults

# libyaml's parser is ten times as fast; a build of PyYAML without it has the same answers
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Marked:
    """A YAML document: its data, and the nodes that it was made from."""

    name: str
    data: Any
    root: yaml.Node | None

    def line(self, path: Sequence[Hashable] = ()) -> int:
        """The line, from 1, of the part at this path of keys and positions, or of its nearest parent.

        For an entry of a mapping it is the line of its key.
        """
        if self.root is None:
            return 1
        node, mark = self.root, self.root.start_mark
        for step in path:
            if isinstance(node, yaml.MappingNode):
                entry = next(((k, v) for k, v in node.value if k.value == str(step)), None)
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


def read_marked(path: Path) -> Marked:
    """A YAML file with its lines. Raises Faults where it is no YAML, or says a key twice."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Faults([Fault(f"not UTF-8 at byte {error.start:,}", path.name, "Save it as UTF-8.")]) from None
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        twice = [
            Fault(f"key {key.value!r} is there twice", f"{path.name}, line {key.start_mark.line + 1}")
            for key in _repeated_keys(root)
        ]
        if twice:
            raise Faults(twice)
        data = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise Faults([Fault(f"not YAML: {said}", where)]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Faults([Fault(f"not YAML: {' '.join(str(error).split())}", path.name)]) from None
    finally:
        loader.dispose()
    return Marked(path.name, data, root)


def _repeated_keys(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Keys that a mapping holds already: YAML forbids them, PyYAML takes the last in silence."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            elif isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
            if not isinstance(value, yaml.ScalarNode):
                yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            if not isinstance(value, yaml.ScalarNode):
                yield from _repeated_keys(value)
