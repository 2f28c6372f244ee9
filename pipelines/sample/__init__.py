"""A synthetic county, made from a seed: small files in the very formats of the real sources.

`make` writes a mirror folder that the whole pipeline runs on, with no network. Every area, place and postcode
in it is made up and says so. Nothing here is read by a build of England.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source

SEED = 20261122
_MARK = "MADE_BY"


def make(folder: Path, seed: int = SEED) -> None:
    """Write the county of a seed to `folder`, laid out as a mirror. The same seed gives the same bytes."""
    from pipelines.sample import mirror
    from pipelines.sample.county import build
    from pipelines.sample.groups import GROUPS

    county = build(seed)
    folder.mkdir(parents=True, exist_ok=True)
    mirror.write(folder, (made for files in GROUPS for made in files(county)), seed)


def ensure(folder: Path, seed: int = SEED) -> None:
    """Have the county of a seed at `folder`: made anew, and whole, where it is missing or of other code.

    Raises `CommonGroundError` where the folder cannot be written.
    """
    from pipelines.catalogue.disk import writing

    mark = f"{seed} {_code()}\n"
    if (folder / "FILES.csv").is_file() and _read(folder / _MARK) == mark:
        return
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            make(beside, seed)
            (beside / _MARK).write_text(mark, encoding="utf-8")
            beside.chmod(0o755)
            if folder.exists():
                shutil.rmtree(folder)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def use_sample(sources: Mapping[str, Source], folder: Path) -> dict[str, Source]:
    """The sources with the county's files in place of the pinned ones, and labelled as what they are."""
    with (folder / "FILES.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: _labelled(source.with_files(rows)) for name, source in sources.items()}


def _labelled(source: Source) -> Source:
    return replace(
        source,
        title=f"{source.title} (synthetic)",
        publisher="common-ground, its sample county",
        vintage=f"synthetic, in the form of {source.vintage}",
        attribution="Invented data: no attribution is due",
    )


def _code() -> str:
    """What the files depend on beside the seed: the text of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in {".py", ".yaml"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
