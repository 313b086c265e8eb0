"""Says at the end of a run where its time went: by folder, and the slowest tests."""

from collections import Counter
from pathlib import PurePath
from typing import Any

import pytest

SLOWEST = 15


class Timings:
    """Adds up what each test took, setting up and tearing down included."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.seconds:
            return
        by_folder: Counter[str] = Counter()
        number: Counter[str] = Counter()
        for name, seconds in self.seconds.items():
            folder = str(PurePath(name.partition("::")[0]).parent)
            by_folder[folder] += seconds
            number[folder] += 1
        terminalreporter.section("time by folder, all processes together")
        for folder, seconds in by_folder.most_common():
            terminalreporter.line(f"{seconds:7.1f} s {number[folder]:5} tests  {folder}")
        terminalreporter.section(f"the {SLOWEST} slowest tests")
        for name, seconds in self.seconds.most_common(SLOWEST):
            terminalreporter.line(f"{seconds:7.2f} s  {name}")
