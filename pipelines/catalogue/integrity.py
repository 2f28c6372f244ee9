"""Whether bytes are the file that was pinned, and if not, what they are instead.

Pure but for `digest_file`. Where bytes come from is the store's matter.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipelines.catalogue.source import SourceFile

HEAD = 4096  # bytes at the start of a file that tell what it is
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256, in hexadecimal, of a file that need not fit in memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def looks_like_html(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def what_is_wrong(file: SourceFile, size: int, sha256: str, head: bytes = b"") -> str | None:
    """None where size (bytes) and SHA-256 are those pinned, and else one clause saying what came instead.

    `head` holds the first bytes, to recognise a web page or a pointer that was saved as data.
    """
    if size == file.bytes and sha256 == file.sha256:
        return None
    sizes = f"{size:,} bytes instead of {file.bytes:,}"
    if looks_like_html(head):
        title = _TITLE.search(head)
        called = f" ({' '.join(title[1].decode('utf-8', 'replace').split())[:80]!r})" if title else ""
        return f"it is a web page (HTML){called} and not the file, {sizes}"
    if head.startswith(b"version https://git-lfs"):
        return f"it is a pointer to Git's large-file storage and not the file, {sizes}"
    if size == 0:
        return f"it is empty: {sizes}"
    if size < file.bytes:
        return f"it is cut short, or another version: {sizes}"
    if size > file.bytes:
        return f"it is too long, and so another file or version: {sizes}"
    return f"its content is another: sha256 {sha256} instead of {file.sha256}"
