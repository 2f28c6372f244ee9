"""Several things done at once: files are compressed on one core while another writes the next.

What is done is the caller's affair; only the doing side by side belongs here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any


@contextmanager
def at_once(first: Callable[[], Any] | None = None) -> Iterator[Callable[..., None]]:
    """A function that has something done while the block goes on; the block ends when all is done.

    `first` is begun before everything else. Raises what the first of them that fails raises; whatever has not
    been begun by then, or when the block itself fails, is left undone.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs: list[Future] = []

        def later(what: Callable[..., Any], *arguments: Any) -> None:
            jobs.append(pool.submit(what, *arguments))

        if first:
            later(first)
        try:
            yield later
            for job in jobs:
                job.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
