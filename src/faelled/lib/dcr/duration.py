"""Durations, under the library's own name: they live in `faelled.lib.dates`."""

from faelled.lib.dates.duration import COPENHAGEN, Duration, DurationError, parse

__all__ = ["COPENHAGEN", "Duration", "DurationError", "parse"]
