"""Which method made a release, and what the release may be called.

A method is known by its text in one form, not by the file that it came from, so that comments and white space
do not count. Only text and names belong here; what is written is in `release`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pipelines.errors import CommonGroundError
from pipelines.paths import METHODS

METHOD = "method.yaml"
OURS = "england"
OFFICIAL = (OURS, "england-classic")  # methods with figures of their own; the template is there to be changed


@dataclass(frozen=True)
class Identity:
    """A method as a release tells of it. `official`: it comes with the software, to the last value.

    `live`: the release rests on live data sets, and a version stands for the figures of the pinned files.
    """

    method: Any
    live: bool = False

    @cached_property
    def text(self) -> str:
        """The method as YAML: every key with its value, those too that its file left to the defaults.

        Reading it gives the same method again. The order of entries stays, for it orders the columns.
        """
        import yaml

        content = self.method.model_dump(mode="json", exclude_none=True)
        # not libyaml's writer: a machine without it would write other bytes
        return yaml.dump(content, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=110)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text, which is the file `method.yaml` of a release."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def official(self) -> bool:
        return self.method in _official()

    @property
    def borrowed(self) -> bool:
        """It bears the name of an official method and is not that one."""
        return not self.official and self.method.name in {other.name for other in _official()}

    @property
    def release(self) -> str:
        """The name of its release: the version of our method, with its name for another.

        A borrowed name gets the beginning of the SHA-256 as well, and a live release `-live`, so that neither
        can take an official place.
        """
        name = f"{self.method.name}-{self.method.version}"
        if self.borrowed:
            name = f"{name}-{self.sha256[:8]}"
        elif self.method.name == OURS:
            name = self.method.version
        return f"{name}-live" if self.live else name

    def named(self, name: str | None) -> str:
        """The name that is given to a release, or that of its method.

        Raises `CommonGroundError` for what is no name of a folder, and for the name of an official release
        that stands for another method.
        """
        if name is None:
            return self.release
        plain = name and not name.startswith(".") and name != "latest"
        if not plain or not all(c.isalnum() or c in "._-" for c in name):
            raise CommonGroundError(
                f"{name!r} cannot name a release. Use letters, digits, dots and hyphens: 1.0.0 or 2026-11."
            )
        for other in _official():
            if (self.live or self.method != other) and name == Identity(other).release:
                raise CommonGroundError(
                    f"{name} is the official release of the method {other.name} {other.version} from pinned "
                    f"files, and this build is another. Leave --release out for {self.release}, or give "
                    "another name."
                )
        return name

    @property
    def warning(self) -> str:
        """What readers of a release under a borrowed name should know; empty for any other."""
        if not self.borrowed:
            return ""
        return (
            f"Not the official method: it bears the name {self.method.name} {self.method.version} and "
            f"differs from the one that comes with the software. SHA-256 of the method: {self.sha256[:8]}."
        )

    @property
    def about(self) -> dict[str, Any]:
        """What provenance says of the method."""
        told = {key: getattr(self.method, key) for key in ("name", "title", "version")}
        return {**told, "official": self.official, "sha256": self.sha256}


@cache
def _official() -> tuple[Any, ...]:
    from pipelines.method.loader import parse

    return tuple(parse(METHODS / f"{stem}.yaml") for stem in OFFICIAL)
