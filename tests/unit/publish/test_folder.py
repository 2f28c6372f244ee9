"""A release appears whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipelines.errors import CommonGroundError
from pipelines.publish import folder as module
from pipelines.publish.folder import appearing, point_latest, recover


def no_check(folder: Path) -> None:
    assert (folder / "a.txt").is_file()


def release(folder: Path, text: str) -> None:
    with appearing(folder, no_check) as part:
        (part / "a.txt").write_text(text)


def everything(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_appears_whole_and_replaces_the_last(tmp_path):
    release(tmp_path / "1.0", "old")
    release(tmp_path / "1.0", "new")
    assert (tmp_path / "1.0" / "a.txt").read_text() == "new"
    assert everything(tmp_path) == ["1.0"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_whatever_fails_leaves_the_last_release(tmp_path, error):
    release(tmp_path / "1.0", "old")
    with pytest.raises(error), appearing(tmp_path / "1.0", no_check) as part:
        (part / "a.txt").write_text("half of the n")
        raise error
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"
    assert everything(tmp_path) == ["1.0"]


def test_a_release_that_fails_its_check_does_not_appear(tmp_path):
    def refuse(folder: Path) -> None:
        raise CommonGroundError("not whole")

    release(tmp_path / "1.0", "old")
    with pytest.raises(CommonGroundError, match="not whole"), appearing(tmp_path / "1.0", refuse) as part:
        (part / "a.txt").write_text("new")
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"


def test_an_interrupt_between_the_two_renames_is_undone(tmp_path, monkeypatch):
    release(tmp_path / "1.0", "old")
    real = os.replace

    def interrupted(source, target):
        if Path(source).name == ".1.0.part":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(module.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        release(tmp_path / "1.0", "new")
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"
    assert everything(tmp_path) == ["1.0"]


def test_a_process_killed_between_the_two_renames_is_mended_by_the_next(tmp_path):
    release(tmp_path / "1.0", "old")
    os.replace(tmp_path / "1.0", tmp_path / ".1.0.old")
    recover(tmp_path / "1.0")
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"


def test_a_process_stopped_in_the_middle_leaves_the_last_release(tmp_path):
    release(tmp_path / "1.0", "old")
    program = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from pipelines.publish.folder import appearing
        with appearing(Path({str(tmp_path / "1.0")!r}), lambda folder: None) as part:
            (part / "a.txt").write_text("half")
            print("writing", flush=True)
            time.sleep(60)
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"
    assert everything(tmp_path) == ["1.0"]


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "published").write_text("a file")
    with pytest.raises(CommonGroundError, match=r"Cannot write the release .* The last release is as it was"):
        release(tmp_path / "published" / "1.0", "new")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on the size of files")
def test_a_full_disk_is_told_and_the_last_release_stays(tmp_path):
    release(tmp_path / "1.0", "old")
    program = textwrap.dedent(f"""
        import resource, signal, sys
        from pathlib import Path
        from pipelines.errors import CommonGroundError
        from pipelines.publish.folder import appearing
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            with appearing(Path({str(tmp_path / "1.0")!r}), lambda folder: None) as part:
                (part / "a.txt").write_text("x" * 5000)
        except CommonGroundError as error:
            print(error)
            sys.exit(1)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File too large. The last release is as it was. Make room" in done.stdout
    assert (tmp_path / "1.0" / "a.txt").read_text() == "old"
    assert everything(tmp_path) == ["1.0"]


def test_latest_leads_to_the_newest(tmp_path):
    for name in ("1.0", "2.0"):
        release(tmp_path / name, name)
        point_latest(tmp_path / name)
        assert (tmp_path / "latest" / "a.txt").read_text() == name
