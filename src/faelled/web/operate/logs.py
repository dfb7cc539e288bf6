"""Log lines that hold no personal data, whatever was said or raised.

A name cannot be told from any other word, so nothing here looks for names. Instead: of an exception
only its kind, its code and the places in the program are written, never its message; of what other
people's code logs, the sentence is kept and the texts put into it are not; and what is left goes
through the CPR net. The settings point here before any app is loaded, so nothing of ours that
needs the database is imported.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeGuard

from faelled.lib.text.cpr import redact

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# The request a record belongs to; empty in commands and in the worker.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# Loggers whose texts are codes and ids: ours (a test throws names through them) and the queue's.
TRUSTED = frozenset({"faelled", "django_tasks", "gunicorn"})
LEFT_OUT = "[udeladt]"
SOURCE = Path(__file__).resolve().parents[3]
# What our own records may carry beside their sentence (``faelled.web.operate.observe``).
EXTRAS = ("method", "view", "status", "ms", "user")


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, text, request, the request's facts, error."""

    def format(self, record: logging.LogRecord) -> str:
        # Over the finished line too: a number may be put together from two harmless halves.
        return redact(json.dumps(facts(record), ensure_ascii=False, default=kind_of))


class PlainLines(logging.Formatter):
    """``2026-05-04T09:00:00.000Z INFO faelled.request GET cases:case 200 12 ms request=ab12``."""

    def format(self, record: logging.LogRecord) -> str:
        row = facts(record)
        line = f"{row['at']} {row['level']} {row['logger']} {row['text']}"
        for name in ("user", "request"):
            line += f" {name}={row[name]}" if row.get(name) else ""
        places = [f"\n    {place}" for one in errors(record) for place in (one["kind"], *one["at"])]
        return redact(line + "".join(places))


def facts(record: logging.LogRecord) -> dict[str, object]:
    """All that is ever written about one record."""
    at = datetime.fromtimestamp(record.created, tz=UTC)
    row: dict[str, object] = {
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "text": words(record),
    }
    if request_id.get():
        row["request"] = request_id.get()
    if record.name.startswith("faelled."):
        row |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
    found = list(errors(record))
    if found:
        row["error"] = found
    return row


def words(record: logging.LogRecord) -> str:
    """The record's sentence with harmless values in it.

    ``log.error("Cannot serve %s", "/?q=Dorthe")`` of a library gives ``Cannot serve [udeladt]``.
    """
    trusted = record.name.partition(".")[0] in TRUSTED
    if isinstance(record.msg, BaseException):
        return kind_of(record.msg)
    sentence = str(record.msg)
    if is_exc_info(record.exc_info) and str(record.exc_info[1]):
        # Django logs what it refuses as the refusal's own words, with the visitor's in them.
        sentence = sentence.replace(str(record.exc_info[1]), LEFT_OUT)
    if not record.args:
        return redact(sentence)
    if isinstance(record.args, Mapping):
        values: object = {name: harmless(v, trusted) for name, v in record.args.items()}
    else:
        values = tuple(harmless(value, trusted) for value in record.args)
    try:
        return redact(sentence % values)
    except (TypeError, ValueError, KeyError):
        return redact(sentence)


def harmless(value: object, trusted: bool) -> object:
    """``value`` when it is a number, or a text of a logger we answer for; else its kind."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException | type):
        return kind_of(value)
    return str(value) if trusted else LEFT_OUT


def kind_of(value: object) -> str:
    """``ValueError``; with its code where the kind alone says too little: ``OSError 28``."""
    kind = value if isinstance(value, type) else type(value)
    code = getattr(value, "sqlstate", None) or getattr(value, "errno", None)
    simple = isinstance(code, int) or (isinstance(code, str) and code.isalnum() and len(code) < 10)
    return f"{kind.__name__} {code}" if simple else kind.__name__


def errors(record: logging.LogRecord) -> Iterator[dict[str, str | list[str]]]:
    """The exception and those behind it, nearest first: kind, and where in the program."""
    if not is_exc_info(record.exc_info):
        return
    error: BaseException | None = record.exc_info[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield {"kind": kind_of(error), "at": list(places(error.__traceback__))}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def is_exc_info(value: object) -> TypeGuard[ExcInfo]:
    return isinstance(value, tuple) and isinstance(value[1], BaseException)


def places(trace: TracebackType | None) -> Iterator[str]:
    """``faelled/web/urls.py:12 front_page``; no line of source and no value of a variable."""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        own = path.relative_to(SOURCE) if path.is_relative_to(SOURCE) else Path(*path.parts[-3:])
        yield f"{own}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
