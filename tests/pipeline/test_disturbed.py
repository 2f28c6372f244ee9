"""A build that is disturbed from outside: no room, no permission, an interrupt, another build beside it.

Done for real, with processes of their own. Whatever happens, the release that stood still stands.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from county_build import County, contents

from pipelines.paths import METHODS, ROOT

SMALL = 9 * 1024 * 1024  # bytes that the little file system has beyond what is in it
CAPBSET_DROP, DAC_OVERRIDE = 24, 1


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Our method with another title: the release has to be written again, and little else has to be made."""
    text = (METHODS / "england.yaml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("method") / "england.yaml"
    changed = re.sub(r"^( {12}weight: )14$", r"\g<1>15", text, count=1, flags=re.MULTILINE)
    path.write_text(
        re.sub(r"^( {12}weight: )8$", r"\g<1>7", changed, count=1, flags=re.MULTILINE), encoding="utf-8"
    )
    return str(path)


def limited(county: County, limit: Callable[[], None], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process that is put under a limit before it begins."""
    return subprocess.run(
        county.line(*arguments),
        cwd=ROOT,
        env=county.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=limit,
    )


def no_override() -> None:
    """Let the administrator, too, be bound by the permissions of files."""
    ctypes.CDLL(None, use_errno=True).prctl(CAPBSET_DROP, DAC_OVERRIDE, 0, 0, 0)


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.005)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=240)
    return process.returncode, said


def assert_told(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    for part in parts:
        assert part in " ".join(done.stderr.split()), done.stderr


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = County(tmp_path / "file" / "data").run("build", "--sample")
    assert_told(done, "cannot be written (not a directory)", "set COMMONGROUND_DATA to one that is")


def test_a_disk_that_is_full_from_the_start_is_told(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    done = limited(County(tmp_path / "data"), limit, "build", "--sample")
    assert_told(done, "the disk is full", "Free some space")


@pytest.mark.skipif(sys.platform != "linux", reason="binds the administrator by a call of Linux")
@pytest.mark.parametrize("part", ["", "sample", "sample/published", "sample/warehouse/score"])
def test_a_folder_that_may_not_be_written_is_told(county: County, otherwise: str, part: str) -> None:
    before = contents(county.published)
    folder = county.data / part
    if not part:
        (county.base / ".build.lock").chmod(0o444)
    folder.chmod(0o555)
    try:
        done = limited(county, no_override, "build", "--sample", "--method", otherwise)
    finally:
        folder.chmod(0o755)
    assert_told(done, "Cannot write", "Permission denied")
    assert contents(county.published) == before


@pytest.fixture
def little(built: County, tmp_path: Path) -> Iterator[County]:
    """The county on a file system of its own that is nearly full."""
    mount = tmp_path / "mount"
    mount.mkdir()
    used = sum(path.lstat().st_size // 4096 * 4096 + 4096 for path in built.data.rglob("*"))
    size = f"size={used + SMALL}"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", mount], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system may be mounted here: the limit on the size of files stands for it")
    try:
        county = built.copy(mount / "data")
        room = os.statvfs(mount)
        filler = room.f_bavail * room.f_frsize - 200_000
        (mount / "filler").write_bytes(b"\0" * max(filler, 0))
        yield county
    finally:
        subprocess.run(["umount", mount], check=True)


def test_a_full_disk_is_told(little: County, otherwise: str) -> None:
    before = contents(little.published)
    done = little.run("build", "--sample", "--method", otherwise)
    assert_told(done, "No space left", "room")
    assert contents(little.published) == before


@pytest.mark.parametrize("most", [20_000, 120_000, 400_000])
def test_a_file_that_may_not_grow_is_told(county: County, otherwise: str, most: int) -> None:
    """The limit is met by the tables, by the records of the runs, or by the files of the release."""
    before = contents(county.published)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = limited(county, limit, "build", "--sample", "--method", otherwise)
    assert_told(done, "room")
    assert contents(county.published) == before


def test_an_interrupt_in_the_middle_of_publishing_leaves_the_release(county: County, otherwise: str) -> None:
    before = contents(county.published)
    process = county.start("build", "--sample", "--method", otherwise)
    wait_for(lambda: any(county.published.glob(".*.part/neighbourhoods.csv")), process)
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    assert code == 130, said
    assert "Interrupted" in said and "the last release is as it was" in said and "Traceback" not in said
    assert contents(county.published) == before


def test_a_process_killed_while_publishing_is_mended_by_the_next_build(
    county: County, otherwise: str
) -> None:
    before = contents(county.published)
    process = county.start("build", "--sample", "--method", otherwise)
    wait_for(lambda: any(county.published.glob(".*.part/neighbourhoods.csv")), process)
    process.kill()
    assert ended(process)[0] == -signal.SIGKILL
    after = contents(county.published)
    assert {name: after[name] for name in before} == before
    done = county.invoke("build", "--sample", "--method", otherwise)
    assert done.exit_code == 0, done.output
    assert set(contents(county.published)) > set(before)
    assert not list(county.published.glob(".*"))  # nothing half written, nothing set aside


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_second_build_is_refused_and_an_interrupt_among_the_tables_leaves_all(
    county: County, workers: str
) -> None:
    before, tables = contents(county.published), county.stored()
    first = county.start("build", "--sample", "--fresh", COMMONGROUND_WORKERS=workers)
    wait_for(lambda: county.stored() != tables, first)
    second = county.run("build", "--sample")
    assert_told(second, "Another build is writing to", "Wait until it has ended")
    first.send_signal(signal.SIGINT)
    code, said = ended(first)
    assert code == 130, (code, said)
    assert "Interrupted" in said and "Traceback" not in said
    assert contents(county.published) == before
    assert set(county.stored()) == set(tables)
    assert not list(county.warehouse.rglob("*.part"))
