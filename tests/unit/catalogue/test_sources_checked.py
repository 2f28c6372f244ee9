"""Every copy that is here is read: whole ones are counted, spoilt ones named, absent ones told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.catalogue.check import Checked, check_sources
from pipelines.catalogue.store import Store


def cached(store: Store, file, content: bytes) -> None:
    store.path(file).parent.mkdir(parents=True, exist_ok=True)
    store.path(file).write_bytes(content)


def test_whole_copies_are_counted_by_place(tmp_path: Path, pinned, source_of, make_mirror: Callable):
    a, b, c = pinned("a", b"AA"), pinned("b", b"BBB"), pinned("c", b"C")
    store = Store(tmp_path / "cache", make_mirror({("s", "a"): b"AA", ("s", "b"): b"BBB"}))
    cached(store, a, b"AA")
    told: list[Checked] = []
    results = check_sources([source_of("s", a, b), source_of("t", c)], store, told.append)
    assert results == told
    assert results == [Checked("s", 2, 5, 1, 2, 0, ()), Checked("t", 1, 1, 0, 0, 1, ())]
    assert [result.verdict for result in results] == ["right", "not all here"]


def test_what_is_absent_is_a_fault_without_a_network(tmp_path: Path, pinned, source_of):
    (result,) = check_sources([source_of("t", pinned("c", b"C"))], Store(tmp_path, network=False))
    assert result.verdict == "wrong"
    assert [fault.where for fault in result.faults] == ["t, c"]


def test_a_spoilt_copy_in_either_place_is_named(tmp_path: Path, pinned, source_of, make_mirror: Callable):
    a = pinned("a", b"AA")
    mirror = make_mirror({("s", "a"): b"AA"})
    (mirror / "files/s/a.zst").write_bytes(b"nonsense")
    store = Store(tmp_path / "cache", mirror)
    cached(store, a, b"A")
    (result,) = check_sources([source_of("s", a)], store)
    assert (result.in_cache, result.in_mirror, result.verdict) == (0, 0, "wrong")
    first, second = (str(fault) for fault in result.faults)
    assert (
        "the cached copy cannot be used, it is cut short, or another version: 1 bytes instead of 2" in first
    )
    assert "a.zst: cannot be unpacked" in second


def test_one_changed_byte_is_seen(tmp_path: Path, pinned, source_of):
    a = pinned("a", b"AA")
    store = Store(tmp_path / "cache")
    cached(store, a, b"AB")
    (result,) = check_sources([source_of("s", a)], store)
    assert "its content is another" in str(result.faults[0])
