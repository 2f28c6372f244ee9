"""The release that the repository carries is the one that this build gives, byte for byte."""

from __future__ import annotations

from pipelines.publish.carried import MOST_BYTES, carry
from pipelines.publish.reading import CARRIED


def test_a_build_gives_the_carried_release_again(england, tmp_path):
    carry(england.release, tmp_path / "release")
    made = {path.name: path.read_bytes() for path in (tmp_path / "release").iterdir()}
    carried = {path.name: path.read_bytes() for path in CARRIED.iterdir()}
    assert sorted(made) == sorted(carried)
    differ = [name for name in made if made[name] != carried[name]]
    assert not differ, "run `commonground build` and `commonground carry`, and commit data/release"


def test_it_is_small():
    assert sum(path.stat().st_size for path in CARRIED.iterdir()) < MOST_BYTES
