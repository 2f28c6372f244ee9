"""Writing to disk, with what a disk may refuse told in a sentence.

Nothing about sources belongs here.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import CommonGroundError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say plainly what hinders writing to `path`: raises CommonGroundError for a full or closed disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            limit = "a limit on the size of files" if error.errno == errno.EFBIG else "no space is left"
            raise CommonGroundError(
                f"{path}: the disk is full ({limit}). Free some space, or set COMMONGROUND_DATA to a folder"
                " on another disk, and run again: what is already there is kept."
            ) from error
        if error.errno in _REFUSED:
            reason = (error.strerror or "refused").lower()
            raise CommonGroundError(
                f"{path}: cannot be written ({reason}). Make its folder writable, or set COMMONGROUND_DATA"
                " to one that is."
            ) from error
        raise
