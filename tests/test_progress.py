"""How far long work has come: a line on a terminal that goes again, and nothing elsewhere."""

from __future__ import annotations

from io import StringIO

import pytest

from knotwork.report.progress import ProgressLine, reading


class Terminal(StringIO):
    """A terminal, or what only looks like one."""

    def __init__(self, *, is_one: bool = True) -> None:
        super().__init__()
        self.is_one = is_one

    def isatty(self) -> bool:
        return self.is_one


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")


def lines(terminal: Terminal, times: list[float]) -> ProgressLine:
    """A line whose clock shows these times, one after the other."""
    return ProgressLine(lambda: terminal, lambda: times.pop(0))


def test_the_line_comes_after_half_a_second_and_ten_times_a_second_at_most() -> None:
    terminal = Terminal()
    progress = lines(terminal, [0, 0.49, 0.5, 0.59, 0.61])

    assert list(progress.counted("abcde", reading)) == [*"abcde"]
    shown = "\rreading: 3 notes\x1b[K\rreading: 5 notes\x1b[K\r\x1b[K"
    assert terminal.getvalue() == shown
    progress.clear()
    assert terminal.getvalue() == shown, "it is removed once"


def test_it_is_one_line_whatever_its_length() -> None:
    terminal = Terminal()
    progress = lines(terminal, [0, 1])
    progress.show("")
    progress.show("x" * 30)

    assert terminal.getvalue() == f"\r{'x' * 19}\x1b[K"


@pytest.mark.parametrize("variable", [("CI", "true"), ("TERM", "dumb")])
def test_logs_have_none_of_it(monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]) -> None:
    file, terminal = Terminal(is_one=False), Terminal()
    assert list(lines(file, [0, 1]).counted("ab", reading)) == [*"ab"]
    monkeypatch.setenv(*variable)
    assert list(lines(terminal, [0, 1]).counted("ab", reading)) == [*"ab"]

    assert file.getvalue() == terminal.getvalue() == ""
