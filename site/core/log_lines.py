"""One JSON object a line, for whoever collects logs (LOG_FORMAT=json)."""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Writes what a record says and nothing else: no path, no arguments, no words of an error.

    core.log_filter.Discreet has taken those out of the record before.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
            "process": record.process,
            "error": record.exc_text or "",
        }
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)
