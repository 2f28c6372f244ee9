"""Tables made by processes of their own: upstream first, ahead of whoever takes them one by one.

A step keeps one core busy at most of the time. Workers make what is ready while Dagster, which orders the
tables and records them, takes each in its turn. How one table is made is in `run`; what is stale in `plan`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from pipelines.errors import CommonGroundError
from pipelines.warehouse.plan import Graph
from pipelines.warehouse.run import Made, make
from pipelines.warehouse.tables import Storage

QUEUE = 2  # tables that a worker has at a time: the one in hand and the next
PATIENCE = 20.0  # seconds that a worker has to let go of its table when it is told to stop

Open = Callable[[], tuple[Graph, Storage]]


@dataclass
class _Worker:
    process: Any
    line: Connection
    tables: list[str] = field(default_factory=list)


class Workers:
    """A context in which `count` processes make `tables` (upstream first) of the graph that `opened` opens.

    `opened` is called in every process, and so has to be picklable: a function or class of a module, with
    plain data. Leaving the context stops the processes; a table that is not finished is then not there.
    """

    def __init__(self, graph: Graph, tables: Iterable[str], opened: Open, count: int) -> None:
        self._opened, self._count = opened, count
        wanted = list(tables)
        self._lacking = {name: set(graph.nodes[name].reads).intersection(wanted) for name in wanted}
        self._ended: dict[str, Made | BaseException] = {}
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        context = get_context("spawn")  # a fork would copy the locks of threads that it does not copy
        with _nameless_main():
            self._start(context)
        self._hand_out()
        return self

    def _start(self, context: Any) -> None:
        # A terminal sends its interrupt to all processes: it is for this one, which then stops the others.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(self._count):
                own, theirs = context.Pipe()
                process = context.Process(target=_work, args=(self._opened, theirs), daemon=True)
                process.start()
                theirs.close()  # so that the line ends when the process does
                self._workers.append(_Worker(process, own))
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            worker.process.kill()
            worker.process.join()
            worker.line.close()

    def take(self, name: str) -> Made:
        """The table `name`, waited for. Raises what making it raised, and `CommonGroundError` where a process
        died of it."""
        while name not in self._ended:
            for line in wait([worker.line for worker in self._workers]):
                self._receive(next(worker for worker in self._workers if worker.line is line))
            self._hand_out()
        ended = self._ended[name]
        if isinstance(ended, BaseException):
            raise ended
        return ended

    def _receive(self, worker: _Worker) -> None:
        try:
            name, ended = worker.line.recv()
        except (EOFError, OSError):
            raise CommonGroundError(
                f"The process that was to make {' and '.join(worker.tables)} died, perhaps for want of "
                "memory. Set COMMONGROUND_WORKERS to 1 to make one table at a time."
            ) from None
        worker.tables.remove(name)
        self._ended[name] = ended
        if isinstance(ended, Made):
            for lacking in self._lacking.values():
                lacking.discard(name)

    def _hand_out(self) -> None:
        """Give what is ready to those who have least to do."""
        for name in [name for name, lacking in self._lacking.items() if not lacking]:
            worker = min(self._workers, key=lambda w: len(w.tables))
            if len(worker.tables) >= QUEUE:
                return
            with suppress(OSError):  # a process that has died is told of when its table is taken
                worker.line.send(name)
            worker.tables.append(name)
            del self._lacking[name]


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Keeps new processes from running the program again that this one runs, which may be a user's script."""
    main = sys.modules["__main__"]
    known: dict[str, Any] = {
        name: main.__dict__[name] for name in ("__file__", "__spec__") if name in main.__dict__
    }
    main.__dict__.pop("__file__", None)
    main.__dict__["__spec__"] = None
    try:
        yield
    finally:
        main.__dict__.update(known)


def _work(opened: Open, line: Connection) -> None:
    """What a worker does: make the tables that it is told to, until nobody tells it any more."""
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        graph, storage = opened()
        while True:
            name = line.recv()
            line.send((name, _ended(graph, storage, name)))
    except (KeyboardInterrupt, EOFError, ConnectionError):
        os._exit(0)  # at once: nothing is left to be done, and nothing is to be said of it


def _ended(graph: Graph, storage: Storage, name: str) -> Made | Exception:
    try:
        return make(graph.nodes[name], storage, graph.edition)
    except CommonGroundError as error:
        return error
    except Exception as error:  # a fault of our own, raised again where the table is taken
        error.add_note(f"In the process that made {name}:\n{traceback.format_exc()}")
        return error


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to work for, and may not write beside the next build."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
