"""Rows of a benchmark: a piece of work, its seconds, and the peak memory of a process that does no other.

Each row is done in a child that shares the inputs with this process, because a peak never falls again.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_FORK = multiprocessing.get_context("fork")


def head(counted: str) -> None:
    """The heading of a table whose rows count `counted`."""
    print(f"{'':42} {counted:>10} {'seconds':>9} {'CPU s':>9} {'peak MB':>9}")


def row(name: str, number: int, work: Callable[[], Any]) -> Any:
    """Do the work, print its row, and hand on its result. Raises `RuntimeError` where it failed."""
    done = measured(work)
    print(f"{name:42} {number:10,} {done.seconds:9.2f} {done.cpu:9.2f} {done.peak:9,.0f}", flush=True)
    return done.result


@dataclass(frozen=True)
class Measured:
    """What a piece of work gave, its seconds, those of all cores together, and the peak of its process in MB.

    The peak has the inputs in it.
    """

    result: Any
    seconds: float
    cpu: float
    peak: float


def measured(work: Callable[[], Any]) -> Measured:
    """Do a piece of work in a process of its own. Raises `RuntimeError` where it failed."""
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_do, args=(work, theirs))
    child.start()
    theirs.close()
    try:
        done = ours.recv()
    except EOFError:
        done = "the process was killed, perhaps for want of memory"
    child.join()
    if not isinstance(done, Measured):
        raise RuntimeError(done)
    return done


def _do(work: Callable[[], Any], to: Any) -> None:
    try:
        start, cpu = time.perf_counter(), time.process_time()
        result = work()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        # Linux counts kilobytes and macOS bytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            2**20 if sys.platform == "darwin" else 1024
        )
        to.send(Measured(result, seconds, cpu, peak))
    except BaseException:
        to.send(traceback.format_exc())
