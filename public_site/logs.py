"""Logs: one line of JSON each on standard error, without e-mail addresses, telephone numbers and secrets.

Who writes a log line leaves such facts out; the mask below catches what a library's exception drags in.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(\+\d{8,15}|1[3-9]\d{9})(?![\w.])")
_IN_ADDRESS = re.compile(r"(//[^\s/:@]*:)[^\s/@]+@")
_SECRET = re.compile(r"(?i)((?:secret|token|password|code)[\"']?\s*[:=]\s*[\"']?)[^\s\"',&;}]+")
_LINK = re.compile(r"(/(?:account/(?:confirm|reset|change|invitations)|profiles)/)[\w-]+")


def masked(text: str) -> str:
    """The text with whatever looks private replaced by ***."""
    text = _IN_ADDRESS.sub(r"\1***@", text)
    text = _SECRET.sub(r"\1***", _LINK.sub(r"\1***", text))
    return _PHONE.sub("***", _EMAIL.sub("***", text))


def _mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: masked(value) if isinstance(value, str) and name != "timestamp" else value for name, value in event.items()}


def configure(level: str) -> None:
    """Send structlog and the standard library's loggers through the same mask. `level` as in LOG_LEVEL."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger, cache_logger_on_first_use=False,
    )
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, _mask, structlog.processors.JSONRenderer(ensure_ascii=False)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for chatty in ("botocore", "aiobotocore", "s3fs", "fsspec", "PIL"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
