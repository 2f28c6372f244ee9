"""A folder that appears whole or not at all: written beside, checked, renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import CommonGroundError

LATEST = "latest"


@contextmanager
def appearing(folder: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """A folder to write into that becomes `folder` only when the block has ended and `check` has passed.

    If anything fails, or the program is interrupted, what was written is removed and `folder` is as it was.
    Raises `CommonGroundError` where the place cannot be written to or is full.
    """
    part = folder.with_name(f".{folder.name}.part")
    try:
        recover(folder)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        check(part)
        _swap(part, folder)
    except OSError as error:
        raise CommonGroundError(
            f"Cannot write the release to {folder}: {error.strerror or error}. "
            "The last release is as it was. Make room, or set COMMONGROUND_DATA to another folder."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _swap(part: Path, folder: Path) -> None:
    """Put `part` in the place of `folder`; a folder that was there goes only when the new one stands."""
    old = _aside(folder)
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(part, folder)
    except BaseException:
        recover(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(folder: Path) -> None:
    """Undo a replacement that was cut off between its two renames."""
    old = _aside(folder)
    if old.exists() and not folder.exists():
        os.replace(old, folder)
    shutil.rmtree(old, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def point_latest(folder: Path) -> None:
    """Let `latest` beside a release lead to it, in one step."""
    link, part = folder.with_name(LATEST), folder.with_name(f".{LATEST}.part")
    part.unlink(missing_ok=True)
    part.symlink_to(folder.name, target_is_directory=True)
    os.replace(part, link)
