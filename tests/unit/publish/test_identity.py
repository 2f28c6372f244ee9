"""A release is known by its method: what counts in it, what it is called, and which names are kept."""

from __future__ import annotations

import hashlib

import pytest

from pipelines.errors import CommonGroundError
from pipelines.method.loader import find, parse
from pipelines.publish.identity import METHOD, OFFICIAL, Identity

OURS = find("england").read_text(encoding="utf-8")


def read(tmp_path, text: str) -> Identity:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return Identity(parse(path))


def other_weight(text: str) -> str:
    changed = text.replace("weight: 14\n", "weight: 15\n", 1)
    assert changed != text
    return changed


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_text_of_a_method_gives_it_again_and_its_hash_is_that_of_the_file(tmp_path, name):
    made = Identity(parse(find(name)))
    again = read(tmp_path, made.text)
    assert again.method == made.method and again.text == made.text
    assert made.sha256 == hashlib.sha256((tmp_path / "mine.yaml").read_bytes()).hexdigest()
    assert METHOD == "method.yaml" and len(made.sha256) == 64


def test_comments_and_white_space_do_not_count(tmp_path):
    plain = "\n".join(line for line in OURS.splitlines() if not line.lstrip().startswith("#"))
    assert len(plain) < len(OURS) and "metres: 500\n" in plain
    mine = read(tmp_path, "# Mine.\n\n" + plain.replace("metres: 500\n", "metres:   500.0  \n"))
    assert mine.official and mine.release == "1.0" and mine.warning == ""
    assert mine.sha256 == Identity(parse(find("england"))).sha256


def test_the_official_methods_have_plain_names():
    assert [Identity(parse(find(name))).release for name in OFFICIAL] == ["1.0", "england_classic-1.0"]


@pytest.mark.parametrize(("name", "bears"), [("england", "england"), ("england-classic", "england_classic")])
def test_a_borrowed_name_gets_the_beginning_of_the_hash(tmp_path, name, bears):
    mine = read(tmp_path, find(name).read_text(encoding="utf-8").replace("weight: 1", "weight: 2", 1))
    assert not mine.official and mine.borrowed
    assert mine.release == f"{bears}-1.0-{mine.sha256[:8]}"
    assert f"bears the name {bears} 1.0 and differs" in mine.warning


def test_a_later_version_of_ones_own_is_not_the_official_one_either(tmp_path):
    mine = read(tmp_path, OURS.replace('version: "1.0"', 'version: "1.1"'))
    assert mine.release == f"england-1.1-{mine.sha256[:8]}"


def test_a_method_with_a_name_of_its_own_keeps_it(tmp_path):
    mine = read(tmp_path, other_weight(OURS).replace("name: england\n", "name: mine\n"))
    assert (mine.release, mine.borrowed, mine.warning) == ("mine-1.0", False, "")


def test_the_name_of_an_official_release_is_kept_for_it(tmp_path):
    mine = read(tmp_path, other_weight(OURS))
    for name in ("1.0", "england_classic-1.0"):
        with pytest.raises(CommonGroundError, match=f"{name} is the official release .* {mine.release}"):
            mine.named(name)
    with pytest.raises(CommonGroundError, match=r"1\.0 is the official release .* 1\.0-live"):
        Identity(parse(find("england")), live=True).named("1.0")
    assert mine.named("trial") == "trial" and mine.named(None) == mine.release
    assert Identity(parse(find("england"))).named("1.0") == "1.0"


@pytest.mark.parametrize("name", ["", "latest", "..", "a/b", ".hidden", "two words"])
def test_what_is_no_folders_name_is_refused(name):
    with pytest.raises(CommonGroundError, match="cannot name a release"):
        Identity(parse(find("england"))).named(name)
