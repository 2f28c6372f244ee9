"""Cache, then mirror, then nothing: where files are found, and what is said when they are wrong or gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from pipelines.catalogue.mirror import Mirror
from pipelines.catalogue.store import Store
from pipelines.errors import CommonGroundError, Faults

CONTENT = b"lsoa21cd,pubs\nE01000001,4\n"


@pytest.fixture
def file(pinned):
    return pinned("pubs.csv", CONTENT)


def put_in_cache(store: Store, file, content: bytes) -> None:
    store.path(file).parent.mkdir(parents=True)
    store.path(file).write_bytes(content)


def refused(store: Store, file) -> str:
    with pytest.raises(CommonGroundError) as caught:
        store.read("pubs", file)
    return str(caught.value)


def test_where_a_file_is(tmp_path: Path, file, make_mirror: Callable):
    assert Store(tmp_path / "cache").where(file) == "network"
    assert Store(tmp_path / "cache", network=False).where(file) == "missing"
    store = Store(tmp_path / "cache", make_mirror({("pubs", "pubs.csv"): CONTENT}))
    assert store.where(file) == "mirror"
    put_in_cache(store, file, CONTENT)
    assert store.where(file) == "cache"
    store.path(file).write_bytes(CONTENT[:-1])
    assert store.where(file) == "mirror"


def test_reading_from_the_mirror_copies_nothing(tmp_path: Path, file, make_mirror: Callable):
    store = Store(tmp_path / "cache", make_mirror({("pubs", "pubs.csv"): CONTENT}), network=False)
    assert store.read("pubs", file) == CONTENT
    assert not (tmp_path / "cache").exists()


def test_the_cache_comes_before_the_mirror(tmp_path: Path, file, make_mirror: Callable):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    (mirror / "files/pubs/pubs.csv.zst").write_bytes(b"spoilt")
    store = Store(tmp_path / "cache", mirror, network=False)
    put_in_cache(store, file, CONTENT)
    assert store.read("pubs", file) == CONTENT


def test_contents_of_a_source_come_one_by_one(tmp_path: Path, pinned, source_of, make_mirror: Callable):
    mirror = make_mirror({("pubs", "b"): b"B", ("pubs", "a"): b"A"})
    store = Store(tmp_path / "cache", mirror, network=False)
    source = source_of("pubs", pinned("b", b"B"), pinned("a", b"A"), pinned("c", b"C"))
    contents = store.contents(source)
    assert [next(contents), next(contents)] == [("b", b"B"), ("a", b"A")]
    with pytest.raises(Faults, match="pubs, c: neither in the cache nor in the mirror"):
        next(contents)


def test_a_file_stored_as_it_is(tmp_path: Path, file, make_mirror: Callable):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    listed = (mirror / "FILES.csv").read_text().replace("pubs.csv.zst", "plain.csv")
    (mirror / "FILES.csv").write_text(listed)
    (mirror / "files/pubs/plain.csv").write_bytes(CONTENT)
    assert Store(tmp_path / "cache", mirror, network=False).read("pubs", file) == CONTENT


def test_a_frame_that_does_not_say_its_size(tmp_path: Path, file, make_mirror: Callable):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    (mirror / "files/pubs/pubs.csv.zst").write_bytes(packer.compress(CONTENT) + packer.flush())
    assert Store(tmp_path / "cache", mirror, network=False).read("pubs", file) == CONTENT


@pytest.mark.parametrize(("content", "said"), [
    (CONTENT.replace(b"4", b"5"), "its content is another: sha256 "),
    (CONTENT[:-5], "it is cut short, or another version: 21 bytes instead of 26"),
    (CONTENT + b"more", "it is too long"),
    (b"<!doctype html><title>Sign in</title>", "it is a web page (HTML) ('Sign in') and not the file"),
])  # fmt: skip
def test_wrong_content_in_the_mirror(tmp_path: Path, file, make_mirror: Callable, content: bytes, said: str):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    (mirror / "files/pubs/pubs.csv.zst").write_bytes(zstandard.ZstdCompressor().compress(content))
    text = refused(Store(tmp_path / "cache", mirror), file)
    assert text.startswith(f"pubs, pubs.csv: the mirror's copy cannot be used, {said}")
    assert f"Copy it into {mirror} again." in text


@pytest.mark.parametrize(
    "spoil", [lambda packed: packed[:-4], lambda packed: b"nonsense", lambda packed: b""]
)
def test_a_stored_file_that_cannot_be_unpacked(tmp_path: Path, file, make_mirror: Callable, spoil: Callable):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    stored = mirror / "files/pubs/pubs.csv.zst"
    stored.write_bytes(spoil(stored.read_bytes()))
    text = refused(Store(tmp_path / "cache", mirror), file)
    assert "pubs, pubs.csv: " in text
    assert "pubs.csv.zst: cannot be unpacked, it is cut short or damaged" in text


def test_a_mirror_without_the_file(tmp_path: Path, file, make_mirror: Callable):
    text = refused(Store(tmp_path / "cache", make_mirror({("pubs", "b.csv"): b"B"}), network=False), file)
    assert text.startswith("pubs, pubs.csv: neither in the cache nor in the mirror")
    assert "Name a whole mirror with --mirror, or allow the network." in text


def test_a_mirror_that_lists_the_file_and_has_it_not(tmp_path: Path, file, make_mirror: Callable):
    mirror = make_mirror({("pubs", "pubs.csv"): CONTENT})
    (mirror / "files/pubs/pubs.csv.zst").unlink()
    store = Store(tmp_path / "cache", mirror, network=False)
    assert "(the mirror lists it, but files/pubs/pubs.csv.zst is not there)" in refused(store, file)
    assert Store(tmp_path / "cache", mirror).where(file) == "network"


def test_a_mirror_with_another_version(tmp_path: Path, file, make_mirror: Callable):
    store = Store(tmp_path / "cache", make_mirror({("pubs", "pubs.csv"): b"older"}), network=False)
    assert "(the mirror has another version: sha256 " in refused(store, file)
    assert f"instead of {file.sha256})" in refused(store, file)


def test_no_mirror_and_no_network(tmp_path: Path, file):
    text = refused(Store(tmp_path / "cache", network=False), file)
    assert "not in the cache, there is no mirror, and the network is not to be used" in text


def test_a_cached_file_that_was_changed(tmp_path: Path, file):
    store = Store(tmp_path / "cache", network=False)
    put_in_cache(store, file, CONTENT.replace(b"4", b"5"))
    text = refused(store, file)
    assert "the cached copy cannot be used, its content is another" in text
    assert "Run `commonground sources fetch pubs`, which replaces it." in text


def test_fetch_without_a_network_lists_all_that_is_missing(
    tmp_path: Path, pinned, source_of, make_mirror: Callable
):
    store = Store(tmp_path / "cache", make_mirror({("a", "a"): b"A"}), network=False)
    with pytest.raises(Faults) as caught:
        store.fetch([source_of("a", pinned("a", b"A"), pinned("b", b"B")), source_of("c", pinned("c", b"C"))])
    assert [fault.where for fault in caught.value.faults] == ["a, b", "c, c"]


def test_fetch_asks_for_nothing_that_the_mirror_has(tmp_path: Path, pinned, source_of, make_mirror: Callable):
    store = Store(tmp_path / "cache", make_mirror({("a", "a"): b"A"}))
    assert store.fetch([source_of("a", pinned("a", b"A"))]) == []
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_is_no_mirror(tmp_path: Path, file):
    with pytest.raises(CommonGroundError, match=r"nowhere: this is no mirror, for it has no FILES.csv"):
        Store(tmp_path / "cache", tmp_path / "nowhere").where(file)


def test_a_list_of_files_that_is_spoilt(tmp_path: Path):
    (tmp_path / "FILES.csv").write_text("dataset,file,url,bytes,sha256\n")
    with pytest.raises(CommonGroundError, match="column stored is missing"):
        _ = Mirror(tmp_path).rows
    (tmp_path / "FILES.csv").write_text("dataset,file,url,bytes,sha256,stored\na,b,u,many,s,p\n")
    with pytest.raises(CommonGroundError, match=r"FILES.csv, line 2: cannot be read"):
        _ = Mirror(tmp_path).rows
