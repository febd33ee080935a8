"""How the log is written: structured, JSON in production, readable on one's own machine."""

import re
from typing import Any

import structlog

#: Values under these names never reach the log, whoever logs them.
SECRET_WORDS = ("password", "secret", "token", "cookie", "authorization", "csrf")
#: How tokens of links look: they let somebody in, wherever in a line they stand.
_TOKEN = re.compile(r"[\w-]{1,60}\.(?:[0-9a-z]{4,13}-)?[0-9a-f]{32}(?![0-9a-f])")


def _mask_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for name, value in event.items():
        if any(word in name.lower() for word in SECRET_WORDS):
            event[name] = "***"
        elif isinstance(value, str):
            event[name] = _TOKEN.sub("***", value)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    _mask_secrets,
]


def logging_settings(mode: str, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: both write the same lines to stderr."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_rendered(mode),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Our own line tells the same with more in it; errors come with their traceback.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
            "rq": {"level": "WARNING"},
        },
    }


def _rendered(mode: str) -> list[Any]:
    if mode == "production":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    order = ["timestamp", "level", "logger", "event"]
    plain = structlog.processors.LogfmtRenderer(key_order=order, drop_missing=True)
    return [_traceback_below(plain)]


def _traceback_below(render: Any) -> Any:
    """Return a renderer that puts a traceback under its line, where people can read it."""
    with_traceback = structlog.processors.format_exc_info

    def rendered(logger: Any, method: str, event: dict[str, Any]) -> str:
        told = dict(with_traceback(logger, method, event))
        trace = told.pop("exception", "")
        line = str(render(logger, method, told))
        return f"{line}\n{trace}" if trace else line

    return rendered
