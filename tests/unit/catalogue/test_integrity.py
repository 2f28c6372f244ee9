"""What is said of bytes that are not the pinned ones."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines.catalogue.integrity import digest, digest_file, looks_like_html, what_is_wrong
from pipelines.catalogue.source import SourceFile

# SHA-256 of "abc", from FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
FILE = SourceFile("abc.txt", "https://example.org/abc.txt", 3, ABC)


def judge(content: bytes) -> str | None:
    return what_is_wrong(FILE, len(content), hashlib.sha256(content).hexdigest(), content)


def test_digest_is_the_published_one(tmp_path: Path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert digest(b"abc") == ABC
    assert digest_file(tmp_path / "abc") == ABC


def test_the_right_bytes_are_right():
    assert judge(b"abc") is None


@pytest.mark.parametrize(("content", "said"), [
    (b"ab", "it is cut short, or another version: 2 bytes instead of 3"),
    (b"abcd", "it is too long, and so another file or version: 4 bytes instead of 3"),
    (b"", "it is empty: 0 bytes instead of 3"),
    (b"abd", f"its content is another: sha256 {hashlib.sha256(b'abd').hexdigest()} instead of {ABC}"),
    (b"<html><title>Not\n found</title>", "it is a web page (HTML) ('Not found') and not the file, 31 bytes"),
    (b"version https://git-lfs.github.com/spec/v1\n", "it is a pointer to Git's large-file storage"),
])  # fmt: skip
def test_wrong_bytes_are_told(content: bytes, said: str):
    assert (judge(content) or "").startswith(said)


@pytest.mark.parametrize("head", [
    b"<!DOCTYPE html><html>", b"\n  <HTML lang='en'>", b"\xef\xbb\xbf<!doctype  HTML>",
    b"<!-- hello -->\n<html>", b"<body>", b"<head>",
])  # fmt: skip
def test_web_pages_are_recognised(head: bytes):
    assert looks_like_html(head)


@pytest.mark.parametrize("head", [b"", b"lsoa,name\n", b"<?xml version='1.0'?><kml>", b"a <html>", b"<htmlx"])
def test_data_are_not_taken_for_web_pages(head: bytes):
    assert not looks_like_html(head)
