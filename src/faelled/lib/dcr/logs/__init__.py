"""Event logs of other systems, as plain data: cases, each with what happened in it and when."""

from faelled.lib.dcr.logs.read import read_log
from faelled.lib.dcr.logs.records import Columns, LogError, LogEvent, LogTrace

__all__ = ["Columns", "LogError", "LogEvent", "LogTrace", "read_log"]
