"""Method files read and checked: every fault at once, with its line and its path.

Use `check` for the list of faults and `load` for a method that has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.errors import CommonGroundError, Fault, Faults, counted
from pipelines.marked_yaml import Key, Marked, read_marked
from pipelines.method.checks import CHECKS
from pipelines.method.known import Known
from pipelines.method.model import Method
from pipelines.paths import METHODS

LISTS = ("imd_inputs", "wanted")  # files beside the methods that are none


def find(name: str | Path) -> Path:
    """A method by its path, or by the name of one that comes with the project (`england`).

    Raises `CommonGroundError` where there is none.
    """
    path = Path(name)
    own = METHODS / f"{path.name.removesuffix('.yaml')}.yaml"
    if path.is_file():
        return path
    if path.parent == Path(".") and own.is_file() and own.stem not in LISTS:
        return own
    have = ", ".join(sorted(p.stem for p in METHODS.glob("*.yaml") if p.stem not in LISTS))
    raise CommonGroundError(f"There is no method file {name}. Give the path of a file, or one of: {have}.")


def read(path: Path) -> tuple[Marked, Method | None, list[Fault]]:
    """A method file, the method in it where its keys and types are right, and the faults of those."""
    document = read_marked(path)
    faults = list(document.faults)
    if not isinstance(document.data, dict):
        odd = document.fault((), "a method file is a mapping.", "Start with `name:`.")
        return document, None, [*faults, odd]
    try:
        return document, Method.model_validate(document.data), faults
    except ValidationError as error:
        return document, None, faults + [_fault(document, one) for one in error.errors()]


def check(path: Path, known: Known) -> list[Fault]:
    """All faults of a method file, in the order of its lines; empty where it is sound."""
    document, method, faults = read(path)
    if method is not None:
        for rule in CHECKS:
            faults.extend(rule(method, document, known))
    return sorted(faults, key=lambda fault: _line(fault.where))


def load(path: Path, known: Known) -> Method:
    """The method of a file. Raises `Faults`, all at once, each with its line."""
    faults = check(path, known)
    if faults:
        raise Faults(faults, f"{path.name} is not a sound method ({counted(len(faults), 'fault')})")
    method = read(path)[1]
    assert method is not None  # it had no faults
    return method


def parse(path: Path) -> Method:
    """The method of a file by its keys and types alone, for what needs no data. Raises `Faults`."""
    _, method, faults = read(path)
    if method is None or faults:
        raise Faults(faults, f"{path.name} is not a sound method ({counted(len(faults), 'fault')})")
    return method


def _fault(document: Marked, error: Any) -> Fault:
    path = _path(error["loc"], document.data)
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return document.fault(
            path, f"unknown key {path[-1]!r}.", "See template.yaml for the keys that there are."
        )
    if kind == "missing":
        return document.fault(path, f"{path[-1]!r} is missing.")
    if kind == "union_tag_not_found":
        return document.fault(path, "the type is missing.", f"Give {error['ctx']['discriminator']}.")
    if kind == "union_tag_invalid":
        context = error["ctx"]
        said = f"there is no {context['discriminator'].strip(chr(39))} {context['tag']!r}."
        return document.fault(path, said, f"Known: {context['expected_tags']}.")
    said = error["msg"].removeprefix("Value error, ")
    shown = f" (it is {given!r})" if isinstance(given, str | int | float | bool) else ""
    return document.fault(path, f"{said[0].lower()}{said[1:]}{shown}.")


def _path(location: tuple[Any, ...], data: Any) -> Key:
    """The path of keys in the file: pydantic's, without the names of the union members that it tried."""
    path: list[Any] = []
    last = len(location) - 1
    for place, part in enumerate(location):
        inside = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if inside:
            path.append(part)
            data = data[part] if not isinstance(data, list) or part < len(data) else None
        elif place == last and isinstance(data, dict) and not _member(part):
            path.append(part)  # a key that is missing
    return tuple(path)


def _member(part: Any) -> bool:
    return not isinstance(part, str) or "[" in part or part in ("float", "[key]")


def _line(where: str) -> int:
    _, _, rest = where.partition(", line ")
    digits = rest.partition(",")[0]
    return int(digits) if digits.isdecimal() else 0
