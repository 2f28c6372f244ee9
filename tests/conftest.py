"""What holds for every test: generated cases are the same on every machine, and slowness is not a failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same_everywhere", deadline=None, derandomize=True)
settings.load_profile("same_everywhere")
