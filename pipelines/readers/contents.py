"""What a file's bytes hold once unpacked: a zip's member, a gzip's content, text in a known encoding.

Only unpacking and decoding belong here; what the text means is a format's own affair.
"""

from __future__ import annotations

import fnmatch
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

from pipelines.errors import Fault, Faults

AGAIN = "Fetch the file again."


def unpack(name: str, content: bytes, member: str | None = None) -> bytes:
    """What a gzip holds, or the zip member that the pattern `member` finds first, or `content` itself.
    Raises `Faults` where the file is a web page, empty, or cut short."""
    if member:
        return next(members(name, content, [member]))[1]
    if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise Faults([Fault("is a web page, not data.", name, f"The address gave a page instead. {AGAIN}")])
    if not content:
        raise Faults([Fault("is empty.", name, AGAIN)])
    try:
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Faults([_damaged(name, error)]) from None


def members(name: str, content: bytes, patterns: list[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each zip member that a pattern such as *-lsoa.csv matches, pattern by pattern, in
    the order of their names. Raises `Faults` where a pattern matches none, or the zip is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(unpack(name, content))) as archive:
            for pattern in patterns:
                found = sorted(fnmatch.filter(archive.namelist(), pattern))
                if not found:
                    held = ", ".join(archive.namelist()[:10])
                    do = f"It holds: {held}. Mend the option `member` of the source."
                    raise Faults([Fault(f"holds no member that matches {pattern!r}.", name, do)])
                for member in found:
                    yield f"{name}/{member}", archive.read(member)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Faults([_damaged(name, error)]) from None


def _damaged(name: str, error: Exception) -> Fault:
    return Fault(f"cannot be unpacked ({error}): cut short or damaged.", name, AGAIN)


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
