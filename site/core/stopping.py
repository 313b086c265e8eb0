"""How the long-running processes of the site hear that they must stop."""

import os
import select
import signal


class StopSignal:
    """Waits that SIGINT, SIGTERM or SIGHUP cuts short.

    The signal only writes to a pipe. So it never breaks off what is being done, nor is it ever
    missed between two waits.
    """

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._write_end, False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: os.write(self._write_end, b"."))

    def came_within(self, seconds: float) -> bool:
        """Wait at most so many seconds, and tell whether the signal has come, now or before."""
        return bool(select.select([self._read_end], [], [], seconds)[0])
