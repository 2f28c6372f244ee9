"""How many processes make the tables of a build."""

from __future__ import annotations

import pytest

from pipelines.build import FEW_TABLES, MOST_WORKERS, workers
from pipelines.errors import CommonGroundError


def test_few_tables_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONGROUND_WORKERS", "3")
    assert (workers("england", FEW_TABLES - 1), workers("england", FEW_TABLES)) == (1, 3)


@pytest.mark.parametrize(("cores", "expected"), [(1, 1), (2, 2), (64, MOST_WORKERS)])
def test_many_are_made_by_one_process_a_core_up_to_a_few(
    monkeypatch: pytest.MonkeyPatch, cores: int, expected: int
) -> None:
    monkeypatch.delenv("COMMONGROUND_WORKERS", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert workers("england", 200) == expected
    assert workers("sample", 200) == 1


@pytest.mark.parametrize("said", ["0", "two", "-1", "1.5"])
def test_a_setting_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("COMMONGROUND_WORKERS", said)
    with pytest.raises(CommonGroundError, match="Set it to how many processes"):
        workers("england", 200)
