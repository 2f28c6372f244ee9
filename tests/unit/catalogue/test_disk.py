"""A full disk and a folder that refuses, for real, told in a sentence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.catalogue.disk import writing
from pipelines.errors import CommonGroundError

LIMITED = """
import resource, sys
from pathlib import Path
from pipelines.catalogue.disk import writing
from pipelines.errors import CommonGroundError
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with writing(path), path.open("wb") as stream:
        stream.write(bytes(5000))
except CommonGroundError as error:
    print(error)
"""


def test_a_limit_on_the_size_of_files(tmp_path: Path):
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "big")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "big: the disk is full (a limit on the size of files). Free some space" in done.stdout


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_left(number: int, tmp_path: Path):
    with pytest.raises(CommonGroundError, match="the disk is full"), writing(tmp_path):
        raise OSError(number, os.strerror(number))


def test_a_file_where_a_folder_should_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "below"
    with (
        pytest.raises(CommonGroundError, match=r"below: cannot be written \(not a directory\)"),
        writing(path),
    ):
        path.mkdir()


def test_a_folder_that_refuses(tmp_path: Path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    path = folder / "file"
    root = os.geteuid() == 0
    if root:  # whom no mode keeps out
        os.seteuid(65534)
    try:
        with (
            pytest.raises(CommonGroundError, match=r"file: cannot be written \(permission denied\)"),
            writing(path),
        ):
            path.write_text("x")
    finally:
        if root:
            os.seteuid(0)


def test_other_errors_keep_their_traceback(tmp_path: Path):
    with pytest.raises(FileNotFoundError), writing(tmp_path):
        (tmp_path / "none" / "file").write_text("x")
