"""Tables on screens of any width: codes and numbers stay whole, columns go before anything breaks."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipelines.terminal import console as consoles
from pipelines.terminal.console import table
from pipelines.terminal.grid import Column, widths

CODES = ("E01021988", "E01006413")
NUMBERS = ("33,755", "12 of 1,250")
COLUMNS = [("LSOA", "left"), ("region", "left"), ("MSOA name", "left"), ("rank in England", "right")]
ROWS = [
    (CODES[0], "Yorkshire and The Humber", "Newcastle-under-Lyme", NUMBERS[0]),
    (CODES[1], "East of England", "Jaywick & St Osyth", NUMBERS[1]),
]


def drawn(width: int, drop: tuple[str, ...] = ("region", "MSOA name")) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table("Places", COLUMNS, ROWS, drop=drop))
    return out.getvalue()


@pytest.mark.parametrize("width", range(14, 130))
def test_codes_and_numbers_are_whole_at_every_width(width: int):
    said = drawn(width)
    assert all(whole in said for whole in (*CODES, "33,755", "1,250")), said
    assert max(map(len, said.splitlines())) <= width


def test_with_room_nothing_is_left_out_and_nothing_wraps():
    lines = drawn(100).splitlines()
    assert [line.split()[0] for line in lines[3:]] == list(CODES) and len(lines) == 5
    assert "Not shown" not in drawn(100)


def test_columns_go_in_their_order_and_are_named():
    region_gone = drawn(52)
    assert "Not shown at this width: region." in region_gone and "Osyth" in region_gone
    both = drawn(33)
    assert "Not shown at this width: region, MSOA name." in " ".join(both.split()) and "Osyth" not in both


def test_where_nothing_may_go_the_rows_are_written_one_below_the_other():
    said = drawn(30, drop=())
    assert "LSOA: E01021988" in said and "rank in England: 33,755" in said


def test_a_long_word_breaks_at_its_hyphens():
    lines = [line for line in drawn(40, drop=("region",)).splitlines() if "Lyme" in line]
    assert lines and "Newcastle-under-Lyme" not in lines[0]


def test_the_widest_columns_give_way_first():
    from rich.text import Text

    columns = [Column("a", "left", (Text("one two three four"),)), Column("b", "left", (Text("one two"),))]
    # 18 and 7 wanted, a gap of 2: of 20, the second takes its 7 and the first is left 11
    assert widths(columns, 20) == [11, 7]
    assert widths(columns, 60) == [18, 7]


@pytest.mark.parametrize(("said", "wide"), [("80", 80), ("200", 200), ("", 140), ("wide", 140)])
def test_what_goes_to_a_file_is_as_wide_as_columns_says_and_has_no_escape_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: str, wide: int
):
    monkeypatch.setenv("COLUMNS", said)
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = consoles.console()
    assert out.width == wide
    out.print("[bold red]x[/bold red]", table("Places", COLUMNS, ROWS))
    assert "\x1b" not in capsys.readouterr().out
