"""An interrupt that falls into a query, told as the interrupt that it is.

DuckDB answers one with an error of its own; nothing else belongs here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_TOLD = "Query interrupted"  # DuckDB's words, in a plain RuntimeError


@contextmanager
def interrupts_told() -> Iterator[None]:
    """Raises `KeyboardInterrupt` in place of what DuckDB makes of it; what else is raised goes on."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:
        if _TOLD not in str(error):
            raise
        raise KeyboardInterrupt from None
