"""Fetching over real HTTP, from a server on the loopback address that does what servers do on bad days."""

from __future__ import annotations

import gzip
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from site_server import CONTENT, Site, send, whole

from pipelines.catalogue.answers import retry_after
from pipelines.catalogue.changed import Look, ask
from pipelines.catalogue.fetch import PIN, download
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import Source, SourceFile
from pipelines.catalogue.store import Store
from pipelines.catalogue.transfer import Job, Stopped, Transfer
from pipelines.errors import CommonGroundError, Faults

# time-outs that no slow machine reaches; the tests of stalls set short ones
QUICK = Settings(
    workers=4, connect_timeout=10, read_timeout=10, stall_seconds=10, stall_bytes=1000, attempts=3,
    first_pause=0.01, longest_pause=0.02, longest_retry_after=0.5, chunk=8192,
)  # fmt: skip
IMPATIENT = replace(QUICK, read_timeout=0.3, stall_seconds=0.2, attempts=20)


# --- behaviours


def ranged(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Honours Range, and If-Range with the mark "v1"."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    if asked is None or handler.headers.get("If-Range", '"v1"') != '"v1"':
        whole(handler, content)
        return
    start, size = int(asked[1]), len(content)
    send(handler, 206, content[start:], ETag='"v1"', Content_Range=f"bytes {start}-{size - 1}/{size}")


def break_off(after: int, etag: str = '"v1"', honest: bool = True):
    """Announces everything (or, where not honest, nothing) and closes the connection in the middle."""

    def behave(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        if honest:
            send(handler, 200, content[:after], length=len(content), ETag=etag)
        else:
            handler.send_response(200)
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.wfile.write(content[:after])
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def stall(site: Site, after: int):
    """Sends some bytes and then none, holding the connection."""

    def behave(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        send(handler, 200, content[:after], length=len(content), ETag='"v1"')
        handler.wfile.flush()
        site.release.wait(10)
        handler.close_connection = True

    return behave


def trickle(site: Site):
    """Sends byte after byte, so that no single wait is long, and hangs up after a hundred."""

    def behave(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        send(handler, 200, b"", length=len(content), ETag='"v1"')
        try:
            for position in range(100):
                handler.wfile.write(content[position : position + 1])
                handler.wfile.flush()
                if site.release.wait(0.02):
                    break
        except OSError:
            pass
        handler.close_connection = True

    return behave


def answer(status: int, body: bytes = b"", **headers: str):
    return lambda handler, content: send(handler, status, body, **headers)


# --- helpers


def job(folder: Path, file: SourceFile, source_id: str = "s") -> Job:
    return Job(source_id, file, folder / "cache" / file.sha256)


def fetch(folder: Path, *files: SourceFile, settings: Settings = QUICK, progress=None) -> None:
    download([job(folder, file) for file in files], folder / "parts", settings, progress)


def got(folder: Path, file: SourceFile) -> bytes:
    return (folder / "cache" / file.sha256).read_bytes()


def faults(folder: Path, *files: SourceFile, settings: Settings = QUICK) -> list[str]:
    with pytest.raises(Faults) as caught:
        fetch(folder, *files, settings=settings)
    return [str(fault) for fault in caught.value.faults]


def nothing_left(folder: Path) -> bool:
    """Whether neither the cache nor the folder of parts holds anything."""
    cached = list((folder / "cache").rglob("*")) if (folder / "cache").exists() else []
    return not cached and [path.name for path in (folder / "parts").iterdir() if path.name != "lock"] == []


class Counter:
    """Progress, added up."""

    def __init__(self) -> None:
        self.files = self.size = self.come = 0
        self.notes: list[str] = []
        self.names: list[str] = []
        self.lock = threading.Lock()

    def start(self, files: int, size: int) -> None:
        self.files, self.size = files, size

    def advance(self, size: int) -> None:
        with self.lock:
            self.come += size

    def note(self, text: str) -> None:
        self.notes.append(text)

    def done(self, name: str) -> None:
        self.names.append(name)


# --- good days


def test_files_come_whole_and_are_counted(tmp_path: Path, site: Site):
    files = [site.page(f"f{number}", whole, content=CONTENT + bytes([number])) for number in range(9)]
    progress = Counter()
    fetch(tmp_path, *files, progress=progress)
    assert all(got(tmp_path, file) == CONTENT + bytes([number]) for number, file in enumerate(files))
    assert (progress.files, progress.size, progress.come) == (9, 9 * 204_801, 9 * 204_801)
    assert sorted(progress.names) == [f"s, f{number}" for number in range(9)]
    assert [path.name for path in (tmp_path / "parts").iterdir() if path.name != "lock"] == []


def test_what_is_there_is_not_asked_for(tmp_path: Path, site: Site):
    file = site.page("f", whole)
    fetch(tmp_path, file)
    fetch(tmp_path, file)
    assert len(site.asked) == 1


def test_one_content_of_two_sources_comes_once(tmp_path: Path, site: Site):
    file = site.page("f", whole)
    download([job(tmp_path, file, "a"), job(tmp_path, file, "b")], tmp_path / "parts", QUICK)
    assert len(site.asked) == 1


def test_the_store_reads_through_the_network_into_the_cache(tmp_path: Path, site: Site):
    file = site.page("f", whole)
    store = Store(tmp_path / "cache", settings=QUICK)
    assert store.where(file) == "network"
    assert store.read("s", file) == CONTENT
    assert store.where(file) == "cache"
    assert Store(tmp_path / "cache", network=False).read("s", file) == CONTENT


def source_of(*files: SourceFile) -> Source:
    names = (
        "title", "publisher", "landing_page", "licence", "licence_effect", "attribution", "vintage",
        "geography", "geography_vintage", "group", "role", "personal_data", "reader",
    )  # fmt: skip
    words = dict.fromkeys(names, "x")
    return Source(id="s", rolling=False, options={}, columns={}, inline=files, **words)


def test_the_store_fetches_a_source_and_replaces_a_spoilt_copy(tmp_path: Path, site: Site):
    a, b = site.page("a", whole), site.page("b", whole, content=b"B")
    store = Store(tmp_path / "cache", settings=QUICK)
    assert store.fetch([source_of(a, b)]) == [("s", a), ("s", b)]
    store.path(a).write_bytes(bytes(a.bytes))
    assert store.fetch([source_of(a, b)]) == [("s", a)]
    assert store.read("s", a) == CONTENT


# --- bad days that pass


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_that_may_pass_is_asked_again(tmp_path: Path, site: Site, status: int):
    file = site.page("f", answer(status), whole)
    progress = Counter()
    fetch(tmp_path, file, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert f"s, f: the address answers {status}" in progress.notes[0]
    assert "Attempt 2 follows" in progress.notes[0]


def test_retry_after_is_honoured(tmp_path: Path, site: Site):
    file = site.page("f", answer(503, Retry_After="0"), whole)
    progress = Counter()
    slow = replace(QUICK, first_pause=60.0, longest_pause=60.0)
    fetch(tmp_path, file, settings=slow, progress=progress)  # else it would wait for a minute
    assert "in 0.0 s" in progress.notes[0]


def test_a_server_that_asks_for_an_hour_is_given_up(tmp_path: Path, site: Site):
    file = site.page("f", answer(429, Retry_After="3600"))
    assert "asks to be left alone for 3,600 s" in faults(tmp_path, file)[0]
    assert len(site.asked) == 1


def test_retry_after_as_number_and_as_date():
    now = datetime(2024, 1, 1, 12, 0, 0, tzinfo=UTC)
    assert retry_after("120", now) == 120.0
    assert retry_after("Mon, 01 Jan 2024 12:01:30 GMT", now) == 90.0
    assert retry_after("Mon, 01 Jan 2024 11:00:00 GMT", now) == 0.0
    assert retry_after("soon", now) is None
    assert retry_after(None, now) is None


def test_pauses_double_up_to_the_longest():
    settings = Settings(first_pause=0.5, longest_pause=3.0)
    assert [settings.pause(failures) for failures in (1, 2, 3, 4, 5)] == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_a_connection_that_breaks_off_is_resumed(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000), ranged)
    progress = Counter()
    fetch(tmp_path, file, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert site.asked == [("/f", "", None), ("/f", "bytes=100000-", '"v1"')]
    assert progress.come == len(CONTENT)
    assert "after 100,000 of 204,800 bytes" in progress.notes[0]


def test_a_server_that_names_no_length_and_breaks_off_is_resumed(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000, honest=False), ranged)
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges() == ["", "bytes=100000-"]


def test_a_server_that_ignores_range_starts_again(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000), whole)
    progress = Counter()
    fetch(tmp_path, file, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges() == ["", "bytes=100000-"]
    assert progress.come == len(CONTENT)


def test_a_changed_mark_starts_again(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000, etag='"v0"'), ranged)
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.asked[1] == ("/f", "bytes=100000-", '"v0"')


def test_a_weak_mark_is_not_used_to_resume(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000, etag='W/"v0"'), ranged)
    fetch(tmp_path, file)
    assert site.asked[1] == ("/f", "bytes=100000-", None)


@pytest.mark.parametrize("content_range", ["bytes 0-204799/204800", "bytes 100000-204799/999", "nonsense"])
def test_a_part_that_was_not_asked_for_is_thrown_away(tmp_path: Path, site: Site, content_range: str):
    wrong = answer(206, CONTENT[100_000:], Content_Range=content_range)
    file = site.page("f", break_off(100_000), wrong, ranged)
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges() == ["", "bytes=100000-", ""]


def test_a_range_that_is_refused_starts_again(tmp_path: Path, site: Site):
    file = site.page("f", break_off(100_000), answer(416), ranged)
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges() == ["", "bytes=100000-", ""]


def test_a_connection_that_stalls_is_broken_and_resumed(tmp_path: Path, site: Site):
    file = site.page("f", stall(site, 50_000), ranged)
    progress = Counter()
    fetch(tmp_path, file, settings=IMPATIENT, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert "bytes=50000-" in site.ranges()
    assert any("it stalled, nothing came for 0.3 s, after 50,000 of" in note for note in progress.notes)


def test_a_trickle_is_a_stall(tmp_path: Path, site: Site):
    file = site.page("f", trickle(site), ranged)
    progress = Counter()
    fetch(tmp_path, file, settings=IMPATIENT, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert any(re.search(r"too slow, \d+ bytes in 0.2 s", note) for note in progress.notes)


def test_an_answer_that_is_compressed_unasked_is_unpacked(tmp_path: Path, site: Site):
    packed = gzip.compress(CONTENT)
    file = site.page("f", answer(200, packed, Content_Encoding="gzip"))
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT


def test_a_part_of_an_earlier_run_is_resumed(tmp_path: Path, site: Site):
    file = site.page("f", ranged)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / f"{file.sha256}.part").write_bytes(CONTENT[:70_000])
    progress = Counter()
    fetch(tmp_path, file, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges() == ["bytes=70000-"]
    assert progress.come == len(CONTENT)


def test_a_part_that_is_whole_needs_no_network(tmp_path: Path, site: Site):
    file = site.page("f", answer(404))
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / f"{file.sha256}.part").write_bytes(CONTENT)
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.asked == []


@pytest.mark.parametrize("part", [bytes(70_000), CONTENT + b"more", bytes(len(CONTENT))])
def test_a_spoilt_part_of_an_earlier_run_is_thrown_away(tmp_path: Path, site: Site, part: bytes):
    file = site.page("f", ranged)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / f"{file.sha256}.part").write_bytes(part)
    progress = Counter()
    fetch(tmp_path, file, progress=progress)
    assert got(tmp_path, file) == CONTENT
    assert progress.come == len(CONTENT)


# --- bad days that do not pass


@pytest.mark.parametrize(("behaviour", "said"), [
    (answer(200, CONTENT[::-1]), "its content is another: sha256 "),
    (answer(200, CONTENT[:-1]), "it is cut short, or another version: 204,799 bytes instead of 204,800"),
    (answer(200, CONTENT + b"x"), "it is too long, and so another file or version"),
    (answer(200, b""), "it is empty: 0 bytes instead of 204,800"),
    (answer(200, b"<!DOCTYPE html><title>Please sign in</title>"),
     "it is a web page (HTML) ('Please sign in') and not the file, 44 bytes instead of 204,800"),
    (answer(404), "the address answers 404 Not Found"),
    (answer(403), "the address answers 403 Forbidden"),
])  # fmt: skip
def test_wrong_bytes_never_land_and_are_not_asked_for_again(tmp_path: Path, site: Site, behaviour, said: str):
    file = site.page("f", behaviour)
    (fault,) = faults(tmp_path, file)
    assert fault.startswith("s, f: ")
    assert said in fault
    assert file.url in fault
    assert len(site.asked) == 1
    assert nothing_left(tmp_path)


def test_a_page_without_a_length_is_still_known_for_a_page(tmp_path: Path, site: Site):
    page = b"<html>busy</html>"
    file = site.page("f", lambda handler, content: break_off(len(page), honest=False)(handler, page))
    assert "it is a web page (HTML)" in faults(tmp_path, file)[0]
    assert len(site.asked) == 1


def test_attempts_end_and_the_part_stays_for_another_run(tmp_path: Path, site: Site):
    file = site.page("f", break_off(1000))
    assert "after 1,000 of 204,800 bytes (3 attempts)" in faults(tmp_path, file)[0]
    assert len(site.asked) == QUICK.attempts
    assert (tmp_path / "parts" / f"{file.sha256}.part").read_bytes() == CONTENT[:1000]
    site.pages["/f"] = [ranged]
    fetch(tmp_path, file)
    assert got(tmp_path, file) == CONTENT
    assert site.ranges()[-1] == "bytes=1000-"


def test_all_failures_are_listed_and_the_rest_has_come(tmp_path: Path, site: Site):
    bad = [site.page("gone", answer(404), content=b"1"), site.page("busy", answer(503), content=b"2")]
    good = [site.page(f"g{number}", whole, content=b"good%d" % number) for number in range(3)]
    said = faults(tmp_path, good[0], bad[0], good[1], bad[1], good[2])
    assert [text.split(":")[0] for text in said] == ["s, gone", "s, busy"]
    assert "(3 attempts)" in said[1]
    assert all(got(tmp_path, file) for file in good)


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_host_that_cannot_be_reached_is_told_once_for_all_its_files(tmp_path: Path, site: Site):
    url = f"http://127.0.0.1:{closed_port()}"
    lost = [SourceFile(f"f{number}", f"{url}/f{number}", 1, f"{number:064x}") for number in range(20)]
    (fault,) = faults(tmp_path, *lost)
    assert fault.startswith(
        "127.0.0.1: cannot be reached, the connection is refused. Not fetched: 20 files of s."
    )
    assert "Look to the network, or name a mirror with --mirror." in fault


def test_a_host_that_was_given_up_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tried = []
    bring = Transfer.bring

    def counted(self: Transfer, job: Job, hopeless: Callable[[], bool]) -> None:
        tried.append(job.name)
        bring(self, job, hopeless)

    monkeypatch.setattr(Transfer, "bring", counted)
    url = f"http://127.0.0.1:{closed_port()}"
    lost = [SourceFile(f"f{number}", f"{url}/f{number}", 1, f"{number:064x}") for number in range(20)]
    faults(tmp_path, *lost, settings=replace(QUICK, workers=1))
    assert tried == ["s, f0"]


def test_a_server_that_hangs_up_on_one_file_is_not_given_up(tmp_path: Path, site: Site):
    def hang_up(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.close_connection = True

    bad, good = site.page("bad", hang_up, content=b"1"), site.page("good", whole)
    said = faults(tmp_path, bad, good, settings=replace(QUICK, workers=1))
    assert said == [f"s, bad: the connection broke off (3 attempts). {bad.url} {PIN}"]
    assert got(tmp_path, good) == CONTENT


def test_a_name_that_is_none(tmp_path: Path):
    file = SourceFile("f", "http://nowhere.invalid/f", 1, "0" * 64)
    (fault,) = faults(tmp_path, file)
    assert fault.startswith("nowhere.invalid: cannot be reached, ")


# --- the disk


LIMITED = """
import resource, sys
from pathlib import Path
from pipelines.catalogue.source import SourceFile
from pipelines.catalogue.store import Store
from pipelines.errors import CommonGroundError
cache, url, size, sha256 = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Store(Path(cache)).read("s", SourceFile("f", url, int(size), sha256))
except CommonGroundError as error:
    print(error)
"""


def test_a_full_disk_ends_the_run_with_one_sentence(tmp_path: Path, site: Site):
    file = site.page("f", whole)
    command = [sys.executable, "-c", LIMITED, str(tmp_path), file.url, str(file.bytes), file.sha256]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the disk is full (a limit on the size of files). Free some space" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert not (tmp_path / file.sha256[:2]).exists()


def test_a_full_mount(tmp_path: Path, site: Site):
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("this user may make no mount; the limit on the size of files is tested above")
    try:
        with pytest.raises(CommonGroundError, match=r"the disk is full \(no space is left\)"):
            fetch(mount, site.page("f", whole))
        assert not (mount / "cache").exists()
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_cache_that_cannot_be_made(tmp_path: Path, site: Site):
    (tmp_path / "parts").write_text("a file where the folder should be")
    with pytest.raises(CommonGroundError, match="parts: cannot be written"):
        fetch(tmp_path, site.page("f", whole))


# --- interrupts, and two at once


INTERRUPTED = """
import sys
from pathlib import Path
from pipelines.catalogue.source import SourceFile
from pipelines.catalogue.store import Store
cache, url, size, sha256 = sys.argv[1:]
Store(Path(cache)).read("s", SourceFile("f", url, int(size), sha256))
"""


def test_an_interrupt_leaves_a_part_that_is_resumed(tmp_path: Path, site: Site):
    file = site.page("f", stall(site, 120_000), ranged)
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path), file.url, str(file.bytes), file.sha256]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    part = tmp_path / "parts" / f"{file.sha256}.part"
    deadline = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size == 120_000):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline, "the part did not come"
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)  # the connection is still held: it is not waited for
    assert "KeyboardInterrupt" in said
    assert process.returncode == -signal.SIGINT
    store = Store(tmp_path, settings=QUICK)
    assert store.where(file) == "network"
    assert store.read("s", file) == CONTENT
    assert site.ranges() == ["", "bytes=120000-"]


def test_a_transfer_that_is_told_to_stop_keeps_what_has_come(tmp_path: Path, site: Site):
    file = site.page("f", ranged)
    part = tmp_path / f"{file.sha256}.part"
    part.write_bytes(CONTENT[:1000])
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        Transfer(tmp_path, QUICK, Counter(), stop).bring(job(tmp_path, file))
    assert part.read_bytes() == CONTENT[:1000]


def test_two_runs_at_once_fetch_a_file_once(tmp_path: Path, site: Site):
    started, noted = threading.Event(), threading.Event()

    def slow(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        started.set()
        noted.wait(10)
        whole(handler, content)

    class Second(Counter):
        def note(self, text: str) -> None:
            super().note(text)
            noted.set()

    file = site.page("f", slow)
    first = threading.Thread(
        target=fetch, args=(tmp_path, file), kwargs={"settings": replace(QUICK, read_timeout=20)}
    )
    first.start()
    assert started.wait(10)
    progress = Second()
    fetch(tmp_path, file, progress=progress)
    first.join()
    assert progress.notes == ["another run is downloading into this cache; waiting for it to end"]
    assert len(site.asked) == 1
    assert got(tmp_path, file) == CONTENT


# --- asking without fetching


def test_asking_what_an_address_says_of_its_file(site: Site):
    file = site.page("f", answer(200, b"12345", ETag='"v7"', Last_Modified="Mon, 01 Jan 2024 12:00:00 GMT"))
    assert ask(file.url) == Look(file.url, '"v7"', "Mon, 01 Jan 2024 12:00:00 GMT", 5)


def test_asking_a_server_that_knows_no_head(site: Site):
    def behave(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        send(handler, 405 if handler.command == "HEAD" else 200, b"" if handler.command == "HEAD" else b"123")

    file = site.page("f", behave)
    assert ask(file.url) == Look(file.url, None, None, 3)


def test_asking_in_vain(site: Site):
    assert ask(site.page("f", answer(404)).url) is None
    assert ask(f"http://127.0.0.1:{closed_port()}/f", timeout=1) is None
