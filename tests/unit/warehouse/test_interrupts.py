"""An interrupt in the middle of a query is an interrupt, whatever DuckDB calls it."""

from __future__ import annotations

import signal
import threading

import duckdb
import pytest

from pipelines.warehouse.interrupts import interrupts_told

LONG = "SELECT count(*) FROM range(1000000000) AS a (i) WHERE hash(i) % 7 = 3"


def test_an_interrupt_that_falls_into_a_query_is_one() -> None:
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    with duckdb.connect(config={"threads": 1}) as db, pytest.raises(KeyboardInterrupt), interrupts_told():
        timer.start()
        while True:
            db.sql(LONG).fetchall()
    timer.join()


@pytest.mark.parametrize("told", [duckdb.InterruptException("INTERRUPT"), RuntimeError("Query interrupted")])
def test_both_of_its_words_for_it_are_understood(told: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), interrupts_told():
        raise told


@pytest.mark.parametrize("other", [RuntimeError("no more threads"), duckdb.BinderException("no column")])
def test_what_else_goes_wrong_goes_on(other: Exception) -> None:
    with pytest.raises(type(other)), interrupts_told():
        raise other
