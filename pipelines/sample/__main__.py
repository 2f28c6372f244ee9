"""`python -m pipelines.sample FOLDER [--seed N]`: write the county. Only the command belongs here."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipelines.sample import SEED, make


def main() -> None:
    """Read the command line, write the county, say where it is."""
    parser = argparse.ArgumentParser(
        description="Write the synthetic county (SYNTHETIC: no real place) to FOLDER."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    make(given.folder, given.seed)
    print(f"Synthetic county of seed {given.seed} in {given.folder}")


if __name__ == "__main__":
    main()
