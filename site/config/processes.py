"""What `make run` and `make serve` start, and how all of it ends again."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def server_command(port: int, workers: int = 2) -> list[str]:
    """Return the command of the production server; `config` must be on the path."""
    return [
        *(sys.executable, "-m", "granian"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "2"),
        *("--http", "1", "--no-ws", "--workers-kill-timeout", "10", "--respawn-failed-workers"),
        "config.wsgi:application",
    ]
