"""A mirror folder written: files packed with Zstandard, FILES.csv, and a notice that nothing here is real.

Only the folder's layout belongs here (it is that of the mirror of real files).
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipelines.sample.formats import Made

NOTICE = """SYNTHETIC DATA

Every file in this folder was made by pipelines/sample from the seed {seed}. The county of Sampleshire, its
people, places, postcodes and figures do not exist. The files have the formats of the published data sets
whose names they bear, so that the whole pipeline can be run on them; they say nothing about England.
"""
_COLUMNS = ("dataset", "file", "url", "bytes", "sha256", "stored", "stored_bytes")


def write(folder: Path, made: Iterable[Made], seed: int) -> int:
    """Write (group, data set, file, content) as a mirror at `folder`; returns how many files.

    FILES.csv is written last and in one move: a folder that has it is complete.
    """
    import zstandard

    packer = zstandard.ZstdCompressor(level=3)
    rows = []
    for group, dataset, name, content in sorted(made, key=lambda item: item[:3]):
        packed = packer.compress(content)
        stored = Path("files", group, dataset, f"{name}.zst")
        target = folder / stored
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed)
        digest = hashlib.sha256(content).hexdigest()
        url = f"synthetic:seed={seed}/{dataset}/{name}"
        rows.append([dataset, name, url, len(content), digest, stored.as_posix(), len(packed)])
    (folder / "NOTICE.md").write_text(NOTICE.format(seed=seed), encoding="utf-8")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".FILES")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(out.getvalue())
    os.replace(beside, folder / "FILES.csv")
    return len(rows)
