"""Says at the end of a run where its time went: by folder, and the slowest tests."""

from collections import Counter, defaultdict
from pathlib import PurePath
from typing import Any

import pytest

SLOWEST = 15


class Timings:
    """Adds up what each test took, setting up and tearing down included."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.seconds:
            return
        by_folder: dict[str, float] = defaultdict(float)
        number: Counter[str] = Counter()
        for name, seconds in self.seconds.items():
            folder = str(PurePath(name.partition("::")[0]).parent)
            by_folder[folder] += seconds
            number[folder] += 1
        terminalreporter.section("time by folder, all processes together")
        for folder, seconds in _longest_first(by_folder):
            terminalreporter.line(f"{seconds:7.1f} s {number[folder]:5} tests  {folder}")
        terminalreporter.section(f"the {SLOWEST} slowest tests")
        for name, seconds in _longest_first(self.seconds)[:SLOWEST]:
            terminalreporter.line(f"{seconds:7.2f} s  {name}")


def _longest_first(seconds: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda item: item[1], reverse=True)
