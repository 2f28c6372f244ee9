"""Several things done at once: all of them, or what the first that fails raises."""

from __future__ import annotations

import threading

import pytest

from pipelines.publish.at_once import at_once


def test_all_is_done_when_the_block_has_ended() -> None:
    done: list[int] = []
    with at_once(lambda: done.append(0)) as later:
        for number in range(1, 9):
            later(done.append, number)
    assert sorted(done) == list(range(9))


def test_what_one_raises_is_raised() -> None:
    def fail(said: str) -> None:
        raise ValueError(said)

    with pytest.raises(ValueError, match="no room"), at_once() as later:
        later(fail, "no room")


def test_a_block_that_fails_leaves_undone_what_was_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    begun, go_on, done = threading.Event(), threading.Event(), list[str]()

    def wait() -> None:
        begun.set()
        go_on.wait(10)

    with pytest.raises(KeyboardInterrupt), at_once(wait) as later:
        later(done.append, "never")
        begun.wait(10)
        threading.Timer(0.2, go_on.set).start()
        raise KeyboardInterrupt
    assert done == []
