"""A build, stage by stage: seconds and peak memory of each layer, of a second build, of one weight changed.

Each stage runs in a process of its own, so that its peak memory is its own. England is built where there is a
mirror, the synthetic county where there is none. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipelines.method.loader import find
from pipelines.paths import mirror_folder
from pipelines.warehouse.models import LAYERS

_LAYER = """
import sys
from pipelines.build import open_project
from pipelines.warehouse.run import make
edition, layer = sys.argv[1:]
project = open_project(edition)
names = [n for n in project.graph.stale(project.storage, project.graph.meant()) if n.startswith(layer + ".")]
rows = sum(make(project.graph.nodes[name], project.storage, edition).rows for name in names)
print(len(names), rows)
"""
_BUILD = "from pipelines.cli import main; main()"


def timed(command: list[str], data: str) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and standard output of a command that builds into the folder `data`."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"COMMONGROUND_DATA": data},
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the command {command[1:]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, said


def main() -> None:
    """Print the table."""
    edition = "england" if mirror_folder() else "sample"
    flag = [] if edition == "england" else ["--sample"]
    print(f"{edition}, {os.cpu_count()} cores\n")
    print(f"{'stage':34}{'tables':>8}{'rows':>12}{'seconds':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for layer in LAYERS:
            seconds, memory, said = timed([_LAYER, edition, layer], folder)
            tables, rows = (int(word) for word in said.split())
            if tables:
                print(f"{layer:34}{tables:8,}{rows:12,}{seconds:9.1f}{memory:9,.0f}", flush=True)
        changed = Path(folder) / "changed.yaml"
        text = find("england").read_text(encoding="utf-8")
        changed.write_text(
            text.replace("weight: 14\n", "weight: 13\n", 1).replace("weight: 8\n", "weight: 9\n", 1)
        )
        for title, more, data in (
            ("publishing", [], folder),
            ("again, nothing changed", [], folder),
            ("one weight changed", ["--method", str(changed)], folder),
            ("a whole build, from nothing", [], f"{folder}/anew"),
        ):
            seconds, memory, _ = timed([_BUILD, "build", *flag, *more], data)
            print(f"{title:54}{seconds:9.1f}{memory:9,.0f}", flush=True)
        if edition == "england":
            seconds, memory, _ = timed([_BUILD, "build", "--sample"], f"{folder}/county")
            print(f"{'the sample county, from nothing':54}{seconds:9.1f}{memory:9,.0f}")
    print(f"\nThis process itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB.")


if __name__ == "__main__":
    main()
