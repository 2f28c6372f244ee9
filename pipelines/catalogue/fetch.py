"""Many files at once over the network, and what failed told together.

What one file goes through is `transfer`'s matter, which files are wanted the store's.
"""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipelines.catalogue.disk import writing
from pipelines.catalogue.progress import Progress, Silent
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.transfer import Job, Refused, Stopped, Transfer, Unreachable
from pipelines.errors import Fault, Faults

PIN = "If the publisher has changed the file, pin it anew in its source file; else try again or use a mirror."
NO_HOST = "Look to the network, or name a mirror with --mirror. What has come is kept."
MakeTransfer = Callable[[Path, Settings, Progress, threading.Event], Transfer]
Failed = Mapping[str, BaseException]  # why a job failed, by its name


def download(jobs: Sequence[Job], parts: Path, settings: Settings, progress: Progress | None = None) -> None:
    """Bring every file to its target, verified. What is there already is passed over.

    `parts` is the folder for what is under way; a part that an interrupt left there is resumed. Raises Faults
    naming every file that could not be had, after the others have come, and CommonGroundError at once where
    the disk refuses.
    """
    faults = told(jobs, bring(jobs, parts, settings, progress or Silent(), Transfer), PIN, NO_HOST)
    if faults:
        raise Faults(faults, title=f"{len(faults):,} faults in fetching" if len(faults) > 1 else "")


def bring(
    jobs: Sequence[Job], parts: Path, settings: Settings, progress: Progress, transfer: MakeTransfer
) -> Failed:
    """Have workers, each with a `transfer` of its own, see to the jobs; returns those that failed.

    One run at a time downloads into `parts`, others wait.
    """
    from filelock import FileLock, Timeout

    with writing(parts):
        parts.mkdir(parents=True, exist_ok=True)
        lock = FileLock(parts / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress.note("another run is downloading into this cache; waiting for it to end")
            lock.acquire()
    try:
        wanted = list({job.target: job for job in jobs if not _there(job)}.values())
        progress.start(len(wanted), sum(job.file.bytes for job in wanted))
        return _Run(wanted, parts, settings, progress, transfer).failed()
    finally:
        lock.release()


def told(jobs: Sequence[Job], failed: Failed, pin: str, no_host: str) -> list[Fault]:
    """One fault a file, but one a host where a host cannot be reached at all.

    `pin` and `no_host` say what to do about either.
    """
    faults: list[Fault] = []
    unreached: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        error = failed.get(job.name)
        if isinstance(error, Unreachable):
            unreached[job.host].append(job)
        elif error is not None:
            faults.append(Fault(f"{error}. {job.file.url}", job.name, pin))
    for host, lost in unreached.items():
        names = ", ".join(dict.fromkeys(job.source_id for job in lost))
        said = f"cannot be reached, {failed[lost[0].name]}. Not fetched: {len(lost):,} files of {names}."
        faults.append(Fault(said, host, no_host))
    return faults


def _there(job: Job) -> bool:
    return job.target.is_file() and job.target.stat().st_size == job.file.bytes


class _Run:
    """Workers that share a list of jobs."""

    def __init__(
        self, jobs: list[Job], parts: Path, settings: Settings, progress: Progress, transfer: MakeTransfer
    ) -> None:
        self.jobs, self.parts, self.settings, self.progress = jobs, parts, settings, progress
        self.transfer = transfer
        self.waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[tuple[Job, BaseException | None]] = queue.SimpleQueue()
        self.stop = threading.Event()
        self.given_up: dict[str, str] = {}  # host: why

    def failed(self) -> Failed:
        """Work until every job has come or failed; why those failed that did, by name."""
        for job in self.jobs:
            self.waiting.put(job)
        # daemons, and no pool: an interrupt must not wait for a connection that has stalled
        count = min(self.settings.workers, len(self.jobs))
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        failed: dict[str, BaseException] = {}
        try:
            for _ in self.jobs:
                job, error = self.outcomes.get()
                if error is not None and not isinstance(error, Refused):
                    raise error
                if error is not None:
                    failed[job.name] = error
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(timeout=1.0)
        return failed

    def _work(self) -> None:
        transfer = self.transfer(self.parts, self.settings, self.progress, self.stop)
        with transfer.session:
            while not self.stop.is_set():
                try:
                    job = self.waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self._bring(transfer, job)
                    self.outcomes.put((job, None))
                except Stopped:
                    return
                except BaseException as error:
                    self.outcomes.put((job, error))

    def _bring(self, transfer: Transfer, job: Job) -> None:
        host = job.host
        if host in self.given_up:
            raise Unreachable(self.given_up[host])
        try:
            transfer.bring(job, hopeless=lambda: host in self.given_up)
        except Unreachable as error:
            self.given_up.setdefault(host, str(error))
            raise
