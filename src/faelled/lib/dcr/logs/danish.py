"""Numbers and moments as they are written in Denmark, in tables that people send."""

import re
from collections.abc import Sequence
from datetime import datetime

from faelled.lib.dates.duration import COPENHAGEN

NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
MOMENT = re.compile(
    r"(?P<day>\d{1,2})(?P<mark>[-.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
    r"(,?\s+(kl\.?\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})([.:](?P<second>\d{2}))?)?"
)


def danish_moment(text: str) -> datetime | None:
    """The day first, then the month; the clock is that of Denmark. None for what is none.

    Slashes are not taken: in 05/06/2025 nobody can say which is the month.

    >>> danish_moment("31.12.2025 14:05").isoformat(), danish_moment("1-2-2026 kl. 9.30").hour
    ('2025-12-31T14:05:00+01:00', 9)
    >>> danish_moment("31-02-2025") is danish_moment("05/06/2025") is None
    True
    """
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    parts = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    year, month, day, hour, minute, second = parts
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=COPENHAGEN)
    except ValueError:
        return None


def plain(texts: Sequence[str | None], commas: bool) -> list[str | None]:
    """A column's texts; where every one is a Danish number or moment, as they are written in code.

    `commas`: a comma can only be a decimal one. A column of dots alone is left as it stands: 1.234
    may be a little more than one.

    >>> plain(["1.234,50", None, "7"], True), plain(["31-12-2025"], True)
    (['1234.50', None, '7'], ['2025-12-31T00:00:00+01:00'])
    >>> plain(["1,5", "ukendt"], True), plain(["1,234"], False), plain(["1.234"], True)
    (['1,5', 'ukendt'], ['1,234'], ['1.234'])
    """
    given = {text for text in texts if text and text.strip()}
    written: dict[str, str] = {}
    if commas and any("," in text for text in given):
        numbers = {text: text.strip() for text in given if NUMBER.fullmatch(text.strip())}
        written = {text: one.replace(".", "").replace(",", ".") for text, one in numbers.items()}
    else:
        moments = {text: danish_moment(text) for text in given}
        written = {text: at.isoformat() for text, at in moments.items() if at is not None}
    if len(written) < len(given):
        return list(texts)
    return [written.get(text) if text else text for text in texts]
