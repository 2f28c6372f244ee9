"""How patient a download is. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Seconds unless said otherwise."""

    workers: int = 6  # downloads at once
    connect_timeout: float = 10.0
    read_timeout: float = 30.0  # without a single byte
    stall_seconds: float = 30.0  # in every such stretch ...
    stall_bytes: int = 4096  # ... at least so many bytes must come
    attempts: int = 6  # for one file, the first included
    first_pause: float = 0.5  # before the second attempt; doubles with each
    longest_pause: float = 30.0
    longest_retry_after: float = 120.0  # a server that asks for more is given up
    chunk: int = 1 << 16  # bytes

    def pause(self, failures: int) -> float:
        """How long to wait after so many failures in a row: doubles, up to the longest."""
        return min(self.first_pause * 2 ** (failures - 1), self.longest_pause)
