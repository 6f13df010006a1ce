"""Keeps what clients sent out of the framework's own log lines, which print whole events with headers and payload."""

import logging
import re
from typing import Final

_SENT: Final = re.compile(r"(Event\(|[Ee]vent data|with value '|\{).*", re.DOTALL)
_LOUD: Final = ("reflex.app", "reflex_base.event.processor.event_processor", "reflex_base.event.processor.base_state_processor")
_LENGTH: Final = 200


class WithoutPayload(logging.Filter):
    """Cuts an entry where it begins to quote an event, and names the exception instead of printing it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it is always kept."""
        record.msg, record.args = _SENT.sub("…", record.getMessage())[:_LENGTH], ()
        if record.exc_info and record.exc_info[0]:
            record.msg += f" ({record.exc_info[0].__name__})"
        record.exc_info = record.exc_text = None
        return True


def quieten() -> None:
    """Put the filter on the framework's loggers that quote events. Handlers that fail are logged whole by `failures`."""
    for name in _LOUD:
        logging.getLogger(name).addFilter(WithoutPayload())
