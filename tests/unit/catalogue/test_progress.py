"""What a download tells a log and a terminal."""

from __future__ import annotations

from io import StringIO

from pipelines.catalogue.progress import Bar, Lines


def test_lines_come_with_every_tenth():
    stream = StringIO()
    lines = Lines(stream)
    lines.start(2, 1_000_000)
    for _ in range(20):
        lines.advance(50_000)
    lines.done("a")
    lines.note("again")
    said = stream.getvalue().splitlines()
    assert said[0] == "2 files to fetch, 1.0 MB"
    assert [line.split()[0] for line in said[1:-1]] == [f"{tenth}0%" for tenth in range(1, 11)]
    assert said[-1] == "again"


def test_a_tenth_is_told_once_though_a_part_is_thrown_away():
    stream = StringIO()
    lines = Lines(stream)
    lines.start(1, 100)
    for size in (50, -50, 50, 50):
        lines.advance(size)
    assert [line.split()[0] for line in stream.getvalue().splitlines()[1:]] == ["50%", "100%"]


def test_the_bar_shows_files_and_notes():
    stream = StringIO()
    with Bar(stream) as bar:
        bar.start(1, 10)
        bar.note("waiting [for] it")
        bar.advance(10)
        bar.done("a")
    assert "waiting [for] it" in stream.getvalue()
    assert "1 of 1 files" in stream.getvalue()
