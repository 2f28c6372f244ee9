"""`python -m benchmarks [NAME ...]`: every benchmark of this folder, each in a process of its own.

A process of its own, because a process's peak memory never falls again.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import benchmarks


def main() -> int:
    """Run the benchmarks that are named, or all; the exit status is 1 where one failed."""
    there = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    wanted = sys.argv[1:] or there
    unknown = [name for name in wanted if name not in there]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(there)}.", file=sys.stderr)
        return 1
    failed = [name for name in wanted if subprocess.call([sys.executable, "-m", f"benchmarks.{name}"])]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
