"""What a file's bytes hold once unpacked: a zip's member, a gzip's content, text in a known encoding.

Only unpacking and decoding belong here; what the text means is a format's own affair.
"""

from __future__ import annotations

import fnmatch
import gzip
import io
import zipfile
import zlib

from pipelines.errors import Fault, Faults

AGAIN = "Fetch the file again."


def unpack(name: str, content: bytes, member: str | None = None) -> bytes:
    """The bytes inside: of the one zip member that `member` matches (a pattern such as *-lsoa.csv), or
    of a gzip, or `content` itself. Raises `Faults` where the file is a web page, cut short, or lacks
    the member."""
    if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise Faults([Fault("is a web page, not data.", name, f"The address gave a page instead. {AGAIN}")])
    if not content:
        raise Faults([Fault("is empty.", name, AGAIN)])
    try:
        if member:
            return _member(name, content, member)
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Faults([Fault(f"cannot be unpacked ({error}): cut short or damaged.", name, AGAIN)]) from None


def _member(name: str, content: bytes, pattern: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = fnmatch.filter(archive.namelist(), pattern)
        if len(found) != 1:
            held = ", ".join(archive.namelist()[:10])
            what = f"holds {len(found)} members that match {pattern!r}. It holds: {held}."
            raise Faults([Fault(what, name, "Name one with the option `member` of the source.")])
        return archive.read(found[0])


def decode(name: str, content: bytes, encoding: str = "utf-8") -> str:
    """The text of `content`, without a byte-order mark. Raises `Faults` naming line and byte where the
    bytes are not in that encoding, and where text declared as something else is UTF-8 after all."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Faults(
            [
                Fault(
                    f"byte 0x{content[error.start]:02x} is not {encoding}.",
                    f"{name}, line {line:,}",
                    "Say what the file is in with the option `encoding` of the source, "
                    "for example windows-1252.",
                )
            ]
        ) from None
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf-8-sig") and not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            raise Faults(
                [Fault(f"is UTF-8, not {encoding}.", name, "Leave out the option `encoding` of the source.")]
            )
    return text.removeprefix("\ufeff")
